"""The fields that every form is made of: what they read, and what they say when they cannot."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from roster.forms.fields import ChoiceField, CountField, DayField, Form, MinuteField, WordsField
from roster.forms.spans import span_of
from tests.factories import wall

pytestmark = pytest.mark.engine("sqlite")


class Asked(Form):
    """One of each field."""

    day = DayField("Day", required="Enter the day")
    start = MinuteField("From", required="Enter the start")
    end = MinuteField("To", required="Enter the end", is_end=True)
    officer = ChoiceField("Officer", required="Choose the officer")
    words = WordsField("Asked for by", required="Say who asked", longest=10)
    count = CountField("How many", least=1, most=50)


GOOD = {"day": "3/12/2026", "start": "7", "end": "15", "officer": "4", "words": " Ops  Room ", "count": "2"}


def filled(app: Flask, **changes: str) -> Asked:
    with app.test_request_context(method="POST"):
        form = Asked(MultiDict(GOOD | changes), meta={"csrf": False})
        form.officer.offer([(4, "PC Shah")], empty="Choose")
        form.validate()
        return form


def test_a_good_form_gives_values(app: Flask) -> None:
    form = filled(app)
    assert form.errors == {}
    assert (form.officer.data, form.words.data, form.count.data) == (4, "Ops Room", 2)
    span = span_of(form.day, form.start, form.end)
    assert span is not None
    assert (span.starts_at, span.ends_at) == (wall("2026-12-03 07:00"), wall("2026-12-03 15:00"))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("day", "tomorow", "Enter a date, such as 3/12/2026, 3 Dec or Thu"),
        ("day", "", "Enter the day"),
        ("day", "3/12/1926", "Enter a year from 2000 to 2099"),
        ("day", "31/2/2027", "February 2027 has 28 days"),
        ("start", "24:00", "Enter a time on the 24-hour clock, such as 07:00"),
        ("start", "25:00", "Enter a time on the 24-hour clock, such as 07:00"),
        ("officer", "5", "Choose the officer"),
        ("officer", "", "Choose the officer"),
        ("officer", "4 OR 1=1", "Choose the officer"),
        ("words", "", "Say who asked"),
        ("words", "x" * 11, "Enter 10 characters at most"),
        ("words", "a\x00b", "Remove the characters that cannot be printed"),
        ("count", "0", "Enter a whole number from 1 to 50"),
        ("count", "lots", "Enter a whole number from 1 to 50"),
    ],
)
def test_bad_input_is_told_and_kept(app: Flask, field: str, typed: str, said: str) -> None:
    form: Any = filled(app, **{field: typed})
    assert list(form.errors) == [field]
    assert form.errors[field][0] == said
    if hasattr(form[field], "_value"):
        assert form[field]._value() == typed


def test_a_blank_is_nothing_typed(app: Flask) -> None:
    assert filled(app, words="  ").errors == {"words": ["Say who asked"]}


def test_a_span_that_ends_before_it_starts_ends_the_next_day(app: Flask) -> None:
    form = filled(app, start="22:00", end="07:00")
    span = span_of(form.day, form.start, form.end)
    assert span is not None
    assert span.minutes == 9 * 60


def test_a_span_without_length_is_refused(app: Flask) -> None:
    form = filled(app, start="7", end="0700")
    assert span_of(form.day, form.start, form.end) is None
    assert form.end.errors == ["The end must differ from the start"]


def test_an_end_at_24_00_is_the_midnight_after_the_day(app: Flask) -> None:
    form = filled(app, start="14", end="24:00")
    span = span_of(form.day, form.start, form.end)
    assert span is not None
    assert (span.starts_at, span.ends_at) == (wall("2026-12-03 14:00"), wall("2026-12-04 00:00"))
