"""Everything that is done by hand works without JavaScript too: an old browser, a failed download."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desks import enter

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def plain(demo: date, open_page: Callable[..., Page]) -> Page:
    """The sergeant of Biggin Hill in a browser that runs no script."""
    return enter(open_page(java_script_enabled=False), "hart")


def test_an_abstraction_is_logged_in_two_steps_and_a_stand_in_named(plain: Page, demo: date) -> None:
    plain.get_by_role("button", name="Log an abstraction").click()
    plain.get_by_label("Officer").select_option(label="Shah, PC Amina")
    plain.get_by_label("Date").fill(f"{demo.day}/{demo.month}/{demo.year}")
    plain.get_by_label("What for").select_option(label="ERPT backfill")
    plain.get_by_label("Requested by").fill("Insp Cole, Bromley ERPT")
    plain.get_by_role("button", name="Show what this does").click()
    # The hours of the duty were filled in, and what was typed is still there.
    expect(plain.get_by_label("From", exact=True)).to_have_value("07:00")
    expect(plain.get_by_label("Requested by")).to_have_value("Insp Cole, Bromley ERPT")
    expect(plain.locator("#harm")).to_contain_text("becomes at risk")
    plain.get_by_role("button", name="Confirm: take PC Shah").click()
    expect(plain.get_by_role("status").first).to_contain_text("PC Shah is taken for ERPT backfill")

    plain.get_by_role("link", name="Name a stand-in").click()
    plain.get_by_role("button", name="Name PC O'Neill").click()
    expect(plain.get_by_role("status")).to_contain_text("Coffee with a Copper is covered")


def test_what_was_changed_since_it_was_shown_is_shown_again(plain: Page, demo: date) -> None:
    """Without a script nothing follows what is typed, so a stale harm is never confirmed."""
    plain.goto("/abstractions/new")
    plain.get_by_label("Officer").select_option(label="Lewis, PCSO Dee")
    plain.get_by_label("Date").fill(f"{demo.day}/{demo.month}/{demo.year}")
    plain.get_by_label("From", exact=True).fill("0900")
    plain.get_by_label("To", exact=True).fill("1200")
    plain.get_by_label("What for").select_option(label="Scene guard")
    plain.get_by_label("Requested by").fill("Insp Cole")
    plain.get_by_role("button", name="Show what this does").click()
    plain.get_by_label("Officer").select_option(label="Shah, PC Amina")
    plain.get_by_role("button", name="Confirm: take PCSO Lewis").click()
    expect(plain.locator("#harm")).to_contain_text("Check again")
    expect(plain.locator("#harm")).to_contain_text("becomes at risk")
    plain.get_by_role("button", name="Confirm: take PC Shah").click()
    expect(plain.get_by_role("status").first).to_contain_text("PC Shah is taken for Scene guard")


def test_sickness_is_recorded(plain: Page, demo: date) -> None:
    plain.get_by_role("link", name="Roster", exact=True).click()
    row = plain.locator("table.grid tr").filter(has_text="Amina Shah")
    row.locator(f"a[href$='/days/{demo.isoformat()}']").click()
    plain.get_by_role("button", name="Record sickness").click()
    expect(plain.get_by_role("radio", name="Sick")).to_be_checked()
    plain.get_by_role("button", name="Record the absence").click()
    expect(plain.get_by_role("status")).to_contain_text("PC Amina Shah is recorded as away")
    expect(plain.get_by_role("main")).to_contain_text("Sick")
    plain.goto("/board")
    coffee = plain.get_by_role("row").filter(has_text=f"Thu {demo.day} {demo:%b} 10:00")
    expect(coffee.filter(has_text="Biggin Hill")).to_contain_text("At risk")


def test_signing_out_ends_it(plain: Page) -> None:
    plain.get_by_role("button", name="Sign out").click()
    plain.goto("/board")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_broken_rules_are_listed_beneath_the_roster(plain: Page, demo: date) -> None:
    """Nothing draws them in the cells: the page says so, and lists them when asked."""
    plain.goto(f"/roster?from={demo.isoformat()}")
    asked = plain.get_by_role("link", name="List the broken rules")
    expect(plain.get_by_text("Broken rules are not marked in the grid without JavaScript")).to_be_visible()
    asked.click()
    expect(plain.get_by_role("heading", name="Broken rules")).to_be_visible()
    expect(asked).to_have_count(0)
