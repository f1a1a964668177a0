"""What every answer carries, errors and files too; and what no unsafe request gets away with."""

import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from roster.app import create_app
from roster.config import ROOT, Misconfigured
from roster.models.account import Account
from roster.views.guards import UNSAFE
from roster.views.headers import HEADERS
from tests.factories import make_account, make_officer, make_supervision, make_team
from tests.pages import Client

pytestmark = pytest.mark.engine("sqlite")


@pytest.mark.parametrize(
    "path", ["/sign-in", "/health", "/nothing-here", "/notices", "/static/css/roster.css", "/static/none.css"]
)
def test_every_answer_is_protected(client: Client, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_no_script_or_style_may_stand_in_a_page() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_pages_about_people_are_not_kept_by_the_browser(client: Client) -> None:
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert client.get("/health").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here", "/static/css/roster.css"])
def test_https_is_insisted_on_where_there_is_https(app: Flask, client: Client, path: str) -> None:
    with client.get(path) as answer:
        assert "Strict-Transport-Security" not in answer.headers
    app.config["ROSTER_HTTPS"] = True
    with client.get(path) as answer:
        assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"


def test_files_that_were_read_at_the_start_insist_on_https_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROSTER_HTTPS", "1")
    served = create_app({"SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"]})
    with served.test_client().get("/static/css/roster.css") as answer:
        assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"


def test_a_bug_shows_a_calm_page_and_no_details(app: Flask, client: Client) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["health.show"] = lambda: 1 / 0
    answer = client.get("/health")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "ZeroDivision" not in answer.text
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_a_bug_shows_no_details_in_service(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    served = create_app({"SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": "for this test"})
    served.view_functions["health.show"] = lambda: 1 / 0
    answer = served.test_client().get("/health")
    assert not served.debug
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize("said", ["1", "true", "yes"])
def test_nothing_starts_for_looking_inside(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("FLASK_DEBUG", said)
    with pytest.raises(Misconfigured, match="FLASK_DEBUG"):
        create_app()


@pytest.mark.parametrize("name", ["wsgi", "roster.app"])
def test_flask_run_refuses_to_debug(name: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", name, "run", "--debug", "--port", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "--debug open the inside of the roster; leave them out" in done.stderr
    assert "Debugger" not in done.stdout + done.stderr


def test_the_web_server_does_not_start_for_looking_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "for this test")
    for said in ("1", "True", "anything"):
        monkeypatch.setenv("FLASK_DEBUG", said)
        with pytest.raises(SystemExit, match="Unset FLASK_DEBUG"):
            runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    for said in ("", "0", "false", "no"):
        monkeypatch.setenv("FLASK_DEBUG", said)
        assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["wsgi_app"] == "wsgi:app"


def unsafe_rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & UNSAFE):
            yield rule, method


def path_of(app: Flask, rule: Rule) -> str:
    """An address for the rule: where it points does not matter, the check comes before the view."""
    with app.test_request_context():
        values = {name: "2026-12-03" if name == "day" else 1 for name in rule.arguments}
        return str(rule.build(values)[1])  # type: ignore[index]


@pytest.fixture
def sergeant(app: Flask, sign_in: Callable[[Account], Account]) -> Account:
    officer = make_officer("Morgan Hart", "PS")
    make_supervision(officer, make_team())
    return sign_in(make_account(officer, ["sergeant"]))


def test_every_unsafe_request_needs_its_token(app: Flask, client: Client, sergeant: Account) -> None:
    rules = list(unsafe_rules(app))
    assert len(rules) > 10
    for rule, method in rules:
        answer = client.open(path_of(app, rule), method=method, data={"team_id": 1})
        assert answer.status_code == 400, rule.rule
        assert "This page is out of date" in answer.text


def test_no_unsafe_request_comes_from_another_site(app: Flask, client: Client, sergeant: Account) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for rule, method in unsafe_rules(app):
        answer = client.open(
            path_of(app, rule), method=method, headers={"Origin": "https://elsewhere.example"}
        )
        assert answer.status_code == 400, rule.rule
