"""Dates and times as people type them."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from roster import clock
from roster.rules.notice import LONGEST_AGO

_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = r"mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun"
_WEEKDAY = re.compile(rf"({_SHORT}|{'|'.join(_WEEKDAYS)})(?:[\s.,]+|$)")
_SPOKEN = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s/.-]*(?:of\s+)?([a-z]{3,9})(?:[\s/.,-]*(\d{4}|\d{2}))?", re.ASCII
)
_FIGURES = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})(?:[\s/.-]+(\d{4}|\d{2}))?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1}
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*h?", re.IGNORECASE | re.ASCII)
# Three months: so long after a day it is still entered late, and not a year early.
LATE = timedelta(days=92)


class Unread(ValueError):
    """No such day: the words say why, to whoever typed it."""


def read_date(text: str, *, back: bool = False, ahead: timedelta = LATE) -> date:
    """3/12/2026, 3 Dec, 3rd December, 3Dec, 2026-12-03, Thu, Thu 3 Dec, today, tomorrow, yesterday.

    Rosters are about what comes. Without a year it is the coming one, unless the day is three months past
    at most; a weekday alone is the coming one, today included. With back, as reports look: the last one,
    unless the day is three months ahead at most (or as far as ahead says). So 29 February is one of these
    twelve months, or Unread.
    """
    words = text.strip().casefold()
    if words in _NEAR:
        return clock.today() + timedelta(days=_NEAR[words])
    weekday, rest = _split_weekday(words)
    if weekday is not None and not rest:
        return _on_weekday(weekday, back)
    day = _read_day(rest, ahead if back else None)
    if day is None:
        raise ValueError(f"not understood: {text}")
    if weekday not in (None, day.weekday()):
        raise Unread(f"{day.day} {day:%B} {day.year} is a {day:%A}")
    return day


def _split_weekday(words: str) -> tuple[int | None, str]:
    found = _WEEKDAY.match(words)
    if not found:
        return None, words
    which = next(at for at, name in enumerate(_WEEKDAYS) if name[:3] == found[1][:3])
    return which, words[found.end() :]


def _on_weekday(weekday: int, back: bool) -> date:
    today = clock.today()
    days = (today.weekday() - weekday if back else weekday - today.weekday()) % 7
    return today - timedelta(days=days) if back else today + timedelta(days=days)


def _read_day(words: str, back: timedelta | None) -> date | None:
    if iso := _ISO.fullmatch(words):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if found := _FIGURES.fullmatch(words):
        month = int(found[2])
    elif found := _SPOKEN.fullmatch(words):
        month = next((at for at, name in enumerate(_NAMES, 1) if name.startswith(found[2])), 0)
        if not month:
            return None
    else:
        return None
    if found[3]:
        return _day(int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, int(found[1]))
    return _without_year(month, int(found[1]), back)


def _without_year(month: int, day_of_month: int, back: timedelta | None) -> date:
    today = clock.today()
    # A day that the month does not have is looked for by the month's last one: it is told with its year.
    near = [_day(today.year + step, month, day_of_month, nearest=True) for step in (-1, 0, 1)]
    if back is not None:
        return _day(max(day for day in near if day <= today + back).year, month, day_of_month)
    return _day(min(day for day in near if day >= today - LATE).year, month, day_of_month)


def _day(year: int, month: int, day_of_month: int, *, nearest: bool = False) -> date:
    if not 2000 <= year <= 2099:
        raise Unread("Enter a year from 2000 to 2099")
    if not 1 <= month <= 12:
        raise Unread("Enter the day, then the month, such as 3/12/2026: a year has 12 months")
    longest = monthrange(year, month)[1]
    there = max(1, min(day_of_month, longest))
    if there != day_of_month and not nearest:
        raise Unread(f"{_NAMES[month - 1].capitalize()} {year} has {longest} days")
    return date(year, month, there)


def read_moment(text: str) -> datetime:
    """What was, in London: 23 Nov 14:05, or 14:05 alone for the last time that the clocks showed it."""
    day, _, hour = text.strip().rpartition(" ")
    minute = read_minute(hour)
    if day.strip():
        return _moment(read_date(day, back=True, ahead=timedelta(0)), minute)
    today = _moment(clock.today(), minute)
    return today if today <= clock.now() else _moment(clock.today() - timedelta(days=1), minute)


def read_telling(text: str) -> datetime:
    """When an officer was told; Unread says what is wrong with it."""
    try:
        told = read_moment(text)
    except Unread:
        raise  # its words say more
    except (ValueError, OverflowError):
        raise Unread("Enter when the officer was told as 14:05, or as 23 Nov 14:05") from None
    if told > clock.now():
        raise Unread("The officer cannot have been told after now")
    return told


def read_told(text: str) -> datetime:
    """The same of a change that is made now."""
    told = read_telling(text)
    if told < clock.now() - LONGEST_AGO:
        day = clock.london_date(told)
        said = f"That is {day.day} {day:%B} {day.year}, more than three months ago"
        raise Unread(f"{said}: enter when the officer was told")
    return told


def _moment(day: date, minute: int) -> datetime:
    return clock.to_utc(datetime.combine(day, time(minute // 60, minute % 60)))


def read_minute(text: str, *, is_end: bool = False) -> int:
    """Minutes after midnight from 7, 0700, 7:00 or 07.00; an end may be 24:00, the day's last midnight."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(f"not understood: {text}")
    minute = int(found[1]) * 60 + int(found[2] or 0)
    latest = clock.MINUTES_IN_A_DAY if is_end else clock.MINUTES_IN_A_DAY - 1
    if int(found[2] or 0) > 59 or not 0 <= minute <= latest:
        raise ValueError(f"not understood: {text}")
    return minute
