"""A sergeant's weeks, from patterns to a published roster, without touching the mouse."""

import json
from datetime import date

from playwright.sync_api import Page, expect
from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.area import Team
from roster.models.duty import Duty, DutyState
from roster.models.officer import Posting
from roster.models.publication import Publication, PublicationTeam
from tests.journeys.desks import enter


def test_two_weeks_are_laid_edited_checked_and_published_by_keyboard_alone(
    demo: date, browser_page: Page
) -> None:
    page = enter(browser_page, "hart")
    keys = page.keyboard
    page.goto("/patterns")
    tab_to(page, "Lay patterns")
    keys.press("Enter")
    page.get_by_role("heading", level=1, name="Lay patterns").wait_for()
    for team in ("Chelsfield", "Darwin"):
        tab_to(page, team)
        keys.press("Space")
    tab_to(page, "Weeks")
    keys.type("2")
    tab_to(page, "Show what it does")
    keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("as drafts")
    tab_to(page, "Lay ")
    keys.press("Enter")
    page.locator("table.grid td a.dr").first.wait_for()
    first = date.fromisoformat(page.url.partition("from=")[2][:10])

    # A late-late ends at 02:00: five hours before the early of the day after.
    edit(page, early_after(page))
    expect(page.locator("[data-grid=breaches]")).to_contain_text("1 rule breach")

    tab_to(page, "Check and publish ")
    keys.press("Enter")
    page.get_by_role("heading", level=1, name="Publish").wait_for()
    expect(page.locator("#breaches")).to_contain_text("Rest of 5 h before this duty, 6 h under 11 h")
    tab_to(page, "Reason for publishing")
    keys.type("Carnival week, agreed with the officer")
    tab_to(page, "Publish ")
    keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("published")
    kept(first)


def tab_to(page: Page, words: str) -> None:
    """Walk with the Tab key, as somebody without a mouse does, to what is called so."""
    walked = []
    for _ in range(120):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(NAME)[:30])
        if walked[-1].startswith(words):
            return
    raise AssertionError(f"no way to {words!r} with the Tab key: {walked}")


NAME = """() => {
  const at = document.activeElement;
  const label = at.labels?.length ? at.labels[0] : at;
  return (at.getAttribute('aria-label') || label.textContent).trim();
}"""


def early_after(page: Page) -> str:
    """The address of a cell with an early duty, where the next day has one too."""
    return page.evaluate("""() => {
      for (const row of document.querySelectorAll('table.grid tr[data-o]')) {
        const cells = [...row.querySelectorAll('td > a')];
        const code = (cell) => cell.firstChild?.nodeType === 3 ? cell.firstChild.data : '';
        for (let n = 1; n < cells.length; n++)
          if (code(cells[n]) === 'E' && code(cells[n - 1]) === 'E') return cells[n - 1].getAttribute('href');
      }
    }""")


def edit(page: Page, address: str) -> None:
    """Walk to the cell with the arrows and make it a late-late."""
    tab_to_grid(page)
    row, column = page.evaluate(WHERE, address)
    here = page.evaluate(WHERE, page.evaluate("document.activeElement.getAttribute('href')"))
    for key, steps in (("ArrowDown", row - here[0]), ("ArrowRight", column - here[1])):
        other = {"ArrowDown": "ArrowUp", "ArrowRight": "ArrowLeft"}[key]
        for _ in range(abs(steps)):
            page.keyboard.press(key if steps > 0 else other)
    assert page.evaluate("document.activeElement.getAttribute('href')") == address
    page.keyboard.type("ll")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid=state]")).to_contain_text("Saved")


WHERE = """(address) => {
  const cell = document.querySelector(`table.grid td > a[href="${address}"]`).parentElement;
  const rows = [...document.querySelectorAll('table.grid tbody tr')].filter(row => row.querySelector('td a'));
  return [rows.indexOf(cell.parentElement), [...cell.parentElement.cells].indexOf(cell)];
}"""


def tab_to_grid(page: Page) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('table.grid td')"):
            return
    raise AssertionError("no way into the grid with the Tab key")


def kept(first: date) -> None:
    """All of the team's drafts are published, and over which breaches stands beside them."""
    db.session.rollback()
    team = db.session.scalars(select(Team).where(Team.name == "Biggin Hill")).one()
    publication = db.session.scalars(
        select(Publication)
        .join(PublicationTeam)
        .where(PublicationTeam.team_id == team.id)
        .order_by(Publication.id.desc())
    ).first()
    assert publication is not None
    assert publication.reason == "Carnival week, agreed with the officer"
    assert publication.breach_count == len(json.loads(publication.breaches)) >= 1
    posted = select(Posting.officer_id).where(Posting.team_id == team.id)
    drafts = db.session.scalars(
        select(Duty).where(
            Duty.officer_id.in_(posted),
            Duty.state == DutyState.DRAFT,
            Duty.starts_at >= clock.midnight(first),
        )
    ).all()
    assert drafts == []
