"""Nothing stands in anybody's way: every page of the route map, at a desk and on a phone, in each state."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask_security.utils import hash_password
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from roster import clock
from roster.demo.story import COFFEE, COSTA
from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.area import Team
from roster.models.cell_change import CellChange, OwedRestDay
from roster.models.contact_session import ContactSession, ContactSessionStatus, Venue
from roster.models.cover_flag import CoverFlag, FlagState
from roster.models.duty import Duty, ShiftTemplate
from roster.models.officer import Officer, Posting
from roster.models.pattern import Pattern
from roster.models.skill import SkillGrant
from roster.models.swap import Swap, SwapStatus
from tests import tally
from tests.factories import make_account, make_officer
from tests.journeys.desks import DESK, PASSWORD, PHONE, Watch, enter, hindrances, window
from tests.views.test_access import ROWS, address

ROLES = {"S": "hart", "M": "cole", "A": "admin", "O": "shah"}
WIDTHS = (DESK, PHONE)
# What an address must be asked for besides its path.
ASKED = {"reports.rows": "?measure=abstracted"}
NO_PAGE = {
    "exports.pdf",
    "exports.xlsx",
    "exports.csv",
    "rosters.rules",
    "cells.changes",
    "reports.download",
    "reports.download_rows",
    "health.ready",
    "health.cover",
}


@dataclass
class Site:
    """The standing demo, what its addresses are made of, and a window for each person who asks."""

    app: Flask
    browser: Browser
    home: str
    desks: ExitStack
    things: dict[str, Any] = field(default_factory=dict)
    windows: dict[str, tuple[Page, Watch]] = field(default_factory=dict)

    def desk(self, name: str) -> Page:
        """The person's window, signed in the first time."""
        if name not in self.windows:
            self.windows[name] = self.desks.enter_context(window(self.browser, self.home))
            if name:
                enter(self.windows[name][0], name)
        return self.windows[name][0]

    def look(self, name: str, path: str, status: int = 200) -> list[str]:
        """What hinders on a page, at both widths."""
        page = self.desk(name)
        answer = page.goto(path)
        assert answer is not None, path
        assert answer.status == status, path
        return self.judge(name)

    def judge(self, name: str) -> list[str]:
        """The same about the page that is open."""
        page, watch = self.windows[name]
        found = []
        for size in WIDTHS:
            page.set_viewport_size(size)
            found += hindrances(page)
        found += watch.faults
        watch.faults.clear()
        page.set_viewport_size(DESK)
        return found


@pytest.fixture(scope="module")
def site(standing_demo: Flask, standing_server: str, browser: Browser) -> Iterator[Site]:
    with ExitStack() as desks:
        found = Site(standing_demo, browser, standing_server, desks)
        with standing_demo.app_context():
            found.things = things()
            newcomers()
            db.session.remove()
        yield found


@pytest.fixture(autouse=True)
def tallied(request: pytest.FixtureRequest, browser: Browser, sqlite_databases: Any) -> None:
    tally.note(request.node, sqlite_databases.label)
    tally.note(request.node, f"Chromium {browser.version.split('.')[0]}")


def one(*asked: Any) -> int:
    """The first row's id."""
    found = db.session.scalars(*asked).first()
    assert found is not None, asked
    return int(found.id)


