"""How long before its start a roster is published, and how much time it covers (RULES 7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from roster.rules.figures import PUBLISHED_MONTHS_AHEAD, ROSTER_COVERS_MONTHS, in_force
from roster.rules.london import DAY


@dataclass(frozen=True, slots=True)
class Due:
    """By when a roster is to be published, and how many days late that is; 0 where it is in time."""

    publish_by: date
    late: int
    source: str


@dataclass(frozen=True, slots=True)
class Cover:
    """To which day a roster is to go, and how many days are missing; 0 where none is."""

    to: date
    missing: int
    source: str


def due(first: date, today: date) -> Due:
    """Of a roster that starts on the first day and is published today."""
    ahead = in_force(PUBLISHED_MONTHS_AHEAD, today)
    publish_by = months_from(first, -ahead.value)
    return Due(publish_by, max(0, (today - publish_by).days), ahead.source)


def cover(first: date, reached: date, today: date) -> Cover:
    """Of a roster from the first day to the one reached; that is the day before where it has none."""
    covers = in_force(ROSTER_COVERS_MONTHS, today)
    to = months_from(first, covers.value) - DAY
    return Cover(to, max(0, (to - reached).days), covers.source)


def reached(first: date, rostered: Collection[date], last: date) -> date:
    """The last of the days that follow each other from the first without a hole, at most the last.

    The day before the first where that is a hole itself.
    """
    day = first
    while day <= last and day in rostered:
        day += DAY
    return day - DAY


def months_from(day: date, months: int) -> date:
    """The same day so many months on or back; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))
