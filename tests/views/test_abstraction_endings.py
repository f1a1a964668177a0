"""Ending an abstraction early and calling it off: what it brings is shown first."""

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.account import Account
from roster.models.cell_change import OwedRestDay
from tests.factories import make_abstraction, make_rest_day
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
    assert "Coffee with a Copper, Costa, Main Road, Thu 3 Dec 10:00–11:00 becomes covered." in form.words
    assert "PC Amina Shah is back on ward duty Thu 3 Dec 09:30–15:00." in form.words
    version = form.soup.find("input", {"name": "version"})["value"]
    refused = send(f"/abstractions/{taken.id}/end", data={"ends": "16:00", "version": version})
    assert "It ends at 15:00 as it is: enter a time before that" in refused.words
    assert refused.soup.find(id="ends")["value"] == "16:00"
    answer = post(f"/abstractions/{taken.id}/end", data={"ends": "0930", "version": version})
    assert answer.location == f"/abstractions/{taken.id}"
    shown = page(answer.location)
    assert "PS Hart ended it early: at 09:30 instead of 15:00" in shown.words
    assert "PS Hart logged it" in shown.words
    assert "Short notice: 0 clear days" in shown.words
    assert "Was to end Thu 3 Dec 15:00" in shown.words
    stale = send(f"/abstractions/{taken.id}/end", 409, data={"ends": "08:30", "version": version})
    assert "back at 08:30" in stale.words
    assert "07:00–09:30, ended early" in stale.words
    assert "nothing to end" in page(f"/abstractions/{taken.id}/end").words


def test_cancelling_says_what_it_brings_first(ward, page, post):
    _team, shah, okafor = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    make_abstraction(okafor, "2026-12-03 07:00")
    asked = page(f"/abstractions/{taken.id}/cancel")
    assert "becomes covered. It is uncovered now." in asked.words
    assert taken.status is AbstractionStatus.CONFIRMED
    post(f"/abstractions/{taken.id}/cancel", data={})
    db.session.refresh(taken)
    assert taken.status is AbstractionStatus.CANCELLED
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
    assert "The rest day of Sat 5 Dec stands again and is no longer owed." in page(f"{taken}/cancel").words
    post(f"{taken}/cancel", data={})
    assert "Sat 5 Dec stands again" in page("/owed-rest-days").words
    assert "This rest day, Sat 5 Dec, stands again." in page(link).words
