"""London days and weeks as seconds: each asked for thousands of times, and worked out once."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from roster.clock import force_day, london_date, midnight, wall_span
from roster.rules.figures import NIGHT_BEGINS_MINUTE, NIGHT_ENDS_MINUTE, in_force
from roster.values import Span

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@lru_cache(maxsize=65_536)
def cell_day(instant: int) -> date:
    """The London date: the cell of the grid in which work that starts then is drawn."""
    return london_date(instant)


@lru_cache(maxsize=65_536)
def duty_day(instant: int) -> date:
    """The force day: the duty date of work that starts then."""
    return force_day(instant)


@lru_cache(maxsize=16_384)
def begins(day: date) -> int:
    """The instant at which the London day begins."""
    return int(midnight(day).timestamp())


@lru_cache(maxsize=16_384)
def night_of(day: date) -> Span:
    """The night time that begins in the evening of the day."""
    starts, ends = in_force(NIGHT_BEGINS_MINUTE, day), in_force(NIGHT_ENDS_MINUTE, day)
    return wall_span(day, starts.value, ends.value)


def monday_of(day: date) -> date:
    """The Monday on or before the day."""
    return day - day.weekday() * DAY


@lru_cache(maxsize=65_536)
def week_of(instant: int) -> date:
    """The Monday of the London week in which the instant lies."""
    return monday_of(london_date(instant))
