"""Who else of the ward team is not there in a time: leave, sickness, rest days, abstractions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from roster import clock
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory
from roster.models.columns import DAY_SECONDS
from roster.models.duty import RestDay, RestKind
from roster.models.officer import Officer, Posting
from roster.queries.absences import STANDING
from roster.values import Span


@dataclass(frozen=True, slots=True)
class Off:
    """A colleague's time away, or what was asked for; why is its kind, or what the officer is taken to."""

    officer_id: int
    name: str
    why: AbsenceKind | RestKind | str
    span: Span
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Others:
    """How many others are posted to the ward teams then, and all that they are not there for."""

    count: int
    away: tuple[Off, ...] = ()
    resting: tuple[Off, ...] = ()
    taken: tuple[Off, ...] = ()


def also_off(officer_id: int, team_ids: Collection[int], span: Span) -> Others:
    """The others of these ward teams, in four statements whatever their number; drafts of rest days too."""
    posted = and_(Posting.first_day < span.end, Posting.last_day > span.start)
    asked = (
        select(Officer)
        .join(Posting, and_(Posting.officer_id == Officer.id, posted, Posting.team_id.in_(list(team_ids))))
        .where(Officer.id != officer_id)
    )
    names = {officer.id: officer.short_name for officer in db.session.scalars(asked)}
    away = _away(names, span)
    return Others(len(names), away, _resting(names, span, away), _taken(names, span))


def _away(names: dict[int, str], span: Span) -> tuple[Off, ...]:
    asked = select(Absence.officer_id, Absence.kind, Absence.starts_at, Absence.ends_at, Absence.status)
    rows = _in(asked, Absence, names, span).where(Absence.status.in_(STANDING))
    return tuple(
        Off(who, names[who], kind, Span.between(starts_at, ends_at), status is AbsenceStatus.APPROVED)
        for who, kind, starts_at, ends_at, status in db.session.execute(rows)
    )


def _taken(names: dict[int, str], span: Span) -> tuple[Off, ...]:
    asked = select(
        Abstraction.officer_id, AbstractionCategory.name, Abstraction.starts_at, Abstraction.ends_at
    ).join(Abstraction.category)
    # It lasts a day at most: the index need not look further back.
    near = Abstraction.starts_at > span.start - DAY_SECONDS
    rows = db.session.execute(_in(asked, Abstraction, names, span).where(Abstraction.status.in_(TAKEN), near))
    return tuple(Off(who, names[who], what, Span.between(*times)) for who, what, *times in rows)


def _resting(names: dict[int, str], span: Span, away: Iterable[Off]) -> tuple[Off, ...]:
    """Rest days one after another are one; who is on leave then is told of already."""
    first, last = clock.london_date(span.start), clock.london_date(span.end - 1)
    asked = select(RestDay.officer_id, RestDay.day, RestDay.kind).where(
        RestDay.officer_id.in_(list(names)), RestDay.day.between(first, last)
    )
    found: list[Off] = []
    for who, day, kind in db.session.execute(asked.order_by(RestDay.officer_id, RestDay.day)):
        whole = clock.wall_span(day, 0, 24 * 60)
        if any(one.officer_id == who and one.approved and one.span.overlaps(whole) for one in away):
            continue
        before = found[-1] if found else None
        if before and (before.officer_id, before.why, before.span.end) == (who, kind, whole.start):
            found[-1] = Off(who, names[who], kind, Span(before.span.start, whole.end))
        else:
            found.append(Off(who, names[who], kind, whole))
    return tuple(sorted(found, key=lambda one: (one.span, one.name)))


def _in(asked: Any, table: Any, names: dict[int, str], span: Span) -> Any:
    overlaps = and_(table.starts_at < span.end, table.ends_at > span.start)
    return asked.where(table.officer_id.in_(list(names)), overlaps).order_by(table.starts_at, table.id)
