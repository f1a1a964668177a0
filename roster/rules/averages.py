"""The average week, and the average of night work (RULES 6), over 17 whole weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from roster.rules.breaches import DaysBreach, Rule
from roster.rules.figures import (
    AVERAGE_WEEK_WEEKS,
    NIGHT_WORK_WEEKS,
    NIGHT_WORKER_ONE_IN,
    in_force,
)
from roster.rules.hours import is_night
from roster.rules.london import WEEK, begins, cell_day, monday_of
from roster.rules.periods import Period
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.values import Span, union

# Weekly rest is no part of the days that night work is divided by: one day of each week (reg 6(5)).
NIGHT_WORK_DAYS_A_WEEK = 6


def average_weeks(work: Iterable[Span], period: Period, rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each window of whole weeks inside the period in which the average week is too long.

    Work is clipped to the window: what a tour does after the last midnight is the next week's.
    """
    by_week = _seconds_by_week(union(work))
    breaches = []
    for window in windows(period, in_force(AVERAGE_WEEK_WEEKS, period.first).value):
        limit = in_force(rules.average_week_minutes, window.first).value
        weeks = window.days // 7
        seconds = sum(by_week[monday] for monday in _mondays(window))
        if seconds > weeks * limit * 60:
            average = seconds // 60 // weeks
            breaches.append(DaysBreach(Rule.AVERAGE_WEEK, window.first, window.last, average, limit))
    return breaches


def night_work(work: Iterable[Span], period: Period, rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each window in which a night worker's work in 24 hours is too long on average."""
    tours = union(work)
    by_week = _seconds_by_week(tours)
    tours_of, nights_of = _tours_by_week(tours, rules)
    breaches = []
    for window in windows(period, in_force(NIGHT_WORK_WEEKS, period.first).value):
        limit, mondays = in_force(rules.night_work_minutes, window.first).value, _mondays(window)
        one_in = in_force(NIGHT_WORKER_ONE_IN, window.first).value
        nights = sum(nights_of[monday] for monday in mondays)
        if nights == 0 or nights * one_in < sum(tours_of[monday] for monday in mondays):
            continue
        days = len(mondays) * NIGHT_WORK_DAYS_A_WEEK
        seconds = sum(by_week[monday] for monday in mondays)
        if seconds > days * limit * 60:
            average = seconds // 60 // days
            breaches.append(DaysBreach(Rule.NIGHT_WORK, window.first, window.last, average, limit))
    return breaches


def windows(period: Period, weeks: int) -> Iterator[Period]:
    """Every stretch of so many whole weeks, Monday to Sunday, that lies inside the period."""
    before_monday, days = -period.first.weekday() % 7, weeks * 7
    for offset in range(before_monday, period.days - days + 1, 7):
        first = period.first + timedelta(days=offset)
        yield Period(first, first + timedelta(days=days - 1))


def _mondays(window: Period) -> list[date]:
    return [window.first + week * WEEK for week in range(window.days // 7)]


def _seconds_by_week(tours: Iterable[Span]) -> Counter[date]:
    """The length of work in each week, by its Monday."""
    by_week: Counter[date] = Counter()
    for tour in tours:
        monday = monday_of(cell_day(tour.start))
        start, ends = tour.start, begins(monday + WEEK)
        while ends < tour.end:
            by_week[monday] += ends - start
            start, monday = ends, monday + WEEK
            ends = begins(monday + WEEK)
        by_week[monday] += tour.end - start
    return by_week


def _tours_by_week(tours: Iterable[Span], rules: RuleSet) -> tuple[Counter[date], Counter[date]]:
    """How many tours begin in each week, and how many of them are nights."""
    every: Counter[date] = Counter()
    nights: Counter[date] = Counter()
    for tour in tours:
        monday = monday_of(cell_day(tour.start))
        every[monday] += 1
        nights[monday] += is_night(tour, rules)
    return every, nights
