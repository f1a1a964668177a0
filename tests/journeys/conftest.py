"""The roster as people meet it: a server on a free port, and Chromium in front of it."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from roster import clock
from roster.demo.build import build_demo
from roster.extensions import db
from roster.models.account import Account
from tests import tally
from tests.databases import Sqlite, app_on
from tests.factories import make_officer, make_sergeant, make_team, make_template, wall
from tests.journeys.desks import PASSWORD, TUESDAY, Watch, serving, window
from tests.journeys.grids import CLIPBOARD, GRID
from tools import assets

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before -m chooses: whatever opens a page is a journey."""
    for item in items:
        if {"open_page", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's own Chromium: no browser is downloaded."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed; `make test` installs it"
    return {"executable_path": chromium, "headless": True, "args": FLAGS}


@pytest.fixture(scope="session")
def fresh_assets() -> None:
    """A compressed copy older than its source would show yesterday's page."""
    assets.compress()


@pytest.fixture
def live_server(app: Flask, fresh_assets: None) -> Iterator[str]:
    """The address of a server that answers as many at once as ask."""
    with serving(app) as address:
        yield address


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, browser: Browser, live_server: str
) -> Iterator[Callable[..., Page]]:
    """Another person at another desk: each call is a browser window that shares nothing with the last."""
    tally.note(request.node, f"Chromium {browser.version.split('.')[0]}")
    watches: list[Watch] = []
    with ExitStack() as desks:

        def sit_down(**options: object) -> Page:
            page, watch = desks.enter_context(window(browser, live_server, **options))
            watches.append(watch)
            return page

        yield sit_down
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    """One person at a desk: `browser_page.goto("/")`."""
    return open_page()


@pytest.fixture(scope="session")
def demo_url(sqlite_databases: Sqlite) -> str:
    """The standing demo as it is on that Tuesday morning, built once and copied."""
    url = sqlite_databases.migrated()
    app = app_on(url)
    with app.app_context(), time_machine.travel(wall(TUESDAY), tick=True):
        assert build_demo(2, clock.today(), PASSWORD)
        db.session.remove()
        db.engine.dispose()
    return url


def copied(demo_url: str, url: str) -> None:
    """The demo into that database, which nobody has opened yet."""
    shutil.copyfile(*(Path(one.removeprefix("sqlite:///")) for one in (demo_url, url)))


@pytest.fixture
def demo(app: Flask, database_url: str, demo_url: str, at: Callable[..., datetime]) -> date:
    """A demo of this test's own on a Tuesday morning; the story's Thursday is given."""
    db.session.remove()
    db.engine.dispose()
    copied(demo_url, database_url)
    at(TUESDAY, tick=True)
    return clock.today() + timedelta(days=2)


@pytest.fixture(scope="module")
def standing_demo(demo_url: str, sqlite_databases: Sqlite, fresh_assets: None) -> Iterator[Flask]:
    """One demo for a whole file, for what only looks at it; its clock goes on from that Tuesday."""
    url = sqlite_databases.blank()
    copied(demo_url, url)
    app = app_on(url)
    with time_machine.travel(wall(TUESDAY), tick=True):
        yield app
    with app.app_context():
        db.engine.dispose()
    sqlite_databases.take_back(url)


@pytest.fixture(scope="module")
def standing_server(standing_demo: Flask) -> Iterator[str]:
    """Its address."""
    with serving(standing_demo) as address:
        yield address


@pytest.fixture
def ward(database):
    """Biggin Hill with three officers and nothing rostered; the shifts there are."""
    team = make_team("Biggin Hill")
    for code, name, start, end in (("E", "Early", 7, 15), ("L", "Late", 14, 22), ("N", "Night", 22, 7)):
        make_template(code, name, start=start * 60, end=end * 60)
    officers = [make_officer(name, team=team) for name in ("Amina Abbott", "Ben Barker", "Cal Cole")]
    return team, officers


@pytest.fixture
def sit(app, browser, live_server, client, sign_in):
    """A window of somebody who is signed in, at the grid; a refused save is an answer, not a fault."""
    with ExitStack() as desks:
        watches = []

        def sit_down(officer, **options):
            sign_in(db.session.scalar(select(Account).where(Account.officer_id == officer.id)))
            with client.session_transaction() as cookie_session:
                signed = (
                    SecureCookieSessionInterface().get_signing_serializer(app).dumps(dict(cookie_session))
                )
            page, watch = desks.enter_context(window(browser, live_server, **options))
            watches.append(watch)
            page.context.add_cookies(
                [{"name": app.config["SESSION_COOKIE_NAME"], "value": signed, "url": live_server}]
            )
            page.goto(GRID)
            return page

        yield sit_down
    faults = [fault for watch in watches for fault in watch.faults]
    assert [fault for fault in faults if not re.match(r"(400|401|409|422): .*/roster/cells$", fault)] == []


@pytest.fixture
def desk(ward, sit):
    """The sergeant of the ward at the grid."""
    page = sit(make_sergeant(ward[0]), **CLIPBOARD)
    page.locator('[data-grid="tools"]').wait_for()
    return page
