"""Scenario files: dates and statuses of RULES 1 to 4, and every shared file where there are any."""

import json
from pathlib import Path
from typing import Any

import pytest

from roster.coverage.scenarios import answer

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "scenarios"
WARD = "Kelsey Green"


def scenario(**parts: Any) -> dict[str, Any]:
    """PC Shah of Kelsey Green, on duty 08:00-16:00, named for 10:00-11:00; parts replace lists."""
    return {
        "teams": [{"code": WARD}, {"code": "Orchard Vale"}],
        "officers": [shah()],
        "duties": [duty("2026-12-03T08:00", "2026-12-03T16:00")],
        "abstractions": [],
        "absences": [],
        "sessions": [coffee()],
        **parts,
    }


def shah(**parts: Any) -> dict[str, Any]:
    return {
        "id": "Shah",
        "postings": [{"team": WARD, "from": "2026-01-01", "to": None}],
        "skills": [],
        **parts,
    }


def duty(start: str, end: str, **parts: Any) -> dict[str, Any]:
    return {"officer": "Shah", "start": start, "end": end, "kind": "ward", "published": True, **parts}


def away(start: str, end: str, status: str) -> list[dict[str, Any]]:
    return [{"officer": "Shah", "start": start, "end": end, "status": status}]


def coffee(start: str = "2026-12-03T10:00", end: str = "2026-12-03T11:00", **parts: Any) -> Any:
    return {
        "id": "coffee",
        "team": WARD,
        "start": start,
        "end": end,
        "officers_needed": 1,
        "required_skill": None,
        "named": ["Shah"],
        "status": "planned",
        **parts,
    }


def told(data: dict[str, Any], index: int = 0) -> tuple[str, list[tuple[str, str]]]:
    entry = answer(data)["sessions"][index]
    return entry["state"], [(gap["start"], gap["end"]) for gap in entry["gaps"]]


COVERED: tuple[str, list[tuple[str, str]]] = ("covered", [])
BARE = ("uncovered", [("2026-12-03T10:00Z", "2026-12-03T11:00Z")])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared scenarios are not beside this checkout")
def test_every_shared_scenario_is_judged_as_expected() -> None:
    files = sorted(SHARED.glob("*.json"))
    assert files
    for file in files:
        data = json.loads(file.read_text("utf-8"))
        assert answer(data) == data["expected"], file.name


def test_a_plain_scenario_and_an_empty_one() -> None:
    assert answer(scenario()) == {"sessions": [{"session": "coffee", "state": "covered", "gaps": []}]}
    assert told(scenario(sessions=[coffee(named=[])]))[0] == "at_risk"
    assert answer(scenario(sessions=[])) == {"sessions": []}


def test_what_the_judge_does_not_know_is_left_alone() -> None:
    assert told(scenario(expected={"sessions": 7}, weather="rain")) == COVERED


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"published": False}, BARE),
        ({"kind": "training"}, BARE),
        ({"kind": "Ward"}, BARE),
        ({}, COVERED),
    ],
)
def test_only_published_ward_duty_counts(parts: dict[str, Any], expected: Any) -> None:
    assert told(scenario(duties=[duty("2026-12-03T08:00", "2026-12-03T16:00", **parts)])) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [("confirmed", BARE), ("ended_early", BARE), ("requested", COVERED), ("cancelled", COVERED)],
)
def test_abstractions_that_count(status: str, expected: Any) -> None:
    rows = away("2026-12-03T10:00", "2026-12-03T16:00", status)
    assert told(scenario(abstractions=rows)) == expected


def test_an_abstraction_ended_early_counts_up_to_its_true_end() -> None:
    rows = away("2026-12-03T09:00", "2026-12-03T10:20", "ended_early")
    assert told(scenario(abstractions=rows)) == (
        "uncovered",
        [("2026-12-03T10:00Z", "2026-12-03T10:20Z")],
    )


@pytest.mark.parametrize(
    ("status", "expected"), [("approved", BARE), ("requested", COVERED), ("refused", COVERED)]
)
def test_only_approved_leave_counts(status: str, expected: Any) -> None:
    assert told(scenario(absences=away("2026-12-03T07:00", "2026-12-03T17:00", status))) == expected


