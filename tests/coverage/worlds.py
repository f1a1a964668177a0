"""Small generated worlds for every judge of cover: midnights, hand-overs, both clock changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import prod
from typing import Any

from hypothesis import strategies as st

from roster.clock import to_utc

WORLDS = 2000  # how many generated worlds the judges must agree on

TEAMS = ("Kelsey Green", "Orchard Vale")
SKILLS = ("taser", "level_2")

# The evening before each kind of night; sessions and duties lie between 18:00 and 10:00.
EVENINGS = (
    date(2026, 3, 28),  # spring: 01:00 to 02:00 is skipped
    date(2027, 3, 27),
    date(2026, 10, 24),  # autumn: 01:00 to 02:00 occurs twice
    date(2026, 6, 30),  # summer: London's midnight is 23:00 in UTC
    date(2026, 12, 31),  # winter, and the year ends
)


@dataclass(frozen=True)
class Posting:
    team: str
    first: date
    last: date | None


@dataclass(frozen=True)
class Grant:
    skill: str
    first: date
    last: date | None
    suspended: bool


@dataclass(frozen=True)
class Officer:
    id: str
    postings: tuple[Posting, ...]
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Duty:
    officer: str
    start: datetime  # wall time, as in all of these
    end: datetime
    kind: str
    published: bool


@dataclass(frozen=True)
class Abstraction:
    officer: str
    start: datetime
    end: datetime
    status: str


@dataclass(frozen=True)
class Absence:
    officer: str
    start: datetime
    end: datetime
    status: str


@dataclass(frozen=True)
class ContactSession:
    id: str
    team: str
    start: datetime
    end: datetime
    officers_needed: int
    skill: str | None
    named: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class World:
    teams: tuple[str, ...]
    officers: tuple[Officer, ...]
    duties: tuple[Duty, ...]
    abstractions: tuple[Abstraction, ...]
    absences: tuple[Absence, ...]
    contact_sessions: tuple[ContactSession, ...]


def has_length(timed: Any) -> bool:
    """Whether any instant lies between the two wall times; 01:30 to 02:00 has none in spring."""
    return to_utc(timed.start) < to_utc(timed.end)


def _apart(rows: list[Any]) -> tuple[Any, ...]:
    """The rows without those that overlap an earlier one of the same officer."""
    kept: list[Any] = []
    for row in rows:
        if all(
            row.officer != other.officer
            or to_utc(row.end) <= to_utc(other.start)
            or to_utc(other.end) <= to_utc(row.start)
            for other in kept
        ):
            kept.append(row)
    return tuple(kept)


def storable(world: World) -> World:
    """The world without what the database refuses: overlaps of one officer, and empty spans."""
    return World(
        world.teams,
        tuple(Officer(o.id, _in_turn(o.postings), o.grants) for o in world.officers),
        _apart([duty for duty in world.duties if has_length(duty)]),
        _apart([one for one in world.abstractions if has_length(one)]),
        _apart([one for one in world.absences if has_length(one)]),
        tuple(one for one in world.contact_sessions if has_length(one)),
    )


def _in_turn(postings: tuple[Posting, ...]) -> tuple[Posting, ...]:
    kept: list[Posting] = []
    for posting in sorted(postings, key=lambda posting: posting.first):
        if not kept or (kept[-1].last and kept[-1].last < posting.first):
            kept.append(posting)
    return tuple(kept)


def _deal(*choices: Sequence[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """One of each of the choices, drawn as one number: a draw each is ten times as slow."""

    def dealt(number: int) -> tuple[Any, ...]:
        picked = []
        for among in choices:
            number, index = divmod(number, len(among))
            picked.append(among[index])
        return tuple(picked)

    return st.integers(0, prod(len(among) for among in choices) - 1).map(dealt)


# Days counted from the evening; the midnight between 0 and 1 is the one that matters.
DAYS = ((-30, None), (-30, None), (-30, 0), (1, None), (0, 1))
GRANTS = (None, *[(days, False) for days in DAYS], (DAYS[0], True))
CAREERS = _deal((0, 0, 1), DAYS, (None, None, 0, 1), DAYS, GRANTS, GRANTS)

# Quarters of an hour after 18:00, some a minute late; lengths in minutes. None is no row at all.
LATE = (0, 0, 0, 1)
LENGTHS = (1, 45, 119, 240, 480, 480)
DUTIES = (*[("ward", True)] * 6, ("ward", False), ("court", True), ("training", False))
ABSTRACTIONS = (None, None, "confirmed", "confirmed", "ended_early", "requested", "cancelled")
ABSENCES = (None, None, None, "approved", "approved", "requested")
OFFICERS = st.tuples(
    CAREERS,
    _deal(range(12), LATE, (360, 480, 600, 720, 840), (*DUTIES, None)),
    _deal(range(48), LATE, LENGTHS, ABSTRACTIONS),
    _deal(range(48), LATE, LENGTHS, ABSENCES),
)
# Rows more, for any of five officers: these make overlaps.
MORE_DUTIES = _deal(range(48), LATE, LENGTHS, DUTIES, range(5))
MORE_ABSTRACTIONS = _deal(range(48), LATE, LENGTHS, ABSTRACTIONS, range(5))
SESSIONS = _deal(
    range(8, 44),
    LATE,
    (15, 30, 60, 90, 150),
    (TEAMS[0], TEAMS[0], TEAMS[1]),
    (1, 1, 1, 2, 2, 3, 0),
    (None, None, None, *SKILLS),
    range(32),  # who of five is named, a bit each
    ("planned", "planned", "planned", "cancelled"),
)


def worlds() -> st.SearchStrategy[World]:
    """A night of two ward teams; rows may overlap, and may be empty (see storable)."""
    return WORLD


def _world(
    evening: date,
    officers: list[Any],
    duties: list[Any],
    abstractions: list[Any],
    sessions: list[Any],
) -> World:
    ids = [f"P{n}" for n in range(1, len(officers) + 1)]
    people = list(zip(ids, officers, strict=True))
    own_duties = [(*dealt[1], n) for n, dealt in enumerate(officers)]
    own_abstractions = [(*dealt[2], n) for n, dealt in enumerate(officers)]
    own_absences = [(*dealt[3], n) for n, dealt in enumerate(officers)]

    def rows(kind: Any, dealt: list[Any]) -> tuple[Any, ...]:
        return tuple(
            kind(ids[n % len(ids)], *_times(evening, *when), *_fields(rest))
            for *when, rest, n in dealt
            if rest
        )

    return World(
        TEAMS,
        tuple(_officer(name, evening, *dealt[0]) for name, dealt in people),
        rows(Duty, own_duties + duties),
        rows(Abstraction, own_abstractions + abstractions),
        rows(Absence, own_absences),
        tuple(_session(f"S{n}", evening, ids, dealt) for n, dealt in enumerate(sessions)),
    )


def _fields(rest: Any) -> tuple[Any, ...]:
    return rest if isinstance(rest, tuple) else (rest,)


def _times(evening: date, quarter: int, late: int, length: int) -> tuple[datetime, datetime]:
    start = datetime.combine(evening, time(18)) + timedelta(minutes=15 * quarter + late)
    return start, start + timedelta(minutes=length)


def _officer(name: str, evening: date, *dealt: Any) -> Officer:
    team, days, other_team, other_days, *grants = dealt
    postings = [Posting(TEAMS[team], *_dates(evening, days))]
    if other_team is not None:
        postings.append(Posting(TEAMS[other_team], *_dates(evening, other_days)))
    held = [
        Grant(skill, *_dates(evening, grant[0]), suspended=grant[1])
        for skill, grant in zip(SKILLS, grants, strict=True)
        if grant
    ]
    return Officer(name, tuple(postings), tuple(held))


def _dates(evening: date, days: tuple[int, int | None]) -> tuple[date, date | None]:
    first, last = days
    return evening + timedelta(first), None if last is None else evening + timedelta(last)


def _session(name: str, evening: date, ids: list[str], dealt: tuple[Any, ...]) -> ContactSession:
    *when, team, needed, skill, bits, status = dealt
    named = tuple(officer for n, officer in enumerate(ids) if bits >> n & 1)
    return ContactSession(name, team, *_times(evening, *when), needed, skill, named, status)


WORLD = st.builds(
    _world,
    st.sampled_from(EVENINGS),
    st.lists(OFFICERS, min_size=1, max_size=5),
    st.lists(MORE_DUTIES, max_size=2),
    st.lists(MORE_ABSTRACTIONS, max_size=2),
    st.lists(SESSIONS, min_size=1, max_size=4),
)


def world_to_scenario(world: World) -> dict[str, Any]:
    """The world as a scenario file would have it."""
    return {
        "timezone": "Europe/London",
        "teams": [{"code": team, "name": team} for team in world.teams],
        "officers": [
            {
                "id": officer.id,
                "postings": [{"team": p.team, **_days(p)} for p in officer.postings],
                "skills": [{"skill": g.skill, **_days(g), "suspended": g.suspended} for g in officer.grants],
            }
            for officer in world.officers
        ],
        "duties": [{**_timed(duty), "kind": duty.kind, "published": duty.published} for duty in world.duties],
        "abstractions": [{**_timed(one), "status": one.status} for one in world.abstractions],
        "absences": [{**_timed(one), "status": one.status} for one in world.absences],
        "sessions": [
            {
                "id": one.id,
                "team": one.team,
                "start": _wall(one.start),
                "end": _wall(one.end),
                "officers_needed": one.officers_needed,
                "required_skill": one.skill,
                "named": list(one.named),
                "status": one.status,
            }
            for one in world.contact_sessions
        ],
    }


def _timed(row: Duty | Abstraction | Absence) -> dict[str, str]:
    return {"officer": row.officer, "start": _wall(row.start), "end": _wall(row.end)}


def _days(row: Posting | Grant) -> dict[str, str | None]:
    return {"from": row.first.isoformat(), "to": row.last.isoformat() if row.last else None}


def _wall(wall: datetime) -> str:
    return wall.isoformat("T", "minutes")
