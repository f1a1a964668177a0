"""The judge of gaps agrees with the minute-by-minute one on generated worlds."""

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings

from roster.coverage.gaps import CauseKind, Need, State
from roster.coverage.scenarios import answer, verdict
from roster.coverage.stand_ins import availability, stand_ins
from roster.coverage.world import read_world
from roster.values import Span
from tests.coverage import brute
from tests.coverage.worlds import WORLDS, World, has_length, storable, world_to_scenario, worlds


def test_the_judges_agree_minute_by_minute() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=WORLDS)
    @given(worlds())
    def agree(world: World) -> None:
        judged = {
            one.id: brute.judge(world, one) for one in world.contact_sessions if one.status != "cancelled"
        }
        scenario = world_to_scenario(world)
        assert answer(scenario)["sessions"] == [
            {"session": name, "state": one.state, "gaps": one.gaps} for name, one in sorted(judged.items())
        ]
        read = read_world(scenario)
        for one in read.contact_sessions:
            if not one.cancelled:
                ours = verdict(read, one)
                assert ours.lost_minutes == judged[one.id].lost_minutes
                assert ours.lost_to_abstraction is (ours.lost_minutes > 0)
        seen.update(_kinds(judged.values()))

    agree()
    # The worlds are worth judging only if they hold every state and every cause, often.
    for kind in (*State, *CauseKind, "lost"):
        assert seen[kind] > WORLDS // 100, (kind, seen)


def _kinds(judged: object) -> list[str]:
    kinds = []
    for one in judged:  # type: ignore[attr-defined]
        kinds += [one.state, *(["lost"] if one.lost_minutes else [])]
        kinds += {cause["cause"] for gap in one.gaps for cause in gap["causes"]}
    return kinds


@settings(max_examples=300)
@given(worlds())
def test_stand_ins_are_those_free_in_every_bare_minute(world: World) -> None:
    read = read_world(world_to_scenario(world))
    for ours, plain in zip(read.contact_sessions, world.contact_sessions, strict=True):
        if ours.cancelled or not has_length(plain):
            continue
        slow = brute.judge(world, plain)
        need = Need(ours.id, Span(*ours.stretch), ours.officers_needed, ours.named)
        found = stand_ins(need, read.facts(ours))
        assert list(found.whole) == slow.stand_ins
        assert [who for who, _ in found.part] == slow.part


@settings(max_examples=300)
@given(worlds())
def test_availability_tells_each_posted_minute(world: World) -> None:
    read = read_world(world_to_scenario(world))
    night = brute.Night(world)
    for ours, plain in zip(read.contact_sessions, world.contact_sessions, strict=True):
        if not has_length(plain):
            continue
        need = Need(ours.id, Span(*ours.stretch), ours.officers_needed, ours.named)
        told = {
            (who, minute): cause
            for who, pieces in availability(need, read.facts(ours)).items()
            for span, cause in pieces
            for minute in range(span.start // 60, span.end // 60)
        }
        assert told == {
            (who, minute): cause
            for minute, posted in night.causes(plain).items()
            for who, cause in posted.items()
        }


@settings(max_examples=200)
@given(worlds())
def test_a_storable_world_holds_no_overlap_and_no_empty_span(world: World) -> None:
    kept = storable(world)
    for rows in (kept.duties, kept.abstractions, kept.absences):
        ordered = sorted(rows, key=lambda row: (row.officer, brute.utc_minute(row.start)))
        assert all(has_length(row) for row in ordered)
        for one, two in pairwise(ordered):
            assert one.officer != two.officer or brute.utc_minute(one.end) <= brute.utc_minute(two.start)
