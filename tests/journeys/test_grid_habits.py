"""Habits of those who come from a spreadsheet: jumping, stretching, changing in the cell, copying."""

import pytest
from playwright.sync_api import expect

from tests.journeys.grids import cell, put_on_clipboard, rostered, row, saved

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def filled(ward, desk):
    """Abbott's first three days are early, and the third officer's row is empty."""
    put_on_clipboard(desk, "E\tE\tE")
    cell(desk, ward[1][0]).focus()
    desk.keyboard.press("Control+v")
    saved(desk)
    return desk


def test_ctrl_and_arrows_jump_and_shift_takes_the_block_along(ward, filled):
    abbott, barker, _ = ward[1]
    cell(filled, abbott).focus()
    filled.keyboard.press("Control+ArrowRight")
    assert filled.evaluate("document.activeElement.href") == cell(filled, abbott, 2).evaluate("a => a.href")
    filled.keyboard.press("Control+Shift+ArrowLeft")
    filled.keyboard.press("Delete")
    saved(filled)
    assert row(filled, abbott) == [""] * 5
    cell(filled, barker, 1).focus()
    filled.keyboard.press("Shift+Home")
    filled.keyboard.type("l")
    filled.keyboard.press("Control+Enter")
    saved(filled)
    assert rostered() == {("Barker", "01", "L"), ("Barker", "02", "L")}


def test_enter_changes_a_cell_and_the_arrows_move_in_it(ward, filled):
    abbott = ward[1][0]
    cell(filled, abbott).focus()
    filled.keyboard.press("Enter")
    filled.keyboard.press("ArrowLeft")
    filled.keyboard.press("Delete")
    filled.keyboard.type("n")
    filled.keyboard.press("Enter")
    saved(filled)
    assert row(filled, abbott, 3) == ["N", "E", "E"]


def test_a_copied_empty_cell_clears(ward, filled):
    abbott, barker, _ = ward[1]
    cell(filled, barker).focus()
    filled.keyboard.press("Control+c")
    cell(filled, abbott, 1).focus()
    filled.keyboard.press("Control+v")
    saved(filled)
    assert row(filled, abbott, 3) == ["E", "", "E"]


def test_leave_is_not_copied_on_to_another_officer(ward, filled):
    abbott, barker, cole = ward[1]
    cell(filled, abbott).focus()
    filled.keyboard.type("al")
    filled.keyboard.press("Enter")
    saved(filled)
    cell(filled, abbott).focus()
    filled.keyboard.press("Control+c")
    cell(filled, barker).focus()
    filled.keyboard.press("Control+v")
    assert "stay with their officer" in filled.locator('[data-grid="news"]').inner_text()
    cell(filled, abbott).focus()
    filled.keyboard.press("Shift+ArrowDown")
    filled.keyboard.press("Shift+ArrowDown")
    filled.keyboard.press("Control+d")
    saved(filled)
    assert (row(filled, barker, 1), row(filled, cole, 1)) == (["E"], ["E"])
    assert "AL" in cell(filled, abbott).inner_text()


def test_a_block_is_named_from_its_first_corner_to_its_last_whichever_way_it_was_drawn(ward, desk):
    abbott, barker, _ = ward[1]
    said = desk.locator('[data-grid="line"] [data-words] b')

    def drawn(officer, step, *keys) -> None:
        cell(desk, officer, step).focus()
        desk.keyboard.press("Escape")  # no block
        for key in keys:
            desk.keyboard.press(f"Shift+{key}")

    drawn(abbott, 3, *["ArrowLeft"] * 3)
    row = "4 cells of PC Amina Abbott, from Monday 1 December 2031 to Thursday 4 December 2031"
    expect(said).to_have_text(row)
    drawn(abbott, 0, *["ArrowRight"] * 3)
    expect(said).to_have_text(row)
    drawn(barker, 1, "ArrowUp", "ArrowLeft")
    expect(said).to_have_text(
        "4 cells from PC Amina Abbott, Monday 1 December 2031 to PC Ben Barker, Tuesday 2 December 2031"
    )
    drawn(barker, 1, "ArrowUp")
    expect(said).to_have_text("2 cells from PC Amina Abbott to PC Ben Barker, Tuesday 2 December 2031")
