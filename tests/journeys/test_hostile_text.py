"""Whatever people type stays text: fifty payloads in every column, on every page, in a real browser."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from roster.extensions import db
from tests import tally
from tests.databases import Sqlite, app_on
from tests.factories import wall
from tests.journeys.desks import TUESDAY, Watch, enter, serving, window
from tests.journeys.hostile_world import World, build
from tests.journeys.payloads import LISTEN, PAYLOADS, TRACES

TODAY = date.fromisoformat(TUESDAY[:10])
WEEK = f"from={TODAY}&to={TODAY + timedelta(days=6)}"
# What a spreadsheet would run.
RUN = ("=", "+", "-", "@", "\t", "\r")
Somebody = Callable[[str], Page]


@pytest.fixture(scope="module")
def site(sqlite_databases: Sqlite, fresh_assets: None) -> Iterator[tuple[str, World]]:
    """The hostile world, built once, and its server's address."""
    app = app_on(sqlite_databases.migrated())
    with time_machine.travel(wall(TUESDAY), tick=True), serving(app) as address:
        with app.app_context():
            world = build(TODAY)
        yield address, world
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def world(site: tuple[str, World]) -> World:
    return site[1]


@pytest.fixture
def somebody(
    request: pytest.FixtureRequest, browser: Browser, site: tuple[str, World], sqlite_databases: Sqlite
) -> Iterator[Somebody]:
    """A window that hears whatever runs, with that person signed in."""
    tally.note(request.node, sqlite_databases.label)
    tally.note(request.node, f"Chromium {browser.version.split('.')[0]}")
    watches: list[Watch] = []
    with ExitStack() as desks:

        def sit_down(name: str) -> Page:
            page, watch = desks.enter_context(window(browser, site[0]))
            watches.append(watch)
            page.add_init_script(LISTEN)
            return enter(page, name)

        yield sit_down
    assert not [fault for watch in watches for fault in watch.faults]


def harm(page: Page, path: str, *texts: str, status: int = 200) -> Iterator[str]:
    """What ran, or could have, on that page, and which texts do not stand on it as they are."""
    answer = page.goto(path)
    if answer is None or answer.status != status:
        yield f"{path}: {answer and answer.status}"
    for trace in page.evaluate(TRACES, texts):
        yield f"{path}: {trace}"


def told(found: list[str]) -> str:
    return "\n".join(found[:20])


def test_nothing_runs_for_the_sergeant(world: World, somebody: Somebody) -> None:
    page, found = somebody("hart"), []
    for path in (
        "/board",
        "/roster",
        "/contact-sessions",
        "/contact-sessions/new",
        "/abstractions",
        "/abstractions/new",
        "/officers",
        "/notices",
        f"/reports/abstraction?{WEEK}",
        f"/reports/abstraction/rows?measure=abstracted&{WEEK}",
    ):
        found += harm(page, path, *PAYLOADS)
    for text, paths in zip(PAYLOADS, world.pages, strict=True):
        for path in paths:
            found += harm(page, path, text)
    assert not found, told(found)


def test_nothing_runs_for_manager_and_officer(world: World, somebody: Somebody) -> None:
    manager, found = somebody("cole"), []
    for path in ("/board", "/roster", "/contact-sessions", "/abstractions", "/officers"):
        found += harm(manager, path, *PAYLOADS)
    found += harm(manager, f"/reports/abstraction?{WEEK}", *PAYLOADS)
    officer = somebody("shah")
    for path in ("/my-duties", "/roster?days=42", "/contact-sessions"):
        found += harm(officer, path, *PAYLOADS)
    found += harm(officer, "/notices", PAYLOADS[-1])
    assert not found, told(found)


def test_nothing_runs_while_a_form_is_filled_in_by_script(
    world: World, somebody: Callable[[str], Page]
) -> None:
    """What an abstraction does comes from the server as a piece of page, and the grid's panel as text."""
    page, found = somebody("hart"), []
    for number in range(0, len(PAYLOADS), 5):
        found += harm(page, world.forms[number], PAYLOADS[number])
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_label("To", exact=True).fill("13:30")
        page.get_by_text("Takes 6 h 30 min of the 8 h").wait_for()
        found += page.evaluate(TRACES, [])
    page.get_by_label("Requested by").fill(PAYLOADS[0])
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("heading", level=1, name="Board").wait_for()
    found += page.evaluate(TRACES, [PAYLOADS[number]])
    page.goto("/roster")
    for cell in page.locator("table.grid td a.a").all()[:10]:
        cell.focus()
        assert page.locator(".grid-tip").is_visible()
        found += page.evaluate(TRACES, [])
    assert not found, told(found)


def test_nothing_runs_that_stands_in_an_address(world: World, somebody: Somebody) -> None:
    page, found, everything = somebody("hart"), [], " ".join(PAYLOADS)
    for path, names in (
        ("/roster", ("from", "days", "team", "skill")),
        ("/contact-sessions", ("from", "to", "team", "state")),
        ("/contact-sessions/new", ("team", "date", "start")),
        ("/abstractions", ("from", "to", "team", "category", "status")),
        ("/abstractions/new", ("date", "next")),
        ("/officers", ("name", "team", "skill", "state")),
        ("/reports/abstraction", ("from", "to", "ward", "measure")),
    ):
        found += harm(page, f"{path}?{urlencode(dict.fromkeys(names, everything))}")
    found += harm(page, f"/board?{urlencode({'team': everything})}", status=404)
    found += harm(page, f"/officers?{urlencode({'name': everything})}", everything)
    for text in PAYLOADS:
        found += harm(page, f"/abstractions/new?{urlencode({'next': text})}")
    assert not found, told(found)
    page.get_by_role("button", name="Sign out").click()
    found = [*harm(page, f"/sign-in?{urlencode({'next': everything})}")]
    page.get_by_label("E-mail address").fill(PAYLOADS[0])
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    found += page.evaluate(TRACES, [])
    assert not found, told(found)


def test_downloads_hold_no_formula(world: World, somebody: Somebody) -> None:
    page = somebody("hart")
    for path in (
        f"/reports/abstraction.csv?{WEEK}",
        f"/reports/abstraction/rows.csv?measure=abstracted&{WEEK}",
    ):
        answer = page.request.get(path)
        assert answer.ok, path
        rows = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"), newline="")))
        cells = {cell for row in rows for cell in row}
        assert not [cell for cell in cells if cell.startswith(RUN)], path
        for text in PAYLOADS:
            assert text in cells or f"'{text}" in cells, f"{path}: {text}"
