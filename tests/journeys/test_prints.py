"""On paper: the roster on one A3 sheet wide, and no page with what only a screen can use."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from roster.extensions import db
from roster.forms.rosters import COUNTS
from roster.models.abstraction import Abstraction
from tests.journeys.desks import enter

pytestmark = pytest.mark.engine("sqlite")
# A3 landscape at 96 pixels an inch, as CSS counts them: 420 by 297 mm.
A3_WIDE, A3_HIGH = 1587, 1122
A4_WIDE, A4_HIGH = 794, 1122
# What is there to be pressed or filled in; the links in a table stand for what they say.
OPERATED = "header, footer, nav a, button, select, input:not([type=hidden]), [role=button]"
SHEETS = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture
def sergeant(demo: date, open_page: Callable[..., Page]) -> Page:
    return enter(open_page(), "hart")


def sheets(page: Page) -> int:
    """How many sheets it takes as its own style sheet lays it out."""
    return len(SHEETS.findall(page.pdf(prefer_css_page_size=True)))


def overlaps(page: Page) -> int:
    """How many days' cells reach over the next day's."""
    count: int = page.locator("table.grid td > a:not(.s)").evaluate_all(
        "all => all.filter(one => {"
        " const cell = one.getBoundingClientRect(), day = one.parentElement.getBoundingClientRect();"
        " return cell.left < day.left - 1 || cell.right > day.right + 1 }).length"
    )
    return count


@pytest.mark.parametrize("width", [390, 1366])
def test_each_day_has_its_own_room_on_a_screen(sergeant: Page, width: int) -> None:
    sergeant.set_viewport_size({"width": width, "height": 800})
    for days in COUNTS:
        sergeant.goto(f"/roster?days={days}&as=grid")
        expect(sergeant.locator("table.grid")).to_be_visible()
        assert not overlaps(sergeant), days


def test_the_roster_of_three_teams_is_one_a3_sheet(sergeant: Page) -> None:
    sergeant.set_viewport_size({"width": A3_WIDE, "height": A3_HIGH})
    for days in COUNTS:
        sergeant.emulate_media(media="screen")
        sergeant.goto(f"/roster?days={days}")
        sergeant.emulate_media(media="print")
        assert sergeant.evaluate("document.documentElement.scrollWidth") <= A3_WIDE, days
        table = sergeant.locator("table.grid")
        box = table.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= A3_WIDE, days
        # Every day of the last officer is on the sheet, and nothing scrolls on paper.
        cut = table.evaluate("one => one.parentElement.scrollWidth > one.parentElement.clientWidth + 1")
        assert not cut, days
        assert not overlaps(sergeant), days
        assert sheets(sergeant) == 1, days


def test_what_only_a_screen_can_use_is_not_printed(sergeant: Page) -> None:
    for path in ("/roster", "/board", "/contact-sessions", "/reports/abstraction"):
        sergeant.goto(path)
        heading = sergeant.get_by_role("heading", level=1)
        expect(heading).to_be_visible()
        sergeant.emulate_media(media="print")
        left = [one.inner_text() for one in sergeant.locator(OPERATED).all() if one.is_visible()]
        assert not left, path
        expect(sergeant.locator("main")).to_be_visible()
        sergeant.emulate_media(media="screen")


def test_a_link_does_not_print_its_address(sergeant: Page) -> None:
    """GOV.UK's sheet writes it after each, which is for the public's pages."""
    printed = "all => all.map(one => getComputedStyle(one, '::after').content).filter(one => one !== 'none')"
    for path in ("/board", "/contact-sessions", "/abstractions", "/officers"):
        sergeant.goto(path)
        sergeant.emulate_media(media="print")
        links = sergeant.locator("main a.govuk-link")
        assert links.count(), path
        assert links.evaluate_all(printed) == [], path
        sergeant.emulate_media(media="screen")


@pytest.mark.parametrize("path", ["/abstractions", "/abstractions/{taken}", "/owed-rest-days", "/board"])
def test_a4_holds_the_page(sergeant: Page, path: str) -> None:
    taken = db.session.scalar(select(func.max(Abstraction.id)))
    sergeant.set_viewport_size({"width": A4_WIDE, "height": A4_HIGH})
    sergeant.goto(path.format(taken=taken))
    sergeant.emulate_media(media="print")
    assert sergeant.evaluate("document.documentElement.scrollWidth") <= A4_WIDE
    beyond = sergeant.locator("main table").evaluate_all(
        f"all => all.filter(one => one.getBoundingClientRect().right > {A4_WIDE}).length"
    )
    assert beyond == 0


def test_the_sheet_says_which_days_and_teams_it_is(sergeant: Page, demo: date) -> None:
    sergeant.goto("/roster")
    sergeant.emulate_media(media="print")
    expect(sergeant.locator("table.grid caption")).to_be_visible()
    for words in ("Biggin Hill", "Darwin", "Chelsfield"):
        expect(sergeant.locator("table.grid tr.team").filter(has_text=words)).to_be_visible()
    said = sergeant.locator(".grid-printed")
    expect(said).to_contain_text("All 3 ward teams. As it was on")
    sergeant.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(said).to_contain_text(re.compile(r"Printed on \w+ \d+ \w+ \d{4} at \d\d:\d\d\.$"))
    sergeant.emulate_media(media="screen")
    expect(said).to_be_hidden()


def test_no_name_is_cut_on_paper(sergeant: Page) -> None:
    sergeant.set_viewport_size({"width": A3_WIDE, "height": A3_HIGH})
    cut = (
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1"
        " || getComputedStyle(one).whiteSpace === 'nowrap').map(one => one.textContent)"
    )
    for days in COUNTS:
        sergeant.goto(f"/roster?days={days}")
        names = sergeant.locator("table.grid .nm b")
        expect(names.filter(has_text="Tom Whitcombe-Featherstonehaugh")).to_be_visible()
        sergeant.emulate_media(media="print")
        assert names.evaluate_all(cut) == [], days
        sergeant.emulate_media(media="screen")
