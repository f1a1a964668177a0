"""The roster as people meet it: a server on a free port, and Chromium in front of it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response
from werkzeug.serving import make_server

from tests import tally
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
DESK = {"width": 1366, "height": 768}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before -m chooses: whatever opens a page is a journey."""
    for item in items:
        if "open_page" in getattr(item, "fixturenames", ()):
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
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Watch:
    """All that a page must not do: log an error, break the CSP, ask another site, miss a file."""

    def __init__(self, page: Page, home: str) -> None:
        self.home = home
        self.faults: list[str] = []
        page.on("request", self.on_request)
        page.on("response", self.on_response)
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.faults.append(f"asked another site: {request.url}")

    def on_response(self, response: Response) -> None:
        """A page may answer "not found" on purpose; what a page loads may not."""
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.status}: {response.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        """Chromium logs a page's own 404 as an error too; on_response has judged that."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, browser: Browser, live_server: str
) -> Iterator[Callable[..., Page]]:
    """Another person at another desk: each call is a browser window that shares nothing with the last."""
    tally.note(request.node, f"Chromium {browser.version.split('.')[0]}")
    watches: list[Watch] = []
    with ExitStack() as desks:

        def sit_down(**options: object) -> Page:
            wanted = {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": DESK, **options}
            context = desks.enter_context(browser.new_context(base_url=live_server, **wanted))
            page = context.new_page()
            watches.append(Watch(page, live_server))
            return page

        yield sit_down
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    """One person at a desk: `browser_page.goto("/")`."""
    return open_page()
