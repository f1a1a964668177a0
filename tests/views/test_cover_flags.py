"""The flag page: what is missing, why, who could stand in, and one button that clears it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.services.contact_sessions import cancel_contact_session
from roster.services.coverage import review_coverage
from tests.factories import (
    make_abstraction,
    make_account,
    make_actor,
    make_charge,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_team,
    make_template,
)
from tests.pages import Client, Page

Fetch = Callable[..., Page]
TEN = "2026-12-03 10:00"


@pytest.fixture
def ward(app: Flask, at: Callable[..., Any], sign_in: Callable[[Account], Account]) -> Any:
    """PC Shah, named at ten on Thursday, is taken to ERPT; PC O'Neill is late, PCSO Lewis rests."""
    app.config["WTF_CSRF_ENABLED"] = False
    at("2026-12-01 09:00")
    team = make_team()
    shah, oneill = make_officer(team=team), make_officer("Ciarán O'Neill", team=team)
    lewis = make_officer("Dee Lewis", "PCSO", team=team)
    make_duty(shah, "2026-12-03 07:00", template=make_template())
    make_rest_day(lewis, "2026-12-03")
    taking = make_abstraction(shah, "2026-12-03 07:00")
    coffee = make_contact_session(team, TEN, named=[shah])
    sergeant = make_sergeant(team)
    account = sign_in(db.session.scalar(select(Account).where(Account.officer_id == sergeant.id)))
    return SimpleNamespace(
        account=account,
        team=team,
        shah=shah,
        oneill=oneill,
        lewis=lewis,
        taking=taking,
        coffee=coffee,
        sign_in=sign_in,
    )


def judged(ward: Any) -> str:
    """The flag's address after the session was judged."""
    review_coverage((), ward.coffee.span, sessions=[ward.coffee.id])
    flag = db.session.scalar(select(CoverFlag).where(CoverFlag.contact_session_id == ward.coffee.id))
    return f"/flags/{flag.id}"


def test_nobody_can_so_every_cause_and_way_out_is_there(ward: Any, page: Fetch) -> None:
    make_duty(ward.oneill, "2026-12-03 14:00", template=make_template("L", "Late"))
    shown = page(judged(ward))
    for words in (
        "✕ Uncovered",
        "Nobody from 10:00 to 11:00. Needs 1.",
        "PC Amina Shah named taken to ERPT 07:00–15:00",
        "PC Ciarán O'Neill late duty from 14:00",
        "PCSO Dee Lewis rest day",
        "Nobody of Biggin Hill is free for any of it",
        "PS Hart was told Tue 1 Dec 09:00, not yet read",
        "Not yet acknowledged",
    ):
        assert words in shown.words
    ways = {link["href"] for link in shown.soup.select("main a")}
    assert {
        f"/abstractions/{ward.taking.id}",
        f"/officers/{ward.oneill.id}/days/2026-12-03",
        f"/contact-sessions/{ward.coffee.id}/edit",
        f"/contact-sessions/{ward.coffee.id}/cancel",
    } <= ways


def test_naming_the_stand_in_clears_it_there_and_then(ward: Any, client: Client, page: Fetch) -> None:
    make_duty(ward.oneill, "2026-12-03 07:00", template=make_template())
    address = judged(ward)
    button = page(address).soup.find("button", string="Name PC O'Neill instead of PC Shah")
    form = button.find_parent("form")
    officer_id = form.find("input", attrs={"name": "officer_id"})["value"]
    for _ in range(2):
        answer = client.post(form["action"], data={"officer_id": officer_id})
        assert answer.headers["Location"] == address
    cleared = page(address)
    assert "PC O'Neill is named. Coffee with a Copper is covered." in cleared.words
    assert "✓ Covered since Tue 1 Dec 09:00" in cleared.words
    assert "Resolved Tue 1 Dec 09:00: covered" in cleared.words
    assert "What was missing: 1 officer named and free from 10:00 to 11:00, of 1 needed." in cleared.words
    assert "Name PC O'Neill" not in cleared.words
    assert "PS Hart was told Tue 1 Dec 09:00" in cleared.words  # and has it behind him, read or not
    assert "read it" not in cleared.words
    assert "not yet read" not in cleared.words


