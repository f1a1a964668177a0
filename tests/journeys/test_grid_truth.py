"""What the grid says of saving and of the rules is so: refused, left out, not checked, no connection."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from roster.extensions import db
from roster.models.duty import ShiftTemplate
from tests.factories import make_sergeant
from tests.journeys.grids import GRID, cell, put_on_clipboard, rostered, row, saved
from tests.roster_factories import make_minimum_strength

pytestmark = pytest.mark.engine("sqlite")


def test_a_paste_says_what_was_refused_and_what_fell_outside(ward, desk):
    abbott = ward[1][0]
    put_on_clipboard(desk, "E\tQ\tL")
    cell(desk, abbott).focus()
    desk.keyboard.press("Control+v")
    state = desk.locator('[data-grid="state"]')
    expect(state).to_have_text("2 saved, 1 refused")
    assert row(desk, abbott, 3) == ["E", "Q", "L"]
    desk.locator('[data-grid="refused"]').click()
    assert "There is no shift “Q”" in desk.locator('[data-grid="line"]').inner_text()
    desk.keyboard.press("Escape")
    saved(desk)
    expect(desk.locator('[data-grid="refused"]')).to_be_hidden()
    desk.locator("table.grid tr[data-o]").first.locator("td a").last.focus()
    desk.keyboard.press("Control+v")
    expect(desk.locator('[data-grid="news"]')).to_contain_text("2 of what was pasted left out")
    assert {code for *_, code in rostered()} == {"E", "L"}


def test_a_refused_code_is_offered_on_the_next_visit(ward, desk):
    abbott = ward[1][0]
    cell(desk, abbott).focus()
    desk.keyboard.type("q")
    desk.keyboard.press("Enter")
    again = desk.context.new_page()
    desk.close(run_before_unload=False)
    again.goto(GRID)
    again.get_by_role("button", name="Save them now").click()
    expect(again.locator('[data-grid="state"]')).to_have_text("1 refused")
    assert row(again, abbott, 1) == ["Q"]


def test_rules_that_could_not_be_fetched_are_said_and_fetched_again(ward, desk):
    desk.route("**/roster/rules*", lambda route: route.abort())
    desk.reload()
    again = desk.get_by_role("button", name="Rules not checked: try again")
    again.wait_for()
    desk.unroute("**/roster/rules*")
    again.click()
    expect(again).to_be_hidden()


def test_a_lost_line_is_said_at_once(desk):
    state = desk.locator('[data-grid="state"]')
    desk.context.set_offline(True)
    expect(state).to_have_text("No connection: what you type is kept")
    desk.context.set_offline(False)
    expect(state).to_have_text("")


def test_many_cells_that_a_colleague_changed_too_are_answered_at_once(ward, sit):
    team, (abbott, *_) = ward
    first, second = sit(make_sergeant(team)), sit(make_sergeant(team, name="Robin Vale"))
    for page in (first, second):
        page.locator('[data-grid="tools"]').wait_for()
    second.context.set_offline(True)
    for page, code in ((first, "e"), (second, "n")):
        cell(page, abbott).focus()
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.type(code)
        page.keyboard.press("Control+Enter")
    saved(first)
    second.context.set_offline(False)
    second.get_by_role("button", name="3 changes meet a colleague’s").click()
    second.get_by_role("button", name="Keep theirs for all 3").click()
    saved_or_idle = second.locator('[data-grid="asks"]')
    expect(saved_or_idle).to_be_hidden()
    assert row(second, abbott, 3) == ["E", "E", "E"]


def test_minimum_strength_stands_as_it_came_and_follows_what_is_typed(ward, desk):
    """What the server draws and what the script draws again are the same."""
    make_minimum_strength(ward[0], db.session.scalar(select(ShiftTemplate).where(ShiftTemplate.code == "L")))
    drawn = "row => [...row.cells].slice(1).map(td => td.className + td.title + td.innerHTML)"
    with desk.expect_response("**/roster/rules?**"):
        desk.reload()
        came = desk.locator("tr.min").evaluate(drawn)
    desk.locator('[data-grid="tools"]').wait_for()
    assert desk.locator("tr.min").evaluate(drawn) == came
    assert came[0] == "lowLate: 0 of 1L<i> below the minimum, Late: 0 of 1</i>"
    cell(desk, ward[1][0]).focus()
    desk.keyboard.type("l")
    desk.keyboard.press("Enter")
    expect(desk.locator("tr.min td").first).to_have_text("✓ Late: 1 of 1")
    assert desk.locator("tr.min").evaluate(drawn)[1:] == came[1:]


def test_no_list_of_broken_rules_is_offered_where_the_grid_draws_them(desk):
    expect(desk.locator('[data-grid="unmarked"]')).to_have_count(0)


def test_a_mark_stays_at_its_cell_in_wide_columns_and_its_panel_above_who_walks(ward, desk):
    cell(desk, ward[1][1]).focus()
    for code in ("l", "e"):
        desk.keyboard.type(code)
        desk.keyboard.press("Tab")
    saved(desk)
    desk.goto(f"{GRID}&days=14")
    broken = desk.locator("td.br > a")
    broken.wait_for()
    gap = broken.evaluate(
        """a => { const td = a.parentNode, box = td.getBoundingClientRect();
        const right = parseFloat(getComputedStyle(td, '::after').right);
        return box.right - right - a.getBoundingClientRect().right; }"""
    )
    assert -2 <= gap <= 3
    broken.focus()
    tip = desk.locator(".grid-tip")
    tip.wait_for()
    panel, link = tip.bounding_box(), broken.bounding_box()
    assert panel["y"] + panel["height"] <= link["y"] or link["y"] < panel["height"] + 10
