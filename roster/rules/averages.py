"""The average week, and the average of night work (RULES 6), over 17 whole weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from roster.rules.breaches import DaysBreach, Rule
from roster.rules.figures import (
    AVERAGE_WEEK_WEEKS,
    NIGHT_WORK_WEEKS,
    NIGHT_WORKER_ONE_IN,
    Figure,
    in_force,
)
from roster.rules.hours import is_night
from roster.rules.london import DAY, WEEK, begins, cell_day, week_of
from roster.rules.periods import Period
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.rules.tours import Tours, tours_of
from roster.values import Span

# Weekly rest is no part of the days that night work is divided by: one day of each week (reg 6(5)).
NIGHT_WORK_DAYS_A_WEEK = 6


def average_weeks(work: Iterable[Span], period: Period, rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each window of whole weeks inside the period in which the average week is too long.

    Work is clipped to the window: what a tour does after the last midnight is the next week's.
    """
    breaches = []
    for window, seconds in _windows(tours_of(work), period, in_force(AVERAGE_WEEK_WEEKS, period.first)):
        limit = in_force(rules.average_week_minutes, window.first).value
        if over := _over(seconds, limit, window.days // 7):
            breaches.append(DaysBreach(Rule.AVERAGE_WEEK, window.first, window.last, over, limit))
    return breaches


def night_work(work: Iterable[Span], period: Period, rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each window in which a night worker's work in 24 hours is too long on average."""
    tours = tours_of(work)
    breaches = []
    for window, seconds in _windows(tours, period, in_force(NIGHT_WORK_WEEKS, period.first)):
        limit = in_force(rules.night_work_minutes, window.first).value
        over = _over(seconds, limit, window.days // 7 * NIGHT_WORK_DAYS_A_WEEK)
        if over and _is_night_worker(tours, window, rules):
            breaches.append(DaysBreach(Rule.NIGHT_WORK, window.first, window.last, over, limit))
    return breaches


def _windows(tours: Tours, period: Period, weeks: Figure) -> Iterator[tuple[Period, int]]:
    """Every stretch of so many whole weeks, Monday to Sunday, inside the period; its seconds of work."""
    first = period.first + timedelta(days=-period.first.weekday() % 7)
    by_week = _seconds_by_week(tours)
    whole = ((period.last - first).days + 1) // 7
    worked = [by_week.get(first + week * WEEK, 0) for week in range(whole)]
    for start in range(whole - weeks.value + 1):
        monday = first + start * WEEK
        window = Period(monday, monday + weeks.value * WEEK - DAY)
        yield window, sum(worked[start : start + weeks.value])


def _seconds_by_week(tours: Tours) -> Mapping[date, int]:
    """The length of work in each week, by its Monday."""
    by_week: dict[date, int] = defaultdict(int)
    for tour in tours:
        monday, start, end = week_of(tour.start), tour.start, tour.end
        while (ends := begins(monday + WEEK)) < end:
            by_week[monday] += ends - start
            start, monday = ends, monday + WEEK
        by_week[monday] += end - start
    return by_week


def _over(seconds: int, limit: int, shares: int) -> int:
    """The minutes of each share, rounded down; 0 where they keep the limit."""
    return seconds // 60 // shares if seconds > shares * limit * 60 else 0


def _is_night_worker(tours: Tours, window: Period, rules: RuleSet) -> bool:
    """Whether enough of the tours that begin in the window are nights to be the normal course."""
    begun = [tour for tour in tours if window.first <= cell_day(tour.start) <= window.last]
    nights = sum(is_night(tour, rules) for tour in begun)
    return nights * in_force(NIGHT_WORKER_ONE_IN, window.first).value >= len(begun) and nights > 0
