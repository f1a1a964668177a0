"""Rule cases: what counts as work, how answers are written, and the sentence for a malformed file."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from roster.cli import rules as rules_command
from roster.files.fields import MalformedFile
from roster.rules.cases import answer

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "rule-cases"
LONG_DUTY = {"start": "2026-12-01T07:00", "end": "2026-12-01T19:01"}
LONG = {
    "officer": "Shah",
    "rule": "tour_length",
    "start": "2026-12-01T07:00Z",
    "end": "2026-12-01T19:01Z",
    "measured": 721,
    "limit": 720,
}
GOOD: dict[str, Any] = {
    "name": "a minute over twelve hours",
    "timezone": "Europe/London",
    "from": "2026-11-30",
    "to": "2026-12-06",
    "officers": [{"id": "Shah", "employment": "officer"}],
    "duties": [{"officer": "Shah", **LONG_DUTY, "kind": "ward"}],
    "abstractions": [{"officer": "Shah", **LONG_DUTY, "category": "l2_aid", "status": "confirmed"}],
    "cancelled_rest_days": [{"officer": "Shah", "date": "2026-12-25", "told": "2026-12-10"}],
}
ANSWER = {
    "breaches": [LONG],
    "cancelled_rest_days": [{"officer": "Shah", "date": "2026-12-25", "clear_days": 14, "band": "under_15"}],
}
MISSING = object()


def changed(path: str, value: object) -> dict[str, Any]:
    """The good case with one place changed: "duties.0.start"; MISSING takes it out."""
    data = copy.deepcopy(GOOD)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = data
    for step in way:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return data


def written(folder: Path, data: object, name: str = "case.json") -> str:
    file = folder / name
    file.write_text(json.dumps(data), "utf-8")
    return str(file)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared rule cases are not beside this checkout")
def test_every_shared_case_is_answered_as_expected() -> None:
    files = sorted(SHARED.glob("*.json"))
    assert files
    for file in files:
        case = json.loads(file.read_text("utf-8"))
        expected = case.pop("expected")
        assert answer(case) == expected, file.name


def test_one_file_gives_the_object_and_several_a_list_in_their_order(tmp_path: Path) -> None:
    good = written(tmp_path, GOOD, "b.json")
    none = {key: [] for key in ("duties", "abstractions", "cancelled_rest_days")}
    free = written(tmp_path, {**GOOD, **none}, "a.json")
    one = CliRunner().invoke(rules_command, ["check", good])
    assert (one.exit_code, json.loads(one.stdout), one.stderr) == (0, ANSWER, "")
    several = CliRunner().invoke(rules_command, ["check", good, free, good])
    nothing: dict[str, Any] = {"breaches": [], "cancelled_rest_days": []}
    assert json.loads(several.stdout) == [ANSWER, nothing, ANSWER]


def test_a_malformed_file_among_several_is_one_sentence_and_nothing_else(tmp_path: Path) -> None:
    good = written(tmp_path, GOOD, "good.json")
    bad = written(tmp_path, changed("duties.0.end", "19:01"), "bad.json")
    told = CliRunner().invoke(rules_command, ["check", good, bad])
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == f'{bad}: duties[0].end: "19:01" is not a date and time\n'


@pytest.mark.parametrize(("status", "counts"), [
    ("confirmed", True), ("ended_early", True), ("requested", False), ("cancelled", False),
])  # fmt: skip
def test_confirmed_abstractions_are_work_and_ended_early_up_to_their_end(status: str, counts: bool) -> None:
    late = {"officer": "Shah", "start": "2026-12-01T15:00", "end": "2026-12-01T20:00", "status": status}
    early = {"officer": "Shah", "start": "2026-12-01T07:00", "end": "2026-12-01T15:00"}
    breaches = answer({**GOOD, "duties": [early], "abstractions": [late]})["breaches"]
    assert [breach["measured"] for breach in breaches] == ([780] if counts else [])


@pytest.mark.parametrize(
    "parts", [{"kind": "court"}, {"kind": None}, {"published": False}, {"status": "draft"}]
)
def test_a_duty_of_any_kind_is_work_and_so_is_a_draft(parts: dict[str, Any]) -> None:
    duty = {"officer": "Shah", **LONG_DUTY, **parts}
    assert answer({**GOOD, "duties": [duty], "abstractions": []})["breaches"] == [LONG]


@pytest.mark.parametrize("key", ["name", "timezone", "duties.0.kind", "abstractions.0.category"])
@pytest.mark.parametrize("value", [None, MISSING])
def test_what_a_case_may_leave_out(key: str, value: object) -> None:
    assert answer(changed(key, value)) == ANSWER


def test_the_period_bounds_no_rule_but_the_average() -> None:
    assert answer({**GOOD, "from": "2027-01-01", "to": "2027-01-31"}) == ANSWER


def test_answers_are_sorted_by_officer_rule_and_start() -> None:
    duties = [
        {"officer": name, "start": f"2026-12-0{day}T07:00", "end": f"2026-12-0{day}T20:30"}
        for name in ("Shah", "Adeyemi")
        for day in (3, 1, 2)
    ]
    case = {**GOOD, "officers": [{"id": name, "employment": "pcso"} for name in ("Shah", "Adeyemi")]}
    cancelled = [
        {"officer": name, "date": day, "told": "2026-12-01"}
        for name in ("Shah", "Adeyemi")
        for day in ("2027-01-10", "2026-12-30")
    ]
    found = answer({**case, "duties": duties, "abstractions": [], "cancelled_rest_days": cancelled})
    each = [("rest_gap", 1), ("rest_gap", 2), ("tour_length", 1), ("tour_length", 2), ("tour_length", 3)]
    assert [(one["officer"], one["rule"], int(one["start"][8:10])) for one in found["breaches"]] == [
        (name, *rest) for name in ("Adeyemi", "Shah") for rest in each
    ]
    assert [(one["officer"], one["date"]) for one in found["cancelled_rest_days"]] == [
        (name, day) for name in ("Adeyemi", "Shah") for day in ("2026-12-30", "2027-01-10")
    ]


def test_a_duty_in_the_skipped_hour_holds_no_work() -> None:
    duty = {"officer": "Shah", "start": "2027-03-28T01:30", "end": "2027-03-28T02:00"}
    later = {"officer": "Shah", "start": "2027-03-28T09:00", "end": "2027-03-28T17:00"}
    assert answer({**GOOD, "duties": [duty, later], "abstractions": []})["breaches"] == []


MALFORMED = [
    ("timezone", 7, "timezone: 7 is not a text"),
    ("timezone", "Europe/Atlantis", 'timezone: "Europe/Atlantis" is not a time zone'),
    ("from", MISSING, "from: is missing"),
    ("from", "2026-11-31", 'from: "2026-11-31" is not a date'),
    ("from", "0001-01-01", 'from: "0001-01-01" is outside the calendar'),
    ("to", None, "to: null is not a date"),
    ("to", "2026-11-29", 'to: "2026-11-29" is before the first day'),
    ("officers", MISSING, "officers: is missing"),
    ("officers.0", "Shah", 'officers[0]: "Shah" is not an object'),
    ("officers.0.id", 1, "officers[0].id: 1 is not a text"),
    ("officers.0.employment", MISSING, "officers[0].employment: is missing"),
    ("officers.0.employment", "staff", 'officers[0].employment: "staff" is not one of officer, pcso'),
    ("duties", MISSING, "duties: is missing"),
    ("duties", None, "duties: null is not a list"),
    ("duties.0.officer", "Tan", 'duties[0].officer: officer "Tan" is not in the file'),
    ("duties.0.kind", 1, "duties[0].kind: 1 is not a text"),
    ("duties.0.start", "2026-12-01", 'duties[0].start: "2026-12-01" is not a date and time'),
    ("duties.0.start", "0001-01-01T00:00", 'duties[0].start: "0001-01-01T00:00" is outside the calendar'),
    ("duties.0.end", "9999-12-31T23:59", 'duties[0].end: "9999-12-31T23:59" is outside the calendar'),
    ("duties.0.end", "2026-12-01T07:00", 'duties[0].end: "2026-12-01T07:00" is not after the start'),
    ("abstractions", MISSING, "abstractions: is missing"),
    ("abstractions", {}, "abstractions: {} is not a list"),
    ("cancelled_rest_days", MISSING, "cancelled_rest_days: is missing"),
    ("cancelled_rest_days", None, "cancelled_rest_days: null is not a list"),
    ("abstractions.0.category", 1, "abstractions[0].category: 1 is not a text"),
    ("abstractions.0.status", MISSING, "abstractions[0].status: is missing"),
    ("cancelled_rest_days.0.officer", 7, "cancelled_rest_days[0].officer: 7 is not a text"),
    ("cancelled_rest_days.0.date", 20261225, "cancelled_rest_days[0].date: 20261225 is not a date"),
    ("cancelled_rest_days.0.told", MISSING, "cancelled_rest_days[0].told: is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "sentence"), MALFORMED)
def test_a_malformed_field_is_named(path: str, value: object, sentence: str) -> None:
    with pytest.raises(MalformedFile) as malformed:
        answer(changed(path, value))
    assert str(malformed.value) == sentence


def test_a_requested_abstraction_with_a_broken_time_is_malformed_all_the_same() -> None:
    broken = {**GOOD["abstractions"][0], "status": "requested", "end": "soon"}
    with pytest.raises(MalformedFile, match=r'^abstractions\[0\].end: "soon" is not'):
        answer({**GOOD, "abstractions": [broken]})


def test_an_officer_given_twice_is_malformed() -> None:
    with pytest.raises(MalformedFile, match=r'^officers\[1\].id: "Shah" appears twice'):
        answer({**GOOD, "officers": GOOD["officers"] * 2})


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["9999-12-31", "0001-01-01", "9999-12-31T23:59", "0001-02-01T00:00", "Shah"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
PLACES = [
    *GOOD,
    *(f"{rows}.0.{key}" for rows, among in GOOD.items() if isinstance(among, list) for key in among[0]),
]


@given(st.sampled_from(PLACES), JUNK | st.just(MISSING))
def test_junk_anywhere_is_answered_or_refused_but_never_crashes(path: str, junk: object) -> None:
    sentence = "breaches: "
    try:
        assert list(answer(changed(path, junk))) == ["breaches", "cancelled_rest_days"]
    except MalformedFile as malformed:
        sentence = str(malformed)
    assert ": " in sentence
    assert "\n" not in sentence
