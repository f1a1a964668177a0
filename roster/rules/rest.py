"""Rest between tours, and the length of a tour (RULES 6): spans of work in, breaches out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from roster.clock import london_date
from roster.rules.figures import (
    COMPENSATORY_REST_DAYS,
    DAILY_REST_MINUTES,
    LONGEST_TOUR_MINUTES,
    in_force,
)
from roster.values import Span, union


class Rule(StrEnum):
    """The rules by the names under which breaches are listed."""

    REST_GAP = "rest_gap"
    TOUR_LENGTH = "tour_length"


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule is broken on a span: so many minutes were measured against the limit."""

    rule: Rule
    span: Span
    measured: int
    limit: int


@dataclass(frozen=True, slots=True)
class Rest:
    """The gap between two tours, and the least it may be; already: it was no longer before."""

    span: Span
    least: int
    already: bool = False

    @property
    def minutes(self) -> int:
        return self.span.minutes

    @property
    def short_by(self) -> int:
        """The minutes missing: owed as compensatory rest."""
        # From the seconds: a rest of 10 h 59 min 30 s is short, and by a whole minute.
        return max(0, -((self.span.seconds - self.least * 60) // 60))

    @property
    def owed_by(self) -> date:
        """The last London day on which the missing rest may be given."""
        day = london_date(self.span.end)
        return day + timedelta(days=in_force(COMPENSATORY_REST_DAYS, day).value)


@dataclass(frozen=True, slots=True)
class RestAround:
    """The tour that a span of work is part of, and the rest before and after that tour."""

    tour: Span
    before: Rest | None = None
    after: Rest | None = None
    too_long: Breach | None = None


def tours(work: Iterable[Span]) -> list[Span]:
    """Maximal stretches of work: spans that overlap or touch are one tour."""
    return union(work)


def rest_gaps(work: Iterable[Span]) -> list[Breach]:
    """Each gap between one tour's end and the next one's start that is too short."""
    gaps = (_rest(one, two) for one, two in pairwise(tours(work)))
    return [Breach(Rule.REST_GAP, gap.span, gap.minutes, gap.least) for gap in gaps if gap.short_by]


def long_tours(work: Iterable[Span]) -> list[Breach]:
    """Each tour that is longer than a tour should be."""
    return [breach for tour in tours(work) if (breach := _too_long(tour))]


def rest_around(work: Iterable[Span], added: Span) -> RestAround:
    """What the added span makes of the officer's tours; the work need not hold it already."""
    known = list(work)
    laid = tours([*known, added])
    at = next(i for i, tour in enumerate(laid) if tour.overlaps(added))
    tour = laid[at]
    standing = tours(known)
    gaps_before = {Span(one.end, two.start) for one, two in pairwise(standing)}
    before = _rest(laid[at - 1], tour, gaps_before) if at else None
    after = _rest(tour, laid[at + 1], gaps_before) if at + 1 < len(laid) else None
    return RestAround(tour, before, after, None if tour in standing else _too_long(tour))


def _rest(one: Span, two: Span, known: Iterable[Span] = ()) -> Rest:
    gap = Span(one.end, two.start)
    return Rest(gap, in_force(DAILY_REST_MINUTES, london_date(gap.start)).value, gap in known)


def _too_long(tour: Span) -> Breach | None:
    limit = in_force(LONGEST_TOUR_MINUTES, london_date(tour.start)).value
    return Breach(Rule.TOUR_LENGTH, tour, tour.minutes, limit) if tour.seconds > limit * 60 else None
