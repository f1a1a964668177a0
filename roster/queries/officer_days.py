"""One officer on one day: what is rostered, what lies over it, and how it came to be so."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from roster import clock
from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.account import Account
from roster.models.audit import AuditEntry
from roster.models.columns import DAY_SECONDS
from roster.models.contact_session import ContactSession, ContactSessionStatus, Naming
from roster.models.duty import Duty, DutyState, RestDay, ShiftTemplate
from roster.models.officer import Officer
from roster.queries.seen import DUTY, REST_DAY, draft_mark
from roster.values import Span

KEPT = "absence:keep"  # nothing happened to what sickness left of leave


@dataclass(frozen=True, slots=True)
class OfficerDay:
    """What stands on the day; duties and abstractions of the evening before too, where they reach in."""

    day: date
    duties: Sequence[Duty]
    every_abstraction: Sequence[Abstraction]  # cancelled ones too: they are part of the history
    every_absence: Sequence[Absence]
    rest_day: RestDay | None
    promises: Sequence[ContactSession]

    @property
    def abstractions(self) -> list[Abstraction]:
        """Those that stand, or are asked for."""
        return [one for one in self.every_abstraction if one.status is not AbstractionStatus.CANCELLED]

    @property
    def absences(self) -> list[Absence]:
        """Those that stand, or are asked for."""
        standing = (AbsenceStatus.REQUESTED, AbsenceStatus.APPROVED)
        return [one for one in self.every_absence if one.status in standing]

    @property
    def drafts(self) -> list[Duty]:
        """The duties of the day that are not published yet."""
        return [duty for duty in self.duties if duty.state is DutyState.DRAFT and self.starts_here(duty)]

    @property
    def marks(self) -> frozenset[str]:
        """By which the day's drafts, rest days too, are known when they are to be published."""
        rest = [self.rest_day] if self.rest_day and self.rest_day.state is DutyState.DRAFT else []
        marks = [draft_mark(DUTY, one.id, one.version, (one.officer_id, self.day)) for one in self.drafts]
        marks += [draft_mark(REST_DAY, one.id, one.version, (one.officer_id, self.day)) for one in rest]
        return frozenset(marks)

    def starts_here(self, row: Duty | Abstraction) -> bool:
        """Whether it is this day's, and not the evening before's."""
        return clock.london_date(row.starts_at) == self.day


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the day's history."""

    at: datetime
    who: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]


def span_of_day(day: date) -> Span:
    """From London's midnight to the next one."""
    return Span.between(clock.midnight(day), clock.midnight(day + timedelta(days=1)))


def officer_day(officer_id: int, day: date, *, drafts: bool = True) -> OfficerDay:
    """All that an officer has on that day, in five statements; drafts: those of duties and rest too."""
    span = span_of_day(day)
    duties = _of_day(select(Duty).options(joinedload(Duty.shift_template)), Duty, officer_id, span)
    rest = db.session.scalar(select(RestDay).where(RestDay.officer_id == officer_id, RestDay.day == day))
    return OfficerDay(
        day,
        [one for one in duties if drafts or one.state is not DutyState.DRAFT],
        _of_day(select(Abstraction).options(joinedload(Abstraction.category)), Abstraction, officer_id, span),
        _absences(officer_id, span),
        rest if drafts or (rest and rest.state is not DutyState.DRAFT) else None,
        _promises(officer_id, span),
    )


def shift_templates() -> Sequence[ShiftTemplate]:
    """The shifts that can be chosen, in their order."""
    asked = select(ShiftTemplate).where(ShiftTemplate.withdrawn.is_(False))
    return db.session.scalars(asked.order_by(ShiftTemplate.position, ShiftTemplate.code)).all()


