"""Which day of the grid each duty, abstraction, absence and rest day belongs to."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from roster import clock
from roster.queries.cell_tokens import absence_part, duty_part, rest_part
from roster.values import Span

# The order in which things lie on a day: what was rostered, and what was laid over it.
DUTY, TAKING, ABSENCE, REST = range(4)
SHIFT = 4  # no mark: a shift that could be rostered


class Mark(NamedTuple):
    """One thing on an officer's day, as the database gives it.

    code and name: the shift's, the category's; state: draft, published, confirmed, requested...;
    kind: of the duty, the absence or the rest; colour: the shift's; id and version: of its row.
    """

    officer_id: int
    layer: int
    start: int
    end: int
    code: str
    name: str
    state: str
    kind: str
    colour: str
    id: int = 0
    version: int = 0

    @property
    def token(self) -> str:
        """Its part of the cell's token; an absence counts only where it is of exactly that day."""
        if self.layer == DUTY:
            return duty_part(self.id, self.version, self.code, (self.start, self.end))
        return rest_part(self.id, self.version, self.kind) if self.layer == REST else absence_part(self.id)


Cell = list[Mark]
Line = dict[int, Cell]  # an officer's days that hold something, by their number in the period


@dataclass(frozen=True, slots=True)
class Days:
    """A run of London days, with the instant at which each begins and the last one ends."""

    dates: tuple[date, ...]
    midnights: tuple[int, ...]

    @classmethod
    def starting(cls, first: date, count: int) -> "Days":
        """count days from the first one."""
        dates = [first + timedelta(days=step) for step in range(count + 1)]
        return cls(tuple(dates[:-1]), tuple(int(clock.midnight(day).timestamp()) for day in dates))

    @property
    def span(self) -> Span:
        """From the first midnight to the last."""
        return Span(self.midnights[0], self.midnights[-1])

    def number_of(self, instant: int) -> int:
        """Which of the days the instant falls on; -1 before them, their count after."""
        return bisect_right(self.midnights, instant) - 1


def place(marks: Iterable[Mark], days: Days) -> dict[int, Line]:
    """Each officer's line of the grid; marks come in the order of their layers.

    A duty stands on the day it starts, also when it ends on the next. What is laid over a duty
    stands where that duty does; what lies over none, on its own days.
    """
    lines: defaultdict[int, Line] = defaultdict(dict)
    worked: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)  # start, end, day of duties
    midnights, count = days.midnights, len(days.dates)
    for mark in marks:
        officer_id, layer, start = mark[:3]
        if layer in (TAKING, ABSENCE):
            where: Iterable[int] = _laid_over(mark, worked[officer_id], days)
        else:
            number = bisect_right(midnights, start) - 1
            where = (number,)
            if layer == DUTY:
                worked[officer_id].append((start, mark[3], number))
        line = lines[officer_id]
        for number in where:
            if number in line:
                line[number].append(mark)
            elif 0 <= number < count:
                line[number] = [mark]
    return dict(lines)


def _laid_over(mark: Mark, duties: Iterable[tuple[int, int, int]], days: Days) -> list[int]:
    start, end = mark[2], mark[3]
    taken = [number for begins, ends, number in duties if begins < end and start < ends]
    if mark[1] == TAKING:
        return taken or [days.number_of(start)]
    held = {number for _, _, number in duties}
    first, last = days.number_of(start), days.number_of(end - 1)
    return taken + [number for number in range(first, last + 1) if number not in held]
