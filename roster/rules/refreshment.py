"""Time for refreshment in a tour (RULES 6): a figure to be shown, never a breach."""

from __future__ import annotations

from datetime import date

from roster.rules.figures import (
    REFRESHMENT_FROM_HOURS,
    REFRESHMENT_MINUTES,
    REFRESHMENT_MOST_FROM_HOURS,
    REFRESHMENT_MOST_MINUTES,
    REFRESHMENT_STEP_MINUTES,
    in_force,
)


def refreshment(tour_minutes: int, day: date) -> int:
    """The minutes for refreshment in a tour of that length that begins on the day."""
    hours = tour_minutes // 60
    first, most = in_force(REFRESHMENT_FROM_HOURS, day).value, in_force(REFRESHMENT_MOST_FROM_HOURS, day)
    least = in_force(REFRESHMENT_MINUTES, day).value
    if hours < first:
        return least
    if hours >= most.value:
        return in_force(REFRESHMENT_MOST_MINUTES, day).value
    return least + (hours - first + 1) * in_force(REFRESHMENT_STEP_MINUTES, day).value
