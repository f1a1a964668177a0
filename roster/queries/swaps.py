"""Swaps as the pages show them: the rows, who could take a duty, and what could be given for it."""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from roster import clock
from roster.errors import NotFound
from roster.extensions import db
from roster.models.cell_change import CellChange
from roster.models.duty import Duty, DutyKind, DutyState
from roster.models.officer import Officer, Posting
from roster.models.swap import OPEN, Swap, SwapStatus
from roster.queries.postings import team_at
from roster.queries.swap_law import Bar, Deal, bars
from roster.queries.swap_world import GRADES, Person, World, colleagues_of, near_teams, world_of

LONGEST_LIST = 100
# A course or a day at court is the officer's own, and nobody else's.
SWAPPED = (DutyKind.WARD, DutyKind.OFFICE)


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague who could work the duty, or what keeps that one from it."""

    person: Person
    team: str
    bars: tuple[Bar, ...]


def one_swap(swap_id: int) -> Swap:
    """The swap with its people and duties."""
    found = db.session.scalar(_swaps().where(Swap.id == swap_id))
    if found is None:
        raise NotFound
    return found


def parties(swap: Swap) -> list[int]:
    """Those between whom it is: whoever offers, takes it, or is asked by name."""
    people = (swap.officer_id, swap.taker_id or swap.asked_of_id)
    return [one for one in people if one]


def swaps_of(officer_id: int) -> list[Swap]:
    """Those that the officer offered, was asked for by name, or took; the latest first."""
    mine = or_(Swap.officer_id == officer_id, Swap.taker_id == officer_id, Swap.asked_of_id == officer_id)
    return _found(_swaps().where(mine).order_by(Swap.starts_at.desc(), Swap.id.desc()))


def offered_near(team_ids: Collection[int], officer_id: int) -> list[Swap]:
    """Duties that officers of the same grade offer to everybody near these ward teams, the soonest first."""
    near = near_teams(team_ids, int(clock.now().timestamp()))
    rank = db.session.scalar(select(Officer.rank).where(Officer.id == officer_id))
    same = [one for ranks in GRADES for one in ranks if rank in ranks]
    asked = _swaps().join(Posting, _posted_then()).where(Posting.team_id.in_(near))
    asked = asked.join(Officer, Officer.id == Swap.officer_id).where(Officer.rank.in_(same))
    offered = and_(Swap.status == SwapStatus.OFFERED, Swap.asked_of_id.is_(None))
    ahead = and_(offered, Swap.officer_id != officer_id, Swap.starts_at > clock.now())
    return _found(asked.where(ahead).order_by(Swap.starts_at, Swap.id))


def swaps_under(team_ids: Collection[int], *, is_open: bool) -> list[Swap]:
    """Those of these ward teams: what waits for the sergeant first; or what is over, the latest first."""
    asked = _swaps().join(Posting, _posted_then()).where(Posting.team_id.in_(list(team_ids)))
    if is_open:
        still = and_(Swap.status.in_(OPEN), Swap.starts_at > clock.now())
        return _found(asked.where(still).order_by(Swap.status.desc(), Swap.starts_at, Swap.id))
    over = or_(Swap.status.not_in(OPEN), Swap.starts_at <= clock.now())
    return _found(asked.where(over).order_by(Swap.starts_at.desc(), Swap.id.desc()))


def own_duties_ahead(officer_id: int) -> list[Duty]:
    """The officer's published duties to come that could be offered, the soonest first."""
    return list(
        db.session.scalars(
            select(Duty)
            .options(joinedload(Duty.shift_template))
            .where(
                Duty.officer_id == officer_id,
                Duty.starts_at > clock.now(),
                Duty.state == DutyState.PUBLISHED,
                Duty.kind.in_(SWAPPED),
            )
            .order_by(Duty.starts_at)
            .limit(LONGEST_LIST)
        )
    )


def one_duty(duty_id: int) -> Duty:
    """The duty with its officer and shift."""
    wanted = (joinedload(Duty.officer), joinedload(Duty.shift_template))
    found = db.session.get(Duty, duty_id, options=wanted)
    if found is None:
        raise NotFound
    return found


def takers_of(duty: Duty, team_id: int) -> list[Taker]:
    """Everybody who could be asked: those who can work it first."""
    near = colleagues_of(duty.officer, duty.span.start, team_id)
    world = world_of([duty.officer_id, *near], [duty.span])
    found = [
        _taker(world, one, Deal(duty.officer_id, one.id, duty.span))
        for one in world.people.values()
        if one.id != duty.officer_id
    ]
    return sorted(found, key=lambda one: bool(one.bars))


def returns_of(deal: Deal, duties: Sequence[Duty]) -> list[Duty]:
    """Which of the taker's duties could be given in return, lawfully for both."""
    if not duties:
        return []
    world = world_of([deal.giver, deal.taker], [deal.duty, *(one.span for one in duties)])
    # The same hours for the same hours would change nothing.
    others = [one for one in duties if one.span != deal.duty]
    return [one for one in others if not bars(world, replace(deal, in_return=one.span))]


