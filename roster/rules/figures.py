"""The numbers that rules are made of: dated, because they change, and each with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in force from a first day to a last day, both included; None never ends."""

    value: int
    source: str
    first_day: date = date.min
    last_day: date | None = None


# "Not less than eleven consecutive hours in each 24-hour period", in force from 1 October 1998.
DAILY_REST_MINUTES = (Figure(660, "Working Time Regulations 1998, reg 10(1)", date(1998, 10, 1)),)

# Rest that was missed is owed as an equal period; that it comes within two weeks is practice.
COMPENSATORY_REST_DAYS = (Figure(14, "Working Time Regulations 1998, reg 24(a)", date(1998, 10, 1)),)

LONGEST_TOUR_MINUTES = (Figure(720, "Practice: a tour over 12 hours warns"),)

# Fewer clear days than this, and a cancelled rest day is paid (reg 22 and its determination).
REST_DAY_CLEAR_DAYS = (Figure(15, "Police Regulations 2003, reg 22 and determination", date(2003, 4, 1)),)

# Confirmed with fewer clear days than this, an abstraction is short notice.
PLANNED_CLEAR_DAYS = (Figure(15, "The rule set's default, as for a cancelled rest day"),)


def in_force(figures: Sequence[Figure], day: date) -> Figure:
    """The figure that holds on the day; before the first of them, the first."""
    for figure in figures:
        if figure.first_day <= day and (figure.last_day is None or day <= figure.last_day):
            return figure
    return figures[0]
