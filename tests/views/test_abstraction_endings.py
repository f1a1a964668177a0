"""Ending an abstraction early and calling it off: what it brings is shown first."""

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.account import Account
from roster.models.cell_change import OwedRestDay
from tests.factories import make_abstraction, make_rest_day, span
from tests.pages import Page
from tests.views.abstraction_desk import NEW, biggin_hill, confirmed, looker, poster, typed


@pytest.fixture
def ward(app, at, sign_in):
    """The sergeant of Biggin Hill is signed in, on the day before."""
    at("2026-12-02 08:00")
    team, shah, okafor, sergeant = biggin_hill()
    sign_in(sergeant)
    return team, shah, okafor


@pytest.fixture
def post(client):
    return poster(client)


@pytest.fixture
def send(post):
    return looker(post)


def sent(page, **typed):
    """The form as the page would send it, confirmed unless a step says otherwise."""
    names = ("version", "shown", "ends")
    fields = {name: page.soup.find("input", {"name": name}) for name in names}
    kept = {name: found.get("value", "") for name, found in fields.items() if found}
    return {**kept, "step": "confirm", **typed}


def test_ending_early_suggests_now_says_what_it_brings_and_keeps_the_history(
    ward, page, post, at, sign_in, send
):
    _team, shah, _ = ward
    seen = send(NEW, data=typed(shah))
    post(NEW, data=confirmed(seen, shah))
    taken = db.session.scalar(select(Abstraction))
    at("2026-12-03 09:30")
    sign_in(db.session.scalar(select(Account)))
    form = page(f"/abstractions/{taken.id}/end")
    assert form.soup.find(id="ends")["value"] == "09:30"
    assert "What ending it at 09:30 brings" in form.words
    assert "Coffee with a Copper, Costa, Main Road, Thu 3 Dec 10:00–11:00 becomes covered." in form.words
    assert "PC Amina Shah is back on ward duty Thu 3 Dec 09:30–15:00." in form.words
    assert form.soup.find("button", value="confirm").text == "Confirm: end it at 09:30"
    answer = post(f"/abstractions/{taken.id}/end", data=sent(form))
    assert answer.location == f"/abstractions/{taken.id}"
    shown = page(answer.location)
    assert "PC Amina Shah is back, and was told." in shown.words
    assert "PS Hart ended it early: at 09:30 instead of 15:00" in shown.words
    assert "PS Hart logged it" in shown.words
    assert "Short notice: 0 clear days" in shown.words
    assert "Was to end Thu 3 Dec 15:00" in shown.words
    stale = sent(form, ends="08:30", shown=span("2026-12-03 08:30", hours=1).start)
    refused = send(f"/abstractions/{taken.id}/end", 409, data=stale)
    assert "back at 08:30" in refused.words
    assert "07:00–09:30, ended early" in refused.words
    assert "nothing to end" in page(f"/abstractions/{taken.id}/end").words


def test_one_that_has_not_begun_is_shown_before_it_is_shortened(ward, page, post, send):
    _team, shah, _ = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    path = f"/abstractions/{taken.id}/end"
    empty = page(path)
    assert empty.soup.find(id="ends").get("value", "") == ""
    assert "Enter the time: what it brings" in empty.words
    assert empty.soup.find("button", value="confirm") is None
    seen = send(path, data=sent(empty, ends="10", step="preview"))
    assert "Thu 3 Dec 10:00 instead of Thu 3 Dec 15:00" in seen.words
    assert "becomes covered" in seen.words
    assert seen.soup.find(id="ends")["value"] == "10"
    assert as_it_stands(taken) is AbstractionStatus.CONFIRMED
    post(path, data=sent(seen))
    assert as_it_stands(taken) is AbstractionStatus.ENDED_EARLY
    said = page(f"/abstractions/{taken.id}").words
    assert "PC Amina Shah will be back on the ward on Thu 3 Dec at 10:00, and was told." in said


