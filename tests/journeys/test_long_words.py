"""A word without a break, however long, widens no page and runs over nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from roster.extensions import db
from roster.models.abstraction import Abstraction
from roster.models.area import Team
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.models.officer import Officer
from tests.journeys.desks import DESK, PHONE, enter

pytestmark = pytest.mark.engine("sqlite")
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
# Words that reach out of what holds them; what scrolls by itself may, and what is cut says so by dots.
OUT = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, td, th, dd, label, article)")]
  .filter(one => !one.closest(".app-scroll, .grid-box, .govuk-visually-hidden") && one.clientWidth
    && getComputedStyle(one).overflowX === "visible" && one.scrollWidth > one.clientWidth + 1)
  .map(one => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture
def pages(demo: date) -> list[str]:
    """A flagged contact session, its venue, an officer and an abstraction that are called so."""
    flag = db.session.scalars(
        select(CoverFlag)
        .join(ContactSession)
        .join(Team)
        .where(CoverFlag.resolved_at.is_(None), Team.name == "Chelsfield")
        .order_by(ContactSession.starts_at.desc())
    ).first()
    session = flag.contact_session
    session.title = session.venue.name = f"{LONG}{LONG}"
    grant = db.session.scalars(select(Officer).where(Officer.last_name == "Grant")).one()
    grant.last_name = LONG
    taken = db.session.scalars(select(Abstraction).where(Abstraction.officer_id == grant.id)).first()
    taken.requested_by = f"{LONG}{LONG}"
    db.session.commit()
    own = f"/contact-sessions/{session.id}"
    return [
        "/board",
        "/contact-sessions",
        *(own, f"{own}/edit", f"{own}/name", f"{own}/cancel"),
        f"/flags/{flag.id}",
        "/abstractions",
        f"/abstractions/{taken.id}",
        f"/abstractions/new?officer={grant.id}&date={demo}",
        "/officers",
        f"/officers/{grant.id}",
        f"/officers/{grant.id}/days/{demo}",
        "/roster",
        "/notices",
        "/leave",
    ]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_long_word_breaks(pages: list[str], open_page: Callable[..., Page], screen: dict[str, int]) -> None:
    page = enter(open_page(viewport=screen), "hart")
    found, seen = [], 0
    for path in pages:
        page.goto(path)
        seen += LONG in page.content()
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path}: {wide} pixels wide"] if wide > screen["width"] else []
        found += [f"{path}: {out}" for out in page.evaluate(OUT)]
    assert not found, "\n".join(found)
    assert seen > len(pages) / 2
