"""The grid by keyboard, on a phone and on paper."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import expect
from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.absence import AbsenceKind
from roster.models.account import Account
from roster.models.cover_flag import CoverFlag, Resolution
from roster.models.officer import Officer
from roster.services.absences import record_absence
from roster.values import Span
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_actor,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_team,
    make_template,
)

pytestmark = pytest.mark.engine("sqlite")
PHONE = {"width": 390, "height": 844}
MONDAY = date(2031, 12, 1)
GRID = f"/roster?from={MONDAY}"


@pytest.fixture
def desk(app, open_page, live_server, client, sign_in):
    """A window in which the sergeant of two teams is signed in; December 2031 is rostered."""
    teams = make_team("Biggin Hill"), make_team("Darwin")
    early = make_template()
    for team, names in zip(teams, (("Amina Shah", "Dee Lewis"), ("Ben Okafor",)), strict=True):
        for name in names:
            officer = make_officer(name, team=team)
            for step in range(0, 28, 2):
                make_duty(officer, f"{MONDAY + timedelta(days=step)} 07:00", template=early)
                make_rest_day(officer, MONDAY + timedelta(days=step + 1))
            grant(officer, "taser", last="2031-01-01")
        make_flag(make_contact_session(team, "2031-12-04 10:00", title=f"Surgery in {team.name}"))
        make_abstraction(officer, "2031-12-03 07:00")
        make_absence(officer, "2031-12-05 00:00", kind="sick")
    sergeant = make_sergeant(*teams)
    sign_in(db.session.scalar(select(Account).where(Account.officer_id == sergeant.id)))
    with client.session_transaction() as cookie_session:
        signed = SecureCookieSessionInterface().get_signing_serializer(app).dumps(dict(cookie_session))

    def sit_down(**options):
        page = open_page(**options)
        page.context.add_cookies(
            [{"name": app.config["SESSION_COOKIE_NAME"], "value": signed, "url": live_server}]
        )
        return page

    return sit_down


def here(page) -> tuple[str, str]:
    """Who and which day has the focus."""
    return tuple(
        page.evaluate(
            """() => {
              const cell = document.activeElement.closest("td, th");
              const day = document.querySelector("table.grid thead tr").cells[cell.cellIndex];
              const name = cell.parentNode.querySelector(".nm b")?.lastChild;  // after the rank
              const day_words = day.querySelector("i").textContent;
              return [name ? name.textContent.trim() : "contact sessions", day_words];
            }"""
        )
    )


def test_the_grid_is_one_tab_stop_and_arrows_walk_it(desk):
    page = desk()
    page.goto(GRID)
    page.get_by_role("region", name="Roster from").focus()
    page.keyboard.press("Tab")
    assert here(page) == ("Dee Lewis", "Monday 1 December 2031")
    for key, found in (
        ("ArrowRight", ("Dee Lewis", "Tuesday 2 December 2031")),
        ("ArrowDown", ("Amina Shah", "Tuesday 2 December 2031")),
        ("ArrowDown", ("Ben Okafor", "Tuesday 2 December 2031")),
        ("ArrowDown", ("Ben Okafor", "Tuesday 2 December 2031")),  # the last row: it stays
        ("PageUp", ("Dee Lewis", "Tuesday 2 December 2031")),
        ("PageDown", ("Ben Okafor", "Tuesday 2 December 2031")),
        ("End", ("Ben Okafor", "Sunday 28 December 2031")),
        ("ArrowRight", ("Ben Okafor", "Sunday 28 December 2031")),
        ("Home", ("Ben Okafor", "Officer")),
        ("ArrowRight", ("Ben Okafor", "Monday 1 December 2031")),
        ("Control+End", ("Ben Okafor", "Sunday 28 December 2031")),
        ("Control+Home", ("contact sessions", "Thursday 4 December 2031")),
        ("ArrowDown", ("Dee Lewis", "Thursday 4 December 2031")),
    ):
        page.keyboard.press(key)
        assert here(page) == found, key
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table')") is None
    page.keyboard.press("Shift+Tab")
    assert here(page) == ("Dee Lewis", "Thursday 4 December 2031")
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.get_by_role("heading", name="Dee Lewis, Thu 4 Dec 2031").wait_for()


def test_the_skip_link_passes_the_roster(desk):
    page = desk()
    page.goto(GRID)
    page.get_by_role("link", name="Skip the roster").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table')") is None


def test_the_focused_cell_is_never_beneath_the_names_or_the_dates(desk):
    page = desk(viewport={"width": 800, "height": 420})
    page.goto(GRID)
    for keys in (["Control+End"], ["Home", "ArrowRight"], ["PageUp"]):
        page.locator("td a:not(.s)").first.focus()
        for key in keys:
            page.keyboard.press(key)
        hit = page.evaluate(
            """() => {
              const box = document.activeElement.getBoundingClientRect();
              const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return document.activeElement.contains(top);
            }"""
        )
        assert hit, keys


def test_the_panel_says_what_the_cell_is_about_and_escape_hides_it(desk):
    page = desk()
    page.goto(GRID)
    page.locator("td a.a").first.focus()
    panel = page.locator(".grid-tip")
    assert "Early 07:00–15:00, taken to Erpt 07:00–15:00" in panel.inner_text()
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    page.locator("td a.s").first.hover()
    panel.get_by_text("Uncovered: Surgery in Biggin Hill").wait_for()


def test_the_numbers_walk_through_the_contact_sessions_that_need_somebody(desk):
    page = desk()
    page.goto(GRID)
    number = page.get_by_role("link", name="2 uncovered")
    seen = []
    for _ in range(3):
        number.click()
        seen.append(page.evaluate("document.activeElement.querySelector('i').textContent").split(",")[0])
    assert seen == [
        "Uncovered: Surgery in Biggin Hill",
        "Uncovered: Surgery in Darwin",
        "Uncovered: Surgery in Biggin Hill",
    ]


def test_on_a_phone_it_is_a_list(desk):
    page = desk(viewport=PHONE)
    page.goto(GRID)
    expect(page.locator("table.grid")).to_be_hidden()
    first = page.locator(".grid-list section").first
    assert "Mon 1 Dec" in first.inner_text()
    assert first.get_by_role("link", name="Early 07:00–15:00").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("link", name="2 uncovered").click()
    page.get_by_role("heading", name="Surgery in Biggin Hill").wait_for()


def test_the_line_below_the_grid_is_whole_in_sight(desk):
    shah = db.session.scalars(select(Officer).where(Officer.last_name == "Shah")).one()
    for number in range(8):
        make_officer(f"Pat Quill{number}", team=shah.postings[0].team)
    page = desk()
    page.set_viewport_size({"width": 1366, "height": 600})
    page.goto(GRID)
    line = page.locator('[data-grid="line"]')
    line.wait_for()
    page.locator("table.grid a", has_text="Early 07:00–15:00").first.focus()
    expect(line).to_contain_text("Early 07:00–15:00")
    box = line.bounding_box()
    assert 590 < box["y"] + box["height"] <= 600


def test_under_a_thumb_the_sentence_stands_between_the_cell_and_the_palette(desk):
    page = desk(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{GRID}&as=grid")
    line, palette = page.locator('[data-grid="line"]'), page.locator('[data-grid="tools"]')
    palette.wait_for()  # until the script is there, a cell is a link to its day
    touched = page.locator("table.grid tr[data-o] td a").nth(30)
    touched.tap()
    expect(line).to_contain_text("PC Amina Shah")
    cell, sentence, keys = (one.bounding_box() for one in (touched, line, palette))
    assert cell["y"] + cell["height"] <= sentence["y"]
    assert sentence["y"] + sentence["height"] <= keys["y"] + 1


def test_it_prints_on_a3_landscape(desk):
    page = desk()
    page.goto(GRID)
    page.emulate_media(media="print")
    assert page.locator("header").first.is_hidden()
    assert page.locator("table.grid thead").is_visible()
    paper = page.pdf(prefer_css_page_size=True)
    # 420 by 297 mm in points, as Chromium rounds them.
    assert b"/MediaBox [0 0 1190.55" in paper or b"/MediaBox [0 0 1191" in paper


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_nothing_on_these_pages_stands_in_anybodys_way(desk, viewport):
    page = desk(**({"viewport": viewport} if viewport else {}))
    page.goto(GRID)
    day = page.locator("td a.a").first.get_attribute("href")
    for path in (GRID, "/roster/publish", day, f"{day}/duties/new", f"{day}/absences/new"):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"


def test_a_contact_session_that_is_covered_again_turns_on_the_open_page(desk):
    page = desk()
    page.goto(GRID)
    number = page.locator(".grid-needs .app-bad")
    expect(number).to_have_text("2 uncovered")
    why = page.locator(".grid-open li")
    expect(why).to_have_count(2)
    number.click()  # the focus is on the one that turns
    expect(page.locator(".grid-tip")).to_contain_text("Uncovered: Surgery")
    flag = db.session.scalars(select(CoverFlag).order_by(CoverFlag.id)).first()
    flag.resolved_at, flag.resolution = flag.opened_at, Resolution.COVERED
    db.session.commit()
    expect(number).to_have_text("1 uncovered", timeout=15_000)
    assert here(page) == ("contact sessions", "Thursday 4 December 2031")
    assert page.evaluate("document.activeElement.className") == "s ok"
    # What stands beneath the grid follows.
    expect(why).to_have_count(1)


def test_leave_of_many_days_that_is_recorded_meanwhile_is_drawn_on_the_open_page(desk):
    page = desk()
    page.goto(GRID)
    shah = db.session.scalars(select(Officer).where(Officer.last_name == "Shah")).one()
    cell = page.locator(f'a[href="/officers/{shah.id}/days/2031-12-09"]')
    expect(cell).to_contain_text("Early 07:00–15:00")
    span = Span(*(int(clock.midnight(MONDAY + timedelta(days=step)).timestamp()) for step in (8, 10)))
    actor = make_actor("sergeant", teams=[shah.postings[0].team])
    record_absence(shah, span, AbsenceKind.SICK, by=actor)
    expect(cell).to_contain_text("sick", timeout=15_000)
