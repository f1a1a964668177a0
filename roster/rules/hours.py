"""Days and nights in a row (RULES 6): spans of work in, breaches out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from roster.rules.breaches import DaysBreach, Rule
from roster.rules.figures import Figure, in_force
from roster.rules.london import DAY, cell_day, duty_day, night_of
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.rules.tours import tours_of
from roster.values import Span


def consecutive_days(work: Iterable[Span], rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each run of duty dates with a tour that is longer than it may be."""
    days = (duty_day(tour.start) for tour in tours_of(work))
    return _too_many(Rule.CONSECUTIVE_DAYS, days, rules.consecutive_days)


def consecutive_nights(work: Iterable[Span], rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each run of duty dates with a tour by night that is longer than it may be."""
    days = (duty_day(tour.start) for tour in tours_of(work) if is_night(tour, rules))
    return _too_many(Rule.CONSECUTIVE_NIGHTS, days, rules.consecutive_nights)


def is_night(tour: Span, rules: RuleSet = OFFICER_RULES) -> bool:
    """Whether enough of the tour lies in night time, in minutes that passed, not on the clock."""
    needed = in_force(rules.night_tour_minutes, duty_day(tour.start)).value
    return _lies_by_night(tour.start, tour.end, needed * 60)


@lru_cache(maxsize=65_536)
def _lies_by_night(start: int, end: int, needed: int) -> bool:
    # A team works the same few shifts: each is looked at once.
    day, last = cell_day(start) - DAY, cell_day(end)
    # A tour of many days is a night after the first of them: no need to look at them all.
    while needed > 0 and day <= last:
        night = night_of(day)
        needed -= max(0, min(end, night.end) - max(start, night.start))
        day += DAY
    return needed <= 0


def _too_many(rule: Rule, days: Iterable[date], figures: Sequence[Figure]) -> list[DaysBreach]:
    breaches = []
    for first, last in _runs(days):
        measured, limit = (last - first).days + 1, in_force(figures, first).value
        if measured > limit:
            breaches.append(DaysBreach(rule, first, last, measured, limit))
    return breaches


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """The first and last day of each maximal run; several tours of a day are one day."""
    first = last = None
    for day in sorted(set(days)):
        if first is None or last is None:
            first = last = day
        elif day == last + DAY:
            last = day
        else:
            yield first, last
            first = last = day
    if first and last:
        yield first, last
