"""What the grid has to ask is asked when the planner says so, and chosen by nobody else."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.cell_change import CellChange
from tests.factories import make_duty, make_template
from tests.journeys.grids import GRID, MONDAY, cell, rostered, row

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def waiting(ward, desk):
    """The desk once a late was typed over a published early: the change needs a reason."""
    abbott = ward[1][0]
    make_duty(abbott, f"{MONDAY} 07:00", template=make_template())
    desk.reload()
    desk.locator('[data-grid="tools"]').wait_for()
    cell(desk, abbott).focus()
    desk.keyboard.type("l")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="1 change needs a reason").wait_for()
    return desk


def reasons() -> list[str]:
    db.session.rollback()
    return [str(one) for one in db.session.scalars(select(CellChange.reason)) if one]


def test_no_question_comes_by_itself_into_what_is_typed(ward, waiting):
    waiting.wait_for_timeout(900)  # somebody thinks
    waiting.keyboard.press("ArrowRight")
    waiting.keyboard.type("e")
    waiting.keyboard.press("Enter")
    expect(waiting.locator("td.pend")).to_have_count(1)
    assert rostered() == {("Abbott", "01", "E"), ("Barker", "02", "E")}
    assert reasons() == []


def test_keys_choose_no_reason_that_nobody_chose_and_escape_leaves_it_for_later(ward, waiting):
    waiting.keyboard.press("F8")
    asked = waiting.get_by_role("dialog", name="Why does a published duty change?")
    for pause in (0, 500):
        waiting.wait_for_timeout(pause)
        for key in ("ArrowDown", "Enter"):
            waiting.keyboard.press(key)
        assert asked.is_visible()
        assert asked.locator("input:checked").count() == 0
    waiting.keyboard.press("Tab")
    waiting.keyboard.press("Enter")
    assert asked.is_visible()
    waiting.keyboard.press("Escape")
    asked.wait_for(state="hidden")
    assert row(waiting, ward[1][0], 1) == ["L"]
    assert reasons() == []


def test_what_still_needs_its_reason_is_offered_on_the_next_visit(ward, waiting):
    again = waiting.context.new_page()
    waiting.close(run_before_unload=False)
    again.goto(GRID)
    again.get_by_role("button", name="Save them now").click()
    again.get_by_role("button", name="1 change needs a reason").wait_for()
    assert reasons() == []


def test_an_officer_who_was_told_before_is_told_since_then(ward, waiting):
    """Midnight is the last one that was."""
    asked = waiting.get_by_role("dialog", name="Why does a published duty change?")
    waiting.keyboard.press("F8")
    asked.get_by_label("Exigency of duty").check()
    asked.get_by_label("Told at").fill("00:00")
    asked.get_by_role("button", name="Save with this reason").click()
    expect(waiting.locator("td.pend, td.ask")).to_have_count(0)
    expect(waiting.get_by_role("button", name="1 change needs a reason")).to_be_hidden()
    db.session.rollback()
    change = db.session.scalars(select(CellChange)).one()
    assert change.reason == "exigency"
    assert change.told_at == clock.midnight(clock.today())


def test_a_time_that_cannot_be_is_asked_for_again_with_all_that_was_given(ward, waiting):
    """What cannot be read saves nothing, loses nothing, and is said at its field; so a time to come."""
    asked = waiting.get_by_role("dialog", name="Why does a published duty change?")
    told, note = asked.get_by_label("Told at"), asked.get_by_label("Note")
    waiting.keyboard.press("F8")
    asked.get_by_label("Branch agreement").check()
    note.fill("Agreed by phone")
    tomorrow = clock.today() + timedelta(days=1)
    slips = (
        ("31/2 99:99", "Enter when the officer was told as 14:05, or as 23 Nov 14:05."),
        (f"{tomorrow:%d/%m/%Y} 12:00", "The officer cannot have been told after now."),
    )
    for wrong, said in slips:
        told.fill(wrong)
        told.press("Enter")
        expect(asked.get_by_text(said)).to_be_visible()
        expect(told).to_be_focused()
        expect(told).to_have_value(wrong)
        expect(told).to_have_accessible_description(said)
        expect(note).to_have_value("Agreed by phone")
        expect(asked.get_by_label("Branch agreement")).to_be_checked()
        assert reasons() == []
        waiting.wait_for_timeout(450)  # in which the dialog takes no key
    told.fill("00:00")
    told.press("Enter")
    asked.wait_for(state="hidden")
    expect(waiting.locator('[data-grid="live"]')).to_have_text("Saved with its reason")
    expect(waiting.locator("td.pend, td.ask")).to_have_count(0)
    db.session.rollback()
    change = db.session.scalars(select(CellChange)).one()
    assert (change.reason, change.note) == ("branch_agreement", "Agreed by phone")
    assert change.told_at == clock.midnight(clock.today())
