"""A slow check of RULES 6 that looks at every minute; it shares no code with ours.

The clock is the slow judge's own as well (tests/coverage/brute.py).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from tests.coverage.brute import EPOCH, HOUR, is_summer, utc_minute

DAYS = {"officer": 7, "pcso": 6}
DAY = timedelta(days=1)


@cache
def wall(minute: int) -> datetime:
    return EPOCH + timedelta(minutes=minute + (HOUR if is_summer(minute) else 0))


def text(minute: int) -> str:
    return (EPOCH + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%MZ")


def breaches(case: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for officer in case["officers"]:
        rows = [row for row in case["duties"] if row["officer"] == officer["id"]]
        rows += [
            row
            for row in case["abstractions"]
            if row["officer"] == officer["id"] and row["status"] in ("confirmed", "ended_early")
        ]
        minutes = worked(rows)
        for entry in (
            *rests(minutes),
            *long_tours(minutes),
            *in_a_row("consecutive_days", duty_dates(minutes, least=0), DAYS[officer["employment"]]),
            *in_a_row("consecutive_nights", duty_dates(minutes, least=180), 4),
            *averages(minutes, date.fromisoformat(case["from"]), date.fromisoformat(case["to"])),
        ):
            found.append({"officer": officer["id"], **entry})
    return sorted(found, key=lambda one: (one["officer"], one["rule"], one["start"]))


def worked(rows: Iterable[dict[str, Any]]) -> set[int]:
    minutes: set[int] = set()
    for row in rows:
        first, last = (utc_minute(datetime.fromisoformat(row[key])) for key in ("start", "end"))
        minutes.update(range(first, last))
    return minutes


def starts(minutes: set[int]) -> list[int]:
    return sorted(minute for minute in minutes if minute - 1 not in minutes)


def tour(minutes: set[int], start: int) -> list[int]:
    end = start
    while end in minutes:
        end += 1
    return list(range(start, end))


def entry(rule: str, start: str, end: str, measured: int, limit: int) -> dict[str, Any]:
    return {"rule": rule, "start": start, "end": end, "measured": measured, "limit": limit}


def rests(minutes: set[int]) -> Iterable[dict[str, Any]]:
    begun = starts(minutes)
    for one in begun[1:]:
        free = one
        while free - 1 not in minutes:
            free -= 1
        if one - free < 660:
            yield entry("rest_gap", text(free), text(one), one - free, 660)


def long_tours(minutes: set[int]) -> Iterable[dict[str, Any]]:
    for start in starts(minutes):
        length = len(tour(minutes, start))
        if length > 720:
            yield entry("tour_length", text(start), text(start + length), length, 720)


def duty_dates(minutes: set[int], least: int) -> set[date]:
    """The dates of tours with that many minutes by night."""
    dates = set()
    for start in starts(minutes):
        by_night = [minute for minute in tour(minutes, start) if not 6 <= wall(minute).hour < 23]
        if len(by_night) >= least:
            dates.add((wall(start) - timedelta(hours=7)).date())
    return dates


def in_a_row(rule: str, dates: set[date], limit: int) -> Iterable[dict[str, Any]]:
    for first in dates:
        if first - DAY not in dates:
            last = first
            while last + DAY in dates:
                last += DAY
            length = len({day for day in dates if first <= day <= last})
            if length > limit:
                yield entry(rule, str(first), str(last), length, limit)


def averages(minutes: set[int], first: date, last: date) -> Iterable[dict[str, Any]]:
    by_day: dict[date, int] = {}
    for minute in minutes:
        day = wall(minute).date()
        by_day[day] = by_day.get(day, 0) + 1
    monday = first
    while monday <= last:
        sunday = monday + 118 * DAY
        if monday.isoweekday() == 1 and sunday <= last:
            total = sum(count for day, count in by_day.items() if monday <= day <= sunday)
            if total > 17 * 2880:
                yield entry("average_week", str(monday), str(sunday), total // 17, 2880)
        monday += DAY
