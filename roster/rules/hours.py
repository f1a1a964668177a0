"""Days and nights in a row, and the average week (RULES 6): spans of work in, breaches out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from roster.clock import force_day, london_date, wall_span
from roster.rules.breaches import DaysBreach, Rule
from roster.rules.figures import (
    AVERAGE_WEEK_WEEKS,
    NIGHT_BEGINS_MINUTE,
    NIGHT_ENDS_MINUTE,
    OFFICER_RULES,
    Figure,
    RuleSet,
    in_force,
)
from roster.rules.periods import Period
from roster.values import Span, union

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def consecutive_days(work: Iterable[Span], rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each run of duty dates with a tour that is longer than it may be."""
    days = (force_day(tour.start) for tour in union(work))
    return _too_many(Rule.CONSECUTIVE_DAYS, days, rules.consecutive_days)


def consecutive_nights(work: Iterable[Span], rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each run of duty dates with a tour by night that is longer than it may be."""
    days = (force_day(tour.start) for tour in union(work) if _is_night(tour, rules))
    return _too_many(Rule.CONSECUTIVE_NIGHTS, days, rules.consecutive_nights)


def average_weeks(work: Iterable[Span], period: Period, rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each window of whole weeks inside the period in which the average week is too long.

    Work is clipped to the window: what a tour does after the last midnight is the next week's.
    """
    by_week = _seconds_by_week(union(work))
    breaches = []
    for window in _windows(period):
        weeks = window.days // 7
        limit = in_force(rules.average_week_minutes, window.first).value
        seconds = sum(by_week[window.first + i * WEEK] for i in range(weeks))
        if seconds > weeks * limit * 60:
            average = seconds // 60 // weeks
            breaches.append(DaysBreach(Rule.AVERAGE_WEEK, window.first, window.last, average, limit))
    return breaches


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


def _is_night(tour: Span, rules: RuleSet) -> bool:
    """Whether enough of the tour lies in night time, in minutes that passed, not on the clock."""
    needed = in_force(rules.night_tour_minutes, force_day(tour.start)).value * 60
    day, last = london_date(tour.start) - DAY, london_date(tour.end)
    # A tour of many days is a night after the first of them: no need to look at them all.
    while needed > 0 and day <= last:
        begins, ends = in_force(NIGHT_BEGINS_MINUTE, day), in_force(NIGHT_ENDS_MINUTE, day)
        by_night = tour.clip(wall_span(day, begins.value, ends.value))
        needed -= by_night.seconds if by_night else 0
        day += DAY
    return needed <= 0


def _seconds_by_week(tours: Iterable[Span]) -> Counter[date]:
    """The length of work in each week, by its Monday."""
    by_week: Counter[date] = Counter()
    for tour in tours:
        day = london_date(tour.start)
        monday = day - day.weekday() * DAY
        while (week := Period(monday, monday + 6 * DAY).span).start < tour.end:
            part = tour.clip(week)
            by_week[monday] += part.seconds if part else 0
            monday += WEEK
    return by_week


def _windows(period: Period) -> Iterator[Period]:
    """Every stretch of 17 whole weeks, Monday to Sunday, that lies inside the period."""
    before_monday = -period.first.weekday() % 7
    days = in_force(AVERAGE_WEEK_WEEKS, period.first).value * 7
    for offset in range(before_monday, period.days - days + 1, 7):
        first = period.first + offset * DAY
        yield Period(first, first + (days - 1) * DAY)
