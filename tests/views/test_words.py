"""How spans of time are written."""

import pytest

from roster.views.words import hours, when
from tests.factories import span


@pytest.mark.parametrize(
    ("start", "length", "words"),
    [
        ("2026-12-03 10:00", 1, "10:00–11:00"),
        ("2026-12-03 22:00", 9, "22:00–07:00"),
        ("2026-12-03 07:00", 24, "07:00–Fri 4 Dec 07:00"),
        ("2026-12-03 07:00", 56, "07:00–Sat 5 Dec 15:00"),
    ],
)
def test_a_day_or_more_says_the_day_it_ends(at, start, length, words):
    at("2026-12-01 12:00")
    assert hours(span(start, hours=length)) == words
    assert when(span(start, hours=length)) == f"Thu 3 Dec {words}"
