"""What a change of a published cell means, before it is made: notice, outcome, rest, cover."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from roster import clock
from roster.coverage.gaps import State
from roster.extensions import db
from roster.models.area import Team
from roster.models.contact_session import ContactSession, Venue
from roster.models.duty import DutyKind, DutyState, RestKind
from roster.models.officer import Employment, Officer, Rank
from roster.models.public_holiday import PublicHoliday
from roster.queries.cell_values import Cell
from roster.queries.coverage import Judged, facts_of
from roster.queries.engines import fitted, listed
from roster.queries.losses import weigh
from roster.queries.nearby import FAR_SECONDS
from roster.rules.notice import HolidayNotice, RestDayNotice, holiday_notice, rest_day_notice
from roster.rules.rest import RestAround, rest_around
from roster.values import Span, subtract


class Terms(StrEnum):
    """Whose rules say what a change brings (RULES 5)."""

    REGULATIONS = "regulations"  # constables and sergeants
    STAFF = "staff"  # PCSOs
    OTHER = "other"  # higher ranks and specials


@dataclass(frozen=True, slots=True)
class Bare:
    """A contact session that would be worse off."""

    id: int
    title: str
    place: str
    span: Span
    state: State


@dataclass(frozen=True, slots=True)
class Impact:
    """All that is to be shown before a published cell changes."""

    before: Cell
    after: Cell
    terms: Terms
    clear_days: int
    rest_day: RestDayNotice | None = None
    holiday_name: str = ""
    holiday: HolidayNotice | None = None
    rest: RestAround | None = None
    bare: tuple[Bare, ...] = ()


@dataclass(frozen=True, slots=True)
class _World:
    """What was read for all of the changes at once; work is as they would leave it, together."""

    told: date
    people: Mapping[int, tuple[Rank, Employment]]
    holidays: Mapping[date, str]
    work: Mapping[int, list[Span]]
    judged: Sequence[Judged]


_WORK = """
WITH o(id) AS LIST(:officers)
SELECT d.officer_id, d.starts_at, d.ends_at FROM o EACH duty AS d ON d.officer_id = o.id
  AND d.starts_at > :starts - :far AND d.starts_at < :ends + :far PINNED
UNION ALL
SELECT a.officer_id, a.starts_at, a.ends_at FROM o EACH abstraction AS a ON a.officer_id = o.id
  AND a.starts_at > :starts - :far AND a.starts_at < :ends + :far
  AND a.status IN ('confirmed', 'ended_early') PINNED
"""


def impacts_of(changes: Sequence[tuple[Cell, Cell]], told: date | None = None) -> list[Impact]:
    """What each change, from one cell to another, would mean if it were told on that day (or today)."""
    if not changes:
        return []
    world = _read(changes, told or clock.today())
    names = _names({one.need.id for one in world.judged})
    return [_impact(before, after, world, names) for before, after in changes]


def holidays_between(first: date, last: date) -> dict[date, str]:
    """The public holidays of the days, both included, by name."""
    asked = select(PublicHoliday.day, PublicHoliday.name).where(
        PublicHoliday.day >= first, PublicHoliday.day <= last
    )
    return {row.day: row.name for row in db.session.execute(asked)}


def terms_of(rank: Rank, employment: Employment) -> Terms:
    """The regulations give these outcomes to constables and sergeants; PCSOs are staff."""
    if employment is Employment.STAFF:
        return Terms.STAFF
    regulated = employment is Employment.OFFICER and rank in (Rank.PC, Rank.PS)
    return Terms.REGULATIONS if regulated else Terms.OTHER


def _read(changes: Sequence[tuple[Cell, Cell]], told: date) -> _World:
    officers = {before.officer_id for before, _ in changes}
    days = [before.day for before, _ in changes]
    begins, ends = (int(clock.midnight(day).timestamp()) for day in (min(days), max(days)))
    span = Span(begins, ends + FAR_SECONDS)
    bound = {"officers": listed(officers), "starts": begins, "ends": ends, "far": FAR_SECONDS}
    work: dict[int, list[Span]] = {}
    for officer_id, start, end in db.session.execute(fitted(_WORK), bound):
        work.setdefault(officer_id, []).append(Span(start, end))
    _make(changes, work)
    asked = select(Officer.id, Officer.rank, Officer.employment).where(Officer.id.in_(officers))
    people = {one: (rank, employment) for one, rank, employment in db.session.execute(asked)}
    lost = any(_lost(before, after) for before, after in changes)
    judged = facts_of((), officer_ids=officers, span=span) if lost else []
    return _World(told, people, holidays_between(min(days), max(days)), work, judged)


def _make(changes: Sequence[tuple[Cell, Cell]], work: dict[int, list[Span]]) -> None:
    """All of the changes at once: a cell is judged beside its neighbours as they will be."""
    for before, _ in changes:
        gone = {one.span for one in before.duties}
        work[before.officer_id] = [span for span in work.get(before.officer_id, ()) if span not in gone]
    for _, after in changes:
        work[after.officer_id] += [one.span for one in after.duties]


def _impact(before: Cell, after: Cell, world: _World, names: Mapping[object, tuple[str, str]]) -> Impact:
    day, told = before.day, world.told
    duty_date = (after if after.duties else before).duty_date
    becomes_duty = bool(after.duties) and not before.duties
    had_rest = before.rest is not None and before.rest.kind is RestKind.REST_DAY
    name = world.holidays.get(day, "")
    return Impact(
        before,
        after,
        terms_of(*world.people[before.officer_id]),
        clock.clear_days(duty_date, told),
        rest_day_notice(duty_date, told) if becomes_duty and had_rest else None,
        name,
        holiday_notice(duty_date, told) if becomes_duty and name else None,
        _rest(after, world.work.get(before.officer_id, [])),
        tuple(_bare(before, after, world.judged, names)),
    )


def _rest(after: Cell, work: Iterable[Span]) -> RestAround | None:
    """The rest on both sides of the new duty, in the work as all of the changes leave it."""
    if not after.duties:
        return None
    added = after.duties[0].span
    return rest_around([span for span in work if span != added], added)


def _lost(before: Cell, after: Cell) -> list[Span]:
    """Published ward duty that would be no more."""
    ward = [[one.span for one in cell.duties if _on_ward(cell, one)] for cell in (before, after)]
    return subtract(ward[0], ward[1]) if ward[0] else []


def _on_ward(cell: Cell, one: object) -> bool:
    kind, state = getattr(one, "kind", None), getattr(one, "state", None)
    return kind is DutyKind.WARD and state is DutyState.PUBLISHED


def _bare(
    before: Cell, after: Cell, judged: Sequence[Judged], names: Mapping[object, tuple[str, str]]
) -> Iterable[Bare]:
    taken, now = _lost(before, after), int(clock.now().timestamp())
    for one in judged:
        span = one.need.span
        if one.cancelled or span.end <= now or not any(lost.overlaps(span) for lost in taken):
            continue
        weighed = weigh(one.need, one.facts, before.officer_id, taken=taken)
        if weighed.is_worse:
            yield Bare(int(one.need.id), *names[one.need.id], span, weighed.after.state)


def _names(ids: set[object]) -> dict[object, tuple[str, str]]:
    if not ids:
        return {}
    asked = (
        select(ContactSession.id, ContactSession.title, Venue.name, Team.name)
        .join(Venue, Venue.id == ContactSession.venue_id)
        .join(Team, Team.id == ContactSession.team_id)
        .where(ContactSession.id.in_(ids))
    )
    return {one: (title, f"{venue}, {team}") for one, title, venue, team in db.session.execute(asked)}