def things() -> dict[str, Any]:
    """Of everything that an address can name one in Biggin Hill, Darwin or Chelsfield."""
    now, officer = clock.now(), select(Officer).where(Officer.last_name == "Shah")
    shah = one(officer)
    coffee = select(ContactSession).join(Venue).where(Venue.name == COSTA, ContactSession.title == COFFEE)
    coming = coffee.where(ContactSession.starts_at > now).order_by(ContactSession.starts_at)
    thursday = clock.london_date(db.session.scalars(coming).first().starts_at)  # type: ignore[union-attr]
    ours = select(Team.id).where(Team.name.in_(("Biggin Hill", "Darwin", "Chelsfield")))
    flags = select(CoverFlag).join(ContactSession).where(ContactSession.team_id.in_(ours))
    ahead = flags.where(CoverFlag.resolved_at.is_(None), ContactSession.starts_at > now)
    cancelled = ContactSession.status == ContactSessionStatus.CANCELLED
    posted = select(Posting.officer_id).where(
        Posting.team_id.in_(ours), Posting.last_day > int(now.timestamp())
    )
    ended = select(Abstraction).where(Abstraction.status == AbstractionStatus.ENDED_EARLY)
    taken = select(Abstraction).where(
        Abstraction.requested_by == "Central aid desk", Abstraction.ends_at > now
    )
    return {
        "day": thursday.isoformat(),
        "officer_id": shah,
        "contact_session_id": one(coming),
        "duty_id": one(
            select(Duty).where(Duty.officer_id == shah, Duty.starts_at > now).order_by(Duty.starts_at)
        ),
        "abstraction_id": one(taken.where(Abstraction.status == AbstractionStatus.CONFIRMED)),
        "flag_id": one(ahead.where(CoverFlag.state == FlagState.AT_RISK)),
        "grant_id": one(
            select(SkillGrant).where(
                SkillGrant.officer_id == shah, SkillGrant.last_day > int(now.timestamp())
            )
        ),
        "pattern_id": one(select(Pattern).order_by(Pattern.weeks.desc())),
        "template_id": one(select(ShiftTemplate)),
        "team_id": one(select(Team).where(Team.name == "Biggin Hill")),
        "uncovered": one(ahead.where(CoverFlag.state == FlagState.UNCOVERED)),
        "resolved": one(flags.where(CoverFlag.resolved_at.is_not(None))),
        "over": one(flags.where(CoverFlag.resolved_at.is_(None), ContactSession.ends_at < now)),
        "called_off": one(select(ContactSession).where(ContactSession.team_id.in_(ours), cancelled)),
        "ended": one(ended.where(Abstraction.officer_id.in_(posted))),
        "change_id": one(select(CellChange).where(CellChange.officer_id == shah)),
        "owed_id": one(select(OwedRestDay).where(OwedRestDay.officer_id == shah)),
        "absence_id": one(
            select(Absence).where(Absence.officer_id == shah, Absence.status == AbsenceStatus.REQUESTED)
        ),
        "swap_id": one(select(Swap).where(Swap.officer_id == shah, Swap.status == SwapStatus.TAKEN)),
        "offered": one(select(Swap).where(Swap.status == SwapStatus.OFFERED)),
        "decided": one(
            select(Absence).where(Absence.officer_id == shah, Absence.status == AbsenceStatus.APPROVED)
        ),
        "team": one(select(Team).where(Team.name == "Biggin Hill")),
    }


def newcomers() -> None:
    """People for whom there is nothing yet."""
    people = {
        "sergeant": make_officer("Nell Arden", "PS"),
        "officer": make_officer("Ivo Brook"),
        "manager": make_officer("Una Croft", "Insp"),
    }
    for role, officer in people.items():
        roles = {"sergeant": ("officer", "sergeant")}.get(role, (role,))
        make_account(officer, roles, email=f"new-{role}@demo.example").password = hash_password(PASSWORD)
    db.session.commit()


def pages_of(site: Site, letter: str) -> Iterator[str]:
    """Every address of the route map that answers this role with a page."""
    for rule in site.app.url_map.iter_rules():
        role_reads = letter.lower() in ROWS.get(rule.endpoint, "").lower()
        if "GET" in (rule.methods or ()) and role_reads and rule.endpoint not in NO_PAGE:
            yield address(site.app, rule, site.things) + ASKED.get(rule.endpoint, "")


@pytest.mark.parametrize("letter", ROLES)
def test_every_page_at_both_widths(site: Site, letter: str) -> None:
    found: list[str] = []
    for path in pages_of(site, letter):
        found += site.look(ROLES[letter], path)
    assert not found, "\n".join(found)


def test_every_page_of_the_map_is_looked_at(standing_demo: Flask) -> None:
    """A page that no role here reads would pass by unseen."""
    reads = {rule.endpoint for rule in standing_demo.url_map.iter_rules() if "GET" in (rule.methods or ())}
    public = {"home.home", "health.show", "security.login", "security.logout", "security.static"}
    assert reads - NO_PAGE - public <= set(ROWS)
    assert all(set(row.upper()) & set(ROLES) for row in ROWS.values())


def test_what_else_a_page_may_show(site: Site) -> None:
    """The same pages in their other states, and what everybody sees."""
    its = site.things
    found: list[str] = []
    for path in (
        f"/flags/{its['uncovered']}",
        f"/flags/{its['resolved']}",
        f"/flags/{its['over']}",
        f"/contact-sessions/{its['called_off']}",
        f"/abstractions/{its['ended']}",
        f"/abstractions/{its['ended']}/end",
        f"/abstractions/new?officer={its['officer_id']}&date={its['day']}",
        f"/board?day={its['day']}&team={its['team']}",
        "/board?day=2035-01-01",
        "/contact-sessions?state=cancelled",
        "/contact-sessions?from=1/1/2035",
        "/abstractions?from=1/1/2035&to=2/1/2035",
        f"/leave/{its['decided']}",
        "/leave?state=decided",
        f"/swaps/{its['offered']}",
        "/swaps?state=over",
        "/officers?name=nobody+of+that+name",
        "/officers?state=expired",
        "/reports/abstraction?from=2030-12-01&to=2031-11-25",
        "/reports/abstraction?from=2030-12-01&to=2031-11-25&measure=touched-rate",
        "/reports/abstraction/rows?measure=duty&from=2030-12-01&to=2031-11-25&page=2",
        "/reports/abstraction?from=2035-01-01&to=2035-01-31",
        "/patterns/lay?team={team}&first=2032-06-07&weeks=4".format(**its),
        "/patterns/lay?weeks=4",
        "/health",
    ):
        found += site.look("hart", path)
    found += site.look("hart", "/officers/999999", status=404)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "asked",
    [
        "days=84",
        "days=84&skill=taser",
        "days=14&team={team}&skill=first_aid",
        "from=2035-01-01",
        "skill=no-such-skill",
    ],
)
def test_the_roster_however_it_is_asked_for(site: Site, asked: str) -> None:
    assert site.look("hart", f"/roster?{asked.format(**site.things)}") == []