@pytest.mark.parametrize("shown", [None, "", "1"])
def test_a_time_that_was_not_shown_is_shown_first(ward, page, send, shown):
    _team, shah, _ = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    path = f"/abstractions/{taken.id}/end"
    data = sent(page(path), ends="12:00", shown=shown)
    asked = send(path, data={name: value for name, value in data.items() if value is not None})
    assert "Check again: this is another time than was last shown to you." in asked.words
    assert "What ending it at 12:00 brings" in asked.words
    assert as_it_stands(taken) is AbstractionStatus.CONFIRMED


@pytest.mark.parametrize("step", ["preview", "confirm", "harm"])
@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ("07:00", "It starts at 07:00: cancel it if it does not happen"),
        ("15:00", "Enter a time between 07:00 and 15:00"),
        ("06:59", "Enter a time between 07:00 and 15:00"),  # the next morning
        ("1500 hrs", "Enter "),
        ("", "Enter the time"),
    ],
)
def test_a_time_that_will_not_do_says_so_and_is_kept(ward, page, post, ends, sentence, step):
    _team, shah, _ = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    path = f"/abstractions/{taken.id}/end"
    refused = Page(post(path, data=sent(page(path), ends=ends, step=step)))
    assert sentence in refused.words
    assert refused.soup.find("button", value="confirm") is None
    if step != "harm":
        assert refused.faults() == []
        assert refused.soup.title.text.strip().startswith("Error: ")
        assert (refused.soup.find(id="ends").get("value") or "") == ends
        assert refused.soup.select_one(".govuk-error-summary a")["href"] == "#ends"


def test_the_fragment_is_what_it_brings_and_its_buttons_only(ward, page, post):
    _team, shah, _ = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    path = f"/abstractions/{taken.id}/end"
    text = post(path, data=sent(page(path), ends="12:00", step="harm")).get_data(as_text=True)
    assert "<h1" not in text
    assert 'id="harm"' in text
    assert 'id="steps"' in text
    assert "End it" not in text
    assert "Confirm: end it at 12:00" in text


def as_it_stands(taken):
    db.session.refresh(taken)
    return taken.status


def test_cancelling_says_what_it_brings_first(ward, page, post):
    _team, shah, okafor = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    make_abstraction(okafor, "2026-12-03 07:00")
    asked = page(f"/abstractions/{taken.id}/cancel")
    assert "becomes covered. It is uncovered now." in asked.words
    assert taken.status is AbstractionStatus.CONFIRMED
    post(f"/abstractions/{taken.id}/cancel", data={})
    assert as_it_stands(taken) is AbstractionStatus.CANCELLED
    assert "PC Amina Shah is not taken after all, and was told." in page(f"/abstractions/{taken.id}").words


def test_a_rest_day_that_is_cancelled_is_owed_shown_and_stands_again(ward, page, post, send):
    _team, _shah, okafor = ward
    make_rest_day(okafor, "2026-12-05")
    seen = send(NEW, data=typed(okafor, day="5/12/2026"))
    post(NEW, data=confirmed(seen, okafor, day="5/12/2026"))
    listed = page("/owed-rest-days")
    assert "PC Okafor is owed the rest day of Sat 5 Dec. Re-roster it" in listed.words
    owed = db.session.scalars(select(OwedRestDay)).one()
    link = f"/owed-rest-days/{owed.id}/re-roster"
    assert listed.soup.select_one(".app-message--warn a")["href"] == link
    taken = f"/abstractions/{owed.abstraction_id}"
    assert listed.soup.find("a", {"href": taken}).text == "taken for Erpt"
    assert "was cancelled: taken for Erpt, with 2 clear days’ notice. It is owed." in page(link).words
    shown = page(taken)
    assert "Sat 5 Dec, 2 clear days’ notice: owed until it is re-rostered" in shown.words
    assert shown.soup.find("a", {"href": link})
    ended = page(f"{taken}/end")
    ended = send(f"{taken}/end", data=sent(ended, ends="12:00", step="preview"))
    assert "The rest day of Sat 5 Dec stays owed: a part of it is worked." in ended.words
    assert "The rest day of Sat 5 Dec stands again and is no longer owed." in page(f"{taken}/cancel").words
    post(f"{taken}/cancel", data={})
    assert "Sat 5 Dec stands again" in page("/owed-rest-days").words
    assert "This rest day, Sat 5 Dec, stands again." in page(link).words
