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
ADVISED_TOUR_MINUTES = (Figure(600, "Practice: a tour of at most 10 hours is advised"),)

# "An uninterrupted rest period of not less than 24 hours in each seven-day period"; instead of it,
# two such periods, or one of 48 hours, in a fortnight. Without an agreement weeks begin on Monday.
WEEKLY_REST_MINUTES = (Figure(1440, "Working Time Regulations 1998, reg 11(1)", date(1998, 10, 1)),)
FORTNIGHTLY_RESTS = (Figure(2, "Working Time Regulations 1998, reg 11(2)", date(1998, 10, 1)),)

# "An interval between each of his rostered rest days not exceeding seven days."
REST_DAY_INTERVAL_DAYS = (Figure(7, "Police Regulations 2003, reg 22 determination", date(2003, 4, 1)),)
# That much without anything rostered is time for which no roster has been made yet.
UNROSTERED_DAYS = 7

# An average for each seven days, over a reference period of 17 weeks; overtime is in it.
AVERAGE_WEEK_MINUTES = (Figure(2880, "Working Time Regulations 1998, reg 4(1)", date(1998, 10, 1)),)
AVERAGE_WEEK_WEEKS = (Figure(17, "Working Time Regulations 1998, reg 4(3)", date(1998, 10, 1)),)

# Clock hours of London, in minutes after midnight: night time where no agreement says otherwise.
NIGHT_BEGINS_MINUTE = (Figure(1380, "Working Time Regulations 1998, reg 2(1)", date(1998, 10, 1)),)
NIGHT_ENDS_MINUTE = (Figure(360, "Working Time Regulations 1998, reg 2(1)", date(1998, 10, 1)),)
# "At least three hours of his daily working time during night time."
NIGHT_TOUR_MINUTES = (Figure(180, "Working Time Regulations 1998, reg 2(1)", date(1998, 10, 1)),)

# "Normal hours of work ... shall not exceed an average of eight hours for each 24 hours"; the weekly
# rest of reg 11 is no part of the days that are divided by (reg 6(5)).
NIGHT_WORK_MINUTES = (Figure(480, "Working Time Regulations 1998, reg 6(1)", date(1998, 10, 1)),)
NIGHT_WORK_WEEKS = (Figure(17, "Working Time Regulations 1998, reg 6(3)", date(1998, 10, 1)),)
# A night worker works nights "as a normal course": one tour in three is that.
NIGHT_WORKER_ONE_IN = (
    Figure(3, "Working Time Regulations 1998, reg 2(1); ex parte Burns [1999] IRLR 315", date(1998, 10, 1)),
)

CONSECUTIVE_NIGHTS = (Figure(4, "Practice: at most four nights in a row"),)
CONSECUTIVE_DAYS = (Figure(7, "Practice: at most seven duty days in a row"),)
# PCSOs are staff, with rules of their own.
PCSO_CONSECUTIVE_DAYS = (Figure(6, "Practice: at most six duty days in a row for a PCSO"),)

# Fewer clear days than this, and a cancelled rest day is paid (reg 22 and its determination).
REST_DAY_CLEAR_DAYS = (Figure(15, "Police Regulations 2003, reg 22 and determination", date(2003, 4, 1)),)

# With as many or more another rest day is given, and notified within so many days of the telling.
REST_DAY_NOTIFIED_DAYS = (Figure(4, "Police Regulations 2003, reg 22 and determination", date(2003, 4, 1)),)

# Fewer clear days than this, and a public holiday worked brings another day besides the double time.
PUBLIC_HOLIDAY_CLEAR_DAYS = (
    Figure(8, "Police Regulations 2003, regs 25 and 26 and determinations", date(2003, 4, 1)),
)
# With fewer clear days than this, only a chief officer may require work on a public holiday.
HOLIDAY_AUTHORITY_CLEAR_DAYS = (
    Figure(15, "Police Regulations 2003, regs 25 and 26 and determinations", date(2003, 4, 1)),
)

# Time for refreshment by whole hours of duty: under 6 hours, then five minutes more for each hour.
_REFRESHMENT = "Police Regulations 2003, reg 22 determination: variable shift arrangements"
REFRESHMENT_MINUTES = (Figure(30, _REFRESHMENT, date(2003, 4, 1)),)
REFRESHMENT_FROM_HOURS = (Figure(6, _REFRESHMENT, date(2003, 4, 1)),)
REFRESHMENT_STEP_MINUTES = (Figure(5, _REFRESHMENT, date(2003, 4, 1)),)
REFRESHMENT_MOST_FROM_HOURS = (Figure(10, _REFRESHMENT, date(2003, 4, 1)),)
REFRESHMENT_MOST_MINUTES = (Figure(60, _REFRESHMENT, date(2003, 4, 1)),)

# How long before it starts a period should be published, and how much of the time ahead it covers.
PUBLISHED_MONTHS_AHEAD = (
    Figure(1, "Police Regulations 2003, reg 22 determination: duty rosters", date(2003, 4, 1)),
)
ROSTER_COVERS_MONTHS = (
    Figure(3, "Police Regulations 2003, reg 22 determination: duty rosters", date(2003, 4, 1)),
)

# Confirmed with fewer clear days than this, an abstraction is short notice.
PLANNED_CLEAR_DAYS = (Figure(15, "The rule set's default, as for a cancelled rest day"),)


def in_force(figures: Sequence[Figure], day: date) -> Figure:
    """The figure that holds on the day; before the first of them, the first."""
    for figure in figures:
        if figure.first_day <= day and (figure.last_day is None or day <= figure.last_day):
            return figure
    return figures[0]
