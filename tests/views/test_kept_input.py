"""A sign-in that runs out over an open form: nothing is saved, and nothing that was typed is lost."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from roster.extensions import db
from roster.models.account import Account, AccountRole
from roster.models.contact_session import ContactSession
from roster.permissions import Role
from roster.views.kept_input import LONGEST
from tests.factories import (
    make_account,
    make_contact_session,
    make_duty,
    make_officer,
    make_supervision,
    make_team,
    make_template,
    make_venue,
    one_or_new,
    save,
)
from tests.pages import Client, Page
from tests.views.test_headers import path_of, unsafe_rules

RIGHT = "correct horse 9"
NEW = "/contact-sessions/new"


@pytest.fixture
def desk(client: Client, at: Callable[..., Any], sign_in: Callable[[Account], Account]) -> Any:
    """PS Hart, who signed in at nine and went to make tea."""
    at("2026-12-01 09:00")
    officer, team = make_officer("Morgan Hart", "PS"), make_team()
    make_supervision(officer, team)
    account = make_account(officer, ["sergeant"], email="hart@example.org")
    account.password = hash_password(RIGHT)
    sign_in(save(account))
    found = SimpleNamespace(team=team, venue=make_venue(team), account=account, at=at, sign_in=sign_in)

    def leave_and_send(path: str, typed: Any, **headers: str) -> Page:
        data = MultiDict(typed)
        data["csrf_token"] = str(Page(client.get(NEW)).soup.find("input", {"name": "csrf_token"})["value"])
        at("2026-12-01 09:31")
        return Page(client.post(path, data=data, headers=headers))

    found.leave_and_send = leave_and_send
    return found


def sign_in_form(page: Page, password: str = RIGHT) -> dict[str, str]:
    """What the page's own form sends, filled in."""
    form = page.soup.find("form", action="/sign-in")
    hidden = {str(one["name"]): str(one["value"]) for one in form.find_all("input", type="hidden")}
    return {**hidden, "email": "hart@example.org", "password": password}


def stall(desk: Any, **changed: str) -> dict[str, Any]:
    sent = {"team": desk.team.id, "title": "Stall <b>O'Neill</b>", "day": "Fri", "start": "1000", "end": "11"}
    return {**sent, "venue": "", "new_venue": "Green", "needed": "2", "skill": "", "version": "0"} | changed


def value(page: Page, name: str) -> str:
    return str(page.soup.find("input", attrs={"name": name}).get("value", ""))


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_what_was_typed_comes_back_after_signing_in_and_is_not_sent(client: Client, desk: Any) -> None:
    refused = desk.leave_and_send(NEW, stall(desk))
    assert refused.status == 400
    assert refused.faults() == []
    assert "You were signed out Nothing was saved." in refused.words
    entered = client.post("/sign-in", data=sign_in_form(refused))
    assert entered.headers["Location"] == NEW
    back = Page(client.get(NEW))
    assert back.faults() == []
    assert [value(back, name) for name in ("title", "day", "start", "new_venue", "needed")] == [
        *("Stall <b>O'Neill</b>", "Fri", "1000", "Green", "2"),
    ]
    assert "Nothing is saved yet. Check what you had entered, and send it again." in back.words
    assert count(ContactSession) == 0
    sent = {**stall(desk), "csrf_token": value(back, "csrf_token")}
    assert client.post(NEW, data=sent).status_code == 302
    assert count(ContactSession) == 1
    assert value(Page(client.get(NEW)), "title") == ""  # once


def test_a_wrong_password_loses_nothing_of_it(client: Client, desk: Any) -> None:
    refused = desk.leave_and_send(NEW, stall(desk))
    again = Page(client.post("/sign-in", data=sign_in_form(refused, password="no")))
    assert "Enter the e-mail address and password" in again.words
    assert client.post("/sign-in", data=sign_in_form(again)).headers["Location"] == NEW
    assert value(Page(client.get(NEW)), "day") == "Fri"


def test_what_is_secret_is_never_carried(desk: Any) -> None:
    refused = desk.leave_and_send(NEW, {**stall(desk), "password": "hunter2", "email": "x@example.org"})
    carried = sign_in_form(refused)["typed"]
    assert "Green" in carried
    assert not any(word in carried for word in ("hunter2", "x@example.org", "csrf_token"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Mode": "cors"},
    ],
)
def test_nothing_is_shown_again_that_no_page_of_ours_sent(desk: Any, headers: dict[str, str]) -> None:
    refused = desk.leave_and_send(NEW, stall(desk), **headers)
    assert refused.status == 400
    assert "This page is out of date" in refused.words
    assert "Green" not in refused.text


def test_signed_in_again_elsewhere_the_form_is_a_link_away(client: Client, desk: Any) -> None:
    with client.session_transaction() as cookie_session:
        cookie_session["csrf_token"] = "of the newer sign-in"
    refused = Page(client.post(NEW, data={**stall(desk), "csrf_token": "old"}))
    assert refused.status == 400
    assert "you have signed in again since it was opened" in refused.words
    way = refused.soup.find("a", string="Open it again with what you had entered")
    assert value(Page(client.get(str(way["href"]))), "new_venue") == "Green"
    assert count(ContactSession) == 0


