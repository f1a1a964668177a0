"""The navigation: each role's places, and which one a page lies under."""

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from tests.factories import (
    make_absence,
    make_account,
    make_area,
    make_charge,
    make_officer,
    make_sergeant,
    make_team,
)

OWN = ["Duties", "Leave", "Swaps", "Owed rest days"]
OVERSEEING = ["Grid", "Leave requests", "Swaps", "Owed rest days"]
PLANNING = [*OVERSEEING, "Not acknowledged", "Patterns", "Shifts", "Public holidays"]


def account_of(officer):
    return db.session.scalars(select(Account).where(Account.officer_id == officer.id)).unique().one()


@pytest.fixture
def accounts(app):
    team = make_team(borough=make_area())
    manager = make_officer("Ama Cole", "Insp")
    make_charge(manager, team.borough)
    return {
        "officer": make_account(make_officer(team=team)),
        "sergeant": account_of(make_sergeant(team)),
        "manager": make_account(manager, ("manager",)),
        "administrator": make_account(None, ("administrator",)),
    }


def lines(fetched) -> tuple[list[str], list[str], list[str]]:
    """First line, second line, and what says "here"."""
    navs = [fetched.soup.select(f"{nav} a") for nav in (".app-nav", ".app-beneath")]
    first, second = ([link.text.strip() for link in nav] for nav in navs)
    return first, second, [link.text.strip() for nav in navs for link in nav if link.get("aria-current")]


@pytest.mark.parametrize(
    ("role", "path", "second", "here"),
    [
        ("officer", "/my-duties", OWN, ["My duties", "Duties"]),
        ("officer", "/my-leave/ask", OWN, ["My duties", "Leave"]),
        ("officer", "/swaps", OWN, ["My duties", "Swaps"]),
        ("officer", "/owed-rest-days", OWN, ["My duties", "Owed rest days"]),
        ("officer", "/roster", [], ["Roster"]),
        ("sergeant", "/roster", PLANNING, ["Roster", "Grid"]),
        ("sergeant", "/roster/publish", PLANNING, ["Roster"]),
        ("sergeant", "/roster/changes", PLANNING, ["Roster", "Not acknowledged"]),
        ("sergeant", "/leave", PLANNING, ["Roster", "Leave requests"]),
        ("sergeant", "/my-leave", OWN, ["My duties", "Leave"]),
        ("sergeant", "/swaps", PLANNING, ["Roster", "Swaps"]),
        ("sergeant", "/board", [], ["Board"]),
        ("manager", "/owed-rest-days", OVERSEEING, ["Roster", "Owed rest days"]),
        ("manager", "/leave", OVERSEEING, ["Roster", "Leave requests"]),
        ("administrator", "/shifts", ["Patterns", "Shifts", "Public holidays"], ["Roster", "Shifts"]),
    ],
)
def test_each_page_says_where_it_lies(accounts, sign_in, page, role, path, second, here) -> None:
    sign_in(accounts[role])
    _, found, marked = lines(page(path))
    assert (found, marked) == (second, here)


def test_a_request_lies_under_the_officers_own_leave_and_under_the_sergeants_requests(
    accounts, sign_in, page
) -> None:
    absence = make_absence(accounts["officer"].officer, "2031-12-03 00:00", status="requested")
    for role, here in (("officer", ["My duties", "Leave"]), ("sergeant", ["Roster", "Leave requests"])):
        sign_in(accounts[role])
        assert lines(page(f"/leave/{absence.id}"))[2] == here


@pytest.mark.parametrize(
    ("role", "path", "first"),
    [
        ("officer", "/my-duties", ["My duties", "Roster", "Contact sessions", "People"]),
        (
            "sergeant",
            "/board",
            ["Board", "My duties", "Roster", "Contact sessions", "Abstractions", "People", "Reports"],
        ),
        ("administrator", "/shifts", ["Roster", "People"]),
    ],
)
def test_each_role_has_its_places(accounts, sign_in, page, role, path, first) -> None:
    sign_in(accounts[role])
    assert lines(page(path))[0] == first
