"""The rows of an abstraction report: what each duty and abstraction adds to each of its figures.

A figure is only ever the sum of such rows, so a number and the rows behind it cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from roster.rules.minutes import Shift, TakenPart, Taking, Worked, duty_parts, taken_parts, touching
from roster.values import Span


class Measure(StrEnum):
    """What a figure counts."""

    ABSTRACTED = "abstracted"
    LOST = "lost"
    DUTY = "duty"
    BEGUN = "begun"
    TOUCHED = "touched"
    SHIFTS = "shifts"


# What a rate divides, and by what.
OUT_OF = {Measure.ABSTRACTED: Measure.DUTY, Measure.TOUCHED: Measure.SHIFTS}
# The same for every category, and with or without exempt events.
DENOMINATORS = frozenset(OUT_OF.values())


@dataclass(frozen=True, slots=True)
class Posted:
    """An officer's days with a ward team within a period: the time that is this team's."""

    officer: int
    team: int
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One duty or abstraction as far as it is the team's, and what it adds to each figure."""

    posted: Posted
    source: Shift | Taking
    span: Span
    counted: Mapping[Measure, int]
    absent: int = 0
    # Whose figures it adds to: every category, and those that are no exempt event.
    categories: frozenset[int] = frozenset()
    plain: frozenset[int] = frozenset()

    def adds(self, measure: Measure, category: int | None = None, exempt_events: bool = True) -> int:
        """What it adds to a figure of one category, or of all of them."""
        value = self.counted.get(measure, 0)
        if measure in DENOMINATORS:
            return value
        among = self.categories if exempt_events else self.plain
        return value if among and (category is None or category in among) else 0


def rows_of(posted: Posted, worked: Worked) -> Iterator[Row]:
    """The officer's duties, then the abstractions, of the days with the team."""
    yield from _duty_rows(posted, worked)
    for part in taken_parts(worked, posted.span):
        yield _taken_row(posted, part)


def _duty_rows(posted: Posted, worked: Worked) -> Iterator[Row]:
    touched = touching(worked)
    for part in duty_parts(worked, posted.span):
        counted = {Measure.DUTY: part.minutes}
        if isinstance(part.source, Taking):
            yield Row(posted, part.source, part.span, counted, part.absent)
            continue
        by = touched[part.source.id]
        # A shift is one thing: it counts for the team and the period in which it begins.
        if posted.span.covers(part.source.span.start):
            counted |= {Measure.SHIFTS: 1, Measure.TOUCHED: 1 if by else 0}
        categories = frozenset(one.category for one in by)
        plain = frozenset(one.category for one in by if not one.exempt)
        yield Row(posted, part.source, part.span, counted, part.absent, categories, plain)


def _taken_row(posted: Posted, part: TakenPart) -> Row:
    taking = part.taking
    # Of every category, as the minutes lost are: what was taken is there whether or not it is in a rate.
    begun = posted.span.covers(taking.span.start)
    counted = {Measure.ABSTRACTED: part.abstracted, Measure.LOST: part.lost, Measure.BEGUN: int(begun)}
    categories = frozenset({taking.category})
    plain = frozenset() if taking.exempt else categories
    return Row(posted, taking, part.span, counted, part.absent, categories, plain)
