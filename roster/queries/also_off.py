"""Who else of the ward team is not there in a time: leave, sickness, rest days, abstractions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, select, type_coerce

from roster import clock
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory
from roster.models.columns import DAY_SECONDS, SECONDS
from roster.models.duty import RestDay, RestKind
from roster.models.officer import Officer, Posting
from roster.queries.absences import STANDING
from roster.values import Span, intersect


@dataclass(frozen=True, slots=True)
class Off:
    """A colleague's time away, or what was asked for; why is its kind, or what the officer is taken to."""

    officer_id: int
    name: str
    why: AbsenceKind | RestKind | str
    span: Span
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another of the ward teams, and when: what is done in other wards is not theirs to read."""

    name: str
    posted: list[Span] = field(default_factory=list)

    def here(self, span: Span) -> list[Span]:
        """What of it lies in these ward teams."""
        return intersect([span], self.posted)


Team = dict[int, Colleague]


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
        select(Officer, type_coerce(Posting.first_day, SECONDS), type_coerce(Posting.last_day, SECONDS))
        .join(Posting, and_(Posting.officer_id == Officer.id, posted, Posting.team_id.in_(list(team_ids))))
        .where(Officer.id != officer_id)
    )
    team: Team = {}
    for officer, begins, ends in db.session.execute(asked):
        team.setdefault(officer.id, Colleague(officer.short_name)).posted.append(Span(begins, ends))
    away = _away(team, span)
    return Others(len(team), away, _resting(team, span, away), _taken(team, span))


def _away(team: Team, span: Span) -> tuple[Off, ...]:
    asked = select(Absence.officer_id, Absence.kind, Absence.starts_at, Absence.ends_at, Absence.status)
    rows = _in(asked, Absence, team, span).where(Absence.status.in_(STANDING))
    return tuple(
        Off(who, team[who].name, kind, part, status is AbsenceStatus.APPROVED)
        for who, kind, starts_at, ends_at, status in db.session.execute(rows)
        for part in team[who].here(Span.between(starts_at, ends_at))
    )


def _taken(team: Team, span: Span) -> tuple[Off, ...]:
    asked = select(
        Abstraction.officer_id, AbstractionCategory.name, Abstraction.starts_at, Abstraction.ends_at
    ).join(Abstraction.category)
    # It lasts a day at most: the index need not look further back.
    near = Abstraction.starts_at > span.start - DAY_SECONDS
    rows = db.session.execute(_in(asked, Abstraction, team, span).where(Abstraction.status.in_(TAKEN), near))
    return tuple(
        Off(who, team[who].name, what, part)
        for who, what, *times in rows
        for part in team[who].here(Span.between(*times))
    )


def _resting(team: Team, span: Span, away: Iterable[Off]) -> tuple[Off, ...]:
    """Rest days one after another are one; who is on leave then is told of already."""
    first, last = clock.london_date(span.start), clock.london_date(span.end - 1)
    asked = select(RestDay.officer_id, RestDay.day, RestDay.kind).where(
        RestDay.officer_id.in_(list(team)), RestDay.day.between(first, last)
    )
    found: list[Off] = []
    for who, day, kind in db.session.execute(asked.order_by(RestDay.officer_id, RestDay.day)):
        whole = clock.wall_span(day, 0, 24 * 60)
        on_leave = any(one.officer_id == who and one.approved and one.span.overlaps(whole) for one in away)
        if on_leave or not team[who].here(whole):
            continue
        before = found[-1] if found else None
        if before and (before.officer_id, before.why, before.span.end) == (who, kind, whole.start):
            found[-1] = Off(who, team[who].name, kind, Span(before.span.start, whole.end))
        else:
            found.append(Off(who, team[who].name, kind, whole))
    return tuple(sorted(found, key=lambda one: (one.span, one.name)))


def _in(asked: Any, table: Any, team: Team, span: Span) -> Any:
    overlaps = and_(table.starts_at < span.end, table.ends_at > span.start)
    return asked.where(table.officer_id.in_(list(team)), overlaps).order_by(table.starts_at, table.id)
