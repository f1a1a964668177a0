"""What the pages say of cover: states, gaps and times."""

from datetime import datetime

import pytest

from roster.clock import to_utc
from roster.coverage.gaps import CauseKind, Gap, State
from roster.values import Span
from roster.views import cover_words as words


def span(start: str, end: str) -> Span:
    return Span.between(*(to_utc(datetime.fromisoformat(wall)) for wall in (start, end)))


def test_every_state_has_a_word_and_a_shape_of_its_own() -> None:
    assert [words.state_word(state) for state in State] == ["Covered", "At risk", "Uncovered"]
    assert len({words.state_mark(state) for state in State}) == 3


def test_every_cause_has_words() -> None:
    assert all(words.cause_word(kind) for kind in CauseKind)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-12-03 10:00", "2026-12-03 11:00", "10:00–11:00"),
        ("2026-07-03 10:00", "2026-07-03 11:00", "10:00–11:00"),  # summer time
        ("2026-12-03 22:00", "2026-12-04 00:00", "22:00–00:00"),  # that day's midnight
        ("2026-12-03 22:00", "2026-12-04 02:00", "22:00–Fri 4 Dec 02:00"),
    ],
)
def test_hours_are_those_of_london(start: str, end: str, said: str, at) -> None:
    at("2026-11-30 09:00")
    assert words.hours(span(start, end)) == said


def test_a_day_of_another_year_says_its_year(at) -> None:
    at("2026-12-30 09:00")
    assert words.day_and_hours(span("2026-12-31 10:00", "2026-12-31 11:00")) == "Thu 31 Dec 10:00–11:00"
    assert words.day_words(span("2027-01-04 10:00", "2027-01-04 11:00").start) == "Mon 4 Jan 2027"


TEN, HALF, ELEVEN = "2026-12-03 10:00", "2026-12-03 10:30", "2026-12-03 11:00"


@pytest.mark.parametrize(
    ("gaps", "needed", "state", "said"),
    [
        ([(TEN, ELEVEN, 1)], 1, "uncovered", "Nobody from 10:00 to 11:00. Needs 1."),
        ([(TEN, ELEVEN, 1)], 2, "uncovered", "1 officer short from 10:00 to 11:00. Needs 2."),
        ([(TEN, ELEVEN, 2)], 3, "uncovered", "2 officers short from 10:00 to 11:00. Needs 3."),
        ([(TEN, ELEVEN, 1)], 1, "at_risk", "Nobody is named from 10:00 to 11:00. Needs 1."),
        ([(TEN, ELEVEN, 1)], 2, "at_risk", "1 more to be named from 10:00 to 11:00. Needs 2."),
        (
            [(TEN, HALF, 2), (HALF, ELEVEN, 1)],
            2,
            "uncovered",
            "Nobody from 10:00 to 10:30; 1 officer short from 10:30 to 11:00. Needs 2.",
        ),
        (
            [(TEN, "2026-12-03 10:15", 1), (HALF, ELEVEN, 1)],
            1,
            "uncovered",
            "Nobody from 10:00 to 10:15 and from 10:30 to 11:00. Needs 1.",
        ),
    ],
)
def test_a_gap_is_one_sentence_with_its_times(gaps, needed, state, said) -> None:
    made = [Gap(span(start, end), short_by) for start, end, short_by in gaps]
    assert words.gap_sentence(made, needed, state) == said


def test_a_list_is_said_as_people_say_it() -> None:
    assert [words.listed(one) for one in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
