"""Logging an abstraction by keyboard: the harm follows what is typed, and one press confirms it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from roster.extensions import db
from roster.models.abstraction import Abstraction
from roster.models.account import Account
from tests.factories import (
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
)

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

    def sit_down(**options):
        page = open_page(**options)
        page.context.add_cookies([{"name": name, "value": signed, "url": live_server}])
        return page

    return sit_down


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
