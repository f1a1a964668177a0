"""A board that is left open: it tells its age, takes in what is new, and says when it cannot."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from roster import clock
from roster.extensions import db
from roster.models.job_run import JobRun
from roster.models.officer import Supervision
from roster.queries.accounts import JUDGING
from tests.factories import save
from tests.journeys.desks import enter, hindrances, window

pytestmark = pytest.mark.engine("sqlite")
COFFEE = "Coffee with a Copper"
HELD = "() => document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"


@pytest.fixture
def board(demo: date, open_page: Callable[..., Page]) -> Page:
    """The sergeant's board, judged just now, with the window's clock in the test's hands."""
    now = clock.now()
    save(JobRun(job=JUDGING, started_at=now, finished_at=now))
    page = enter(open_page(), "hart")
    page.clock.install()
    page.goto("/board")
    return page


def a_minute_later(page: Page) -> None:
    """And the answer that comes then."""
    with page.expect_response(re.compile(r"/board(\?.*)?$")):
        page.clock.run_for("01:05")
    page.clock.run_for(100)


def age(page: Page) -> Locator:
    return page.locator("#board-age")


def needs(page: Page) -> Locator:
    return page.get_by_role("region", name="Needs you").get_by_role("article")


def take_shah(page: Page, day: date) -> None:
    """As another sergeant would, at another desk."""
    page.goto(f"/abstractions/new?date={day}")
    page.get_by_label("Officer").select_option(label="Shah, PC Amina")
    page.get_by_label("What for").select_option(label="ERPT backfill")
    page.get_by_label("Requested by").fill("Insp Cole")
    page.get_by_role("button", name="Confirm: take PC Shah").click()
    page.get_by_role("heading", level=1, name="Board").wait_for()


def test_it_takes_in_what_others_do_and_leaves_the_reader_where_they_were(
    board: Page, demo: date, open_page: Callable[..., Page]
) -> None:
    cards = needs(board).count()
    link = board.get_by_role("link", name=COFFEE).first
    link.focus()
    link.evaluate("one => one.scrollIntoView({block: 'start'})")
    top = link.bounding_box()["y"]
    take_shah(enter(open_page(), "hart"), demo)
    a_minute_later(board)
    expect(needs(board)).to_have_count(cards + 1)
    card = needs(board).filter(has_text=f"Costa, Main Road, Thu {demo.day} {demo:%b} 10:00–11:00")
    expect(card).to_contain_text("PC Shah: taken to ERPT backfill 07:00–15:00")
    expect(board.get_by_role("status").filter(has_text="New on the board")).to_contain_text(
        "Nobody who is named can be at Costa"
    )
    assert board.evaluate(HELD) == COFFEE
    assert abs(board.get_by_role("link", name=COFFEE).first.bounding_box()["y"] - top) < 2
    assert hindrances(board) == []
    # What came works as what was there: it is named in one press, on this board.
    card.get_by_role("button", name="Name PC O'Neill").click()
    expect(board.get_by_role("status").filter(has_text="is covered")).to_be_visible()


def test_it_counts_its_age_and_says_so_when_nobody_answers(board: Page) -> None:
    fresh = re.compile(r"^Cover judged \d+ seconds? ago$")
    expect(age(board)).to_have_text(fresh, use_inner_text=True)
    board.context.set_offline(True)
    board.clock.run_for("01:05")
    trouble = board.get_by_role("status").filter(has_text="Not up to date")
    expect(trouble).to_contain_text(
        re.compile(r"the roster does not answer\. This is the board of \d\d:\d\d\.")
    )
    board.clock.run_for("06:00")
    stale = re.compile(r"^✕ Cover judged [67] minutes ago: too long ago to rely on$")
    for line in (age(board), board.locator("#footer-age")):
        expect(line).to_have_text(stale, use_inner_text=True)
    assert hindrances(board) == []
    board.context.set_offline(False)
    a_minute_later(board)
    expect(trouble).to_have_count(0)
    expect(age(board)).to_have_text(fresh, use_inner_text=True)


def test_it_says_that_the_sign_in_has_ended(board: Page) -> None:
    board.context.clear_cookies()
    a_minute_later(board)
    trouble = board.get_by_role("status").filter(has_text="Not up to date: you are no longer signed in")
    trouble.get_by_role("link", name="Sign in again").click()
    expect(board.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_it_says_that_a_board_is_no_longer_the_sergeants(
    demo: date, browser: Browser, live_server: str
) -> None:
    with window(browser, live_server) as (page, _):
        enter(page, "hart")
        page.clock.install()
        page.get_by_label("Ward team").select_option("Darwin")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("heading", name="Today", exact=True).wait_for()
        db.session.query(Supervision).delete()
        db.session.commit()
        page.clock.run_for("01:05")
        trouble = page.get_by_role("status").filter(has_text="Not up to date: it is no longer yours to see")
        expect(trouble).to_be_visible()


def test_nothing_moves_under_a_hand_that_is_about_to_press(board: Page, demo: date) -> None:
    asked: list[str] = []
    board.on("request", lambda request: asked.append(request.url) if "/board" in request.url else None)
    button = board.get_by_role("button", name=re.compile("^Name ")).first
    for _ in range(7):
        button.hover()
        button.press("Shift")
        board.clock.run_for("00:10")
    assert asked == []
    # Whoever only rests there is no reason to show an old board, and the focus stays.
    name = button.inner_text()
    a_minute_later(board)
    assert board.evaluate(HELD) == name


def test_an_opened_list_stays_open(open_page: Callable[..., Page], demo: date) -> None:
    page = enter(open_page(), "cole")
    page.clock.install()
    page.goto("/board")
    summary = page.locator(".board-week summary").first
    summary.click()
    page.locator("#needs").evaluate("one => one.textContent = 'Old'")
    a_minute_later(page)
    expect(page.locator("#needs")).to_have_text("Needs somebody")
    expect(page.locator(".board-week details").first).to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
