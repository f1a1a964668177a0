"""Undoing in the grid: the right thing, never a colleague's, and for the whole visit."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_sergeant
from tests.journeys.grids import GRID, cell, rostered, row, saved

pytestmark = pytest.mark.engine("sqlite")


def put(page, officer, code: str, step: int = 0) -> None:
    cell(page, officer, step).focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    saved(page)


def test_undo_leaves_alone_what_a_colleague_has_changed_since(ward, sit):
    team, (abbott, *_) = ward
    first, second = sit(make_sergeant(team)), sit(make_sergeant(team, name="Robin Vale"))
    for page in (first, second):
        page.locator('[data-grid="tools"]').wait_for()
    put(first, abbott, "e")
    cell(second, abbott).locator("i", has_text="Early").wait_for(state="attached")
    put(second, abbott, "n")
    cell(first, abbott).locator("i", has_text="Night").wait_for(state="attached")
    first.keyboard.press("Control+z")
    expect(first.locator('[data-grid="news"]')).to_contain_text("somebody else has changed it since")
    assert row(first, abbott, 1) == ["N"]
    assert rostered() == {("Abbott", "01", "N")}


def test_undo_brings_back_the_duty_beneath_an_absence(ward, desk):
    abbott = ward[1][0]
    put(desk, abbott, "l")
    put(desk, abbott, "sick")
    cell(desk, abbott).focus()
    desk.keyboard.press("Delete")
    saved(desk)
    assert rostered() == set()
    desk.keyboard.press("Control+z")
    saved(desk)
    assert rostered() == {("Abbott", "01", "L")}
    expect(cell(desk, abbott)).to_contain_text("SICK")


def test_undo_after_a_refused_code_takes_back_that_code_alone(ward, desk):
    abbott = ward[1][0]
    put(desk, abbott, "e")
    cell(desk, abbott, 1).focus()
    desk.keyboard.type("q")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+z")
    saved(desk)
    assert row(desk, abbott, 2) == ["E", ""]
    desk.keyboard.press("Control+z")
    saved(desk)
    assert rostered() == set()


def test_undo_outlives_a_step_to_other_days_and_back(ward, desk):
    abbott = ward[1][0]
    put(desk, abbott, "e")
    desk.goto("/roster?from=2032-03-01")
    desk.locator('[data-grid="tools"]').wait_for()
    desk.locator("table.grid tr[data-o] td a").first.focus()
    desk.keyboard.press("Control+z")
    expect(desk.locator('[data-grid="news"]')).to_contain_text("in days or teams not shown")
    assert rostered() == {("Abbott", "01", "E")}
    desk.goto(GRID)
    desk.locator('[data-grid="tools"]').wait_for()
    cell(desk, abbott).focus()
    desk.keyboard.press("Control+z")
    saved(desk)
    assert rostered() == set()


def test_one_never_meets_oneself(ward, desk):
    """The cell is opened again while its first code is on its way, or a palette button is pressed over it."""
    abbott = ward[1][0]
    sent = []
    desk.route("**/roster/cells", lambda route: route.continue_() if sent else sent.append(route))
    cell(desk, abbott).focus()
    desk.keyboard.type("e")
    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.type("n")
    while not sent:
        desk.wait_for_timeout(50)
    with desk.expect_response("**/roster/cells"):
        sent[0].continue_()
    desk.locator('[data-grid="tools"]').get_by_role("button", name="L Late").click()
    saved(desk)
    expect(desk.locator('[data-grid="asks"]')).to_be_hidden()
    assert rostered() == {("Abbott", "01", "L")}