def test_what_a_cookie_cannot_hold_is_there_to_be_copied(client: Client, desk: Any) -> None:
    refused = desk.leave_and_send(NEW, stall(desk, new_venue="é" * (LONGEST // 6)))
    assert "It is too long to be kept for you" in refused.words
    assert "é" * (LONGEST // 6) in refused.words
    assert "typed" not in sign_in_form(refused)
    client.post("/sign-in", data=sign_in_form(refused))
    assert value(Page(client.get(NEW)), "title") == ""


@pytest.mark.parametrize(
    ("referrer", "way_back"),
    [
        ("http://localhost/board?day=2026-12-03", "/board?day=2026-12-03"),
        ("https://elsewhere.example/board", "/"),
        ("http://localhost/nowhere", "/"),
        ("", "/"),
    ],
)
def test_a_button_that_has_no_page_leads_back_to_where_it_stood(
    desk: Any, referrer: str, way_back: str
) -> None:
    refused = desk.leave_and_send("/flags/1/acknowledge", {"next": "board"}, Referer=referrer)
    assert sign_in_form(refused)["next"] == way_back


@pytest.mark.parametrize(
    "typed", ["not JSON", "{}", "[1]", '[["a"]]', '[["a", 1]]', "[" * 5000, '[["title", "' + "x" * LONGEST]
)
def test_what_is_not_of_our_making_is_not_kept(client: Client, desk: Any, typed: str) -> None:
    refused = desk.leave_and_send(NEW, stall(desk))
    entered = client.post("/sign-in", data={**sign_in_form(refused), "typed": typed})
    assert entered.headers["Location"] == NEW
    assert value(Page(client.get(NEW)), "title") == ""


def test_every_form_says_that_its_sender_is_signed_out(app: Flask, client: Client) -> None:
    for rule, method in unsafe_rules(app):
        answer = client.open(path_of(app, rule), method=method, data={"note": "<script>alert(1)</script>"})
        assert answer.status_code == 400, rule.rule
        said = "This page is out of date" if rule.endpoint == "security.login" else "You were signed out"
        assert said in answer.text, rule.rule
        assert "<script>alert" not in answer.text, rule.rule


@pytest.fixture
def resume(client: Client, desk: Any) -> Callable[..., Page]:
    """The page as it is opened again with what had been typed there."""

    def send(path: str, typed: Any) -> Page:
        client.post("/sign-in", data=sign_in_form(desk.leave_and_send(path, typed)))
        return Page(client.get(path))

    return send


def test_a_form_that_shows_a_row_shows_what_was_typed_over_it(resume: Any, desk: Any) -> None:
    coffee = make_contact_session(desk.team, "2026-12-03 10:00")
    shown = resume(f"/contact-sessions/{coffee.id}/edit", stall(desk, title="Tea", version="7"))
    assert (value(shown, "title"), value(shown, "version")) == ("Tea", "7")


def test_the_officers_who_were_ticked_stay_ticked_against_what_was_seen(resume: Any, desk: Any) -> None:
    coffee = make_contact_session(desk.team, "2026-12-03 10:00")
    shah, oneill = make_officer(team=desk.team), make_officer("Ciarán O'Neill", team=desk.team)
    ticked = [("officers", str(shah.id)), ("officers", str(oneill.id)), ("seen", f"{oneill.id}")]
    shown = resume(f"/contact-sessions/{coffee.id}/name", ticked)
    boxes = shown.soup.find_all("input", attrs={"name": "officers"}, checked=True)
    assert {int(box["value"]) for box in boxes} == {shah.id, oneill.id}
    assert value(shown, "seen") == str(oneill.id)


@pytest.mark.parametrize(
    ("path", "field", "typed"),
    [
        ("/officers/{shah}/days/2026-12-03/cell", "code", "0800-1600"),
        ("/officers/{shah}/days/2026-12-03/duties/new", "starts", "0915"),
        ("/officers/{shah}/days/2026-12-03/absences/new", "ends", "1515"),
        ("/abstractions/new", "requested_by", "Ops room"),
        ("/patterns/new", "day-3", "CRS"),
        ("/officers/{shah}/skills/grant", "last_day", "31 Feb"),
    ],
)
def test_every_kind_of_form_keeps_what_was_typed(
    resume: Any, desk: Any, path: str, field: str, typed: str
) -> None:
    shah = make_officer(team=desk.team)
    shown = resume(path.format(shah=shah.id), {field: typed})
    assert value(shown, field) == typed
    assert shown.faults() == []


def test_a_duty_and_a_shift_keep_what_was_typed_over_them(resume: Any, desk: Any) -> None:
    duty = make_duty(make_officer(team=desk.team), "2026-12-03 07:00")
    typed = {"shift": "court", "starts": "0915", "version": "3"}
    shown = resume(f"/duties/{duty.id}/change", typed)
    assert (value(shown, "starts"), value(shown, "version")) == ("0915", "3")
    desk.account.roles = [one_or_new(AccountRole, "name", Role.ADMINISTRATOR), *desk.account.roles]
    save(desk.account)
    desk.at("2026-12-01 09:00")
    desk.sign_in(desk.account)
    early = make_template()
    assert value(resume(f"/shifts/{early.id}", {"name": "Dawn", "version": "1"}), "name") == "Dawn"
