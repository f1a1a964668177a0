"""A ward at whose grid journeys sit down: its cells, and what of them is in the database."""

from datetime import date, timedelta

from sqlalchemy import select

from roster.extensions import db
from roster.models.duty import Duty

MONDAY = date(2031, 12, 1)
GRID = f"/roster?from={MONDAY}"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def cell(page, officer, step: int = 0):
    """The officer's cell so many days after the Monday."""
    return page.locator(f'table.grid a[href="/officers/{officer.id}/days/{MONDAY + timedelta(days=step)}"]')


def row(page, officer, days: int = 5) -> list[str]:
    """The letters of the officer's first days."""
    return [
        cell(page, officer, step).evaluate("a => a.firstChild?.nodeType === 3 ? a.firstChild.data : ''")
        for step in range(days)
    ]


def saved(page) -> None:
    """Everything typed so far is on the server."""
    page.wait_for_function(
        """() => !document.querySelector('td.pend')
          && document.querySelector('[data-grid=state]').textContent.startsWith('Saved')"""
    )


def rostered() -> set[tuple[str, str, str]]:
    """Who has which shift on which day, in the database."""
    db.session.rollback()
    return {
        (duty.officer.last_name, f"{duty.starts_at:%d}", duty.shift_template.code)
        for duty in db.session.scalars(select(Duty))
    }


def put_on_clipboard(page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
