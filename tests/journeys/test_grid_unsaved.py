"""What could not be saved outlives its page: every change of every tab, and for its own account alone."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_sergeant
from tests.journeys.grids import GRID, cell, rostered, saved

pytestmark = pytest.mark.engine("sqlite")


def type_in(page, officer, code: str) -> None:
    cell(page, officer).focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.locator('[data-grid="state"]').get_by_text("kept").wait_for()


def test_what_two_tabs_could_not_save_is_offered_wherever_the_roster_is_opened(ward, desk):
    abbott, barker, _ = ward[1]
    context = desk.context
    other = context.new_page()
    other.goto(GRID)
    other.locator('[data-grid="tools"]').wait_for()
    context.route("**/roster/cells", lambda route: route.abort())
    type_in(desk, abbott, "e")
    type_in(other, barker, "n")
    for page in (desk, other):
        page.close(run_before_unload=False)
    context.unroute("**/roster/cells")
    again = context.new_page()
    again.goto("/roster?from=2032-03-01&days=14")
    left = again.locator('[data-grid="left"]')
    expect(left).to_contain_text("2 changes could not be saved")
    expect(left.get_by_role("button", name="Save them now")).to_be_hidden()
    left.get_by_role("link", name="Show them").click()
    left.get_by_role("button", name="Save them now").click()
    saved(again)
    assert rostered() == {("Abbott", "01", "E"), ("Barker", "01", "N")}
    again.reload()
    again.locator('[data-grid="tools"]').wait_for()
    again.wait_for_timeout(200)
    expect(left).to_be_hidden()


def test_what_an_open_tab_still_holds_is_not_offered_in_another(ward, desk):
    abbott = ward[1][0]
    desk.context.route("**/roster/cells", lambda route: route.abort())
    type_in(desk, abbott, "e")
    other = desk.context.new_page()
    other.goto(GRID)
    other.locator('[data-grid="tools"]').wait_for()
    other.wait_for_timeout(200)
    expect(other.locator('[data-grid="left"]')).to_be_hidden()


def test_changes_of_one_account_are_never_saved_as_another(ward, sit):
    team, (abbott, *_) = ward
    page = sit(make_sergeant(team))
    vale = sit(make_sergeant(team, name="Robin Vale"))
    page.locator('[data-grid="tools"]').wait_for()
    page.context.set_offline(True)
    type_in(page, abbott, "e")
    page.context.clear_cookies()
    page.context.add_cookies(vale.context.cookies())
    page.context.set_offline(False)
    page.locator('[data-grid="state"]').get_by_text("somebody else is signed in").wait_for()
    assert rostered() == set()
