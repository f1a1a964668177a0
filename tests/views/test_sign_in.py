"""Signing in and out: one answer for every way of being wrong, and limits before any hashing."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask_login.utils import encode_cookie
from flask_security.utils import hash_password
from sqlalchemy import func, select

from roster.extensions import db
from roster.models.account import Account, SignInAttempt
from roster.models.audit import AuditEntry
from roster.models.officer import Officer
from roster.models.setting import Setting
from roster.services.sign_in import TRIES_PER_ACCOUNT
from tests.factories import make_account, make_officer, make_supervision, make_team, save
from tests.pages import Client, Page

RIGHT = "correct horse 9"


@pytest.fixture
def account(app: Flask) -> Account:
    app.config["WTF_CSRF_ENABLED"] = False
    account = make_account(make_sergeant_officer(), ["sergeant"], email="hart@example.org")
    account.password = hash_password(RIGHT)
    return save(account)


def make_sergeant_officer() -> Officer:
    officer = make_officer("Morgan Hart", "PS")
    make_supervision(officer, make_team())
    return officer


def enter(client: Client, email: str = "hart@example.org", password: str = RIGHT) -> Page:
    return Page(client.post("/sign-in", data={"email": email, "password": password}))


def test_whoever_is_not_signed_in_is_asked_to_and_then_taken_where_they_went(
    client: Client, account: Account
) -> None:
    sent = client.get("/notices?all=1")
    assert sent.status_code == 302
    assert sent.headers["Location"] == "/sign-in?next=/notices?all%3D1"
    entered = client.post(
        sent.headers["Location"], data={"email": account.email, "password": RIGHT, "next": "/notices"}
    )
    assert entered.headers["Location"] == "/notices"
    assert client.get("/notices").status_code == 200


def test_nobody_is_sent_to_another_site(client: Client, account: Account) -> None:
    entered = client.post(
        "/sign-in", data={"email": account.email, "password": RIGHT, "next": "https://elsewhere.example/"}
    )
    assert "elsewhere" not in entered.headers.get("Location", "")


def test_an_unknown_address_and_a_wrong_password_look_alike(client: Client, account: Account) -> None:
    wrong, unknown = enter(client, password="no"), enter(client, email="who@example.org")
    assert wrong.status == unknown.status == 200
    said = [_without_token(one.text) for one in (wrong, unknown)]
    assert said[0].replace("hart@example.org", "") == said[1].replace("who@example.org", "")
    assert "Enter the e-mail address and password of an account that may sign in" in wrong.words


def _without_token(text: str) -> str:
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", text)


def test_a_closed_account_looks_the_same(client: Client, account: Account) -> None:
    wrong = enter(client, password="no")
    account.active = False
    save(account)
    # The token changes with the second; nothing else may.
    assert _without_token(enter(client).text) == _without_token(wrong.text)


def test_after_eight_wrong_tries_even_the_right_password_waits(
    client: Client, account: Account, at: Callable[..., datetime]
) -> None:
    at("2026-12-03 09:00")
    for _ in range(TRIES_PER_ACCOUNT):
        enter(client, password="no")
    assert "Too many tries. Wait 15 minutes" in enter(client).words
    at("2026-12-03 09:16")
    assert enter(client).status == 302


def test_an_account_is_found_by_the_spelling_it_is_counted_by(client: Client, account: Account) -> None:
    other = " HART@\N{FULLWIDTH LATIN SMALL LETTER E}xample.org"
    for _ in range(TRIES_PER_ACCOUNT - 1):
        enter(client, email=other, password="no")
    assert enter(client, email=other).status == 302
    client.post("/sign-out")
    for _ in range(TRIES_PER_ACCOUNT):
        enter(client, email=other, password="no")
    assert "Too many tries" in enter(client).words


def test_tries_on_an_unknown_address_are_limited_too(client: Client, account: Account) -> None:
    for _ in range(TRIES_PER_ACCOUNT):
        enter(client, email="who@example.org")
    assert "Too many tries" in enter(client, email="who@example.org").words
    assert enter(client).status == 302


def test_a_limited_try_hashes_nothing(
    client: Client, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(TRIES_PER_ACCOUNT):
        enter(client, password="no")
    hashed: list[str] = []
    monkeypatch.setattr(
        Account, "verify_and_update_password", lambda self, given: hashed.append(given) or False
    )
    enter(client)
    assert hashed == []


def test_a_sign_in_is_on_record_and_forgives_the_tries_before_it(client: Client, account: Account) -> None:
    enter(client, password="no")
    assert enter(client).status == 302
    # The wrong one stays counted for the address it came from, and nothing else does.
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 1
    assert db.session.scalars(select(AuditEntry.action)).all() == ["sign-in"]


def test_who_tried_from_where_is_not_kept_in_clear(client: Client, account: Account) -> None:
    enter(client, password="no")
    kept = " ".join(db.session.scalars(select(SignInAttempt.counted_by)))
    assert "hart" not in kept
    assert "127.0.0.1" not in kept


def test_a_sign_in_ends_after_twelve_hours_of_use(
    client: Client, account: Account, at: Callable[..., datetime]
) -> None:
    at("2026-12-03 07:00")
    enter(client)
    for hour in range(7, 19):
        for minute in (0, 20, 40):
            at(f"2026-12-03 {hour:02}:{minute:02}")
            assert client.get("/notices").status_code == 200
    at("2026-12-03 19:01")
    assert client.get("/notices").status_code == 302


def test_nothing_keeps_a_sign_in_past_its_ends(
    client: Client, account: Account, at: Callable[..., datetime]
) -> None:
    at("2026-12-03 07:00")
    asked = {"email": account.email, "password": RIGHT, "remember": "y"}
    entered = client.post("/sign-in", data=asked)
    assert entered.status_code == 302
    assert not [one for one in entered.headers.getlist("Set-Cookie") if one.startswith("remember")]
    at("2026-12-20 07:31")
    assert client.get("/notices").status_code == 302


def test_a_cookie_that_was_kept_from_before_signs_nobody_in(
    app: Flask, client: Client, account: Account
) -> None:
    with app.test_request_context():
        client.set_cookie("remember_token", encode_cookie(account.fs_uniquifier))
    assert client.get("/notices").status_code == 302
    assert client.get_cookie("remember_token") is None


def test_a_sign_in_without_a_beginning_is_none(client: Client, account: Account) -> None:
    enter(client)
    with client.session_transaction() as cookie_session:
        del cookie_session["signed_in_at"]
    assert client.get("/notices").status_code == 302


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in?include_auth_token", "/sign-out"])
def test_whoever_sends_json_is_given_nothing(client: Client, account: Account, path: str) -> None:
    refused = client.post(path, json={"email": account.email, "password": RIGHT})
    assert refused.status_code == 400
    assert "That did not work" in refused.text
    assert client.get("/notices").status_code == 302


def test_whoever_prefers_json_is_answered_with_a_page(client: Client, account: Account) -> None:
    asked = {"email": account.email, "password": RIGHT}
    prefers = {"Accept": "application/json"}
    wrong = client.post("/sign-in?include_auth_token", data=asked | {"password": "no"}, headers=prefers)
    assert wrong.mimetype == "text/html"
    right = client.post("/sign-in?include_auth_token", data=asked, headers=prefers)
    assert right.status_code == 302
    assert "authentication_token" not in wrong.text + right.text


def test_no_token_opens_a_page(app: Flask, client: Client, account: Account) -> None:
    with app.test_request_context():
        token = account.get_auth_token()
    assert client.get(f"/notices?auth_token={token}").status_code == 302
    assert client.get("/notices", headers={"Authentication-Token": token}).status_code == 302
    assert client.get("/notices", json={"auth_token": token}).status_code == 302


def test_a_sign_in_ends_after_half_an_hour_without_use(
    client: Client, account: Account, at: Callable[..., datetime]
) -> None:
    at("2026-12-03 07:00")
    enter(client)
    at("2026-12-03 07:31")
    assert client.get("/notices").status_code == 302


def test_a_grid_that_looks_for_changes_by_itself_keeps_nobody_signed_in(
    client: Client, account: Account, at: Callable[..., datetime]
) -> None:
    changes = "/roster/cells/changes?from=2026-11-30&days=28&since=0"
    at("2026-12-03 07:00")
    enter(client)
    for minute in ("10", "20", "29"):
        at(f"2026-12-03 07:{minute}")
        assert client.get(changes).status_code == 200
    at("2026-12-03 07:31")
    assert client.get("/notices").status_code == 302


def test_closing_an_account_ends_its_sign_ins(client: Client, account: Account) -> None:
    enter(client)
    assert client.get("/notices").status_code == 200
    account.active = False
    save(account)
    assert client.get("/notices").status_code == 302


def test_signing_out_takes_a_button(client: Client, account: Account) -> None:
    enter(client)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 302
    assert client.get("/notices").status_code == 302


def test_a_sign_in_without_its_token_is_refused(app: Flask, client: Client, account: Account) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    refused = enter(client)
    assert refused.status == 400
    assert "This page is out of date" in refused.words


def test_only_the_demo_says_where_its_sign_ins_are(client: Client) -> None:
    assert "demo-sign-ins" not in client.get("/sign-in").text
    save(Setting(name="demo", value="1"))
    assert "demo-sign-ins" in client.get("/sign-in").text
