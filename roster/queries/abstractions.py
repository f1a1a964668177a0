"""Abstractions: who is away when, what an officer may be taken for, and who may be chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from roster import clock
from roster.extensions import db
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory, AbstractionStatus
from roster.models.account import Account
from roster.models.area import Team
from roster.models.audit import AuditEntry
from roster.models.columns import DAY_SECONDS
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.models.duty import Duty, DutyState
from roster.models.officer import Officer, Posting
from roster.values import Span


@dataclass(frozen=True, slots=True)
class Choice:
    """An officer who may be chosen: posted to one of the teams on that day."""

    officer_id: int
    name: str
    team: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an abstraction's history: who did what, when, and what it says now."""

    at: datetime
    action: str
    by: str
    detail: str


def abstraction_during(officer_id: int, span: Span) -> Abstraction | None:
    """The first abstraction that takes the officer away during the span."""
    return db.session.scalar(
        select(Abstraction)
        .where(
            Abstraction.officer_id == officer_id,
            Abstraction.status.in_(TAKEN),
            Abstraction.starts_at < span.end,
            # An abstraction lasts a day at most: what began earlier is history.
            Abstraction.starts_at > span.start - DAY_SECONDS,
            Abstraction.ends_at > span.start,
        )
        .order_by(Abstraction.starts_at)
        .limit(1)
    )


def postings_of(officer_id: int) -> list[Posting]:
    """Every posting of the officer, the earliest first."""
    return list(
        db.session.scalars(
            select(Posting).where(Posting.officer_id == officer_id).order_by(Posting.first_day)
        )
    )


def categories() -> list[AbstractionCategory]:
    """What officers may be taken for, in the catalogue's order."""
    return list(
        db.session.scalars(
            select(AbstractionCategory).order_by(AbstractionCategory.position, AbstractionCategory.name)
        )
    )


def choices(team_ids: Collection[int] | None, day: date) -> list[Choice]:
    """The officers posted to these teams on the day, by team, then last name; None is every team."""
    begins = int(clock.midnight(day).timestamp())
    asked = (
        select(Officer.id, Officer.rank, Officer.first_name, Officer.last_name, Team.name)
        .join(Posting, Posting.officer_id == Officer.id)
        .join(Team, Team.id == Posting.team_id)
        .where(Posting.first_day <= begins, Posting.last_day > begins)
        .order_by(Team.name, Officer.last_name, Officer.first_name, Officer.id)
    )
    if team_ids is not None:
        asked = asked.where(Posting.team_id.in_(list(team_ids)))
    # The last name comes first, so that typing its letters finds it in the list.
    return [
        Choice(one, f"{last}, {rank} {first}", team)
        for one, rank, first, last, team in db.session.execute(asked)
    ]


def duty_on(officer_id: int, day: date) -> Span | None:
    """The first published duty that starts on that London day, from which times are prefilled."""
    begins = int(clock.midnight(day).timestamp())
    ends = int(clock.midnight(day + timedelta(days=1)).timestamp())
    duty = db.session.scalar(
        select(Duty)
        .where(
            Duty.officer_id == officer_id,
            Duty.state == DutyState.PUBLISHED,
            Duty.starts_at >= begins,
            Duty.starts_at < ends,
        )
        .order_by(Duty.starts_at)
        .limit(1)
    )
    return duty.span if duty else None


def flags_raised(officer_id: int, span: Span, since: datetime) -> list[tuple[int, str, str]]:
    """Flag, title and state of the sessions whose flag changed since then, in the officer's teams."""
    rows = db.session.execute(
        select(CoverFlag.id, ContactSession.title, CoverFlag.state)
        .join(ContactSession, ContactSession.id == CoverFlag.contact_session_id)
        .join(Posting, Posting.team_id == ContactSession.team_id)
        .where(
            Posting.officer_id == officer_id,
            Posting.first_day <= ContactSession.starts_at,
            Posting.last_day > ContactSession.starts_at,
            ContactSession.starts_at < span.end,
            ContactSession.starts_at > span.start - DAY_SECONDS,
            ContactSession.ends_at > span.start,
            CoverFlag.resolved_at.is_(None),
            CoverFlag.changed_at >= since,
        )
        .order_by(ContactSession.starts_at)
    )
    return [(flag, title, str(state)) for flag, title, state in rows]


def history_of(abstraction_id: int) -> list[Happening]:
    """All that was done to an abstraction, the latest first."""
    who = func.coalesce(func.nullif(Officer.last_name, ""), Account.email, "The roster")
    rows = db.session.execute(
        select(AuditEntry.at, AuditEntry.action, Officer.rank, who, AuditEntry.detail)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(AuditEntry.subject == Abstraction.__tablename__, AuditEntry.subject_id == abstraction_id)
        .order_by(AuditEntry.id.desc())
    )
    return [
        Happening(at, action, f"{rank} {name}" if rank else name, detail)
        for at, action, rank, name, detail in rows
    ]


def described(abstraction: Abstraction) -> str:
    """ERPT backfill, Thu 3 Dec 07:00–15:00, asked for by Insp Cole; and that it was ended or cancelled."""
    starts, ends = clock.to_london(abstraction.starts_at), clock.to_london(abstraction.ends_at)
    ended = {
        AbstractionStatus.ENDED_EARLY: ", ended early",
        AbstractionStatus.CANCELLED: ", cancelled",
    }.get(abstraction.status, "")
    return (
        f"{abstraction.category.name}, {starts:%a} {starts.day} {starts:%b} "
        f"{starts:%H:%M}–{ends:%H:%M}{ended}, asked for by {abstraction.requested_by}"
    )
