"""Giving an owed rest day back on a day: whether that gives anything back, and what it would do."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from roster import clock
from roster.errors import Refusal
from roster.extensions import db
from roster.models.cell_change import OwedRestDay
from roster.models.duty import DutyState, RestKind
from roster.queries.abstractions import taken_on
from roster.queries.cell_impact import Impact, impacts_of
from roster.queries.cell_values import Cell, Rest
from roster.queries.cells import day_span, sheet_of
from roster.queries.coverage import facts_of
from roster.queries.harm import SessionChange, session_changes
from roster.queries.losses import weigh
from roster.queries.owed_rest_days import Owed
from roster.queries.postings import team_at
from roster.queries.publications import is_published
from roster.queries.swap_impact import named_in
from roster.queries.work import work_of
from roster.rules.findings import Worked, reach
from roster.rules.worsening import Worse, days_around, worse_after
from roster.values import Span


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What a rest day would do on the day of that cell; team_id: of which ward team it then is.

    named: the contact sessions in the draft that makes way on which the officer is named; impact: what
    it means where a published duty makes way.
    """

    cell: Cell
    team_id: int | None
    published: bool
    named: tuple[SessionChange, ...] = ()
    broken: tuple[Worse, ...] = ()
    impact: Impact | None = None
    is_done: bool = False  # by a first click

    @property
    def gone(self) -> Span | None:
        """From the first to the last of the duties that make way."""
        spans = [one.span for one in self.cell.duties]
        return Span(spans[0].start, max(one.end for one in spans)) if spans else None


def day_to_give(officer_id: int, name: str, day: date, owed_day: date) -> Cell:
    """The day as it stands; a Refusal where a rest day on it would not give the one of owed_day back."""
    if day <= clock.today():
        raise Refusal("Choose a day that is still to come")
    cell, said = sheet_of([officer_id], day, day).cell(officer_id, day), short_day(day)
    if cell.rest:
        raise Refusal(f"{name} has a {cell.words} on {said} already: choose a day of duty")
    if cell.away:
        raise Refusal(f"{name} is away on {said}: that would give nothing back. Choose another day")
    taken = taken_on(officer_id, day)
    if taken is not None:
        raise Refusal(
            f"{name} is taken for {taken.category.name} on {said}: "
            "that would give nothing back. Choose another day"
        )
    if cell.is_published and day != owed_day and _is_owed(officer_id, day):
        # As a rest day again it would give itself back, and not two.
        raise Refusal(f"The rest day of {said} is owed to {name} too: choose another day")
    return cell


def given_back_on(owed: Owed, day: date, told: date | None = None) -> GivenBack:
    """What it would do, told on that day (or today), read before it is done; a Refusal as above."""
    officer_id = owed.officer_id
    if owed.re_rostered_to == day:
        return GivenBack(Cell(officer_id, day), None, published=not owed.is_draft, is_done=True)
    cell = day_to_give(officer_id, owed.officer, day, owed.day)
    team_id = team_at(officer_id, clock.midnight(day))
    published = cell.is_published or (team_id is not None and is_published(officer_id, team_id, day))
    found = GivenBack(cell, team_id, published)
    gone = found.gone
    if gone is None:
        return found
    found = replace(found, broken=_broken(cell))
    if not cell.is_published:
        return replace(found, named=_named(officer_id, gone))
    rest = Rest(RestKind.REST_DAY, state=DutyState.PUBLISHED)
    (impact,) = impacts_of([(cell, replace(cell, duties=(), rest=rest))], told)
    return replace(found, impact=impact)


def _is_owed(officer_id: int, day: date) -> bool:
    asked = select(OwedRestDay.id).where(OwedRestDay.officer_id == officer_id, OwedRestDay.day == day)
    return db.session.scalar(asked.where(OwedRestDay.re_rostered_to.is_(None))) is not None


def short_day(day: date) -> str:
    """Thu 17 Dec."""
    return f"{day:%a} {day.day} {day:%b}"


def _named(officer_id: int, span: Span) -> tuple[SessionChange, ...]:
    judged = facts_of(named_in(officer_id, span))
    return session_changes([weigh(one.need, one.facts, officer_id, taken=[span]) for one in judged])


def _broken(cell: Cell) -> tuple[Worse, ...]:
    """Duties are work to the rules, drafts too: without them a kept rule is seldom broken, but may be."""
    period = days_around(day_span(cell.day))
    worked = work_of([cell.officer_id], reach(period))[cell.officer_id]
    left = Counter(worked.work) - Counter(one.span for one in cell.duties)
    then = Worked(list(left.elements()), worked.rest_days | {cell.day}, worked.rules)
    return tuple(worse_after(worked, then, period))
