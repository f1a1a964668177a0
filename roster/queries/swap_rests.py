"""What becomes of rest days where a duty changes hands: exchanged, owed, or standing again."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.cell_change import OwedRestDay
from roster.models.duty import DutyState, RestKind
from roster.queries.cell_values import Rest
from roster.queries.cells import Key, Sheet, sheet_of
from roster.queries.swap_law import Deal


@dataclass(frozen=True, slots=True)
class RestMove:
    """One side of a swap on its day: the taker's rest day, if any, and whether the giver rests then."""

    day: date
    giver: int
    taker: int
    rest: Rest | None
    comes: bool
    duty_date: date  # what notice is counted to (RULES 1 and 5)
    own: bool  # the giver is owed that very day: it stands again, and the taker's is not needed for it

    @property
    def is_exchanged(self) -> bool:
        """The taker's goes to the giver: there are as many as before, and none is cancelled."""
        return self.rest is not None and self.comes and not self.own

    @property
    def is_owed(self) -> bool:
        """The taker's is cancelled with nobody to hand it to (RULES 5); a draft or a free day is no right."""
        rest = self.rest
        is_right = rest is not None and (rest.kind, rest.state) == (RestKind.REST_DAY, DutyState.PUBLISHED)
        return is_right and not self.is_exchanged


def rest_moves(deal: Deal) -> list[RestMove]:
    """For each side, read before anything is moved."""
    days = [clock.london_date(span.start) for _, _, span in deal.sides()]
    people = (deal.giver, deal.taker)
    sheet = sheet_of(people, min(days), max(days))
    return [one for one in _moves(deal, sheet, _owed(people, days)) if one.rest or one.own]


def _owed(people: Collection[int], days: Collection[date]) -> set[Key]:
    """Whose own rest days these were, and are owed; what an abstraction takes stays taken."""
    asked = select(OwedRestDay.officer_id, OwedRestDay.day).where(
        OwedRestDay.officer_id.in_(people),
        OwedRestDay.day.in_(days),
        OwedRestDay.re_rostered_to.is_(None),
        OwedRestDay.abstraction_id.is_(None),
    )
    return {(officer_id, day) for officer_id, day in db.session.execute(asked)}


def _moves(deal: Deal, sheet: Sheet, owed: set[Key]) -> Iterator[RestMove]:
    for giver, taker, span in deal.sides():
        day = clock.london_date(span.start)
        cell, takes = sheet.cell(giver, day), [other for _, to, other in deal.sides() if to == giver]
        works = [one for one in cell.duties if one.span != span]
        works_then = bool(works) or any(clock.london_date(one.start) == day for one in takes)
        comes = cell.rest is None and not works_then
        rest, own = sheet.cell(taker, day).rest, comes and (giver, day) in owed
        yield RestMove(day, giver, taker, rest, comes, clock.force_day(span.start), own)
