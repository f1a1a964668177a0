"""Weekly rest, and how far apart rostered rest days are (RULES 6): work in, breaches out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from roster.rules.breaches import DaysBreach, Rule
from roster.rules.figures import FORTNIGHTLY_RESTS, UNROSTERED_DAYS, in_force
from roster.rules.london import DAY, WEEK, begins, cell_day, monday_of
from roster.rules.periods import Period
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.values import Span, subtract, union


def weekly_rests(work: Iterable[Span], period: Period, rules: RuleSet = OFFICER_RULES) -> list[DaysBreach]:
    """Each week that touches the period without its rest, and that no fortnight makes up for.

    A week belongs to one fortnight at most: the same long rest never makes up for two weeks.
    """
    tours = union(work)
    breaches: list[DaysBreach] = []
    paired: set[date] = set()
    for monday in _weeks_with_work(tours, period):
        least = in_force(rules.weekly_rest_minutes, monday).value
        longest = max((rest.seconds for rest in _rests(tours, monday, 1)), default=0)
        if longest >= least * 60:
            continue
        made_up = _fortnight(tours, monday, least, paired)
        if made_up:
            paired |= {made_up, made_up + WEEK}
        else:
            week = Period(monday, monday + WEEK - DAY)
            breaches.append(DaysBreach(Rule.WEEKLY_REST, week.first, week.last, longest // 60, least))
    return breaches


def rest_days_apart(
    work: Iterable[Span], rest_days: Collection[date], rules: RuleSet = OFFICER_RULES
) -> list[DaysBreach]:
    """Each stretch of days between rostered rest days that is longer than it may be.

    A rest day on which a tour starts is worked, and so none. Seven days with nothing on them have
    not been rostered yet: they end the stretch.
    """
    worked = {cell_day(tour.start) for tour in union(work)}
    breaches = []
    for first, last in _between(worked, set(rest_days) - worked):
        measured, limit = (last - first).days + 1, in_force(rules.rest_day_interval_days, first).value
        if measured > limit:
            breaches.append(DaysBreach(Rule.REST_DAYS_APART, first, last, measured, limit))
    return breaches


def _weeks_with_work(tours: Iterable[Span], period: Period) -> list[date]:
    mondays: set[date] = set()
    for tour in tours:
        monday = monday_of(cell_day(tour.start))
        while begins(monday) < tour.end:
            mondays.add(monday)
            monday += WEEK
    first, last = monday_of(period.first), period.last
    return sorted(monday for monday in mondays if first <= monday <= last)


def _rests(tours: Iterable[Span], monday: date, weeks: int) -> list[Span]:
    within = Span(begins(monday), begins(monday + weeks * WEEK))
    return subtract([within], [tour for tour in tours if tour.overlaps(within)])


def _fortnight(tours: list[Span], monday: date, least: int, paired: set[date]) -> date | None:
    """The Monday of the fortnight whose rests make up for the week, if there is one left for it."""
    wanted = in_force(FORTNIGHTLY_RESTS, monday).value
    for first in (monday - WEEK, monday):
        if paired & {first, first + WEEK}:
            continue
        # A rest of 48 hours is two of 24.
        if sum(rest.seconds // (least * 60) for rest in _rests(tours, first, 2)) >= wanted:
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
