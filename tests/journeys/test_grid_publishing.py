"""What the grid says of publishing: how many drafts there are, and who else has just published."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_duty, make_sergeant, make_template
from tests.journeys.grids import GRID, MONDAY, cell, saved

pytestmark = pytest.mark.engine("sqlite")


def test_a_publish_is_news_to_the_other_window_and_not_to_the_page_it_led_to(ward, sit):
    make_duty(ward[1][0], f"{MONDAY} 07:00", template=make_template(), published=False)
    page = sit(make_sergeant(ward[0]))
    other = page.context.new_page()
    other.goto(GRID)
    news = '[data-grid="published"]'
    page.wait_for_timeout(1100)  # to the second: what is drawn and published in one is not told apart
    page.get_by_role("button", name="Check and publish").click()
    page.get_by_role("button", name="Publish 1 draft").click()
    with page.expect_response("**/roster/cells/changes*") as heard:
        page.wait_for_url("**/roster?*")
    (told,) = heard.value.json()["published"]
    assert told["mine"]
    page.wait_for_timeout(200)
    expect(page.locator(news)).to_be_hidden()
    other.bring_to_front()
    expect(other.locator(news)).to_be_visible()


def test_the_button_counts_the_drafts_as_they_come_and_go(ward, sit):
    for officer in ward[1][:2]:
        make_duty(officer, f"{MONDAY} 07:00", template=make_template(), published=False)
    page = sit(make_sergeant(ward[0]))
    page.locator('[data-grid="tools"]').wait_for()
    button = page.locator('[data-grid="publish"]')
    expect(button).to_have_text("Check and publish 2 drafts")
    cell(page, ward[1][0], 1).focus()
    page.keyboard.type("e")
    page.keyboard.press("Enter")
    saved(page)
    expect(button).to_have_text("Check and publish 3 drafts")
    for officer, step in ((ward[1][0], 0), (ward[1][0], 1), (ward[1][1], 0)):
        cell(page, officer, step).focus()
        page.keyboard.press("Delete")
        saved(page)
    expect(button).to_be_hidden()


def test_one_step_leads_over_the_checklist_to_the_button(ward, sit):
    make_duty(ward[1][0], f"{MONDAY} 07:00", template=make_template(), published=False)
    page = sit(make_sergeant(ward[0]))
    page.get_by_role("button", name="Check and publish").click()
    page.get_by_role("link", name="Go to Publish").press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Publish 1 draft")).to_be_focused()


def test_a_skip_link_leads_to_the_first_cell(ward, sit):
    page = sit(make_sergeant(ward[0]))
    page.locator('[data-grid="tools"]').wait_for()
    page.get_by_role("link", name="Skip to the grid").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table')?.id") == "grid"
