"""Planning in the grid: by keyboard, by mouse, without a line, and two at once."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from roster.extensions import db
from roster.models.cell_change import CellChange
from tests.factories import make_account, make_duty, make_sergeant, make_template
from tests.journeys.grids import GRID, MONDAY, cell, put_on_clipboard, rostered, row, saved

pytestmark = pytest.mark.engine("sqlite")


def test_codes_are_typed_moved_on_from_undone_and_done_again(ward, desk):
    abbott, barker, _ = ward[1]
    cell(desk, abbott).focus()
    desk.keyboard.type("e")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.type("l")
    desk.keyboard.press("Enter")
    desk.keyboard.type("n")
    desk.keyboard.press("Escape")
    desk.keyboard.type("rd")
    desk.keyboard.press("Tab")
    saved(desk)
    assert (row(desk, abbott, 3), row(desk, barker, 3)) == (["E", "L", ""], ["", "·", ""])
    assert rostered() == {("Abbott", "01", "E"), ("Abbott", "02", "L")}
    on_ward_duty = desk.locator("table.grid tfoot td")
    expect(on_ward_duty.nth(0)).to_have_text("1")
    expect(on_ward_duty.nth(2)).to_have_text("0")
    desk.keyboard.press("Control+z")
    desk.keyboard.press("Control+z")
    saved(desk)
    assert rostered() == {("Abbott", "01", "E")}
    desk.keyboard.press("Control+y")
    saved(desk)
    assert row(desk, abbott, 3) == ["E", "L", ""]
    expect(desk.get_by_role("button", name="Check and publish 2 drafts")).to_be_visible()
    cell(desk, abbott, 2).focus()
    with desk.context.expect_page() as opened:
        desk.keyboard.press("Control+Enter")
    opened.value.get_by_role("heading", name="Amina Abbott, Wed 3 Dec 2031").wait_for()


def test_blocks_are_copied_pasted_and_filled_also_from_a_spreadsheet(ward, desk):
    abbott, barker, cole = ward[1]
    put_on_clipboard(desk, "e\tL\r\nRD\tn\r\n")
    cell(desk, abbott).focus()
    desk.keyboard.press("Control+v")
    saved(desk)
    assert (row(desk, abbott, 3), row(desk, barker, 3)) == (["E", "L", ""], ["·", "N", ""])
    # The pasted block is selected: it is copied and repeats over four days of the third officer.
    cell(desk, abbott).click()
    desk.keyboard.press("Shift+ArrowRight")
    desk.keyboard.press("Control+c")
    cell(desk, cole).click()
    cell(desk, cole, 3).click(modifiers=["Shift"])
    desk.keyboard.press("Control+v")
    assert desk.evaluate("navigator.clipboard.readText()") == "E\tL"
    cell(desk, barker, 1).focus()
    desk.keyboard.press("Shift+ArrowRight")
    desk.keyboard.press("Shift+ArrowRight")
    desk.keyboard.press("Control+r")
    cell(desk, abbott, 4).focus()
    desk.keyboard.type("n")
    desk.keyboard.press("Enter")
    cell(desk, abbott, 4).focus()
    desk.keyboard.press("Shift+ArrowDown")
    desk.keyboard.press("Control+d")
    saved(desk)
    assert [row(desk, one) for one in (abbott, barker, cole)] == [
        ["E", "L", "", "", "N"],
        ["·", "N", "N", "N", "N"],
        ["E", "L", "E", "L", ""],
    ]
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Control+x")
    saved(desk)
    assert row(desk, barker) == [""] * 5
    assert desk.evaluate("navigator.clipboard.readText()").split("\t")[:5] == ["RD", "N", "N", "N", "N"]


def test_the_mouse_does_all_of_it(ward, desk):
    abbott, barker, _ = ward[1]
    tools = desk.locator('[data-grid="tools"]')
    cell(desk, abbott).hover()
    desk.mouse.down()
    cell(desk, barker, 1).hover()
    desk.mouse.up()
    tools.get_by_role("button", name="E Early").click()
    saved(desk)
    assert (row(desk, abbott, 3), row(desk, barker, 3)) == (["E", "E", ""], ["E", "E", ""])
    tools.get_by_role("button", name="Undo").click()
    saved(desk)
    assert rostered() == set()
    cell(desk, abbott).dblclick()
    desk.keyboard.type("L")
    cell(desk, barker).click()  # a click elsewhere commits
    saved(desk)
    cell(desk, abbott).click()
    tools.get_by_role("button", name="Copy").click()
    cell(desk, barker, 2).click()
    tools.get_by_role("button", name="Paste").click()
    cell(desk, barker, 2).locator("i", has_text="Late 14:00").wait_for(state="attached")
    assert rostered() == {("Abbott", "01", "L"), ("Barker", "03", "L")}


def test_a_code_that_there_is_not_stays_in_sight_with_its_sentence(ward, desk):
    abbott = ward[1][0]
    cell(desk, abbott).focus()
    desk.keyboard.type("q")
    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowUp")
    assert row(desk, abbott, 1) == ["Q"]
    assert "There is no shift “Q”" in desk.locator('[data-grid="line"]').inner_text()
    desk.keyboard.press("Escape")
    assert row(desk, abbott, 1) == [""]


def test_a_lost_line_loses_no_keystroke(ward, desk):
    abbott = ward[1][0]
    state = desk.locator('[data-grid="state"]')
    desk.context.set_offline(True)
    cell(desk, abbott).focus()
    for code in ("e", "l"):
        desk.keyboard.type(code)
        desk.keyboard.press("Tab")
    state.get_by_text("Not saved: no connection, 2 changes kept").wait_for()
    assert rostered() == set()
    desk.context.set_offline(False)
    saved(desk)
    assert rostered() == {("Abbott", "01", "E"), ("Abbott", "02", "L")}


def test_what_could_not_be_saved_is_offered_on_the_next_visit(ward, desk):
    abbott = ward[1][0]
    desk.route("**/roster/cells", lambda route: route.abort())
    cell(desk, abbott).focus()
    desk.keyboard.type("e")
    desk.keyboard.press("Enter")
    desk.locator('[data-grid="state"]').get_by_text("1 change kept").wait_for()
    desk.unroute("**/roster/cells")
    again = desk.context.new_page()
    desk.close(run_before_unload=False)
    again.goto(GRID)
    again.get_by_role("button", name="Save them now").click()
    saved(again)
    assert rostered() == {("Abbott", "01", "E")}


def test_two_sergeants_see_each_other_and_the_second_is_shown_both_values(ward, sit):
    team, (abbott, barker, _) = ward
    first, second = sit(make_sergeant(team)), sit(make_sergeant(team, name="Robin Vale"))
    for page, code in ((second, "l"), (first, "e")):
        page.locator('[data-grid="tools"]').wait_for()
        cell(page, abbott).focus()
        page.keyboard.type(code)
    first.keyboard.press("Enter")
    first.keyboard.type("n")
    first.keyboard.press("Enter")
    saved(first)
    # The second is still typing in the first cell: it is left alone, and the other one is redrawn.
    cell(second, barker).locator("i", has_text="Night").wait_for(state="attached")
    assert second.locator(".grid-type").input_value() == "l"
    second.keyboard.press("Enter")
    second.get_by_role("button", name="1 change meets a colleague’s").click()
    both = second.get_by_role("dialog", name="Somebody else changed this cell")
    both.wait_for()
    assert "Early 07:00–15:00" in both.inner_text()
    assert "Late 14:00–22:00" in both.inner_text()
    both.get_by_role("button", name="Put mine").click()
    saved(second)
    assert rostered() == {("Abbott", "01", "L"), ("Barker", "01", "N")}


def test_a_published_duty_changes_with_a_reason_only(ward, desk):
    abbott = ward[1][0]
    for step in range(2):
        make_duty(abbott, f"{MONDAY + timedelta(days=step)} 07:00", template=make_template())
    desk.reload()
    desk.locator('[data-grid="tools"]').wait_for()
    asked = desk.get_by_role("dialog", name="Why does a published duty change?")

    def put_lates():
        cell(desk, abbott).focus()
        desk.keyboard.press("Shift+ArrowRight")
        desk.keyboard.type("l")
        desk.keyboard.press("Control+Enter")
        desk.get_by_role("button", name="2 changes need a reason").wait_for()
        desk.keyboard.press("F8")
        asked.wait_for()

    put_lates()
    asked.get_by_role("button", name="Leave it as it was").click()
    assert row(desk, abbott, 2) == ["E", "E"]
    put_lates()
    assert "clear days’ notice" in asked.inner_text()
    asked.get_by_label("Officer’s request").check()
    desk.keyboard.press("Enter")
    saved(desk)
    assert rostered() == {("Abbott", "01", "L"), ("Abbott", "02", "L")}
    assert {str(one.reason) for one in db.session.scalars(select(CellChange))} == {"officer_request"}


def test_an_officer_sees_the_grid_without_its_tools(ward, sit):
    abbott = ward[1][0]
    make_account(abbott, ("officer",))
    page = sit(abbott)
    assert page.locator('[data-grid="tools"]').count() == 0
    cell(page, abbott).focus()
    page.keyboard.type("e")
    assert page.locator(".grid-type").count() == 0
    assert page.locator("table.grid").get_attribute("role") is None
