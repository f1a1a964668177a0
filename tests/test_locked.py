"""A database that somebody holds: reads go on, writes wait a while and are then told so."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Timer

import pytest
from flask import Flask
from sqlalchemy import text

from roster import extensions
from roster.extensions import db
from roster.models.account import Account
from roster.models.contact_session import ContactSession
from roster.services.sign_in import admit
from tests.factories import (
    make_account,
    make_contact_session,
    make_duty,
    make_officer,
    make_supervision,
    make_team,
)
from tests.pages import Client

HOLDING = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "LOCK TABLE officer, team, contact_session, sign_in_attempt IN EXCLUSIVE MODE",
}


@pytest.fixture
def promised(
    app: Flask, sign_in: Callable[[Account], Account], at: Callable[..., datetime]
) -> ContactSession:
    """A contact session tomorrow, and its sergeant signed in."""
    app.config["WTF_CSRF_ENABLED"] = False
    at("2026-12-02 09:00")
    team, sergeant = make_team(), make_officer("Morgan Hart", "PS")
    make_supervision(sergeant, team)
    officer = make_officer("Amina Shah", team=team)
    make_duty(officer, "2026-12-03 07:00")
    sign_in(make_account(sergeant, ["sergeant"]))
    return make_contact_session(team, "2026-12-03 10:00", named=[officer])


@pytest.fixture
def impatient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as ever it takes, but shorter."""
    monkeypatch.setattr(extensions, "BUSY_TIMEOUT_MS", 200)
    monkeypatch.setitem(extensions.PRAGMAS, "busy_timeout", 200)
    db.session.rollback()
    db.engine.dispose()


@contextlib.contextmanager
def held(engine_name: str) -> Iterator[None]:
    """Somebody else is in the middle of a change, and comes to no end before a test would seem to hang."""
    with db.engine.connect() as other:
        raw = other.connection.driver_connection
        raw.execute(HOLDING[engine_name])
        at_last = Timer(20, raw.rollback)
        at_last.start()
        try:
            yield
        finally:
            at_last.cancel()
            raw.rollback()


def test_reads_go_on_and_a_write_is_told_that_it_was_not_saved(
    client: Client, promised: ContactSession, impatient: None, engine_name: str
) -> None:
    path = f"/contact-sessions/{promised.id}"
    with held(engine_name):
        for read in ("/board", "/roster", "/officers", path):
            assert client.get(read).status_code == 200, read
        refused = client.post(f"{path}/cancel", data={"because": "The hall is shut"})
        assert refused.status_code == 503
        assert "Nothing was saved; try again in a moment" in refused.text
        assert "Content-Security-Policy" in refused.headers
        assert "Cancelled" not in client.get(path).text
    assert client.post(f"{path}/cancel", data={"because": "The hall is shut"}).status_code == 302


def test_whoever_signs_in_is_told_too(
    client: Client, promised: ContactSession, impatient: None, engine_name: str
) -> None:
    client.post("/sign-out")
    asked = {"email": "hart@example.org", "password": "whatever it is"}
    with held(engine_name):
        assert client.post("/sign-in", data=asked).status_code == 503
        assert client.get("/sign-in").status_code == 200


@pytest.mark.engine("postgresql")
def test_a_lock_is_waited_for_as_long_as_on_sqlite(app: Flask) -> None:
    db.session.rollback()
    assert db.session.scalar(text("SHOW lock_timeout")) == "5s"
    admit("hart@demo.example", "10.0.0.1")
    assert db.session.scalar(text("SHOW lock_timeout")) == "5s"
