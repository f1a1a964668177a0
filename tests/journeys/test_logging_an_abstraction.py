"""Logging and ending an abstraction: what it does follows what is typed, and one press confirms it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import expect
from sqlalchemy import select

from roster.extensions import db
from roster.models.abstraction import Abstraction
from roster.models.account import Account
from roster.models.officer import Officer
from tests.factories import (
    make_abstraction,
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
)
from tests.journeys.desks import window

pytestmark = pytest.mark.engine("sqlite")
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def desk(app, open_page, live_server, client, sign_in):
    """A window in which the sergeant is signed in already, on the 2nd of a month long from now."""
    team = make_team("Biggin Hill")
    shah, okafor = make_officer("Amina Shah", team=team), make_officer("Ben Okafor", team=team)
    for officer in (shah, okafor):
        make_duty(officer, "2031-12-04 07:00")
    make_contact_session(team, "2031-12-04 10:00", named=[shah])
    make_category()
    sergeant = make_sergeant(team)
    sign_in(db.session.scalar(select(Account).where(Account.officer_id == sergeant.id)))
    with client.session_transaction() as cookie_session:
        signed = SecureCookieSessionInterface().get_signing_serializer(app).dumps(dict(cookie_session))
    name = app.config["SESSION_COOKIE_NAME"]

    def sit_down(page=None, **options):
        page = page or open_page(**options)
        page.context.add_cookies([{"name": name, "value": signed, "url": live_server}])
        return page

    return sit_down


@pytest.fixture
def unwatched(desk, browser, live_server):
    """The same desk where answers may fail: nobody counts them as faults."""
    with window(browser, live_server) as (page, _watch):
        yield desk(page)


def fill_in(page):
    """Up to the harm of taking PC Shah, who is named on that Thursday's contact session."""
    page.goto("/abstractions/new")
    page.get_by_label("Officer").select_option(label="Shah, PC Amina")
    page.get_by_label("Date").fill("4/12/2031")
    page.get_by_role("button", name="Confirm: take PC Shah").wait_for()


def test_the_harm_follows_what_is_typed_and_enter_confirms_it(desk):
    page = desk()
    page.goto("/abstractions/new")
    # The officer's field has the focus: the letters of a last name choose.
    page.keyboard.type("Sha")
    page.keyboard.press("Tab")
    page.keyboard.type("4/12/2031")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Confirm: take PC Shah").wait_for()
    assert page.get_by_label("From").input_value() == "07:00"
    assert "becomes at risk" in page.inner_text("#harm")
    # Another officer's duty replaces the times; nobody misses that one.
    page.get_by_label("Officer").select_option(label="Okafor, PC Ben")
    page.get_by_text("No contact session is lost.").wait_for()
    page.get_by_label("To", exact=True).fill("23:00")
    page.get_by_text("One tour of 16 h").wait_for()
    page.get_by_label("What for").select_option(label="Erpt")
    page.get_by_label("Requested by").fill("Insp Cole")
    page.keyboard.press("Enter")
    page.get_by_text("PC Okafor is taken for Erpt").wait_for()
    db.session.commit()
    taken = db.session.scalar(select(Abstraction))
    assert taken.span.minutes == 16 * 60


def test_what_the_browser_put_back_is_shown_anew(desk):
    page = desk()
    fill_in(page)
    page.get_by_label("Officer").select_option(label="Okafor, PC Ben")
    page.get_by_text("No contact session is lost.").wait_for()
    page.goto("/abstractions")
    page.go_back()
    expect(page.get_by_label("Date")).to_have_value("4/12/2031")
    expect(page.get_by_role("button", name="Confirm: take PC Okafor")).to_be_visible()
    expect(page.locator("#harm")).to_contain_text("No contact session is lost.")


def test_what_could_not_be_fetched_is_no_harm_to_confirm(unwatched):
    page = unwatched
    fill_in(page)
    page.route("**/abstractions/new", lambda route: route.abort())
    page.get_by_label("To", exact=True).fill("23:00")
    expect(page.locator("#harm")).to_contain_text("Not up to date: what this does could not be fetched.")
    expect(page.get_by_role("button", name="Confirm: take PC Shah")).to_be_disabled()
    page.get_by_label("Requested by").press("Enter")
    expect(page.locator("#harm")).to_contain_text("Not up to date")
    page.unroute("**/abstractions/new")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("One tour of 16 h").wait_for()
    expect(page.get_by_role("button", name="Confirm: take PC Shah")).to_be_enabled()
    expect(page.locator("#harm")).not_to_contain_text("Not up to date")


def test_whoever_was_signed_out_meanwhile_is_told(unwatched):
    page = unwatched
    fill_in(page)
    page.context.clear_cookies()
    page.get_by_label("To", exact=True).fill("23:00")
    expect(page.locator("#harm")).to_contain_text("Not up to date: you were signed out")
    expect(page.get_by_role("button", name="Confirm: take PC Shah")).to_be_disabled()
    page.get_by_role("button", name="Sign in again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out")


def test_what_ending_early_brings_follows_the_time(desk):
    taken = make_abstraction(db.session.scalars(select(Officer).limit(1)).one(), "2031-12-04 07:00")
    page = desk()
    page.goto(f"/abstractions/{taken.id}/end")
    # The time has the focus.
    page.keyboard.type("1130")
    page.get_by_role("heading", name="What ending it at 11:30 brings").wait_for()
    expect(page.locator("#harm")).to_contain_text("No contact session changes.")
    page.get_by_label("Back on the ward at").fill("16")
    expect(page.locator("#harm")).to_contain_text("Enter a time between 07:00 and 15:00.")
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    page.get_by_label("Back on the ward at").fill("0930")
    page.get_by_role("heading", name="What ending it at 09:30 brings").wait_for()
    expect(page.locator("#harm")).to_contain_text("becomes covered")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Enter")
    page.get_by_text("will be back on the ward on Thu 4 Dec 2031 at 09:30, and was told").wait_for()


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_nothing_on_the_page_stands_in_anybodys_way(desk, viewport):
    page = desk(**({"viewport": viewport} if viewport else {}))
    page.goto("/abstractions/new")
    page.get_by_label("Officer").select_option(label="Shah, PC Amina")
    page.get_by_label("Date").fill("4/12/2031")
    page.get_by_role("button", name="Confirm: take PC Shah").wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.goto("/abstractions")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
