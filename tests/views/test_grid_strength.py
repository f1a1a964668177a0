"""The row of minimum strength: on the page as it comes, for those who plan or oversee the ward team."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from tests.factories import (
    make_account,
    make_charge,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
    make_template,
)
from tests.roster_factories import make_minimum_strength


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """Biggin Hill with PC Shah, on Monday 23 November; PS Hart, who supervises it, is signed in."""
    at("2026-11-23 09:00")
    team = make_team()
    hart = make_sergeant(team)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())
    return SimpleNamespace(team=team, shah=make_officer(team=team))


def strengths(page) -> list[tuple[str, bool, str]]:
    """The letters of each day of the row, whether it is marked, and all that it says."""
    cells = page("/roster").soup.select("table.grid tr.min td")
    return [(str(td.contents[0]), "low" in td.get("class", ()), td["title"]) for td in cells if td.contents]


def test_where_a_team_is_short_is_on_the_page_for_those_who_plan_or_oversee_it(ward, page, client, sign_in):
    late = make_template("L", "Late", start=840, end=1320)
    make_minimum_strength(ward.team, late, weekday=3)
    make_minimum_strength(ward.team, make_template("E", "Early <b>"), weekday=3, rank="PCSO")
    make_duty(ward.shah, "2026-12-03 14:00", template=late)
    short, late_too = "Early <b>: no PCSO", "Late: 0 of 1"
    thursdays = [("E L", True, f"{short}; {late_too}")] * 4
    # Of the four Thursdays PC Shah fills the late of one.
    thursdays[1] = ("E", True, short)
    assert strengths(page) == thursdays
    # What the script lays over it says the same.
    told = client.get("/roster/rules?strength=1").get_json()["strength"][str(ward.team.id)]
    assert [(" ".join(one["short"]), one["words"]) for one in told.values()] == [
        (letters, words) for letters, _, words in thursdays
    ]
    inspector = make_officer("Kit Ray", "Insp")
    make_charge(inspector, ward.team.borough)
    sign_in(make_account(inspector, ("manager",)))
    assert strengths(page) == thursdays
    sign_in(make_account(ward.shah, ("officer",)))
    assert page("/roster").soup.select("tr.min") == []


def test_a_team_that_has_its_minimum_has_a_tick(ward, page):
    make_minimum_strength(ward.team, weekday=3)
    for thursday in ("2026-11-26", "2026-12-03", "2026-12-10", "2026-12-17"):
        make_duty(ward.shah, f"{thursday} 07:00")
    assert strengths(page) == [("✓", False, "Early: 1 of 1")] * 4
