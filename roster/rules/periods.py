"""Periods of London days, both included, and those that a report is asked for most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from roster.clock import midnight
from roster.values import Span


@dataclass(frozen=True, slots=True)
class Period:
    """From a London day to a London day, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period must not end before it starts")

    @property
    def span(self) -> Span:
        """From the first midnight to the one after the last day: 23 or 25 hours on two days a year."""
        return Span.between(midnight(self.first), midnight(self.last + timedelta(days=1)))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        """Each of its days."""
        return (self.first + timedelta(days=step) for step in range(self.days))


def months_back(today: date, months: int) -> Period:
    """That many whole months, the last of them the month before today's."""
    last = today.replace(day=1) - timedelta(days=1)
    year, month = divmod(last.year * 12 + last.month - months, 12)
    return Period(date(year, month + 1, 1), last)


def this_month(today: date) -> Period:
    """The month so far, with today."""
    return Period(today.replace(day=1), today)
