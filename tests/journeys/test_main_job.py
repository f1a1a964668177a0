"""The main job, by hand in the demo: an abstraction is logged, its session flagged, seen and cleared."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from roster.extensions import db
from roster.models.abstraction import Abstraction
from tests.journeys.desks import PHONE, enter

pytestmark = pytest.mark.engine("sqlite")
COFFEE = "Coffee with a Copper"
SHAH = "Shah, PC Amina"


def taken_for_erpt() -> int:
    """How many abstractions of that name are on the roster, as anybody else would read it now."""
    db.session.commit()
    return db.session.query(Abstraction).filter_by(requested_by="Insp Cole, Bromley ERPT").count()


def coffee_on_the_board(page: Page, thursday: date) -> Locator:
    """The board's row of Thursday's coffee in Biggin Hill."""
    row = page.get_by_role("row").filter(has_text=f"Thu {thursday.day} {thursday:%b} 10:00")
    row = row.filter(has_text=COFFEE).filter(has_text="Biggin Hill")
    expect(row).to_have_count(1)
    return row


def its_card(page: Page, thursday: date) -> Locator:
    """What the board says needs the sergeant about it."""
    card = page.get_by_role("article").filter(has_text=f"Thu {thursday.day} {thursday:%b} 10:00–11:00")
    return card.filter(has_text=COFFEE).filter(has_text="Biggin Hill")


def pill_on_the_grid(page: Page, thursday: date) -> Locator:
    """The grid's pill of the same session, in the column of that day."""
    column = page.locator("table.grid thead th").filter(has_text=f"Thursday {thursday.day} {thursday:%B}")
    number = column.evaluate("th => th.cellIndex")
    team = page.locator("table.grid tbody").filter(has=page.locator(".team", has_text="Biggin Hill"))
    return team.locator("tr.cs").locator(f":nth-child({number + 1}) > a").filter(has_text=COFFEE)


def test_an_abstraction_is_logged_its_session_flagged_seen_and_cleared(
    demo: date, open_page: Callable[..., Page]
) -> None:
    sergeant = enter(open_page(), "hart")
    expect(sergeant.get_by_role("heading", level=1)).to_have_text("Board")
    before = coffee_on_the_board(sergeant, demo)
    expect(before).to_contain_text("Covered")
    expect(before).to_contain_text("PC Shah")

    what_it_does_is_said_before_it_is_done(sergeant, demo)
    sergeant.get_by_role("button", name="Confirm: take PC Shah").click()
    expect(sergeant.get_by_role("status").first).to_contain_text("PC Shah is taken for ERPT backfill")
    the_board_and_the_grid_show_it(sergeant, demo)
    the_flag_page_shows_why(sergeant, demo)
    a_stand_in_clears_it(sergeant, demo)
    the_officer_sees_the_duty_taken(enter(open_page(viewport=PHONE, has_touch=True), "shah"), demo)
    the_manager_finds_the_minutes(enter(open_page(), "cole"), demo)


def what_it_does_is_said_before_it_is_done(page: Page, thursday: date) -> None:
    page.get_by_role("button", name="Log an abstraction").click()
    page.get_by_label("Officer").select_option(label=SHAH)
    page.get_by_label("Date").fill(f"{thursday.day}/{thursday.month}/{thursday.year}")
    harm = page.locator("#harm")
    expect(harm).to_contain_text(COFFEE)
    # The hours of the duty, which nobody had to type.
    expect(page.get_by_label("From", exact=True)).to_have_value("07:00")
    expect(page.get_by_label("To", exact=True)).to_have_value("15:00")
    page.get_by_label("What for").select_option(label="ERPT backfill")
    page.get_by_label("Requested by").fill("Insp Cole, Bromley ERPT")
    expect(harm).to_contain_text("becomes at risk")
    expect(harm).to_contain_text("PC O'Neill")
    assert taken_for_erpt() == 0