def history_of(officer_id: int, shown: OfficerDay) -> list[Event]:
    """Who changed what on this day, the newest first; removed duties too."""
    rows: list[Duty | Abstraction | Absence] = [*shown.duties]
    rows += [*shown.every_abstraction, *shown.every_absence]
    about: dict[str, list[int]] = {}
    for row in rows:
        about.setdefault(row.__tablename__, []).append(row.id)
    subjects = [
        (AuditEntry.subject == subject) & AuditEntry.subject_id.in_(ids) for subject, ids in about.items()
    ]
    removed = (
        (AuditEntry.subject == "officer")
        & (AuditEntry.subject_id == officer_id)
        & (AuditEntry.action == "duty:remove")
    )
    entries = _with_wholes(_entries(or_(removed, *subjects)), about.get("absence", []))
    entries.sort(key=lambda row: (row[0].at, row[0].id), reverse=True)
    events, span = [_event(*row) for row in entries], span_of_day(shown.day)
    return [event for event in events if event.action != KEPT and _touches(event, officer_id, span)]


def _entries(which: Any) -> list[Any]:
    asked = (
        select(AuditEntry, Officer, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
    )
    return [*db.session.execute(asked.where(which))]


def _with_wholes(entries: list[Any], absence_ids: Collection[int]) -> list[Any]:
    """A part of leave that sickness cut was asked for and granted as a whole: that is its history too."""
    known, found = set(absence_ids), entries
    while wholes := {json.loads(row[0].detail).get("part_of") for row in found} - {None, *known}:
        known |= wholes
        found = _entries((AuditEntry.subject == "absence") & AuditEntry.subject_id.in_(wholes))
        entries = [*entries, *found]
    return entries


def _of_day(asked: Any, table: Any, officer_id: int, span: Span) -> Sequence[Any]:
    return db.session.scalars(
        asked.where(
            table.officer_id == officer_id,
            table.starts_at < span.end,
            table.ends_at > span.start,
            # Neither lasts more than a day: the index need not look further back.
            table.starts_at > span.start - DAY_SECONDS,
        ).order_by(table.starts_at)
    ).all()


def _absences(officer_id: int, span: Span) -> Sequence[Absence]:
    asked = select(Absence).where(
        Absence.officer_id == officer_id,
        Absence.starts_at < span.end,
        Absence.ends_at > span.start,
    )
    return db.session.scalars(asked.order_by(Absence.starts_at)).all()


def _promises(officer_id: int, span: Span) -> Sequence[ContactSession]:
    asked = (
        select(ContactSession)
        .join(Naming, Naming.contact_session_id == ContactSession.id)
        .options(joinedload(ContactSession.venue))
        .where(
            Naming.officer_id == officer_id,
            ContactSession.status == ContactSessionStatus.PLANNED,
            ContactSession.starts_at >= span.start,
            ContactSession.starts_at < span.end,
        )
    )
    return db.session.scalars(asked.order_by(ContactSession.starts_at)).all()


def _event(entry: AuditEntry, officer: Officer | None, email: str | None) -> Event:
    detail = json.loads(entry.detail)
    who = officer.short_name if officer else email or "The roster"
    before, after = detail.get("before"), detail.get("after")
    return Event(entry.at, who, entry.action, _facts(before), _facts(after))


def _span(facts: dict[str, Any]) -> Span:
    return Span.between(*(datetime.fromisoformat(facts[key]) for key in ("starts_at", "ends_at")))


def _facts(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _touches(event: Event, officer_id: int, span: Span) -> bool:
    """SQLite may give a removed duty's id to another: the facts must be of this officer and day.

    Of leave that was cut, what became of another part is that day's history.
    """
    facts = [one for one in (event.before, event.after) if "starts_at" in one]
    if event.action.startswith("absence:"):
        return any(span.overlaps(_span(one)) for one in facts)
    if not event.action.startswith("duty:"):
        return True
    return any(
        one.get("officer_id", officer_id) == officer_id
        and span.covers(datetime.fromisoformat(one["starts_at"]))
        for one in facts
    )