def surgery(**parts: Any) -> dict[str, Any]:
    return coffee("2026-12-03T10:30", "2026-12-03T11:30", id="surgery", **parts)


def test_named_on_two_at_once_is_committed_to_each_from_the_other() -> None:
    both = answer(scenario(sessions=[surgery(), coffee()]))["sessions"]
    assert [(one["session"], one["gaps"][0]["causes"]) for one in both] == [
        (
            name,
            [
                {
                    "officer": "Shah",
                    "cause": "committed",
                    "start": "2026-12-03T10:30Z",
                    "end": "2026-12-03T11:00Z",
                }
            ],
        )
        for name in ("coffee", "surgery")
    ]


def test_another_teams_session_commits_and_a_cancelled_one_does_not() -> None:
    away_game = surgery(team="Orchard Vale")
    assert told(scenario(sessions=[coffee(), away_game]))[0] == "uncovered"
    cancelled = surgery(status="cancelled")
    assert answer(scenario(sessions=[coffee(), cancelled])) == answer(scenario())


def test_cancelled_sessions_are_not_judged_and_the_others_are_sorted_by_id() -> None:
    rows = [
        coffee(f"2026-12-03T{hour}:00", f"2026-12-03T{hour}:30", id=name, status=status)
        for name, hour, status in (
            ("S2", "12", "planned"),
            ("S10", "10", "planned"),
            ("S1", "11", "cancelled"),
        )
    ]
    assert [one["session"] for one in answer(scenario(sessions=rows))["sessions"]] == ["S10", "S2"]


def test_causes_are_sorted_by_officer_and_then_by_start() -> None:
    late = duty("2026-12-03T10:30", "2026-12-03T16:00")
    tan = shah(id="Tan")
    data = scenario(officers=[tan, shah()], duties=[late], sessions=[coffee(officers_needed=2)])
    causes = [gap["causes"] for gap in answer(data)["sessions"][0]["gaps"]]
    assert [[cause["officer"] for cause in gap] for gap in causes] == [["Shah", "Tan"], ["Tan"]]


NIGHT = {
    "duties": [duty("2026-12-03T20:00", "2026-12-04T06:00")],
    "sessions": [coffee("2026-12-03T23:00", "2026-12-04T01:00", required_skill="taser")],
}
TASER = {"skill": "taser", "from": "2026-01-01", "to": "2026-12-31"}
AFTER_MIDNIGHT = ("uncovered", [("2026-12-04T00:00Z", "2026-12-04T01:00Z")])
BEFORE_MIDNIGHT = ("uncovered", [("2026-12-03T23:00Z", "2026-12-04T00:00Z")])


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        ({}, COVERED),
        ({"to": None}, COVERED),
        ({"to": "2026-12-04"}, COVERED),  # the last day is a day of holding it
        ({"to": "2026-12-03"}, AFTER_MIDNIGHT),
        ({"from": "2026-12-04"}, BEFORE_MIDNIGHT),
        ({"suspended": True}, ("uncovered", [("2026-12-03T23:00Z", "2026-12-04T01:00Z")])),
        ({"suspended": False}, COVERED),
        ({"skill": "level_2"}, ("uncovered", [("2026-12-03T23:00Z", "2026-12-04T01:00Z")])),
    ],
)
def test_a_skill_is_held_on_its_dates(grant: dict[str, Any], expected: Any) -> None:
    assert told(scenario(**NIGHT, officers=[shah(skills=[{**TASER, **grant}])])) == expected


def test_a_suspended_grant_does_not_hide_another_in_date() -> None:
    grants = [{**TASER, "suspended": True}, TASER]
    assert told(scenario(**NIGHT, officers=[shah(skills=grants)])) == COVERED