def test_a_stand_in_for_half_of_it_is_offered_with_the_times(ward: Any, client: Client, page: Fetch) -> None:
    make_duty(ward.oneill, "2026-12-03 10:30", template=make_template("M", "Mid"))
    address = judged(ward)
    assert "Nobody from 10:00 to 10:30. Needs 1." in page(address).words
    make_duty(ward.lewis, "2026-12-03 07:00", hours=3.5, template=make_template())
    review_coverage((), ward.coffee.span, sessions=[ward.coffee.id])
    assert "PC Ciarán O'Neill free 10:30–11:00 only" in page(address).words
    client.post(f"{address}/name", data={"officer_id": ward.oneill.id})
    still = page(address)
    assert "is still at risk: Nobody who is named can be there from 10:00 to 10:30. Needs 1." in still.words
    client.post(f"{address}/name", data={"officer_id": ward.lewis.id})
    assert "✓ Covered since" in page(address).words


def test_a_wrong_stand_in_is_refused_in_words(ward: Any, client: Client, page: Fetch) -> None:
    address = judged(ward)
    stranger = make_officer("Lee Grant", team=make_team("Darwin"))
    for officer_id in (stranger.id, 2**30, "x"):
        client.post(f"{address}/name", data={"officer_id": officer_id})
        refused = page(address)
        assert "Whoever is named must be posted to Biggin Hill then." in refused.words
        assert "Grant" not in refused.words, "a number must not tell whose it is"
    assert [one.id for one in db.session.get(ContactSession, ward.coffee.id).named] == [ward.shah.id]


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/board", "/board"),
        ("/board?team=1&day=2026-12-03", "/board?team=1&day=2026-12-03"),
        ("//elsewhere.example/board", None),
        ("https://elsewhere.example", None),
        ("", None),
    ],
)
def test_naming_leads_back_to_where_it_was_done(
    ward: Any, client: Client, back: str, leads_to: str | None
) -> None:
    make_duty(ward.oneill, "2026-12-03 07:00")
    address = judged(ward)
    answer = client.post(f"{address}/name", data={"officer_id": ward.oneill.id, "next": back})
    assert answer.headers["Location"] == (leads_to or address)


def test_acknowledging_is_kept_with_the_name(ward: Any, client: Client, page: Fetch) -> None:
    address = judged(ward)
    for _ in range(2):
        client.post(f"{address}/acknowledge")
    assert "PS Hart acknowledged it Tue 1 Dec 09:00" in page(address).words
    assert "Acknowledge: I have it in hand" not in page(address).words


def test_a_manager_reads_the_flag_and_changes_nothing(ward: Any, client: Client, page: Fetch) -> None:
    make_duty(ward.oneill, "2026-12-03 07:00")
    address = judged(ward)
    manager = make_officer("Jo Cole", "Insp")
    make_charge(manager, ward.team.borough)
    ward.sign_in(make_account(manager, ("manager",)))
    shown = page(address)
    assert "PC Ciarán O'Neill free for all of it" in shown.words
    assert shown.soup.select("main button") == []
    assert client.post(f"{address}/name", data={"officer_id": ward.oneill.id}).status_code == 404
    assert client.post(f"{address}/acknowledge").status_code == 404


def test_flags_out_of_reach_are_not_found(ward: Any, client: Client, page: Fetch) -> None:
    other = make_flag(make_contact_session(make_team("Darwin"), TEN))
    page(f"/flags/{other.id}", 404)
    page("/flags/999", 404)
    assert client.post(f"/flags/{other.id}/acknowledge").status_code == 404
    ward.sign_in(make_account(ward.lewis, ("officer",)))
    page(judged(ward), 404)


def test_a_flag_of_a_cancelled_session_says_so_calmly(ward: Any, page: Fetch) -> None:
    address = judged(ward)
    cancel_contact_session(ward.coffee.id, "Venue flooded", by=make_actor(teams=[ward.team]))
    shown = page(address)
    assert "The contact session was cancelled: Venue flooded. Nobody need go." in shown.words


def test_when_the_hour_has_passed_nothing_is_offered_any_more(ward: Any, page: Fetch, at: Any) -> None:
    address = judged(ward)
    at("2026-12-03 11:00")
    ward.sign_in(ward.account)
    shown = page(address)
    assert "What was missing 1 officer from 10:00 to 11:00, of 1 needed." in shown.words
    assert "The hour has passed, and it was not covered." in shown.words
    assert shown.soup.select("main button") == []