def test_lists_and_reports_that_are_asked_for_nonsense(site: Site) -> None:
    found: list[str] = []
    for path in (
        "/contact-sessions?from=soon",
        "/abstractions?from=soon&to=later",
        f"/officers?name={'x' * 81}",
        "/reports/abstraction?from=2031-11-25&to=2031-11-01",
    ):
        found += site.look("hart", path)
        assert site.desk("hart").locator(".govuk-error-message, [role=alert]").count(), path
    assert not found, "\n".join(found)


FORMS = {
    "/abstractions/new": "hart",
    "/abstractions/{abstraction_id}/end": "hart",
    "/contact-sessions/new": "hart",
    "/contact-sessions/{contact_session_id}/edit": "hart",
    "/contact-sessions/{contact_session_id}/cancel": "hart",
    "/officers/{officer_id}/days/{day}/absences/new": "hart",
    "/officers/{officer_id}/days/{day}/duties/new": "hart",
    "/duties/{duty_id}/change": "hart",
    "/officers/{officer_id}/skills/grant": "hart",
    "/officers/{officer_id}/skills/{grant_id}/expire": "hart",
    "/officers/{officer_id}/posting": "admin",
    "/officers/{officer_id}/leave-allowance": "hart",
    "/my-leave/ask": "shah",
    "/officers/{officer_id}/pattern": "hart",
    "/patterns/new": "hart",
    "/shifts/new": "admin",
    "/public-holidays/new": "admin",
}
EMPTY = """form => {
  for (const field of form.elements) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = false;
    else if (!["hidden", "submit"].includes(field.type)) field.value = "";
  }
}"""
# Where the summary's links lead to nothing, somebody who cannot see the page is left with nothing.
LOST = """() => [...document.querySelectorAll(".govuk-error-summary a")]
  .filter(link => !document.querySelector(link.getAttribute("href"))).map(link => link.textContent)"""


@pytest.mark.parametrize("path", FORMS)
def test_a_form_that_was_sent_empty(site: Site, path: str) -> None:
    name = FORMS[path]
    page = site.desk(name)
    page.goto(path.format(**site.things))
    form = page.locator("main form[method=post]")
    form.evaluate(EMPTY)
    form.locator("button[type=submit]").first.click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.title().startswith("Error: ")
    assert page.evaluate(LOST) == []
    assert site.judge(name) == []


def test_a_sign_in_that_failed(site: Site) -> None:
    found = site.look("", "/sign-in")
    page = site.desk("")
    page.get_by_label("E-mail address").fill("hart@demo.example")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error: ")
    assert found + site.judge("") == []


def test_a_form_whose_sign_in_ran_out(site: Site) -> None:
    page = site.desk("hart")
    page.goto("/contact-sessions/new")
    page.get_by_label("What it is called").fill("Street stall")
    page.context.clear_cookies()
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("heading", name="You were signed out").wait_for()
    assert site.judge("hart") == []
    page.get_by_label("E-mail address").fill("hart@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Nothing is saved yet.").wait_for()
    assert page.get_by_label("What it is called").input_value() == "Street stall"
    assert site.judge("hart") == []


EMPTIES = {
    "new-sergeant": (
        "/board",
        "/roster",
        "/contact-sessions",
        "/abstractions",
        "/abstractions/new",
        "/officers",
        "/leave",
        "/swaps",
    ),
    "new-officer": ("/my-duties", "/roster", "/contact-sessions", "/notices", "/my-leave", "/swaps"),
    "new-manager": ("/board", "/reports/abstraction", "/officers"),
    "admin": ("/my-duties", "/notices"),
}


@pytest.mark.parametrize("name", EMPTIES)
def test_somebody_for_whom_there_is_nothing_yet(site: Site, name: str) -> None:
    found: list[str] = []
    for path in EMPTIES[name]:
        found += site.look(name, path)
    assert not found, "\n".join(found)
