"""Pages about contact sessions: who may see them, what a wrong entry leaves standing, the happy way."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from roster.extensions import db
from roster.models.account import Account
from roster.models.contact_session import ContactSession, ContactSessionStatus
from roster.services.coverage import review_coverage
from tests.factories import (
    make_absence,
    make_account,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
    make_venue,
)
from tests.pages import Client, Page
from tests.statements import heard

Fetch = Callable[..., Page]
TEN = "2026-12-03 10:00"


@pytest.fixture
def ward(app: Flask, at: Callable[..., Any], sign_in: Callable[[Account], Account]) -> Any:
    """Tuesday 1 December: PC Shah is early on Thursday, PC O'Neill on leave; PS Hart is signed in."""
    app.config["WTF_CSRF_ENABLED"] = False
    at("2026-12-01 09:00")
    team = make_team()
    shah, oneill = make_officer(team=team), make_officer("Ciarán O'Neill", team=team)
    for officer in (shah, oneill):
        make_duty(officer, "2026-12-03 07:00")
    make_absence(oneill, "2026-12-03 00:00")
    sergeant = make_sergeant(team)
    account = sign_in(db.session.scalar(select(Account).where(Account.officer_id == sergeant.id)))
    found = SimpleNamespace(team=team, shah=shah, oneill=oneill, venue=make_venue(team), sign_in=sign_in)
    found.account = account
    found.coffee = make_contact_session(team, TEN)
    review_coverage((), found.coffee.span, sessions=[found.coffee.id])
    return found


def entered(ward: Any, **changed: str) -> dict[str, Any]:
    """The form as a browser sends it."""
    sent = {
        "team": ward.team.id,
        "title": "Street stall",
        "day": "4/12/2026",
        "start": "10:00",
        "end": "11:00",
    }
    return (
        sent | {"venue": ward.venue.id, "new_venue": "", "needed": "1", "skill": "", "version": "1"} | changed
    )


def value(page: Page, name: str) -> str:
    return str(page.soup.find(attrs={"name": name})["value"])


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(ContactSession)) or 0


def test_the_list_shows_open_problems_first(ward: Any, page: Fetch) -> None:
    make_contact_session(ward.team, "2026-12-01 12:00", title="Ward panel", named=[ward.shah])
    listed = page("/contact-sessions")
    assert [heading.get_text(" ", strip=True) for heading in listed.soup.find_all("h2")] == [
        "Not covered yet (1)",
        "Today (1)",
    ]
    assert "! At risk" in listed.words
    assert "Nobody is named from 10:00 to 11:00. Needs 1." in listed.words


def test_the_list_is_narrowed_by_its_address(ward: Any, page: Fetch) -> None:
    assert "Coffee with a Copper" in page("/contact-sessions?state=at_risk").words
    assert "No contact session of these teams matches" in page("/contact-sessions?state=covered").words
    past = page("/contact-sessions?to=2026-11-30")
    assert "from Tue 3 Nov to Mon 30 Nov" in past.words
    wrong = page("/contact-sessions?from=nonsense")
    assert value(wrong, "from") == "nonsense"
    assert "Enter a date, such as 3/12/2026" in wrong.words


def test_the_list_costs_the_same_statements_for_one_or_thirty(ward: Any, page: Fetch) -> None:
    counts = []
    for hour in range(31):
        if hour in (0, 30):
            with heard() as asked:
                page("/contact-sessions")
            counts.append(len(asked))
        make_contact_session(
            ward.team, f"2026-12-{4 + hour // 12:02} {8 + hour % 12:02}:00", named=[ward.shah]
        )
    assert counts[0] == counts[1]


def test_one_shows_how_it_stands_and_who_could_go(ward: Any, page: Fetch) -> None:
    shown = page(f"/contact-sessions/{ward.coffee.id}")
    for words in (
        "Thu 3 Dec 10:00–11:00",
        "Costa, Main Road",
        "! At risk",
        "Nobody is named",
        "annual leave",
    ):
        assert words in shown.words
    assert shown.soup.find("a", string="Why, and every way out")


def test_an_officer_sees_how_it_stands_but_not_why_a_colleague_is_away(ward: Any, page: Fetch) -> None:
    ward.sign_in(make_account(ward.shah, ("officer",)))
    shown = page(f"/contact-sessions/{ward.coffee.id}")
    assert "! At risk" in shown.words
    assert "annual leave" not in shown.words
    assert "Why, and every way out" not in shown.words


def test_what_lies_outside_the_reach_is_not_found(ward: Any, client: Client, page: Fetch) -> None:
    other = make_contact_session(make_team("Darwin"), TEN)
    for path in ("", "/edit", "/name", "/cancel"):
        page(f"/contact-sessions/{other.id}{path}", 404)
        page(f"/contact-sessions/999{path}", 404)
    assert client.post(f"/contact-sessions/{other.id}/reinstate").status_code == 404
    ward.sign_in(make_account(ward.shah, ("officer",)))
    page("/contact-sessions/new", 404)


