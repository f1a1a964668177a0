"""Lays a pattern over what stands on an officer's days: what is made, replaced, and left alone and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from roster.planning.patterns import Content, Rest, Shift
from roster.values import Span


class Left(StrEnum):
    """Why a day was left as it is."""

    PUBLISHED = "published"
    AWAY = "away"  # approved leave or another absence
    BY_HAND = "by_hand"
    GIVEN = "given"  # a swap, or an owed rest day that was re-rostered: never overwritten
    OVERLAPS = "overlaps"
    CLOCKS = "clocks"  # the clocks change that night, and the shift has no such length


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that stands, on the London day on which it starts."""

    id: int
    day: date
    span: Span
    template_id: int | None
    published: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class RestDay:
    """A rest day or free day that stands."""

    id: int
    day: date
    kind: str
    published: bool = False


@dataclass(frozen=True, slots=True)
class Stands:
    """What one officer's roster holds in and round the period.

    sources: by day, what the cell as it stands came from (hand, pattern, swap, owed); what was changed by
    hand and changed back is not of a hand.
    """

    duties: Sequence[Duty] = ()
    rest_days: Sequence[RestDay] = ()
    away: Sequence[Span] = ()
    sources: Mapping[date, str] = field(default_factory=dict)


@dataclass(slots=True)
class Laid:
    """What laying does to one officer's days."""

    new_duties: list[tuple[date, Shift, Span]] = field(default_factory=list)
    new_rests: list[tuple[date, str]] = field(default_factory=list)
    gone_duties: list[Duty] = field(default_factory=list)
    gone_rests: list[RestDay] = field(default_factory=list)
    left: dict[date, Left] = field(default_factory=dict)
    same: int = 0  # days that hold already what the pattern puts there

    @property
    def changed_days(self) -> list[date]:
        """The days whose cell differs afterwards."""
        days = {day for day, _, _ in self.new_duties} | {day for day, _ in self.new_rests}
        days |= {duty.day for duty in self.gone_duties} | {rest.day for rest in self.gone_rests}
        return sorted(days)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the officer, as it stands and as the pattern wants it."""

    day: date
    wanted: Content | None
    duties: tuple[Duty, ...]
    rest: RestDay | None
    whole: Span  # the London day

    @property
    def span(self) -> Span | None:
        """The hours that the pattern wants worked."""
        return self.wanted.on(self.day) if isinstance(self.wanted, Shift) else None

    @property
    def is_published(self) -> bool:
        return any(duty.published for duty in self.duties) or bool(self.rest and self.rest.published)

    @property
    def fits(self) -> bool:
        """Whether it holds already what is wanted, and nothing else."""
        if isinstance(self.wanted, Rest):
            return not self.duties and self.rest is not None and self.rest.kind == self.wanted.kind
        if isinstance(self.wanted, Shift):
            held = [(duty.template_id, duty.span) for duty in self.duties]
            return self.rest is None and held == [(self.wanted.template_id, self.span)]
        return not self.duties and self.rest is None


def lay(
    wanted: Mapping[date, Content | None],
    stands: Stands,
    days: Mapping[date, Span],
    overwrite: bool = False,
) -> Laid:
    """What the wanted days change in what stands; days: the London day of each wanted date.

    overwrite: also what was edited by hand, as long as it is a draft. Published days, leave, swaps
    and owed rest days are never touched.
    """
    laid, replaced = Laid(), []
    for cell in _cells(wanted, stands, days):
        reason = None if cell.fits else _why_left(cell, stands, overwrite)
        if reason:
            laid.left[cell.day] = reason
        elif cell.fits:
            laid.same += cell.wanted is not None
        else:
            replaced.append(cell)
    _replace(replaced, stands, laid)
    return laid


def _cells(
    wanted: Mapping[date, Content | None], stands: Stands, days: Mapping[date, Span]
) -> Iterable[Cell]:
    duties: dict[date, list[Duty]] = {}
    for duty in stands.duties:
        duties.setdefault(duty.day, []).append(duty)
    rests = {rest.day: rest for rest in stands.rest_days}
    for day in sorted(wanted):
        yield Cell(day, wanted[day], tuple(duties.get(day, ())), rests.get(day), days[day])


def _why_left(cell: Cell, stands: Stands, overwrite: bool) -> Left | None:
    """Why a cell that does not fit is left as it is; None where it may be replaced."""
    if cell.is_published:
        return Left.PUBLISHED
    if _is_away(cell, stands.away):
        return Left.AWAY
    source = stands.sources.get(cell.day)
    if source in ("swap", "owed"):
        return Left.GIVEN
    if _is_by_hand(cell, source) and not overwrite:
        return Left.BY_HAND
    return None


def _is_away(cell: Cell, away: Iterable[Span]) -> bool:
    """Whether approved leave lies over duty of the day. A rest day within leave is still a rest day."""
    spans = [duty.span for duty in cell.duties]
    if cell.span:
        # The whole day too: a late duty is not laid on a day of which the morning was granted.
        spans += [cell.span, cell.whole]
    return any(span.overlaps(one) for span in spans for one in away)


def _is_by_hand(cell: Cell, source: str | None) -> bool:
    if source is None:
        # Nobody wrote down where it came from: a duty of own times cannot be a pattern's, and where
        # the pattern leaves the day open there is nothing better to put in its place.
        return cell.wanted is None or any(duty.template_id is None for duty in cell.duties)
    return source == "hand"


def _replace(cells: Sequence[Cell], stands: Stands, laid: Laid) -> None:
    """Put in what is wanted where it fits; a cell whose shift does not is left with all that it holds."""
    going = list(cells)
    while stuck := _stuck(going, stands):
        # What such a cell holds stays, and may be in the way of a neighbour: looked at anew.
        laid.left |= stuck
        going = [cell for cell in going if cell.day not in stuck]
    for cell in going:
        laid.gone_duties += cell.duties
        if cell.rest:
            laid.gone_rests.append(cell.rest)
        if isinstance(cell.wanted, Rest):
            laid.new_rests.append((cell.day, cell.wanted.kind))
        elif isinstance(cell.wanted, Shift) and cell.span:
            laid.new_duties.append((cell.day, cell.wanted, cell.span))


def _stuck(cells: Sequence[Cell], stands: Stands) -> dict[date, Left]:
    """Which of them cannot hold their shift beside the duties that stay and those that come before it."""
    emptied = {duty.id for cell in cells for duty in cell.duties}
    kept = [duty.span for duty in stands.duties if duty.id not in emptied]
    found: dict[date, Left] = {}
    for cell in cells:
        if not isinstance(cell.wanted, Shift):
            continue
        if cell.span is None:
            found[cell.day] = Left.CLOCKS
        elif any(cell.span.overlaps(other) for other in kept):
            found[cell.day] = Left.OVERLAPS
        else:
            kept.append(cell.span)
    return found
