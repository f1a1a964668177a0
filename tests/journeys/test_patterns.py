"""A pattern under the fingers: typed with arrows, pasted from a spreadsheet, laid by keyboard alone."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.desks import enter


def test_a_pattern_is_typed_pasted_and_its_hours_add_up(open_page: Callable[..., Page], demo: date) -> None:
    page = enter(open_page(), "hart")
    page.goto("/patterns/new")
    page.get_by_label("Name").fill("Fortnight of lates")
    page.get_by_label("Week 1, Monday").focus()
    page.keyboard.type("L")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("L")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("rd")
    expect(page.get_by_label("Week 2, Tuesday")).to_have_value("rd")
    row = page.locator(".pattern-weeks tbody tr").nth(0)
    expect(row.locator(".pattern-hours")).to_have_text("16 h")
    page.get_by_label("Week 1, Wednesday").evaluate(
        """input => {
          const data = new DataTransfer();
          data.setData("text/plain", "L\\tL\\tL\\tRD\\tRD\\nE\\tE\\tE\\tRD\\tFD\\n");
          const how = {clipboardData: data, bubbles: true, cancelable: true};
          input.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    expect(row.locator(".pattern-hours")).to_have_text("40 h")
    expect(row.locator(".pattern-rests")).to_have_text("2")
    expect(page.locator(".pattern-weeks tbody tr").nth(1).locator(".pattern-rests")).to_have_text(
        "2 + 1 free"
    )
    page.get_by_role("button", name="Drop the last week").click()
    page.get_by_role("button", name="Drop the last week").click()
    page.get_by_role("button", name="Save the pattern").click()
    expect(page.get_by_text("Fortnight of lates was saved")).to_be_visible()


def test_eight_weeks_for_three_wards_are_laid_by_keyboard(open_page: Callable[..., Page], demo: date) -> None:
    page = enter(open_page(), "hart")
    page.goto("/patterns/lay")
    page.get_by_label("Weeks", exact=True).focus()
    page.keyboard.press("Enter")
    lay = page.get_by_role("button", name="Lay 15 patterns as drafts")
    lay.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("laid as drafts")).to_be_visible()
    assert "days=56" in page.url


def test_weeks_changed_after_the_preview_are_shown_again_and_then_laid(
    open_page: Callable[..., Page], demo: date
) -> None:
    """What lies in the fields is what is laid, and only once its effect was seen; without a script too."""
    page = enter(open_page(java_script_enabled=False), "hart")
    page.goto("/patterns/lay")
    weeks = page.get_by_label("Weeks", exact=True)
    weeks.fill("2")
    weeks.press("Enter")
    expect(page.get_by_role("heading", name="What it does")).to_be_focused()
    assert "csrf_token" not in page.url
    weeks.fill("4")
    lay = page.get_by_role("button", name="Lay 15 patterns as drafts")
    lay.click()
    expect(page.get_by_text("Nothing was laid")).to_be_visible()
    expect(weeks).to_have_value("4")
    lay.click()
    expect(page.get_by_text("laid as drafts")).to_be_visible()
    assert "from=" in page.url
    assert "days=" not in page.url or "days=28" in page.url
