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


TEN, HALF, ELEVEN = "2026-12-03 10:00", "2026-12-03 10:30", "2026-12-03 11:00"


@pytest.mark.parametrize(
    ("gaps", "needed", "state", "said"),
    [
        ([(TEN, ELEVEN, 1)], 1, "uncovered", "Nobody from 10:00 to 11:00. Needs 1."),
        ([(TEN, ELEVEN, 1)], 2, "uncovered", "1 officer short from 10:00 to 11:00. Needs 2."),
        ([(TEN, ELEVEN, 2)], 3, "uncovered", "2 officers short from 10:00 to 11:00. Needs 3."),
        ([(TEN, ELEVEN, 1)], 1, "at_risk", "Nobody is named from 10:00 to 11:00. Needs 1."),
        ([(TEN, ELEVEN, 1)], 2, "at_risk", "1 more to be named from 10:00 to 11:00. Needs 2."),
        ([], 2, "at_risk", "Needs 2."),
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


def test_an_officer_who_is_named_may_still_not_be_there() -> None:
    """The page names PC Shah on it; nobody may then be said to be."""
    gaps = [Gap(span(TEN, ELEVEN), 1)]
    said = words.gap_sentence(gaps, 1, "at_risk", ["PC Shah"])
    assert said == "Nobody who is named can be there from 10:00 to 11:00. Needs 1."
    assert words.gap_sentence(gaps, 1, "uncovered", ["PC Shah"]) == "Nobody from 10:00 to 11:00. Needs 1."


@pytest.mark.parametrize(
    ("gaps", "needed", "state", "said"),
    [
        ([(TEN, ELEVEN, 1)], 1, "uncovered", "1 officer from 10:00 to 11:00, of 1 needed."),
        ([(TEN, ELEVEN, 2)], 3, "at_risk", "2 officers named and free from 10:00 to 11:00, of 3 needed."),
        (
            [(TEN, HALF, 2), (HALF, ELEVEN, 1)],
            2,
            "uncovered",
            "2 officers from 10:00 to 10:30; 1 officer from 10:30 to 11:00, of 2 needed.",
        ),
    ],
)
def test_what_was_missing_is_not_said_as_if_it_were_now(gaps, needed, state, said) -> None:
    made = [Gap(span(start, end), short_by) for start, end, short_by in gaps]
    assert words.gap_was(made, needed, state) == said


def test_a_list_is_said_as_people_say_it() -> None:
    assert [words.listed(one) for one in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
