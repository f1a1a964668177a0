"""Dates and times as people type them."""

import re
from datetime import date, timedelta

from roster import clock

_DATE = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2}|[a-z]+)(?:[\s/.-]+(\d{2}|\d{4}))?", re.IGNORECASE | re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*h?", re.IGNORECASE | re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(text: str) -> date:
    """3/12/2026, 3 Dec, 2026-12-03, today, tomorrow; without a year, the nearest one."""
    words = text.strip().casefold()
    near = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if words in near:
        return clock.today() + timedelta(days=near[words])
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return date.fromisoformat(words)
    words = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+", "", words)
    found = _DATE.fullmatch(words)
    if not found:
        raise ValueError(f"not understood: {text}")
    month = int(found[2]) if found[2].isdigit() else _MONTHS.index(found[2][:3]) + 1
    if found[3]:
        return date(int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, int(found[1]))
    return _nearest(month, int(found[1]))


def _nearest(month: int, day_of_month: int) -> date:
    today = clock.today()
    years = [date(today.year + step, month, day_of_month) for step in (-1, 0, 1)]
    return min(years, key=lambda one: abs((one - today).days))


def read_minute(text: str) -> int:
    """Minutes after midnight from 7, 0700, 7:00 or 07.00."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(f"not understood: {text}")
    minute = int(found[1]) * 60 + int(found[2] or 0)
    if int(found[2] or 0) > 59 or not 0 <= minute < 24 * 60:
        raise ValueError(f"not understood: {text}")
    return minute
