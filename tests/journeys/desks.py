"""Desks to sit at: a server, windows that are watched, the way in, and what a page may not be."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response
from werkzeug.serving import make_server

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 780}
PASSWORD = "only for these journeys"
# Far ahead: a cookie dated by a clock that was set back would be gone at once.
TUESDAY = "2031-11-25 09:00"
AXE = Axe()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of a server that answers as many at once as ask."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Watch:
    """All that a page must not do: log an error, break the CSP, ask another site, miss a file, interrupt."""

    def __init__(self, page: Page, home: str) -> None:
        self.home = home
        self.faults: list[str] = []
        page.on("request", self.on_request)
        page.on("response", self.on_response)
        page.on("console", self.on_console)
        page.on("dialog", self.on_dialog)
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

    def on_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@contextmanager
def window(browser: Browser, home: str, **options: object) -> Iterator[tuple[Page, Watch]]:
    """A browser window that shares nothing with any other."""
    wanted = {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": DESK, **options}
    context = browser.new_context(base_url=home, **wanted)
    page = context.new_page()
    yield page, Watch(page, home)
    context.close()


def enter(page: Page, name: str) -> Page:
    """Sign in as somebody of the demo."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
    return page


def hindrances(page: Page) -> list[str]:
    """What axe finds, and a page that is wider than its screen."""
    where = f"{page.url.partition('//')[2].partition('/')[2]} at {page.viewport_size['width']}"
    violations = AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    found = [
        f"{where}: {one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:4]}"
        for one in violations
    ]
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return found + ([f"{where}: {wide} pixels wide"] if wide > screen else [])
