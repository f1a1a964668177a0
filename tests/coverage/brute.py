"""A slow judge that asks every minute every question of RULES 2 and 3; it shares no code with ours.

Even the clock is its own: the United Kingdom's summer time lasts from 01:00 UTC on the last Sunday
of March to 01:00 UTC on the last Sunday of October (Summer Time Act 1972, as amended 2002).
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from tests.coverage.worlds import ContactSession, Officer, World

EPOCH = datetime.fromisoformat("1970-01-01T00:00")
HOUR = 60


@dataclass(frozen=True)
class Judgement:
    state: str
    gaps: list[dict[str, Any]]
    lost_minutes: int
    stand_ins: list[str]
    part: list[str]


def utc_minute(wall: datetime) -> int:
    as_winter = (wall - EPOCH) // timedelta(minutes=1)
    as_summer = as_winter - HOUR
    # Summer's reading is the earlier one, so it is the first of two; if neither holds the hour is
    # skipped, and the offset before the change was winter's.
    return as_summer if is_summer(as_summer) else as_winter


@cache
def is_summer(minute: int) -> bool:
    moment = EPOCH + timedelta(minutes=minute)
    return change(moment.year, 3) <= moment < change(moment.year, 10)


@cache
def change(year: int, month: int) -> datetime:
    last = date(year, month, 31)
    while last.isoweekday() != 7:
        last -= timedelta(days=1)
    return datetime.fromisoformat(f"{last}T01:00")


@cache
def london_day(minute: int) -> date:
    return (EPOCH + timedelta(minutes=minute + (HOUR if is_summer(minute) else 0))).date()


def covers(row: Any, minute: int) -> bool:
    return utc_minute(row.start) <= minute < utc_minute(row.end)


def in_date(row: Any, minute: int) -> bool:
    day = london_day(minute)
    return bool(row.first <= day and (row.last is None or day <= row.last))


class Night:
    """One world, asked one minute at a time."""

    def __init__(self, world: World, *, abstractions: bool = True) -> None:
        self.world = world
        self.abstractions = world.abstractions if abstractions else ()

    def posted(self, officer: Officer, team: str, minute: int) -> bool:
        return any(p.team == team and in_date(p, minute) for p in officer.postings)

    def cause(self, who: Officer, at: ContactSession, minute: int) -> str | None:
        world = self.world
        if at.skill and not any(
            g.skill == at.skill and not g.suspended and in_date(g, minute) for g in who.grants
        ):
            return "lacks_skill"
        if not any(
            d.officer == who.id and d.published and d.kind == "ward" and covers(d, minute)
            for d in world.duties
        ):
            return "off_duty"
        if any(
            a.officer == who.id and a.status in ("confirmed", "ended_early") and covers(a, minute)
            for a in self.abstractions
        ):
            return "abstracted"
        if any(a.officer == who.id and a.status == "approved" and covers(a, minute) for a in world.absences):
            return "absent"
        if any(
            who.id in s.named and s.id != at.id and s.status != "cancelled" and covers(s, minute)
            for s in world.contact_sessions
        ):
            return "committed"
        return None

    def causes(self, at: ContactSession) -> dict[int, dict[str, str | None]]:
        """For every minute, each posted officer and what holds."""
        return {
            minute: {
                officer.id: self.cause(officer, at, minute)
                for officer in self.world.officers
                if self.posted(officer, at.team, minute)
            }
            for minute in range(utc_minute(at.start), utc_minute(at.end))
        }


def judge(world: World, at: ContactSession) -> Judgement:
    causes = Night(world).causes(at)
    pool = shortfall(causes, at, _everyone(world))
    named = shortfall(causes, at, set(at.named))
    short, counted, state = {}, set(at.named), "covered"
    if any(pool.values()):
        short, counted, state = pool, _everyone(world), "uncovered"
    elif any(named.values()):
        short, state = named, "at_risk"
    if state == "covered":
        return Judgement("covered", [], 0, [], [])
    spared = shortfall(Night(world, abstractions=False).causes(at), at, counted)
    bare = [minute for minute in short if short[minute]]
    free = {
        who: sum(causes[minute].get(who, "not posted") is None for minute in bare)
        for who in sorted(_everyone(world) - set(at.named))
    }
    return Judgement(
        state,
        gaps(short, causes),
        sum(short.values()) - sum(spared.values()),
        [who for who, minutes in free.items() if minutes == len(bare)],
        [who for who, minutes in free.items() if 0 < minutes < len(bare)],
    )


def _everyone(world: World) -> set[str]:
    return {officer.id for officer in world.officers}


def shortfall(
    causes: dict[int, dict[str, str | None]], at: ContactSession, counted: set[str]
) -> dict[int, int]:
    """How many officers are missing in each minute, never fewer than none."""
    return {
        minute: max(
            0,
            at.officers_needed - sum(1 for who, cause in posted.items() if cause is None and who in counted),
        )
        for minute, posted in causes.items()
    }


def gaps(short: dict[int, int], causes: dict[int, dict[str, str | None]]) -> list[dict[str, Any]]:
    found = []
    for first, after, missing in runs(short, short.__getitem__):
        if not missing:
            continue
        minutes = range(first, after)
        reasons = [
            {"officer": who, "cause": cause, "start": iso(a), "end": iso(b)}
            for who in sorted({who for minute in minutes for who in causes[minute]})
            for a, b, cause in runs(minutes, lambda minute, who=who: causes[minute].get(who))
            if cause
        ]
        found.append({"start": iso(first), "end": iso(after), "short_by": missing, "causes": reasons})
    return found


def runs(minutes: Iterable[int], what: Callable[[int], Hashable]) -> list[tuple[int, int, Any]]:
    """Consecutive minutes of which the same holds, as (first, the one after the last, what)."""
    found: list[list[Any]] = []
    for minute in minutes:
        if found and found[-1][2] == what(minute):
            found[-1][1] = minute + 1
        else:
            found.append([minute, minute + 1, what(minute)])
    return [(first, after, held) for first, after, held in found]


def iso(minute: int) -> str:
    return (EPOCH + timedelta(minutes=minute)).isoformat("T", "minutes") + "Z"
