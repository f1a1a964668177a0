"""Contact sessions, held by whoever was free when they were promised, and what became of them."""

import json
from collections.abc import Iterable

from benchmarks.world.days import HOUR, Day, Diary
from benchmarks.world.sink import Sink

# 70,000 sessions a year: so many for each team and day.
A_DAY, AGAIN = 0.349, 0.1
TITLES = ("Coffee with a Copper", "Street surgery", "Crime prevention stall", "Youth club visit")
BEARS_LATER = 0.04  # the officer who was named is away after all, and nobody has seen to it
FLAG_LEFT_STANDING = 0.3


def add_days(diary: Diary, days: Iterable[Day]) -> None:
    """The days with their contact sessions, written as they pass."""
    for day in days:
        for team in range(1, diary.scale.teams + 1):
            if day.rng.random() < A_DAY:
                _promise(diary, day, team)
                if day.rng.random() < AGAIN:
                    _promise(diary, day, team)
        diary.sink.pour()
    diary.sink.pour(0)


def members(diary: Diary, team: int) -> list[int]:
    """The officers posted to the team."""
    first = (team - 1) * 5 + 1
    scale = diary.scale
    return [o for o in range(first, min(first + 9, scale.officers) + 1) if scale.team_of(o) == team] or [
        scale.officers
    ]


def _promise(diary: Diary, day: Day, team: int) -> None:
    rng, people = day.rng, members(diary, team)
    on = [officer for officer in people if officer in day.on and officer not in day.absent]
    shift = day.on[rng.choice(on)] if on else (day.begins + 10 * HOUR, day.begins + 18 * HOUR)
    start = shift[0] + rng.randrange(0, 24) * 900
    end = start + rng.choice((HOUR, HOUR, 2 * HOUR, 2 * HOUR, 3 * HOUR))
    needed = 2 if rng.random() < 0.12 else 1
    free = [officer for officer in people if day.is_free(officer, start, end)]
    rng.shuffle(free)
    if rng.random() < BEARS_LATER:
        free = [rng.choice(people)]
    elif len(free) < needed and rng.random() < 0.8:
        return _promise_elsewhen(diary, day, team, needed)
    return _save(diary, day, (team, start, end, needed), free[:needed])


def _promise_elsewhen(diary: Diary, day: Day, team: int, needed: int) -> None:
    """A planner seldom promises an hour that nobody can keep."""
    for officer in members(diary, team):
        on = day.on.get(officer)
        if on and day.is_free(officer, on[0] + 4 * HOUR, on[0] + 5 * HOUR):
            return _save(diary, day, (team, on[0] + 4 * HOUR, on[0] + 5 * HOUR, 1), [officer])
    start = day.begins + 11 * HOUR
    return _save(diary, day, (team, start, start + HOUR, 1), []) if day.rng.random() < 0.05 else None


def _save(diary: Diary, day: Day, what: tuple[int, int, int, int], named: list[int]) -> None:
    team, start, end, needed = what
    sink, rng = diary.sink, day.rng
    status = "planned" if rng.random() < 0.97 else "cancelled"
    why = "" if status == "planned" else "Venue closed"
    title, venue = rng.choice(TITLES), team * 2 - rng.randrange(2)
    key = sink.add("contact_session", team, venue, None, title, start, end, needed, status, why, 1)
    sink.rows["naming"] += [(key, officer) for officer in named]
    sink.add("audit_entry", start - 30 * 86_400, 1, "contact-session:create", "contact_session", key, "{}")
    if status == "planned" and end < diary.now and rng.random() < 0.1:
        _past_flag(sink, key, (start, end), stands=rng.random() < FLAG_LEFT_STANDING)


def _past_flag(sink: Sink, session_id: int, span: tuple[int, int], *, stands: bool) -> None:
    """History only has to be as long as it would be: what is ahead is judged by the roster itself."""
    start, end = span
    opened, resolved = start - 3 * 86_400, None if stands else start - 86_400
    gaps = json.dumps([{"start": start, "end": end, "short_by": 1, "causes": []}])
    values = ("uncovered", gaps, f"{session_id:032}", 1, "request", opened, opened)
    sink.add("cover_flag", session_id, *values, resolved, None if stands else "covered")
