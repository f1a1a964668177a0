"""Checking files: what is printed for one and for several, and the sentence for a malformed one."""

import copy
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.coverage.scenarios import answer
from roster.files.fields import MalformedFile
from roster.files.judging import Checked
from roster.files.judging import check_files as judged_files

WARD = "Kelsey Green"
TIMES = {"start": "2026-12-03T10:00", "end": "2026-12-03T11:00"}
GOOD: dict[str, Any] = {
    "timezone": "Europe/London",
    "teams": [{"code": WARD, "name": WARD}],
    "officers": [
        {
            "id": "Shah",
            "postings": [{"team": WARD, "from": "2026-01-01", "to": None}],
            "skills": [{"skill": "taser", "from": "2026-01-01", "to": "2026-12-31", "suspended": False}],
        }
    ],
    "duties": [{"officer": "Shah", **TIMES, "kind": "ward", "published": True}],
    "abstractions": [{"officer": "Shah", **TIMES, "status": "requested"}],
    "absences": [{"officer": "Shah", **TIMES, "status": "requested"}],
    "sessions": [
        {
            "id": "coffee",
            "team": WARD,
            **TIMES,
            "officers_needed": 1,
            "required_skill": "taser",
            "named": ["Shah"],
            "status": "planned",
        }
    ],
}
ANSWER = {"sessions": [{"session": "coffee", "state": "covered", "gaps": []}]}
MISSING = object()


def check_files(paths: Sequence[str | Path]) -> Checked:
    return judged_files(paths, answer)


def changed(path: str, value: object) -> dict[str, Any]:
    """The good file with one place changed: "duties.0.start"; MISSING takes it out."""
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


def written(folder: Path, data: object, name: str = "case.json") -> Path:
    file = folder / name
    file.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return file


def test_one_file_gives_the_object_and_several_a_list_in_their_order(tmp_path: Path) -> None:
    good = written(tmp_path, GOOD, "b.json")
    bare = written(tmp_path, changed("sessions", []), "a.json")
    one = check_files([good])
    assert (json.loads(one.text), one.exit_code, one.error) == (ANSWER, 0, "")
    several = check_files([str(good), str(bare), str(good)])
    assert json.loads(several.text) == [ANSWER, {"sessions": []}, ANSWER]


def test_a_malformed_file_among_several_prints_its_sentence_alone(tmp_path: Path) -> None:
    good = written(tmp_path, GOOD, "good.json")
    bad = written(tmp_path, changed("duties.0.start", "2026-13-01"), "bad.json")
    assert check_files([good, bad, good]) == (
        "",
        2,
        f'{bad}: duties[0].start: "2026-13-01" is not a date and time',
    )