def the_board_and_the_grid_show_it(page: Page, thursday: date) -> None:
    assert taken_for_erpt() == 1
    page.goto("/board")
    expect(coffee_on_the_board(page, thursday)).to_contain_text("At risk")
    expect(its_card(page, thursday)).to_contain_text("PC Shah: taken to ERPT backfill 07:00–15:00")
    page.get_by_role("link", name="Roster", exact=True).click()
    row = page.locator("table.grid tr").filter(has_text="Amina Shah")
    cell = row.locator(f"a[href$='/days/{thursday.isoformat()}']")
    expect(cell).to_contain_text("taken to ERPT backfill 07:00–15:00")
    expect(cell.locator("u")).to_have_text("ERPT")
    expect(pill_on_the_grid(page, thursday)).to_contain_text("At risk")


def the_flag_page_shows_why(page: Page, thursday: date) -> None:
    pill_on_the_grid(page, thursday).click()
    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_contain_text(COFFEE)
    expect(main).to_contain_text("At risk")
    cause = page.get_by_role("listitem").filter(has_text="PC Amina Shah").filter(has_text="named")
    expect(cause.first).to_contain_text("ERPT")
    expect(main).to_contain_text("Who could stand in")


def a_stand_in_clears_it(page: Page, thursday: date) -> None:
    page.get_by_role("button", name="Name PC O'Neill").click()
    expect(page.get_by_role("status")).to_contain_text(f"{COFFEE} is covered")
    expect(page.get_by_role("heading", name="Resolved")).to_be_visible()
    page.goto("/board")
    after = coffee_on_the_board(page, thursday)
    expect(after).to_contain_text("Covered")
    expect(after).to_contain_text("PC O'Neill")
    expect(its_card(page, thursday)).to_have_count(0)
    page.goto("/roster")
    expect(pill_on_the_grid(page, thursday)).to_contain_text("Covered")


def the_officer_sees_the_duty_taken(page: Page, thursday: date) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("My duties")
    day = page.locator(".my-day").filter(has_text=re.compile(rf"^\s*{thursday.day}\s*Thu"))
    expect(day.first).to_contain_text("ERPT")
    expect(day.first).to_contain_text("taken from Early")
    expect(page.locator(".my-changes")).to_contain_text("ERPT")


def the_manager_finds_the_minutes(page: Page, thursday: date) -> None:
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_label("From", exact=True).fill(f"{thursday.day}/{thursday.month}/{thursday.year}")
    page.get_by_label("To", exact=True).fill(f"{thursday.day}/{thursday.month}/{thursday.year}")
    page.get_by_role("button", name="Show").click()
    rates = page.get_by_role("table", name=re.compile("rates by ward"))
    row = rates.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Biggin Hill", exact=True))
    number = row.get_by_role("link", name=re.compile("^480 abstracted minutes")).first
    expect(number).to_be_visible()
    number.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("480")
    behind = page.get_by_role("row").filter(has_text="Amina Shah")
    expect(behind).to_have_count(1)
    expect(behind).to_contain_text("ERPT backfill")
    expect(behind).to_contain_text("480")


def test_it_is_logged_by_keyboard_alone(demo: date, browser_page: Page) -> None:
    page = enter(browser_page, "hart")
    page.goto("/board")
    keys = page.keyboard
    for _ in range(40):
        keys.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Log an abstraction":
            break
    keys.press("Enter")
    page.get_by_role("heading", name="Log an abstraction").wait_for()
    # The officer's field has the focus; the letters of the last name choose.
    keys.type("Shah")
    for text in (written(demo), None, None, "ERPT", "Insp Cole, Bromley ERPT"):
        keys.press("Tab")
        if text:
            keys.type(text)
    page.get_by_role("button", name="Confirm: take PC Shah").wait_for()
    expect(page.locator("#harm")).to_contain_text("becomes at risk")
    keys.press("Enter")
    page.get_by_role("heading", level=1, name="Board").wait_for()
    assert taken_for_erpt() == 1
    expect(page.get_by_role("status").first).to_contain_text("PC Shah is taken for ERPT backfill")


def written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
