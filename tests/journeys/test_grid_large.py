"""The grid under a heavy hand: a large block, a pulled selection, a long pause, a sign-in that ran out."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from roster.extensions import db
from roster.models.duty import Duty
from roster.services.cell_answers import Wanted
from roster.services.cells import save_cells
from tests.factories import make_actor, make_duty, make_officer, make_template
from tests.journeys.desks import hindrances
from tests.journeys.grids import GRID, MONDAY, cell, put_on_clipboard, rostered, row, saved

pytestmark = pytest.mark.engine("sqlite")
TWELVE_WEEKS = f"{GRID}&days=84"


def opened(desk, address: str = TWELVE_WEEKS):
    desk.goto(address)
    desk.locator('[data-grid="tools"]').wait_for()
    return desk


def test_a_block_of_ten_officers_and_twelve_weeks_is_pasted_as_it_is(ward, desk):
    officers = [*ward[1], *(make_officer(f"Pat Quill{number}", team=ward[0]) for number in range(7))]
    opened(desk)
    week = ["E", "E", "L", "L", "N", "RD", "RD"]
    text = "\r\n".join("\t".join(week[(day + line) % 7] for day in range(84)) for line in range(10))
    put_on_clipboard(desk, text)
    cell(desk, officers[0]).focus()
    desk.keyboard.press("Control+v")
    expect(desk.locator('[data-grid="live"]')).to_contain_text("840 cells changed")
    saved(desk)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Duty.id))) == 10 * 84 * 5 // 7
    # The last cell of all: day 83 of line 9 is (83 + 9) % 7 = 1, an early.
    assert cell(desk, officers[-1], 83).evaluate("a => a.firstChild.data") == "E"


def test_a_block_that_is_drawn_beyond_the_edge_scrolls_the_grid_and_goes_on(ward, desk):
    opened(desk)
    box = desk.locator(".grid-box")
    edge = box.bounding_box()
    start = cell(desk, ward[1][0], 5).bounding_box()
    desk.mouse.move(start["x"] + 5, start["y"] + 5)
    desk.mouse.down()
    desk.mouse.move(edge["x"] + edge["width"] - 60, start["y"] + 5)
    assert box.evaluate("box => box.scrollLeft") == 0
    desk.mouse.move(edge["x"] + edge["width"] + 40, start["y"] + 5)
    last = cell(desk, ward[1][0], 83).locator("..")
    expect(last).to_have_class("sel", timeout=20_000)
    desk.mouse.up()
    assert box.evaluate("box => box.scrollLeft") > 0
    expect(desk.locator("td.sel")).to_have_count(79)  # from day 5 to day 83
    at = box.evaluate("box => box.scrollLeft")
    desk.mouse.move(edge["x"] + 400, start["y"] + 40)
    desk.wait_for_timeout(200)
    assert box.evaluate("box => box.scrollLeft") == at


def test_a_code_left_half_typed_for_a_minute_is_kept_and_taken_back_to_what_came_meanwhile(ward, desk):
    abbott, barker, _ = ward[1]
    desk.clock.install()
    opened(desk, GRID)
    cell(desk, abbott).focus()
    desk.keyboard.type("n")
    reid = make_actor(teams=[ward[0]], officer=make_officer("Sam Reid", "PS"))
    save_cells([Wanted(abbott.id, MONDAY, "E"), Wanted(barker.id, MONDAY, "L")], by=reid)
    for _ in range(12):
        desk.clock.run_for(5_000)
        desk.wait_for_timeout(50)
    # What a colleague did beside it has come; what is being typed is left alone.
    expect(cell(desk, barker)).to_contain_text("L")
    expect(desk.locator(".grid-type")).to_have_value("n")
    desk.keyboard.press("Escape")
    assert row(desk, abbott, 1) == ["E"]
    assert rostered() == {("Abbott", "01", "E"), ("Barker", "01", "L")}


def test_once_the_sign_in_ran_out_the_grid_says_where_to_sign_in_and_keeps_what_was_typed(ward, desk):
    cookies = desk.context.cookies()
    desk.context.clear_cookies()
    cell(desk, ward[1][0]).focus()
    desk.keyboard.type("e")
    desk.keyboard.press("Enter")
    way = desk.locator('[data-grid="state"]').get_by_role("link", name="Sign in")
    expect(way).to_have_attribute("href", "/sign-in")
    expect(way).to_have_attribute("target", "_blank")
    assert rostered() == set()
    desk.context.add_cookies(cookies)  # as another tab does, once somebody has signed in there
    cell(desk, ward[1][0], 1).focus()
    desk.keyboard.type("l")
    desk.keyboard.press("Enter")
    saved(desk)
    assert rostered() == {("Abbott", "01", "E"), ("Abbott", "02", "L")}


def test_no_dialog_of_the_grid_stands_in_anybodys_way(ward, desk):
    make_duty(ward[1][0], f"{MONDAY + timedelta(days=1)} 07:00", template=make_template())
    desk.set_viewport_size({"width": 1366, "height": 900})
    opened(desk, GRID)
    cell(desk, ward[1][0], 1).focus()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys of the roster")).to_be_visible()
    assert hindrances(desk) == []
    desk.keyboard.press("Escape")
    desk.keyboard.type("l")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="1 change needs a reason").click()
    expect(desk.get_by_role("dialog", name="Why does a published duty change?")).to_be_visible()
    assert hindrances(desk) == []