@pytest.mark.parametrize(
    ("posting", "expected"),
    [
        ({"from": "2026-12-03", "to": "2026-12-04"}, COVERED),
        ({"from": "2026-01-01", "to": "2026-12-03"}, AFTER_MIDNIGHT),
        ({"from": "2026-12-04", "to": None}, BEFORE_MIDNIGHT),
        ({"from": "2026-12-04", "to": "2026-12-04"}, BEFORE_MIDNIGHT),  # one day
        ({"from": "0001-01-01", "to": "9999-12-31"}, COVERED),
    ],
)
def test_a_posting_holds_on_its_dates(posting: dict[str, Any], expected: Any) -> None:
    officer = shah(postings=[{"team": WARD, **posting}], skills=[TASER])
    data = scenario(**NIGHT, officers=[officer])
    assert told(data) == expected
    # A day on which an officer is posted elsewhere gives no cause: nobody looks at that officer.
    assert [len(gap["causes"]) for gap in answer(data)["sessions"][0]["gaps"]] == [0] * len(expected[1])


def test_midnight_is_londons_in_summer_too() -> None:
    """30 June ends at 23:00 in UTC."""
    data = scenario(
        officers=[shah(postings=[{"team": WARD, "from": "2026-01-01", "to": "2026-06-30"}])],
        duties=[duty("2026-06-30T20:00", "2026-07-01T06:00")],
        sessions=[coffee("2026-06-30T23:30", "2026-07-01T00:30")],
    )
    assert told(data) == ("uncovered", [("2026-06-30T23:00Z", "2026-06-30T23:30Z")])


@pytest.mark.parametrize(
    ("start", "end", "gap"),
    [
        # Spring, 29 March 2026: an abstraction to 01:30 lasts to 02:30 BST.
        ("2026-03-29T00:30", "2026-03-29T01:30", ("2026-03-29T00:30Z", "2026-03-29T01:30Z")),
        ("2026-03-29T02:00", "2026-03-29T02:30", ("2026-03-29T01:00Z", "2026-03-29T01:30Z")),
        ("2027-03-28T01:15", "2027-03-28T03:00", ("2027-03-28T01:15Z", "2027-03-28T02:00Z")),
        # Autumn, 25 October 2026: 01:30 is its first occurrence, so 01:30 to 02:00 is 90 minutes.
        ("2026-10-25T01:30", "2026-10-25T02:00", ("2026-10-25T00:30Z", "2026-10-25T02:00Z")),
        ("2026-10-25T00:30", "2026-10-25T01:30", ("2026-10-24T23:30Z", "2026-10-25T00:30Z")),
    ],
)
def test_abstractions_on_the_nights_the_clocks_change(start: str, end: str, gap: tuple[str, str]) -> None:
    day = start[:10]
    data = scenario(
        duties=[duty(f"{day}T00:00", f"{day}T08:00")],
        sessions=[coffee(f"{day}T00:00", f"{day}T05:00")],
        abstractions=away(start, end, "confirmed"),
    )
    assert told(data) == ("uncovered", [gap])


def test_wall_times_in_the_hour_that_is_skipped_may_hold_no_instant() -> None:
    """01:30 is read as 02:30, after 02:00: it takes nobody away, and as a session lacks nobody."""
    nothing = ("2026-03-29T01:30", "2026-03-29T02:00")
    data = scenario(
        duties=[duty("2026-03-29T00:00", "2026-03-29T08:00")],
        sessions=[coffee("2026-03-29T00:00", "2026-03-29T05:00"), coffee(*nothing, id="skipped")],
        abstractions=away(*nothing, "confirmed"),
    )
    assert [told(data, 0), told(data, 1)] == [COVERED, COVERED]
    assert told({**data, "duties": []}, 1) == COVERED


def test_another_time_zone_is_honoured() -> None:
    """10:20 in Berlin, an hour before London."""
    rows = away("2026-12-03T10:20", "2026-12-03T12:00", "confirmed")
    assert told(scenario(timezone="Europe/Berlin", abstractions=rows)) == (
        "uncovered",
        [("2026-12-03T09:20Z", "2026-12-03T10:00Z")],
    )


def test_seconds_are_read_and_written_where_there_are_some() -> None:
    rows = away("2026-12-03T10:20:30", "2026-12-03T10:30:00", "confirmed")
    assert told(scenario(abstractions=rows)) == (
        "uncovered",
        [("2026-12-03T10:20:30Z", "2026-12-03T10:30Z")],
    )


def test_a_huge_need_is_a_huge_shortfall() -> None:
    gap = answer(scenario(sessions=[coffee(officers_needed=10**30)]))["sessions"][0]["gaps"][0]
    assert gap["short_by"] == 10**30 - 1
