"""Two people at two desks, and one who presses twice: one wins, nobody's entry is lost unseen."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, Response, expect
from sqlalchemy import func, select

from roster.extensions import db
from roster.models.abstraction import Abstraction
from roster.models.audit import AuditEntry
from tests.journeys.desks import enter

pytestmark = pytest.mark.engine("sqlite")
COFFEE = "Coffee with a Copper"


@pytest.fixture
def desks(demo: date, open_page: Callable[..., Page]) -> tuple[Page, Page]:
    """The sergeant's two desks: the database knows no difference between two people and two windows."""
    return enter(open_page(), "hart"), enter(open_page(), "hart")


def both(desks: tuple[Page, Page], path: str) -> tuple[Page, Page]:
    for desk in desks:
        desk.goto(path)
    return desks


def send(page: Page, button: str) -> Response:
    """What the server answers to pressing it."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    return answered.value


def entries(action: str) -> int:
    """How often that was done, as the audit has it."""
    db.session.commit()
    return db.session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0


def address_of_coffee(page: Page, thursday: date) -> str:
    page.goto("/board")
    row = page.get_by_role("row").filter(has_text=f"Thu {thursday.day} {thursday:%b} 10:00")
    link = row.filter(has_text="Biggin Hill").get_by_role("link", name=COFFEE)
    return str(link.get_attribute("href"))


def address_of_duty(page: Page, thursday: date) -> str:
    page.goto("/roster")
    row = page.locator("table.grid tr").filter(has_text="Amina Shah")
    # A click selects the cell for a planner; its address opens the day.
    page.goto(str(row.locator(f"a[href$='/days/{thursday.isoformat()}']").get_attribute("href")))
    return str(page.get_by_role("link", name=re.compile("^Change")).first.get_attribute("href"))


def test_two_change_one_contact_session(desks: tuple[Page, Page], demo: date) -> None:
    path = address_of_coffee(desks[0], demo)
    first, second = both(desks, f"{path}/edit")
    first.get_by_label("What it is called").fill("Tea with a Copper")
    second.get_by_label("What it is called").fill("Cocoa with a Copper")
    assert send(first, "Save the change").status == 302
    assert send(second, "Save the change").status == 409
    expect(second.get_by_role("alert")).to_contain_text("Somebody else changed it first")
    values = second.locator("dl.govuk-summary-list dd")
    expect(values.nth(0)).to_contain_text("Tea with a Copper")
    expect(values.nth(1)).to_contain_text("Cocoa with a Copper")
    expect(second.get_by_label("What it is called")).to_have_value("Cocoa with a Copper")
    first.reload()
    expect(first.get_by_role("heading", level=1)).to_have_text("Tea with a Copper")
    # Having seen both, the second one decides.
    assert send(second, "Save the change").status == 302
    expect(second.get_by_role("heading", level=1)).to_have_text("Cocoa with a Copper")
    assert entries("contact-session:change") == 2


def test_two_name_officers_for_one_contact_session(desks: tuple[Page, Page], demo: date) -> None:
    path = address_of_coffee(desks[0], demo)
    first, second = both(desks, f"{path}/name")
    first.get_by_label("PC Ciarán O'Neill").check()
    second.get_by_label("PC Amina Shah").uncheck()
    second.get_by_label("PCSO Dee Lewis").check()
    assert send(first, "Save who goes").status == 302
    assert send(second, "Save who goes").status == 409
    expect(second.get_by_role("alert")).to_contain_text("Somebody else changed it first")
    values = second.locator("dl.govuk-summary-list dd")
    expect(values.nth(0)).to_contain_text("PC O'Neill, PC Shah")
    expect(values.nth(1)).to_contain_text("PCSO Lewis")
    expect(second.get_by_label("PCSO Dee Lewis")).to_be_checked()
    first.reload()
    for name in ("PC Amina Shah", "PC Ciarán O'Neill"):
        expect(first.locator("dd").filter(has_text=name)).to_be_visible()
    assert entries("contact-session:name") == 1


def test_two_change_one_duty(desks: tuple[Page, Page], demo: date) -> None:
    path = address_of_duty(desks[0], demo)
    first, second = both(desks, path)
    first.get_by_label("Late, 14:00–22:00").check()
    second.get_by_label("Mid, 10:00–18:00").check()
    for page in (first, second):
        # It is published: what the change means is shown first, and it asks for its reason.
        assert send(page, "Save").status == 200
        page.get_by_label("Exigency of duty").check()
    assert send(first, "Change it and tell the officer").status == 302
    assert send(second, "Change it and tell the officer").status == 409
    expect(second.get_by_role("main")).to_contain_text("14:00–22:00")
    expect(second.get_by_role("main")).to_contain_text("10:00–18:00")
    first.reload()
    expect(first.get_by_role("heading", name="Late 14:00–22:00")).to_be_visible()
    assert entries("duty:change") == 1


def test_one_ends_an_abstraction_that_the_other_cancels(desks: tuple[Page, Page], demo: date) -> None:
    page = desks[0]
    page.goto("/abstractions")
    row = (
        page.get_by_role("row")
        .filter(has_text="Away now")
        .or_(page.get_by_role("row").filter(has_text="Confirmed"))
    )
    path = str(row.first.get_by_role("link").get_attribute("href"))
    desks[0].goto(f"{path}/cancel")
    desks[1].goto(f"{path}/end")
    hint = desks[1].locator(".govuk-hint").inner_text()
    begins = re.findall(r"\d\d:\d\d", hint)[0]
    half = f"{(int(begins[:2]) + 1) % 24:02}:{begins[3:]}"
    desks[1].get_by_label("Back on the ward at").fill(half)
    desks[1].get_by_role("heading", name=f"What ending it at {half} brings").wait_for()
    assert send(desks[0], "Cancel the abstraction").status == 302
    assert send(desks[1], f"Confirm: end it at {half}").status == 409
    main = desks[1].get_by_role("main")
    expect(main).to_contain_text("cancelled")
    expect(main).to_contain_text(f"back at {half}")
    assert (entries("abstraction:cancel"), entries("abstraction:end")) == (1, 0)


def test_two_take_one_officer(desks: tuple[Page, Page], demo: date) -> None:
    for desk, category in zip(desks, ("ERPT backfill", "Scene guard"), strict=True):
        desk.goto(f"/abstractions/new?date={demo.isoformat()}")
        desk.get_by_label("Officer").select_option(label="Shah, PC Amina")
        desk.get_by_label("What for").select_option(label=category)
        desk.get_by_label("Requested by").fill("Insp Cole")
        desk.get_by_role("button", name="Confirm: take PC Shah").wait_for()
    first, second = desks
    assert send(first, "Confirm: take PC Shah").status == 302
    send(second, "Confirm: take PC Shah")
    expect(second.get_by_role("main")).to_contain_text("PC Shah is already taken then")
    expect(second.get_by_label("Requested by")).to_have_value("Insp Cole")
    assert entries("abstraction:log") == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_confirm_that_is_pressed_twice_logs_once(
    demo: date, open_page: Callable[..., Page], scripts: bool
) -> None:
    """The button keeps a second press back; where no script runs, the server knows the same request."""
    page = enter(open_page(java_script_enabled=scripts), "hart")
    page.goto(f"/abstractions/new?date={demo.isoformat()}")
    page.get_by_label("Officer").select_option(label="Shah, PC Amina")
    page.get_by_label("What for").select_option(label="ERPT backfill")
    page.get_by_label("Requested by").fill("Insp Cole")
    if not scripts:
        page.get_by_role("button", name="Show what this does").click()
    page.get_by_role("button", name="Confirm: take PC Shah").dblclick()
    page.get_by_role("heading", level=1, name="Board").wait_for()
    expect(page.get_by_role("status").first).to_contain_text("PC Shah is taken for ERPT backfill")
    assert entries("abstraction:log") == 1
    taken = select(func.count()).where(Abstraction.requested_by == "Insp Cole")
    assert db.session.scalar(taken) == 1