MALFORMED = [
    ("timezone", "Europe/Atlantis", 'timezone: "Europe/Atlantis" is not a time zone'),
    ("timezone", "../Europe/London", 'timezone: "../Europe/London" is not a time zone'),
    ("timezone", "Europe", 'timezone: "Europe" is not a time zone'),
    ("timezone", 7, "timezone: 7 is not a text"),
    ("teams", MISSING, "teams: is missing"),
    ("teams", {}, "teams: {} is not a list"),
    ("teams.0", None, "teams[0]: null is not an object"),
    ("teams.0.code", MISSING, "teams[0].code: is missing"),
    ("officers", MISSING, "officers: is missing"),
    ("officers.0.id", 7, "officers[0].id: 7 is not a text"),
    ("officers.0.id", " ", 'officers[0].id: " " is not a text'),
    (
        "officers.0.postings.0.team",
        "Atlantis",
        'officers[0].postings[0].team: team "Atlantis" is not in the file',
    ),
    (
        "officers.0.postings.0.from",
        "2026-02-30",
        'officers[0].postings[0].from: "2026-02-30" is not a date',
    ),
    (
        "officers.0.postings.0.from",
        "2026-01-01T00:00",
        'officers[0].postings[0].from: "2026-01-01T00:00" is not a date',
    ),
    (
        "officers.0.postings.0.to",
        "2025-12-31",
        'officers[0].postings[0].to: "2025-12-31" is before the first day',
    ),
    # A slip in a name must not pass for a list that is empty, or for a day that is open.
    ("abstractions", MISSING, "abstractions: is missing"),
    ("abstractions", None, "abstractions: null is not a list"),
    ("absences", MISSING, "absences: is missing"),
    ("officers.0.postings", MISSING, "officers[0].postings: is missing"),
    ("officers.0.postings.0.to", MISSING, "officers[0].postings[0].to: is missing"),
    ("officers.0.skills", MISSING, "officers[0].skills: is missing"),
    ("officers.0.skills.0.to", MISSING, "officers[0].skills[0].to: is missing"),
    ("officers.0.rank", 7, "officers[0].rank: 7 is not a text"),
    ("sessions.0.named", MISSING, "sessions[0].named: is missing"),
    ("sessions.0.status", MISSING, "sessions[0].status: is missing"),
    ("sessions.0.required_skill", MISSING, "sessions[0].required_skill: is missing"),
    ("officers.0.skills.0.skill", None, "officers[0].skills[0].skill: null is not a text"),
    (
        "officers.0.skills.0.suspended",
        "yes",
        'officers[0].skills[0].suspended: "yes" is not true or false',
    ),
    ("duties", MISSING, "duties: is missing"),
    ("duties.0.officer", "Tan", 'duties[0].officer: officer "Tan" is not in the file'),
    ("duties.0.published", 1, "duties[0].published: 1 is not true or false"),
    ("duties.0.kind", MISSING, "duties[0].kind: is missing"),
    ("duties.0.start", "2026-12-03", 'duties[0].start: "2026-12-03" is not a date and time'),
    (
        "duties.0.start",
        "2026-12-03T10:00Z",
        'duties[0].start: "2026-12-03T10:00Z" is not a date and time',
    ),
    (
        "duties.0.start",
        "2026-12-03T24:00",
        'duties[0].start: "2026-12-03T24:00" is not a date and time',
    ),
    ("duties.0.start", 1_796_256_000, "duties[0].start: 1796256000 is not a date and time"),
    (
        "duties.0.end",
        "2026-12-03T10:00",
        'duties[0].end: "2026-12-03T10:00" is not after the start',
    ),
    (
        "abstractions.0.end",
        "2026-12-03T09:59",
        'abstractions[0].end: "2026-12-03T09:59" is not after the start',
    ),
    (
        "abstractions.0.status",
        "planned",
        'abstractions[0].status: "planned" is not one of requested, cancelled, confirmed, '
        "ended_early, ended early",
    ),
    (
        "absences.0.status",
        "yes",
        'absences[0].status: "yes" is not one of requested, approved, declined, refused, '
        "rejected, withdrawn, cancelled",
    ),
    ("absences.0.status", MISSING, "absences[0].status: is missing"),
    ("sessions", MISSING, "sessions: is missing"),
    ("sessions.0.id", MISSING, "sessions[0].id: is missing"),
    ("sessions.0.team", "Atlantis", 'sessions[0].team: team "Atlantis" is not in the file'),
    ("sessions.0.named", "Shah", 'sessions[0].named: "Shah" is not a list'),
    ("sessions.0.named.0", "Tan", 'sessions[0].named[0]: officer "Tan" is not in the file'),
    ("sessions.0.named.0", ["Shah"], 'sessions[0].named[0]: ["Shah"] is not a text'),
    ("sessions.0.required_skill", 7, "sessions[0].required_skill: 7 is not a text"),
    (
        "sessions.0.status",
        "held",
        'sessions[0].status: "held" is not one of planned, cancelled',
    ),
]


@pytest.mark.parametrize(("path", "value", "sentence"), MALFORMED)
def test_a_malformed_field_is_named_in_one_sentence(
    path: str, value: object, sentence: str, tmp_path: Path
) -> None:
    file = written(tmp_path, changed(path, value))
    assert check_files([file]) == ("", 2, f"{file}: {sentence}")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("officers.0.skills.0.suspended", None),
        ("officers.0.skills.0.suspended", MISSING),
        ("absences.0.status", "declined"),
        ("timezone", MISSING),
    ],
)
def test_what_a_file_may_leave_open(path: str, value: object) -> None:
    assert answer(changed(path, value)) == ANSWER


