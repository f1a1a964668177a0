"""Rest between tours, and the length of a tour (RULES 6): spans of work in, breaches out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from roster.clock import london_date
from roster.rules.breaches import Breach, Rule
from roster.rules.figures import COMPENSATORY_REST_DAYS, in_force
from roster.rules.london import cell_day
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.rules.tours import tours_of
from roster.values import Span


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


def rest_gaps(work: Iterable[Span], rules: RuleSet = OFFICER_RULES) -> list[Breach]:
    """Each gap between one tour's end and the next one's start that is too short."""
    gaps = (_rest(Span(one.end, two.start), rules) for one, two in pairwise(tours_of(work)))
    return [Breach(Rule.REST_GAP, gap.span, gap.minutes, gap.least) for gap in gaps if gap.short_by]


def long_tours(work: Iterable[Span], rules: RuleSet = OFFICER_RULES) -> list[Breach]:
    """Each tour that is longer than a tour should be."""
    return [breach for tour in tours_of(work) if (breach := _too_long(tour, rules))]


def advised_against(work: Iterable[Span], rules: RuleSet = OFFICER_RULES) -> list[Breach]:
    """Each tour that is longer than is advised, and not so long that it is a breach."""
    return [
        breach for tour in tours_of(work) if not _too_long(tour, rules) and (breach := _longer(tour, rules))
    ]


def rest_around(work: Iterable[Span], added: Span, rules: RuleSet = OFFICER_RULES) -> RestAround:
    """What the added span makes of the officer's tours; the work need not hold it already."""
    known = list(work)
    laid = tours_of([*known, added])
    at = next(i for i, tour in enumerate(laid) if tour.overlaps(added))
    tour = laid[at]
    standing = tours_of(known)
    gaps_before = {Span(one.end, two.start) for one, two in pairwise(standing)}
    gaps = [Span(one.end, two.start) for one, two in pairwise(laid[max(0, at - 1) : at + 2])]
    rests = [_rest(gap, rules, already=gap in gaps_before) for gap in gaps]
    before = rests[0] if at else None
    after = rests[-1] if at + 1 < len(laid) else None
    return RestAround(tour, before, after, None if tour in standing else _too_long(tour, rules))


def _rest(gap: Span, rules: RuleSet, *, already: bool = False) -> Rest:
    return Rest(gap, in_force(rules.daily_rest_minutes, cell_day(gap.start)).value, already)


def _too_long(tour: Span, rules: RuleSet) -> Breach | None:
    limit = in_force(rules.longest_tour_minutes, cell_day(tour.start)).value
    return Breach(Rule.TOUR_LENGTH, tour, tour.minutes, limit) if tour.seconds > limit * 60 else None


def _longer(tour: Span, rules: RuleSet) -> Breach | None:
    limit = in_force(rules.advised_tour_minutes, cell_day(tour.start)).value
    return Breach(Rule.TOUR_ADVICE, tour, tour.minutes, limit) if tour.seconds > limit * 60 else None
