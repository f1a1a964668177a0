"""The roster as a list, for a phone: what it shows, and where the rest of it is."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.officer import Officer
from tests.factories import (
    make_account,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_skill,
    make_team,
    make_template,
)
from tests.roster_factories import make_minimum_strength


def account_of(officer: Officer) -> Account:
    return db.session.scalars(select(Account).where(Account.officer_id == officer.id)).unique().one()


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """Biggin Hill with PC Shah, on Monday 23 November; PS Hart, who supervises it, is signed in."""
    at("2026-11-23 09:00")
    team = make_team()
    hart = make_sergeant(team)
    sign_in(account_of(hart))
    return SimpleNamespace(team=team, hart=hart, shah=make_officer(team=team))


def test_in_the_list_the_numbers_lead_to_the_pages_of_what_they_count(ward, page):
    alone = make_contact_session(ward.team, "2026-11-27 10:00")
    make_flag(alone, "at_risk")
    for day in (28, 29):
        make_flag(make_contact_session(ward.team, f"2026-11-{day} 10:00"))
    shown = page("/roster?as=list")
    found = {link["class"][0]: link["href"] for link in shown.soup.select(".grid-needs a[class^=app-]")}
    assert found["app-warn"] == f"/contact-sessions/{alone.id}"
    assert (
        found["app-bad"]
        == f"/contact-sessions?state=uncovered&from=2026-11-23&to=2026-12-20&team={ward.team.id}"
    )
    assert len(page(found["app-bad"]).soup.select("main a[href^='/contact-sessions/']")) >= 2


def test_the_list_says_what_it_shows_and_where_the_rest_is(ward, page, at, sign_in):
    at("2026-11-25 09:00")
    darwin = make_team("Darwin")
    make_officer("Ben Okafor", team=darwin)
    sign_in(account_of(make_sergeant(ward.team, darwin, name="Jo Both")))
    listed = page("/roster?as=list").soup.select_one(".grid-list")
    assert "Wed 25 Nov to Tue 8 Dec, one team at a time" in " ".join(listed.get_text().split())
    ways = {link.get_text(): link["href"] for link in listed.select("p a")}
    assert ways["Darwin"] == f"/roster?from=2026-11-25&team={darwin.id}&as=list"
    later = page(ways["Show the next 14 days"]).soup
    assert [later.select(".grid-list h3")[at].get_text() for at in (0, -1)] == ["Wed 9 Dec", "Tue 22 Dec"]
    assert page(ways["Darwin"]).soup.select_one(".grid-list h2").get_text() == "Darwin"


def test_the_list_for_phones_has_the_same_cells_from_today_on(ward, page, at, sign_in):
    at("2026-11-25 09:00")
    sign_in(account_of(ward.hart))
    for day in (24, 25):
        make_duty(ward.shah, f"2026-11-{day} 07:00", template=make_template())
    listed = page("/roster?as=list").soup.select(".grid-list section")
    assert listed[0].find("h3").get_text() == "Wed 25 Nov, today"
    link = listed[0].select_one("li a")
    assert link["href"] == f"/officers/{ward.shah.id}/days/2026-11-25"
    assert "Early 07:00–15:00" in link.get_text()


def test_the_list_for_phones_says_what_keeps_a_day_free_and_leads_there(ward, page, at, sign_in):
    at("2026-11-25 09:00")
    sign_in(account_of(ward.hart))
    make_rest_day(ward.shah, "2026-11-25")
    today, tomorrow = page("/roster?as=list").soup.select(".grid-list section")[:2]
    rest = next(line for line in today.select(".q0") if "Rest day" in line.get_text())
    assert rest.get_text() == "Rest day: PC Amina Shah"
    assert rest.a["href"] == f"/officers/{ward.shah.id}/days/2026-11-25"
    assert any("Nothing rostered: " in line.get_text() for line in tomorrow.select(".q0"))


def test_the_list_says_at_its_day_what_is_broken_and_where_the_team_is_short(ward, page, sign_in):
    late = make_template("L", "Late", start=840, end=1320)
    make_duty(ward.shah, "2026-11-24 14:00", template=late)
    make_duty(ward.shah, "2026-11-25 07:00", hours=11, template=make_template())
    make_minimum_strength(ward.team, late, weekday=2)
    _, tuesday, wednesday = page("/roster?as=list").soup.select(".grid-list section")[:3]
    assert tuesday.select(".br, .adv") == []
    assert [line.get_text() for line in wednesday.select("li.br")] == ["Below minimum strength: Late: 0 of 1"]
    broken, advice = wednesday.select("li p")
    assert broken["class"] == ["br"]
    assert broken.get_text().startswith("! Rest of 9 h before this duty, 2 h under 11 h")
    assert advice.get_text().startswith("! Tour of 11 h, 1 h over the advised 10 h")
    sign_in(make_account(ward.shah, ("officer",)))
    assert page("/roster?as=list").soup.select(".grid-list .br, .grid-list .adv") == []


def test_a_team_without_anybody_says_so_and_lists_only_days_with_a_contact_session(ward, page, sign_in):
    empty = make_team("Empty")
    sign_in(account_of(make_sergeant(empty, name="Al Alone")))
    make_contact_session(empty, "2026-11-26 10:00")
    listed = page("/roster?as=list").soup.select_one(".grid-list")
    assert "Nobody is posted here in these days." in listed.get_text()
    assert [one.get_text() for one in listed.select("h3")] == ["Thu 26 Nov"]
    assert page("/roster").soup.select_one("td.none").get_text() == "Nobody is posted here in these days."
    make_skill("taser")
    skilled = page("/roster?skill=taser").soup.select_one("td.none")
    assert skilled.get_text() == "Nobody here is in date for that skill."
