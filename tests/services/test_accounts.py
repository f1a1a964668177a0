"""Opening and closing accounts, from the terminal as whoever runs the service does."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.audit import AuditEntry
from roster.services.catalogue import ensure_catalogue
from tests.factories import make_officer, make_team
from tests.pages import Client

PASSWORD = "a long enough one"


@pytest.fixture
def run(app: Flask) -> Callable[..., str]:
    ensure_catalogue()

    def run(*words: str, status: int = 0) -> str:
        result = app.test_cli_runner().invoke(args=list(words))
        assert result.exit_code == status, result.output
        return result.output

    return run


def opened(run: Callable[..., str], *more: str, status: int = 0) -> str:
    return run(
        "account",
        "open",
        "first@example.org",
        "--role",
        "administrator",
        "--password",
        PASSWORD,
        *more,
        status=status,
    )


def test_the_first_administrator_is_let_in_and_put_on_record(
    app: Flask, run: Callable[..., str], client: Client
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    assert opened(run) == "first@example.org may sign in as administrator.\n"
    entered = client.post("/sign-in", data={"email": "first@example.org", "password": PASSWORD})
    assert entered.status_code == 302
    assert "account:open" in db.session.scalars(select(AuditEntry.action)).all()


def test_an_account_can_belong_to_an_officer_on_the_roster(run: Callable[..., str]) -> None:
    officer = make_officer(team=make_team(), warrant_number="1201SN")
    opened(run, "--warrant-number", "1201SN")
    assert db.session.scalars(select(Account.officer_id)).all() == [officer.id]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["second@example.org", "--role", "officer", "--password", "short"], "needs 12 characters"),
        (
            ["First@Example.org", "--role", "officer", "--password", PASSWORD],
            "an account for First@Example.org already",
        ),
        (["nobody", "--role", "officer", "--password", PASSWORD], "not an e-mail address"),
        (
            ["x@example.org", "--role", "officer", "--password", PASSWORD, "--warrant-number", "9"],
            "no officer with",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    run: Callable[..., str], words: list[str], said: str
) -> None:
    opened(run)
    assert said in run("account", "open", *words, status=1)


def test_closing_an_account_ends_its_sign_ins(app: Flask, run: Callable[..., str], client: Client) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    opened(run)
    client.post("/sign-in", data={"email": "first@example.org", "password": PASSWORD})
    assert client.get("/officers").status_code == 200
    assert run("account", "close", "first@example.org") == "first@example.org may no longer sign in.\n"
    assert client.get("/officers").status_code == 302
    assert "no account for who@example.org" in run("account", "close", "who@example.org", status=1)