@pytest.mark.parametrize("value", [True, -1, 1.5, 1.0, "1", None])
def test_officers_needed_is_a_whole_number(value: object) -> None:
    with pytest.raises(MalformedFile) as malformed:
        answer(changed("sessions.0.officers_needed", value))
    written_so = json.dumps(value)
    assert str(malformed.value) == (f"sessions[0].officers_needed: {written_so} is not a whole number from 0")


@pytest.mark.parametrize(
    ("rows", "key", "name"),
    [("teams", "code", WARD), ("officers", "id", "Shah"), ("sessions", "id", "coffee")],
)
def test_a_name_given_twice_is_malformed(rows: str, key: str, name: str) -> None:
    twice = {**GOOD, rows: GOOD[rows] * 2}
    with pytest.raises(MalformedFile) as malformed:
        answer(twice)
    assert str(malformed.value) == f'{rows}[1].{key}: "{name}" appears twice'


def test_a_draft_with_a_broken_time_is_malformed_all_the_same() -> None:
    broken = {**GOOD["duties"][0], "published": False, "end": "soon"}
    with pytest.raises(MalformedFile, match=r'^duties\[0\].end: "soon" is not'):
        answer({**GOOD, "duties": [broken]})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not JSON at line 1, column 1"),
        ('{\n "teams": [,]}', "is not JSON at line 2, column 12"),
        ('{"teams": NaN}', "teams: is not a number, or too large a one"),
        ('{"teams": [{"code": -Infinity}]}', "teams[0].code: is not a number, or too large a one"),
        ('{"teams": ' + "9" * 5000 + "}", "teams: is not a number, or too large a one"),
        ("[1]", "the top level: [1] is not an object"),
        ("null", "the top level: null is not an object"),
        ("[" * 200_000, "is nested too deeply"),
    ],
    ids=range(8),
)
def test_what_is_no_scenario_at_all(text: str, sentence: str, tmp_path: Path) -> None:
    file = written(tmp_path, text)
    assert check_files([file]) == ("", 2, f"{file}: {sentence}")


def test_a_number_too_large_for_a_float_is_no_count(tmp_path: Path) -> None:
    text = json.dumps(GOOD).replace('"officers_needed": 1', '"officers_needed": 1e999')
    assert "sessions[0].officers_needed" in check_files([written(tmp_path, text)]).error


def test_a_line_break_in_the_name_of_a_file_stays_out_of_the_sentence(tmp_path: Path) -> None:
    file = tmp_path / "two\nlines.json"
    file.write_text("")
    assert len(check_files([file]).error.splitlines()) == 1


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"name": "Caf\u00e9"}'.encode("latin-1"))
    assert check_files([latin]).error == f"{latin}: is not UTF-8 text"
    assert check_files([tmp_path]).error == f"{tmp_path}: is a folder, not a file"
    gone = tmp_path / "gone.json"
    assert check_files([gone]) == ("", 2, f"{gone}: there is no such file")
    assert check_files([]).exit_code == 2


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "marked.json"
    file.write_text(json.dumps(GOOD), "utf-8-sig")
    assert check_files([file]).exit_code == 0


def test_a_sentence_can_be_printed_whatever_the_file_holds(tmp_path: Path) -> None:
    file = written(tmp_path, json.dumps(changed("duties.0.start", "\ud800\n" + "x" * 500)))
    error = check_files([file]).error
    assert error.encode("utf-8").count(b"\n") == 0
    assert len(error) < len(str(file)) + 150


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of the good file."""
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]
    for step, part in inside:
        if isinstance(part, dict | list):
            yield from places(part, (*path, step))
        else:
            yield (*path, step)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["9999-12-31", "0001-01-01", "9999-12-31T23:59", "0001-01-01T00:00", "Shah"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(list(places(GOOD))), JUNK | st.just(MISSING), st.sampled_from(["UTC", "Asia/Tokyo"]))
def test_junk_anywhere_is_judged_or_refused_but_never_crashes(
    path: tuple[Any, ...], junk: object, zone: str
) -> None:
    data = changed(".".join(map(str, path)), junk)
    if path[0] != "timezone":
        data["timezone"] = zone
    sentence = "sessions: "
    try:
        assert list(answer(data)) == ["sessions"]
    except MalformedFile as malformed:
        sentence = str(malformed)
    assert ": " in sentence
    assert "\n" not in sentence
