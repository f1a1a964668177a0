"""`make pictures`: takes the README's pictures from a demo of its own, built, served and removed."""

import http.client
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from flask import url_for
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, sync_playwright

from roster import clock
from roster.app import create_app
from roster.demo.build import build_demo
from roster.demo.calendar import Window
from roster.demo.commands import SEED
from tools import assets
from tools.run import HOST, claimed, interrupted
from tools.steps import ROOT, say, stop
from tools.supervisor import Supervisor

PICTURES = ROOT / "docs" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
PATIENCE = 60  # seconds for the scheduler's first judging

DESK, PHONE = (1366, 900), (390, 844)
SERGEANT, OFFICER, MANAGER = "hart@demo.example", "shah@demo.example", "cole@demo.example"

Size: TypeAlias = tuple[int, int]
Steps: TypeAlias = Callable[[Page], None]


def shah_taken(page: Page) -> None:
    """From the empty form to what taking PC Shah on the coffee's Thursday does."""
    shah = page.locator("option", has_text="Shah").first.get_attribute("value")
    go(page, f"{page.url}?officer={shah}&date={Window(clock.today()).story}")


def coffee_flagged(page: Page) -> None:
    """Confirm it, and open the flag that it raises; the pictures after it show it too."""
    shah_taken(page)
    page.get_by_label("Requested by").fill("Bromley ERPT duty officer")
    page.get_by_role("button", name="Confirm").click()
    page.locator("article", has_text="Costa").get_by_role("button", name="All ways out").click()


def laying_shown(page: Page) -> None:
    """What laying the patterns over the first free weeks makes of whom."""
    page.get_by_role("button", name="Show what it does").click()
    page.get_by_role("heading", name="What it does").wait_for()


def weeks_planned(page: Page) -> None:
    """Lay them, and plan a late-late before an early, so that a rule is broken."""
    laying_shown(page)
    page.get_by_role("button", name="Lay ").click()
    page.locator("[data-grid=tools]").wait_for()
    page.locator("table.grid tr[data-o] td:has(+ td > a.ey) > a.ey").first.focus()
    page.keyboard.type("ll")
    page.keyboard.press("ArrowRight")
    broken = page.locator("td.br > a").first
    broken.wait_for()
    broken.focus()


def checked(page: Page) -> None:
    """The checklist of the weeks that were planned: they end before the first that are free now."""
    day, month, year = map(int, page.get_by_label("First day", exact=True).input_value().split("/"))
    go(page, f"/roster/publish?from={date(year, month, day) - timedelta(weeks=8)}&days=84")
    page.get_by_role("heading", level=1, name="Publish").wait_for()


def leave_decided(page: Page) -> None:
    """The first request that waits."""
    page.locator("main table a, main article a").first.click()
    page.wait_for_load_state()


@dataclass(frozen=True, slots=True)
class Picture:
    """Where to begin, as whom, on what, and the steps that lead on from there."""

    name: str
    email: str
    endpoint: str
    steps: Steps | None = None
    size: Size = DESK


# In the order of the README's tour: what one of them does, the next ones show.
WANTED = (
    Picture("board", SERGEANT, "board.show"),
    Picture("contact-sessions", SERGEANT, "contact_sessions.list_contact_sessions"),
    Picture("abstraction", SERGEANT, "abstractions.log", shah_taken),
    Picture("flag", SERGEANT, "abstractions.log", coffee_flagged),
    Picture("roster", SERGEANT, "rosters.show"),
    Picture("report", MANAGER, "reports.show"),
    Picture("laying", SERGEANT, "patterns.lay", laying_shown),
    Picture("planning", SERGEANT, "patterns.lay", weeks_planned),
    Picture("checklist", SERGEANT, "patterns.lay", checked),
    Picture("leave", SERGEANT, "leave.list_requests", leave_decided),
    Picture("swaps-on-a-phone", OFFICER, "swaps.list_swaps", size=PHONE),
    Picture("board-on-a-phone", SERGEANT, "board.show", size=PHONE),
    Picture("my-duties-on-a-phone", OFFICER, "my_duties.show", size=PHONE),
)


def build(database_url: str, folder: Path, password: str) -> dict[str, str]:
    """The demo in a database of its own; the addresses of the pages to be shown."""
    settings = {"SQLALCHEMY_DATABASE_URI": database_url, "DEMO_SIGN_INS": str(folder / "sign-ins")}
    app = create_app(settings)
    with app.app_context():
        upgrade()
        build_demo(SEED, clock.today(), password)
    with app.test_request_context():
        return {one.endpoint: url_for(one.endpoint) for one in WANTED}


@contextmanager
def served(database_url: str) -> Iterator[str]:
    """The address of a web server and a scheduler that has judged the cover once."""
    env = {**os.environ, "DATABASE_URL": database_url, "SECRET_KEY": secrets.token_hex(32)}
    for setting in ("ROSTER_HTTPS", "TRUSTED_PROXIES"):
        env.pop(setting, None)
    with closing(claimed(0)) as listener, Supervisor(env) as children:
        port = listener.getsockname()[1]
        children.start("web server", ["gunicorn"], {"BIND": f"fd://{listener.fileno()}"}, keep=listener)
        children.start("scheduler", ["flask", "--app", "wsgi", "scheduler"])
        if not (children.wait_until_ready(port) and is_judged(port)):
            stop("The demo did not start; the lines above say why.")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, interrupted)
        yield f"http://{HOST}:{port}"


def is_judged(port: int) -> bool:
    """Waits for the scheduler's first round, so that the board can say how fresh it is."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
            connection.request("GET", "/health/cover")
            if connection.getresponse().status == http.client.OK:
                return True
        time.sleep(0.2)
    return False


def take(browser: Browser, home: str, path: str, picture: Picture, password: str) -> bytes:
    """Sign in, go there, and take what fits the screen."""
    width, height = picture.size
    with browser.new_context(
        base_url=home,
        locale="en-GB",
        timezone_id="Europe/London",
        viewport={"width": width, "height": height},
    ) as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        go(page, "/sign-in")
        page.get_by_label("E-mail address").fill(picture.email)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "sign-in" not in url)
        go(page, path)
        if picture.steps:
            picture.steps(page)
        page.wait_for_load_state("networkidle")
        return page.screenshot(animations="disabled")


def go(page: Page, path: str) -> None:
    """A picture of an error page is no picture."""
    answer = page.goto(path)
    if answer is None or not answer.ok:
        stop(f"{path} did not answer as it should; the lines above may say why.")


def take_all(folder: Path) -> None:
    """All of them into the folder, or none: a fault half-way leaves the old ones."""
    password, database_url = secrets.token_urlsafe(16), f"sqlite:///{folder / 'roster.sqlite'}"
    say("Building a demo for the pictures ...")
    paths = build(database_url, folder, password)
    taken: dict[str, bytes] = {}
    with served(database_url) as home, sync_playwright() as driver:
        chromium = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in WANTED:
            say(f"  {picture.name}")
            taken[picture.name] = take(browser, home, paths[picture.endpoint], picture, password)
        browser.close()
    keep(taken)


def keep(taken: dict[str, bytes]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, png in taken.items():
        (PICTURES / f"{name}.png").write_bytes(png)
    total = sum(len(png) for png in taken.values()) / 1024
    say(f"{len(taken)} pictures, {total:,.0f} kB, in {PICTURES.relative_to(ROOT)}.")


def main() -> int:
    assets.ensure()
    with tempfile.TemporaryDirectory(prefix="roster-pictures-") as folder:
        take_all(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