def test_planning_one_leads_to_naming(ward: Any, client: Client, page: Fetch) -> None:
    sent = client.post("/contact-sessions/new", data=entered(ward, venue="", new_venue="Library"))
    made = db.session.scalar(select(ContactSession).where(ContactSession.title == "Street stall"))
    assert sent.headers["Location"] == f"/contact-sessions/{made.id}/name"
    assert made.venue.name == "Library"
    assert "Street stall is planned" in page(f"/contact-sessions/{made.id}/name").words


def test_a_venue_and_somewhere_new_are_not_both_taken_and_both_stay(ward: Any, client: Client) -> None:
    before = count()
    shown = Page(client.post("/contact-sessions/new", data=entered(ward, new_venue="Library")))
    assert "A venue is chosen too" in shown.words
    assert value(shown, "new_venue") == "Library"
    assert shown.soup.select_one("#venue option[selected]")["value"] == str(ward.venue.id)
    assert count() == before


def test_venues_stand_under_their_ward_team_that_of_the_chosen_one_first(ward: Any, page: Fetch) -> None:
    darwin, penge = make_team("Darwin"), make_team("Penge")
    cafe = make_venue(darwin, "Cafe")
    sergeant = make_sergeant(ward.team, darwin, penge, name="Nell Arden")
    ward.sign_in(db.session.scalar(select(Account).where(Account.officer_id == sergeant.id)))
    groups = page(f"/contact-sessions/new?team={darwin.id}").soup.select("#venue optgroup")
    assert [(one["label"], [each["value"] for each in one.select("option")]) for one in groups] == [
        ("Darwin", [str(cafe.id)]),
        ("Biggin Hill", [str(ward.venue.id)]),
    ]


def test_the_address_fills_in_what_it_knows(ward: Any, page: Fetch) -> None:
    form = page(f"/contact-sessions/new?team={ward.team.id}&date=2026-12-10&start=14:00&end=x")
    assert [value(form, name) for name in ("day", "start", "end")] == ["10/12/2026", "14:00", "15:00"]
    page("/contact-sessions/new?team=x&date=never&start=25:00")


def test_a_wrong_entry_keeps_what_was_typed(ward: Any, client: Client) -> None:
    sent = entered(ward, day="31/2/2026", end="9.30", title="Stall <b>")
    form = Page(client.post("/contact-sessions/new", data=sent))
    assert form.faults() == []
    assert [value(form, name) for name in ("day", "end", "title")] == ["31/2/2026", "9.30", "Stall <b>"]
    assert "There is a problem" in form.words
    assert count() == 1


def test_a_refusal_keeps_what_was_typed_too(ward: Any, client: Client) -> None:
    form = Page(client.post("/contact-sessions/new", data=entered(ward, day="4/11/2026")))
    assert form.faults() == []
    assert "That time has passed" in form.words
    assert value(form, "day") == "4/11/2026"


def test_changing_one_comes_back_to_it(ward: Any, client: Client, page: Fetch) -> None:
    address = f"/contact-sessions/{ward.coffee.id}"
    assert value(page(f"{address}/edit"), "title") == "Coffee with a Copper"
    sent = client.post(f"{address}/edit", data=entered(ward))
    assert sent.headers["Location"] == address
    assert "Street stall" in page(address).words
    assert "PS Hart changed title from Coffee with a Copper to Street stall" in page(address).words


def test_who_saves_second_sees_both_and_may_then_overrule(ward: Any, client: Client) -> None:
    address = f"/contact-sessions/{ward.coffee.id}/edit"
    client.post(address, data=entered(ward, title="First"))
    second = entered(ward, title="Second", start="nonsense")
    assert value(Page(client.post(address, data=second)), "version") == "1"  # a slip forgets nothing
    crossed = Page(client.post(address, data=second | {"start": "10:00"}))
    assert crossed.status == 409
    assert crossed.faults() == []
    assert "Somebody else changed it first. Send it again to keep what you entered" in crossed.words
    assert [dd.get_text().partition(" at ")[0] for dd in crossed.soup.select("main dd")] == [
        "First",
        "Second",
    ]
    assert value(crossed, "title") == "Second"
    client.post(address, data=entered(ward, title="Second", version=value(crossed, "version")))
    assert db.session.get(ContactSession, ward.coffee.id).title == "Second"


def test_the_available_come_first_with_the_reason_beside_the_others(ward: Any, page: Fetch) -> None:
    form = page(f"/contact-sessions/{ward.coffee.id}/name")
    assert form.words.index("PC Amina Shah") < form.words.index("Not available, but may be named")
    assert "PC Ciarán O'Neill annual leave" in form.words


