"""Which changes an open grid has drawn: runs of ids, read, joined and said."""

import pytest

from roster.queries.cell_seen import MOST_RUNS, joined, read_runs, runs_in_words


@pytest.mark.parametrize(
    ("runs", "ids", "found"),
    [
        ([], [], []),
        ([], [3, 1, 2, 7], [(1, 3), (7, 7)]),
        ([(1, 3)], [4], [(1, 4)]),
        ([(1, 3)], [5], [(1, 3), (5, 5)]),
        ([(1, 3), (5, 9)], [4], [(1, 9)]),
        ([(1, 9)], [4], [(1, 9)]),
    ],
)
def test_ids_that_follow_each_other_are_one_run(runs, ids, found):
    assert joined(runs, ids) == found


def test_what_is_said_is_read_again():
    assert read_runs(runs_in_words([(1, 340), (345, 345)])) == [(1, 340), (345, 345)]
    assert read_runs(runs_in_words([])) == []


@pytest.mark.parametrize("text", ["1", "1-2,", "a-b", "1-2-3", "-1-2", "1-99999999999", "\u0661-\u0662"])
def test_anything_else_is_nothing(text):
    assert read_runs(text) == []


def test_of_too_many_the_newest_are_kept():
    many = [(2 * one, 2 * one) for one in range(MOST_RUNS + 5)]
    assert read_runs(runs_in_words(many)) == many[5:]
