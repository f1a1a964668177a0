"""The judge of gaps, its facts, the judging of the force and a statement of SQL alone say the same."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from benchmarks import cover_floor
from roster.coverage.gaps import Gap, State, judge
from roster.extensions import db
from roster.queries.coverage import facts_of
from roster.queries.coverage_force import untrue_flags
from roster.queries.engines import engine_name
from roster.values import Span
from tests.coverage import brute
from tests.coverage.worlds import WORLDS, World, worlds
from tests.queries.stored_worlds import UNIT, from_scenario, kept, store

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "scenarios"
BATCH = 500  # worlds in one database at once
ALL_TIME = (int(datetime.fromisoformat("2026-01-01T00:00Z").timestamp()), 1_830_000_000)
Gaps = list[tuple[int, int, int, list[tuple[int, str, int, int]]]]


# The state of each contact session of a world, by its place in it, and its gaps with causes.
Expected = dict[int, tuple[str, Gaps]]


@pytest.fixture(scope="module")
def generated() -> list[tuple[World, Expected]]:
    """Worlds that Hypothesis thinks of: judged all together, because a database is slow to fill."""
    found: list[World] = []

    @settings(max_examples=WORLDS, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def collect(world: World) -> None:
        found.append(kept(world))

    collect()
    return [(world, _slowly(world)) for world in found]


def test_the_statement_and_the_facts_agree_with_the_slow_judge(
    database: object, generated: list[tuple[World, Expected]]
) -> None:
    seen: Counter[str] = Counter()
    for first in range(0, len(generated), BATCH):
        _check(generated[first : first + BATCH])
    for _, expected in generated:
        seen.update(state for state, _ in expected.values())
    assert len(generated) >= WORLDS
    assert all(seen[state] > WORLDS // 100 for state in State), seen


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared scenarios are not beside this checkout")
def test_the_statement_and_the_facts_agree_with_the_shared_scenarios(database: object) -> None:
    files = [json.loads(path.read_text()) for path in sorted(SHARED.glob("*.json"))]
    told = []
    for data in files:
        world = from_scenario(data)
        assert kept(world) == world, data["name"]
        places = {one["id"]: n for n, one in enumerate(data["sessions"])}
        officers = {one["id"]: n for n, one in enumerate(data["officers"])}
        sessions = data["expected"]["sessions"]
        told.append(
            (world, {places[s["session"]]: (s["state"], _gaps(s["gaps"], officers)) for s in sessions})
        )
    assert told
    _check(told)


def _check(told: list[tuple[World, Expected]]) -> None:
    store([world for world, _ in told])
    expected = {
        number * UNIT + place: (state, _moved(gaps, number * UNIT))
        for number, (_, judged) in enumerate(told, 1)
        for place, (state, gaps) in judged.items()
    }
    assert _from_facts(expected) == {one: gaps for one, (_, gaps) in expected.items() if gaps}
    assert _from_force() == {one: judged for one, judged in expected.items() if judged[1]}
    assert _from_sql_alone() == {one: (state, _bare(gaps)) for one, (state, gaps) in expected.items() if gaps}
    _check_of_one_officer()


def _check_of_one_officer() -> None:
    """An officer's hours find the contact sessions of then, and the same of them as their ids do."""
    posted = text(
        "SELECT p.officer_id, s.starts_at FROM contact_session AS s JOIN posting AS p"
        " ON p.team_id = s.team_id AND p.first_day <= s.starts_at AND p.last_day >= s.ends_at"
        " ORDER BY s.id, p.officer_id LIMIT 60"
    )
    asked = [(officer, Span(start, start + 43_200)) for officer, start in db.session.execute(posted)]
    found = [facts_of((), officer_ids=[one], span=hours) for one, hours in asked]
    assert asked
    assert all(found)
    for judged in (one for some in found for one in some):
        (by_id,) = facts_of([judged.need.id])
        assert judge(judged.need, judged.facts) == judge(by_id.need, by_id.facts)


def _slowly(world: World) -> Expected:
    officers = {one.id: n for n, one in enumerate(world.officers)}
    found = {}
    for n, one in enumerate(world.contact_sessions):
        if one.status != "cancelled":
            judged = brute.judge(world, one)
            found[n] = (judged.state, _gaps(judged.gaps, officers))
    return found


def _gaps(gaps: list[dict[str, Any]], officers: dict[str, int]) -> Gaps:
    return [
        (*_seconds(gap), gap["short_by"], [_cause(cause, officers) for cause in gap["causes"]])
        for gap in gaps
    ]


def _moved(gaps: Gaps, first: int) -> Gaps:
    """The same with officers' ids as the database has them."""
    return [(*gap, [(first + officer, *rest) for officer, *rest in causes]) for *gap, causes in gaps]


def _cause(cause: dict[str, str], officers: dict[str, int]) -> tuple[int, str, int, int]:
    return (officers[cause["officer"]], cause["cause"], *_seconds(cause))


def _seconds(row: dict[str, str]) -> tuple[int, int]:
    start, end = (int(datetime.fromisoformat(row[end]).timestamp()) for end in ("start", "end"))
    return start, end


def _bare(gaps: Gaps) -> list[tuple[int, int, int]]:
    return [(start, end, short_by) for start, end, short_by, _ in gaps]


def _from_facts(ids: Any) -> dict[int, Gaps]:
    found = {one.need.id: _told(judge(one.need, one.facts).gaps) for one in facts_of(ids)}
    return {one: gaps for one, gaps in found.items() if gaps}


def _from_force() -> Expected:
    """What the scheduler sees: it passes over those that are plainly held, and judges the others."""
    return {one: (judged.state, _told(judged.gaps)) for one, judged in untrue_flags(*ALL_TIME).bare.items()}


def _told(gaps: tuple[Gap, ...]) -> Gaps:
    return [
        (
            *(gap.span.start, gap.span.end, gap.short_by),
            [(c.officer, c.kind.value, c.span.start, c.span.end) for c in gap.causes],
        )
        for gap in gaps
    ]


def _from_sql_alone() -> dict[int, tuple[str, list[tuple[int, int, int]]]]:
    """What the benchmark's floor finds; it has no causes."""
    found: dict[int, tuple[str, list[tuple[int, int, int]]]] = {}
    for one, *gap, state in db.session.execute(text(cover_floor.statement(engine_name(), *ALL_TIME))):
        found.setdefault(one, (state, []))[1].append(tuple(gap))
    return found
