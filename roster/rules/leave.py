"""Annual leave in minutes: what a leave costs, and when a leave year begins (pure)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from roster.clock import london_date
from roster.rules.figures import Figure, in_force
from roster.rules.periods import Period
from roster.values import Span, intersect, total_minutes, union

# "The leave year" is the twelve months that the local policing body fixes; the force's begins in April.
LEAVE_YEAR_BEGINS = (4, 1)
# A day of annual leave is eight hours; part-time members have theirs in hours, by their share.
DAY_OF_LEAVE_MINUTES = (Figure(480, "Police Regulations 2003, reg 33 and determination", date(2003, 4, 1)),)
WEEKEND = (5, 6)
MOST_HOURS = 1_000  # nobody has as many hours of leave in a year: more is a slip of the pen


@dataclass(frozen=True, slots=True)
class Rostered:
    """What stands on the officer's roster, for counting leave: work, and the days known to be free."""

    duties: tuple[Span, ...] = ()
    rest_days: frozenset[date] = frozenset()
    holidays: frozenset[date] = frozenset()
    fte_hundredths: int = 100


def leave_year(day: date) -> int:
    """The leave year that the day lies in, by the calendar year in which it begins."""
    return day.year if (day.month, day.day) >= LEAVE_YEAR_BEGINS else day.year - 1


def year_of_leave(year: int) -> Period:
    """From 1 April to 31 March."""
    begins = date(year, *LEAVE_YEAR_BEGINS)
    return Period(begins, begins.replace(year=year + 1) - timedelta(days=1))


def leave_minutes(leave: Iterable[Span], rostered: Rostered) -> int:
    """The minutes that the leave costs: the duty inside it, or a usual day where none is rostered.

    A day without a duty or a rest day is counted as a day of leave from Monday to Friday (40 hours a
    week, by the officer's share of it), as leave is booked long before there is a roster for it.
    """
    spans = union(leave)
    worked = [one for one in rostered.duties if any(one.overlaps(span) for span in spans)]
    known = {london_date(one.start) for one in rostered.duties} | {london_date(one.end - 1) for one in worked}
    known |= rostered.rest_days | rostered.holidays
    return total_minutes(intersect(worked, spans)) + sum(_usual(spans, known, rostered.fte_hundredths))


def _usual(spans: Iterable[Span], known: Collection[date], fte_hundredths: int) -> Iterable[int]:
    """For each unrostered working day in the leave: a day's minutes, or those that are asked for."""
    by_day: dict[date, int] = {}
    for span in spans:
        day = london_date(span.start)
        while (whole := Period(day, day).span).start < span.end:
            part = span.clip(whole)
            by_day[day] = by_day.get(day, 0) + (part.minutes if part else 0)
            day += timedelta(days=1)
    for day, minutes in by_day.items():
        if day.weekday() not in WEEKEND and day not in known:
            usual = in_force(DAY_OF_LEAVE_MINUTES, day).value * fte_hundredths // 100
            yield min(usual, minutes)
