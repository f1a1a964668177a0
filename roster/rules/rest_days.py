"""Weekly rest, and how far apart rostered rest days are (RULES 6): work in, breaches out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from roster.rules.breaches import DaysBreach, Rule
from roster.rules.figures import FORTNIGHTLY_RESTS, UNROSTERED_DAYS, in_force
from roster.rules.london import DAY, WEEK, begins, cell_day, monday_of, week_of
from roster.rules.periods import Period
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.rules.tours import Tours, tours_of
from roster.values import Span

# Instants before and after every roster.
NEVER, FOREVER = -(10**12), 10**12


def weekly_rests(work: Iterable[Span], period: Period, rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each week that touches the period without its rest, and that no fortnight makes up for.

    A week belongs to one fortnight at most: the same long rest never makes up for two weeks.
    """
    rests = _Rests(tours_of(work))
    breaches: list[DaysBreach] = []
    paired: set[date] = set()
    for monday in rests.weeks(period):
        least = in_force(rules.weekly_rest_minutes, monday).value
        longest = rests.longest(monday)
        if longest >= least * 60:
            continue
        made_up = _fortnight(rests, monday, least, paired)
        if made_up:
            paired |= {made_up, made_up + WEEK}
        else:
            last = monday + WEEK - DAY
            breaches.append(DaysBreach(Rule.WEEKLY_REST, monday, last, longest // 60, least))
    return breaches


def rest_days_apart(
    work: Iterable[Span], rest_days: Collection[date], rules: RuleSet = OFFICER_RULES
) -> list[DaysBreach]:
    """Each stretch of days between rostered rest days that is longer than it may be.

    A rest day on which a tour starts is worked, and so none. Seven days with nothing on them have
    not been rostered yet: they end the stretch.
    """
    worked = {cell_day(tour.start) for tour in tours_of(work)}
    breaches = []
    for first, last in _between(worked, set(rest_days) - worked):
        measured, limit = (last - first).days + 1, in_force(rules.rest_day_interval_days, first).value
        if measured > limit:
            breaches.append(DaysBreach(Rule.REST_DAYS_APART, first, last, measured, limit))
    return breaches


class _Rests:
    """The stretches between one officer's tours; before the first and after the last is rest as well."""

    def __init__(self, tours: Tours) -> None:
        self.starts = [NEVER, *(tour.end for tour in tours)]
        self.ends = [*(tour.start for tour in tours), FOREVER]
        self.tours = tours

    def weeks(self, period: Period) -> list[date]:
        """The Mondays of the period's weeks with work in them: the others are all rest."""
        mondays: set[date] = set()
        for tour in self.tours:
            monday = week_of(tour.start)
            while begins(monday) < tour.end:
                mondays.add(monday)
                monday += WEEK
        first, last = monday_of(period.first), period.last
        return sorted(monday for monday in mondays if first <= monday <= last)

    def longest(self, monday: date) -> int:
        """The seconds of the longest rest that lies in the week, clipped to it."""
        return max(self._within(monday, 1), default=0)

    def count(self, monday: date, least: int) -> int:
        """How many times that many seconds of rest in one the fortnight holds."""
        return sum(seconds // least for seconds in self._within(monday, 2))

    def _within(self, monday: date, weeks: int) -> Iterator[int]:
        first, last = begins(monday), begins(monday + weeks * WEEK)
        for at in range(bisect_right(self.ends, first), bisect_left(self.starts, last)):
            yield min(self.ends[at], last) - max(self.starts[at], first)


def _fortnight(rests: _Rests, monday: date, least: int, paired: set[date]) -> date | None:
    """The Monday of the fortnight whose rests make up for the week, if there is one left for it."""
    wanted = in_force(FORTNIGHTLY_RESTS, monday).value
    for first in (monday - WEEK, monday):
        # A rest of 48 hours is two of 24.
        if not paired & {first, first + WEEK} and rests.count(first, least * 60) >= wanted:
            return first
    return None


def _between(worked: set[date], rested: set[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each stretch of rostered days without a rest day."""
    first = last = None
    for day in sorted(worked | rested):
        if first and last and (day - last).days > UNROSTERED_DAYS:
            yield first, last
            first = None
        if day in rested:
            if first:
                yield first, day - DAY
            first, last = day + DAY, day
        else:
            first, last = first or day, day
    if first and last and first <= last:
        yield first, last