def test_naming_covers_it_and_says_so(ward: Any, client: Client, page: Fetch) -> None:
    address = f"/contact-sessions/{ward.coffee.id}"
    client.post(f"{address}/name", data={"officers": [ward.shah.id], "seen": ""})
    shown = page(address)
    assert "PC Shah is named. Coffee with a Copper is covered." in shown.words
    assert "✓ Covered" in shown.words
    ticked = page(f"{address}/name").soup.find_all("input", checked=True)
    assert [box["value"] for box in ticked] == [str(ward.shah.id)]


def test_three_who_are_needed_are_not_said_to_be_somebody(ward: Any, client: Client, page: Fetch) -> None:
    others = [make_officer(f"Ada {name}", team=ward.team) for name in ("Bell", "Cox")]
    for officer in others:
        make_duty(officer, "2026-12-03 07:00")
    three = make_contact_session(ward.team, "2026-12-03 12:00", needs=3, named=[ward.shah, *others])
    words = page(f"/contact-sessions/{three.id}").words
    assert "3 officers who were told are there at every minute." in words
    assert "Somebody" not in words


def test_what_is_over_was_missing_and_is_not(ward: Any, page: Fetch, at: Any) -> None:
    at("2026-12-03 11:00")
    ward.sign_in(ward.account)
    words = page(f"/contact-sessions/{ward.coffee.id}").words
    assert "What was missing: 1 officer named and free from 10:00 to 11:00, of 1 needed." in words
    assert "Missing: 1 officer named and free" in page("/contact-sessions?from=1/12/2026").words
    assert "Nobody is named" not in words


def test_the_history_says_what_the_flag_was_and_not_what_it_is(
    ward: Any, client: Client, page: Fetch
) -> None:
    address = f"/contact-sessions/{ward.coffee.id}"
    assert "A cover flag was opened: at risk" in page(address).words
    client.post(f"{address}/name", data={"officers": [ward.shah.id], "seen": ""})
    assert "Covered: the flag came down" in page(address).words


def test_naming_somebody_who_is_away_is_allowed_and_warned_of(ward: Any, client: Client, page: Fetch) -> None:
    address = f"/contact-sessions/{ward.coffee.id}"
    client.post(f"{address}/name", data={"officers": [ward.oneill.id], "seen": ""})
    assert "PC O'Neill is named. Coffee with a Copper is still at risk" in page(address).words


def test_who_names_second_sees_who_was_named(ward: Any, client: Client) -> None:
    address = f"/contact-sessions/{ward.coffee.id}/name"
    client.post(address, data={"officers": [ward.shah.id], "seen": ""})
    crossed = Page(client.post(address, data={"officers": [ward.oneill.id], "seen": ""}))
    assert crossed.status == 409
    assert crossed.faults() == []
    assert "It is now PC Shah You entered PC O'Neill" in crossed.words
    assert value(crossed, "seen") == str(ward.shah.id)


def test_an_officer_of_another_team_cannot_be_smuggled_in(ward: Any, client: Client) -> None:
    stranger = make_officer("Lee Grant", team=make_team("Darwin"))
    address = f"/contact-sessions/{ward.coffee.id}/name"
    answer = Page(client.post(address, data={"officers": [stranger.id], "seen": ""}))
    assert "There is a problem" in answer.words
    assert not db.session.get(ContactSession, ward.coffee.id).named


def test_a_team_without_officers_says_so(ward: Any, page: Fetch) -> None:
    empty = make_contact_session(ward.team, "2019-12-03 10:00")
    assert "Nobody is posted to Biggin Hill" in page(f"/contact-sessions/{empty.id}/name").words


def test_cancelling_asks_why_says_who_is_told_and_can_be_undone(
    ward: Any, client: Client, page: Fetch
) -> None:
    address = f"/contact-sessions/{ward.coffee.id}"
    client.post(f"{address}/name", data={"officers": [ward.shah.id], "seen": ""})
    assert "PC Shah will be told" in page(f"{address}/cancel").words
    refused = Page(client.post(f"{address}/cancel", data={"because": " "}))
    assert "There is a problem" in refused.words
    for _ in range(2):
        client.post(f"{address}/cancel", data={"because": "Venue flooded"})
    shown = page(address)
    assert "– Cancelled" in shown.words
    assert shown.soup.select_one(".app-card--plain").get_text(" ", strip=True).startswith("– Cancelled Venue")
    assert not shown.soup.select(".app-card--ok")
    assert "PS Hart cancelled it: Venue flooded" in shown.words
    for form in ("edit", "name"):
        assert client.get(f"{address}/{form}").headers["Location"] == address
        assert "It is cancelled: take it up again before you change it." in page(address).words
    late = Page(client.post(f"{address}/name", data={"officers": [], "seen": str(ward.shah.id)}))
    assert "This contact session is cancelled. Take it up again first, on its own page" in late.words
    client.post(f"{address}/reinstate")
    assert db.session.get(ContactSession, ward.coffee.id).status is ContactSessionStatus.PLANNED
    assert "✓ Covered" in page(address).words
