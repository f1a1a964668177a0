"""A slow check of weekly rest, rest days, night work and long tours, minute by minute."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations, pairwise

from tests.rules.brute import DAY, starts, tour, wall

WEEK = timedelta(days=7)
DAY_MINUTES = 24 * 60


def by_day(minutes: set[int]) -> dict[date, list[int]]:
    found: dict[date, list[int]] = {}
    for minute in sorted(minutes):
        found.setdefault(wall(minute).date(), []).append(minute)
    return found


def week_minutes(every: dict[date, list[int]], monday: date, weeks: int = 1) -> list[int]:
    """Every minute of the weeks, in order; every: all minutes by their London date."""
    return [minute for day in range(7 * weeks) for minute in every[monday + day * DAY]]


def rests(minutes: set[int], within: list[int]) -> list[int]:
    """The lengths of the stretches without work among those minutes."""
    lengths, free = [], 0
    for minute in within:
        if minute in minutes:
            lengths.append(free)
            free = 0
        else:
            free += 1
    return [*lengths, free]


def weeks_without_rest(minutes: set[int], every: dict[date, list[int]], mondays: list[date]) -> set[date]:
    return {day for day in mondays if max(rests(minutes, week_minutes(every, day))) < DAY_MINUTES}


def fewest_breaches(minutes: set[int], every: dict[date, list[int]], mondays: list[date]) -> int:
    """How many weeks stay without rest however the weeks are laid together as fortnights."""
    bare = weeks_without_rest(minutes, every, mondays)
    good = [
        monday
        for monday in mondays[:-1]
        if sum(rest // DAY_MINUTES for rest in rests(minutes, week_minutes(every, monday, 2))) >= 2
    ]
    least = len(bare)
    for count in range(len(good) + 1):
        for chosen in combinations(good, count):
            if all(two - one > WEEK for one, two in pairwise(chosen)):
                made_up = {week for monday in chosen for week in (monday, monday + WEEK)}
                least = min(least, len(bare - made_up))
    return least


def apart(worked: set[date], rest_days: set[date], limit: int = 7) -> set[tuple[date, date]]:
    """Stretches of more than so many days that no rest day breaks, and no seven empty days."""
    rested = rest_days - worked
    known = worked | rested
    if not known:
        return set()
    day, first, found = min(known), None, set()
    while day <= max(known) + DAY:
        ahead = any(day + step * DAY in known for step in range(7))
        behind = any(day - step * DAY in known for step in range(1, 8))
        in_sight = day in known or (behind and ahead and not _empty_week(day, known))
        if day in rested or not in_sight:
            if first and (day - first).days > limit:
                found.add((first, day - DAY))
            first = None
        elif first is None:
            first = day
        day += DAY
    return found


def _empty_week(day: date, known: set[date]) -> bool:
    """Whether the day lies in seven or more days with nothing on them."""
    if day in known:
        return False
    back = next(step for step in range(1, 400) if day - step * DAY in known)
    ahead = next((step for step in range(1, 400) if day + step * DAY in known), 400)
    return back + ahead > 7


def night_minutes(minutes: Iterable[int]) -> int:
    return sum(not 6 <= wall(minute).hour < 23 for minute in minutes)


def night_work(minutes: set[int], monday: date) -> int | None:
    """The average of 24 hours in the 17 weeks from that Monday, where it is too much for a night worker."""
    days = {monday + step * DAY for step in range(119)}
    tours = [tour(minutes, start) for start in starts(minutes) if wall(start).date() in days]
    nights = sum(night_minutes(one) >= 180 for one in tours)
    total = sum(wall(minute).date() in days for minute in minutes)
    over = total > 102 * 480 and nights and 3 * nights >= len(tours)
    return total // 102 if over else None