def bars_of(deals: Iterable[Deal]) -> list[list[Bar]]:
    """For each of the deals what stands in its way, in a constant number of statements."""
    known = list(deals)
    if not known:
        return []
    people = {one for deal in known for one in (deal.giver, deal.taker)}
    spans = [span for deal in known for span in (deal.duty, deal.in_return) if span]
    world = world_of(people, spans)
    return [bars(world, deal) for deal in known]


def lapsed(swaps: Iterable[Swap]) -> set[int]:
    """Which of the open swaps no longer are: the duty began, went, or changed since it was offered."""
    still = [one for one in swaps if one.is_open]
    gone = {one.id for one in still if _has_gone(one)}
    cells = {cell for one in still for cell in _cells(one)}
    changed = _changed(cells)
    for one in still:
        if any(changed.get(cell, since) > since for cell, since in _cells(one).items()):
            gone.add(one.id)
    return gone


def deal_of(swap: Swap, taker_id: int | None = None) -> Deal:
    """The swap as the law looks at it."""
    taker = taker_id or swap.taker_id or 0
    return Deal(swap.officer_id, taker, swap.span, swap.return_span if taker == swap.taker_id else None)


def teams_of(deal: Deal) -> set[int]:
    """The ward teams of both when the duties begin, each of which has a say; 0 where there is no posting."""
    people = [one for one in (deal.giver, deal.taker) if one]
    return {team_at(one, span.start) or 0 for _, _, span in deal.sides() for one in people}


def open_offer(duty: Duty) -> Swap | None:
    """The swap that the duty is on offer in, if it still stands."""
    swap = db.session.scalar(_swaps().where(Swap.duty_id == duty.id, Swap.status.in_(OPEN)))
    return swap if swap and not lapsed([swap]) else None


def resting_on(cells: Set[tuple[int, date]]) -> list[Swap]:
    """The open swaps whose duty, or what is given for it, lies in one of these cells; held until they end.

    Whoever changes the cell of only one of the two meets the other's change here: the second reads
    what the first made of the swap.
    """
    people = {officer_id for officer_id, _ in cells}
    theirs = or_(Swap.officer_id.in_(people), Swap.taker_id.in_(people))
    asked = held(_swaps().where(Swap.status.in_(OPEN), theirs))
    return [one for one in db.session.scalars(asked) if not cells.isdisjoint(_cells(one))]


def held(asked: Select[Any]) -> Select[Any]:
    """Their rows as they stand now, locked in order of id, so that two never cross."""
    locked = asked.order_by(Swap.id).with_for_update(key_share=True, of=Swap)
    return locked.execution_options(populate_existing=True)


def _swaps() -> Select[Any]:
    people = (joinedload(Swap.officer), joinedload(Swap.taker), joinedload(Swap.asked_of))
    duties = (
        joinedload(Swap.duty).joinedload(Duty.shift_template),
        joinedload(Swap.return_duty).joinedload(Duty.shift_template),
    )
    return select(Swap).options(*people, *duties)


def _posted_then() -> Any:
    return and_(
        Posting.officer_id == Swap.officer_id,
        Posting.first_day <= Swap.starts_at,
        Posting.last_day > Swap.starts_at,
    )


def _found(asked: Select[Any]) -> list[Swap]:
    return list(db.session.scalars(asked.limit(LONGEST_LIST)).unique())


def _taker(world: World, person: Person, deal: Deal) -> Taker:
    return Taker(person, person.team_at(deal.duty.start), tuple(bars(world, deal)))


def _has_gone(swap: Swap) -> bool:
    """What the rows themselves say: no longer there, no longer theirs, other hours, or begun."""
    wanted = [(swap.duty, swap.officer_id, swap.span)]
    if swap.return_span and swap.taker_id:
        wanted.append((swap.return_duty, swap.taker_id, swap.return_span))
    now = int(clock.now().timestamp())
    return any(
        duty is None
        or (duty.officer_id, duty.span, duty.state) != (officer_id, span, DutyState.PUBLISHED)
        or span.start <= now
        for duty, officer_id, span in wanted
    )


def _cells(swap: Swap) -> dict[tuple[int, Any], datetime]:
    """The cells that it rests on, each with the moment since when it must have stayed."""
    cells = {(swap.officer_id, clock.london_date(swap.starts_at)): swap.offered_at}
    if swap.return_span and swap.taker_id and swap.taken_at:
        cells[swap.taker_id, clock.london_date(swap.return_span.start)] = swap.taken_at
    return cells


def _changed(cells: Collection[tuple[int, Any]]) -> dict[tuple[int, Any], datetime]:
    """When each of the cells was last changed, if ever."""
    if not cells:
        return {}
    asked = select(CellChange.officer_id, CellChange.day, CellChange.at).order_by(CellChange.id)
    officers, days = ({cell[place] for cell in cells} for place in (0, 1))
    rows = db.session.execute(asked.where(CellChange.officer_id.in_(officers), CellChange.day.in_(days)))
    return {(officer_id, day): at for officer_id, day, at in rows}
