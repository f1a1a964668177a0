"""The product's main job, by hand in the demo: an abstraction is logged, a session flagged, seen and cleared."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from roster import clock
from roster.demo.build import build_demo
from roster.extensions import db

PASSWORD = "only for this journey"
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True}
TUESDAY = "2026-11-24 09:00"


@pytest.fixture
def demo(app: Flask, at: Callable[..., datetime]) -> date:
    """The standing demo on a Tuesday morning; the story's Thursday is given."""
    at(TUESDAY, tick=True)
    assert build_demo(2, clock.today(), PASSWORD)
    db.session.remove()
    return clock.today() + timedelta(days=2)


def enter(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("E-mail address").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def coffee_on_the_board(page: Page, thursday: date) -> str:
    """The state that the board gives to Biggin Hill's Coffee with a Copper."""
    row = page.get_by_role("row").filter(has_text=f"Thu {thursday.day} {thursday:%b} 10:00")
    row = row.filter(has_text="Coffee with a Copper").filter(has_text="Biggin Hill")
    expect(row).to_have_count(1)
    return row.inner_text()


def test_an_abstraction_is_logged_its_session_flagged_seen_and_cleared(
    demo: date, open_page: Callable[..., Page]
) -> None:
    sergeant = open_page()
    enter(sergeant, "hart")
    expect(sergeant.get_by_role("heading", level=1)).to_have_text("Board")
    before = coffee_on_the_board(sergeant, demo)
    assert "Covered" in before
    assert "PC Shah" in before

    log_the_named_officer_to_erpt(sergeant, demo)
    the_board_the_grid_and_the_flag_page_show_it(sergeant, demo)
    a_stand_in_clears_it(sergeant, demo)
    the_officer_sees_the_duty_taken(open_page(**PHONE), demo)
    the_manager_finds_the_minutes(open_page(), demo)


def log_the_named_officer_to_erpt(page: Page, thursday: date) -> None:
    page.get_by_role("button", name="Log an abstraction").click()
    page.get_by_label("Officer").select_option(label=SHAH)
    page.get_by_label("Date").fill(f"{thursday.day}/{thursday.month}/{thursday.year}")
    page.get_by_label("From", exact=True).fill("0700")
    page.get_by_label("To", exact=True).fill("1500")
    page.get_by_label("What for").select_option(label=re.compile("ERPT"))
    page.get_by_label("Requested by").fill("Insp Cole, Bromley ERPT")
    page.get_by_role("button", name="Show what this does").first.click()
    harm = page.locator("#harm")
    expect(harm).to_contain_text("Coffee with a Copper")
    expect(harm).to_contain_text("at risk")
    expect(harm).to_contain_text("PC O'Neill")
    page.get_by_role("button", name="Confirm: take PC Amina Shah").click()


def the_board_the_grid_and_the_flag_page_show_it(page: Page, thursday: date) -> None:
    page.goto("/board")
    assert "At risk" in coffee_on_the_board(page, thursday)
    card = page.locator(".app-card").filter(has_text="Coffee with a Copper").filter(has_text="PC Shah")
    expect(card).to_contain_text(f"Thu {thursday.day} {thursday:%b} 10:00–11:00")
    page.goto("/roster")
    cell = page.locator(f"a[href*='/days/{thursday.isoformat()}']").filter(has_text="ERPT")
    expect(cell.first).to_be_visible()
    page.goto("/board")
    page.get_by_role("button", name=re.compile("All ways out.*Coffee with a Copper")).first.click()
    expect(page.get_by_role("main")).to_contain_text("Who could stand in")
    expect(page.get_by_role("main")).to_contain_text("ERPT")


def a_stand_in_clears_it(page: Page, thursday: date) -> None:
    page.get_by_role("button", name="Name PC O'Neill").click()
    expect(page.get_by_role("main")).to_contain_text("Resolved")
    page.goto("/board")
    after = coffee_on_the_board(page, thursday)
    assert "Covered" in after
    assert "PC O'Neill" in after


def the_officer_sees_the_duty_taken(page: Page, thursday: date) -> None:
    enter(page, "shah")
    expect(page.get_by_role("heading", level=1)).to_have_text("My duties")
    main = page.get_by_role("main")
    expect(main).to_contain_text("ERPT")
    expect(main).to_contain_text("taken from Early")


def the_manager_finds_the_minutes(page: Page, thursday: date) -> None:
    enter(page, "cole")
    page.goto(f"/reports/abstraction?from={thursday.isoformat()}&to={thursday.isoformat()}")
    row = page.get_by_role("row").filter(has_text="Biggin Hill").first
    expect(row).to_contain_text("480")
