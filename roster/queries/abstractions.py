"""Abstractions: who is away when, what an officer may be taken for, and who may be chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from roster import clock
from roster.errors import NotFound
from roster.extensions import db
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory, AbstractionStatus
from roster.models.area import Team
from roster.models.cell_change import OwedRestDay
from roster.models.columns import DAY_SECONDS
from roster.models.duty import Duty, DutyState, RestDay, RestKind
from roster.models.officer import Officer, Posting
from roster.values import Span


@dataclass(frozen=True, slots=True)
class Choice:
    """An officer who may be chosen: posted to one of the teams on that day."""

    officer_id: int
    name: str
    team: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands where an officer is to be taken: an abstraction already; a rest day to be cancelled."""

    abstraction: Abstraction | None = None
    rest_day: date | None = None
    owed: OwedRestDay | None = None  # what is known of that rest day from before


def abstraction_row(abstraction_id: int) -> Abstraction:
    """The row itself, for a service to change."""
    found = db.session.get(Abstraction, abstraction_id)
    if found is None:
        raise NotFound
    return found


def standing_at(officer_id: int, span: Span) -> Standing:
    """What stands where an officer is to be taken for the span, in one statement."""
    duty_date = clock.force_day(span.start)
    taken = (
        (Abstraction.officer_id == officer_id)
        & Abstraction.status.in_(TAKEN)
        & (Abstraction.starts_at < span.end)
        # An abstraction lasts a day at most: what began earlier is history.
        & (Abstraction.starts_at > span.start - DAY_SECONDS)
        & (Abstraction.ends_at > span.start)
    )
    rest = (RestDay.officer_id == officer_id) & (RestDay.day == duty_date)
    rest &= (RestDay.kind == RestKind.REST_DAY) & (RestDay.state == DutyState.PUBLISHED)
    owed = (OwedRestDay.officer_id == officer_id) & (OwedRestDay.day == duty_date)
    asked = (
        select(Abstraction, RestDay.day, OwedRestDay)
        .select_from(Officer)
        .outerjoin(Abstraction, taken)
        .outerjoin(RestDay, rest)
        .outerjoin(OwedRestDay, owed)
        .where(Officer.id == officer_id)
        .order_by(Abstraction.starts_at)
        .limit(1)
    )
    found = db.session.execute(asked).first()
    return Standing(*found) if found else Standing()


def taken_on(officer_id: int, duty_date: date, besides: int = 0) -> Abstraction | None:
    """The first abstraction of the officer that starts on that force day, that one left out."""
    asked = _starting_on([officer_id], [duty_date]).where(Abstraction.id != besides)
    found = db.session.scalars(asked)
    return next((one for one in found if clock.force_day(one.starts_at) == duty_date), None)


def dates_taken(officer_ids: Collection[int], days: Collection[date]) -> dict[tuple[int, date], int]:
    """By officer and force day, the abstraction that starts on it; at least those of these days."""
    asked = _starting_on(officer_ids, days)
    found = db.session.execute(
        asked.with_only_columns(Abstraction.officer_id, Abstraction.starts_at, Abstraction.id)
    )
    return {(officer_id, clock.force_day(starts_at)): one for officer_id, starts_at, one in found}


def _starting_on(officer_ids: Collection[int], days: Collection[date]) -> Any:
    """Those that start on these force days, and some more: a force day ends on the morning after."""
    begins, ends = (int(clock.midnight(day).timestamp()) for day in (min(days), max(days)))
    return (
        select(Abstraction)
        .where(
            Abstraction.officer_id.in_(officer_ids),
            Abstraction.status.in_(TAKEN),
            Abstraction.starts_at >= begins,
            Abstraction.starts_at < ends + 2 * DAY_SECONDS,
        )
        .order_by(Abstraction.starts_at)
    )


def categories() -> list[AbstractionCategory]:
    """What officers may be taken for, in the catalogue's order."""
    return list(
        db.session.scalars(
            select(AbstractionCategory).order_by(AbstractionCategory.position, AbstractionCategory.name)
        )
    )


def choices(team_ids: Collection[int] | None, day: date) -> list[Choice]:
    """The officers posted to these teams on the day or today, by team, then last name; None: all teams."""
    first, last = sorted(int(clock.midnight(one).timestamp()) for one in (day, clock.today()))
    asked = (
        select(Officer.id, Officer.rank, Officer.first_name, Officer.last_name, Team.name)
        .join(Posting, Posting.officer_id == Officer.id)
        .join(Team, Team.id == Posting.team_id)
        .where(Posting.first_day <= last, Posting.last_day > first)
        .order_by(Team.name, Officer.last_name, Officer.first_name, Officer.id)
    )
    if team_ids is not None:
        asked = asked.where(Posting.team_id.in_(list(team_ids)))
    # The last name comes first, so that typing its letters finds it in the list.
    found = {
        one: Choice(one, f"{last}, {rank} {first}", team)
        for one, rank, first, last, team in db.session.execute(asked)
    }
    return list(found.values())


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
