"""Notice in clear days (RULES 5): a rest day or a public holiday that becomes duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from roster.clock import clear_days
from roster.rules.figures import (
    HOLIDAY_AUTHORITY_CLEAR_DAYS,
    PUBLIC_HOLIDAY_CLEAR_DAYS,
    REST_DAY_CLEAR_DAYS,
    REST_DAY_NOTIFIED_DAYS,
    in_force,
)

# Nobody is told of a change before the roster is planned (RULES 7).
LONGEST_AGO = timedelta(days=92)


class Band(StrEnum):
    """How cancelled rest days are counted."""

    UNDER_15 = "under_15"
    AT_LEAST_15 = "at_least_15"


@dataclass(frozen=True, slots=True)
class RestDayNotice:
    """The notice given of a rest day that becomes duty; the day stays owed either way."""

    clear_days: int
    band: Band


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """The notice given of a public holiday that becomes duty: double time, and what comes with it."""

    clear_days: int
    another_day: bool
    needs_authority: bool


def rest_day_notice(duty_date: date, told: date) -> RestDayNotice:
    """Told on the duty date or after it, the clear days are below nought."""
    notice = clear_days(duty_date, told)
    short = notice < in_force(REST_DAY_CLEAR_DAYS, duty_date).value
    return RestDayNotice(notice, Band.UNDER_15 if short else Band.AT_LEAST_15)


def notified_by(day: date, told: date) -> date:
    """The last day to notify another rest day, in place of one that was cancelled with enough notice."""
    return told + timedelta(days=in_force(REST_DAY_NOTIFIED_DAYS, day).value)


def holiday_notice(duty_date: date, told: date) -> HolidayNotice:
    """What a chief officer must allow is asked by the same clear days."""
    notice = clear_days(duty_date, told)
    return HolidayNotice(
        notice,
        notice < in_force(PUBLIC_HOLIDAY_CLEAR_DAYS, duty_date).value,
        notice < in_force(HOLIDAY_AUTHORITY_CLEAR_DAYS, duty_date).value,
    )
