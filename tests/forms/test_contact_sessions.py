"""The form of a contact session: what it reads, and what it asks to be put right."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from roster.forms.contact_sessions import ContactSessionForm, FilterForm
from tests.databases import app_on
from tests.factories import span

SOUND = {
    "team": "1",
    "title": "Coffee with a Copper",
    "day": "3/12/2026",
    "start": "10:00",
    "end": "11:00",
    "venue": "7",
    "new_venue": "",
    "needed": "1",
    "skill": "",
}


@pytest.fixture
def read(at):
    """The form as it stands after it was sent with these fields changed."""
    at("2026-12-01 09:00")
    app = app_on("sqlite://", WTF_CSRF_ENABLED=False)

    def send(**changed: str) -> tuple[ContactSessionForm, bool]:
        with app.test_request_context("/", method="POST", data=SOUND | changed):
            form = ContactSessionForm()
            form.offer([(1, "Biggin Hill"), (2, "Darwin")], {1: [(7, "Costa")], 2: []}, [(3, "Taser")])
            return form, form.validate()

    return send


def test_a_sound_form_makes_a_span_of_london_time(read) -> None:
    form, sound = read()
    assert sound
    assert form.span == span("2026-12-03 10:00", hours=1)
    assert (form.team.data, form.venue.data, form.needed.data, form.skill.data) == (1, 7, 1, None)


def test_a_late_one_may_run_over_midnight(read) -> None:
    form, sound = read(start="22:00", end="01:00")
    assert sound
    assert form.span == span("2026-12-03 22:00", hours=3)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"team": ""}, "team", "Choose a ward team"),
        ({"team": "99"}, "team", "Choose a ward team"),
        ({"title": ""}, "title", "Enter what it is called, such as Coffee with a Copper"),
        ({"day": ""}, "day", "Enter the date"),
        ({"day": "31/2/2026"}, "day", "February 2026 has 28 days"),
        ({"end": "09:00"}, "end", "The end must be after the start"),
        ({"end": "10:00"}, "end", "The end must differ from the start"),
        ({"venue": ""}, "venue", "Choose a venue, or type a new one"),
        ({"venue": "8"}, "venue", "Choose one from the list"),
        (
            {"venue": "7", "new_venue": "Library"},
            "new_venue",
            "A venue is chosen too. Empty this, or set the list to “Choose, or type a new one”",
        ),
        ({"needed": "0"}, "needed", "Enter a whole number from 1 to 50"),
        ({"needed": "two"}, "needed", "Enter a whole number from 1 to 50"),
        ({"skill": "9"}, "skill", "Choose one from the list"),
    ],
)
def test_what_is_wrong_is_said_on_its_field(read, changed, field, sentence) -> None:
    form, sound = read(**changed)
    assert not sound
    assert form.errors == {field: [sentence]}


def test_a_new_venue_needs_none_from_the_list(read) -> None:
    form, sound = read(venue="", new_venue="  The   Library ")
    assert sound
    assert form.new_venue.data == "The Library"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, "2026-12-01", "2026-12-28"),
        ({"from": "10/12/2026"}, "2026-12-10", "2027-01-06"),
        ({"from": "2026-12-10", "to": "2026-12-11"}, "2026-12-10", "2026-12-11"),
        ({"to": "2026-11-30"}, "2026-11-03", "2026-11-30"),
        ({"from": "nonsense"}, "2026-12-01", "2026-12-28"),
    ],
)
def test_a_list_shows_four_weeks_from_today_unless_asked_otherwise(asked, first, last) -> None:
    with app_on("sqlite://").test_request_context("/"):
        form = FilterForm(MultiDict(asked))
        form.offer([])
        form.validate()
        assert form.days(date(2026, 12, 1)) == (date.fromisoformat(first), date.fromisoformat(last))
