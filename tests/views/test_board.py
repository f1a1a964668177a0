"""The board: what needs me first, whose it is, and where it leads."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from roster import clock
from roster.extensions import db
from roster.models.job_run import JobRun
from roster.queries.accounts import JUDGING
from roster.services.coverage import review_coverage
from roster.views.guards import BY_ITSELF
from tests.factories import (
    make_absence,
    make_abstraction,
    make_account,
    make_category,
    make_charge,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_supervision,
    make_team,
    save,
    span,
)
from tests.pages import Client
from tests.statements import heard
from tests.views.boards import Fetch, SignIn, judge, needs


def test_a_quiet_day_says_so(ward: Any, page: Fetch) -> None:
    judge(ward)
    board = page("/board")
    assert needs(board) == [
        "✓ Nothing is in danger Every contact session of the next 28 days has its officers."
    ]
    assert "Coffee with a Copper" in board.words
    assert "✓ Covered" in board.words


def test_a_taken_officer_is_a_card_with_its_way_out(ward: Any, page: Fetch) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    judge(ward)
    (card,) = needs(page("/board"))
    assert card.startswith("! Nobody who is named can be at Costa, Main Road, Thu 3 Dec 10:00–11:00")
    assert "Biggin Hill · in 2 h 10 min" in card
    assert "PC Shah: taken to Erpt 07:00–15:00" in card
    assert "Name PC O'Neill instead of PC Shah" in card


@pytest.mark.parametrize("looked_at", ["2026-12-02", "2026-12-03", "2026-12-20", "2027-06-01"])
def test_a_cause_is_the_same_whatever_day_is_looked_at(ward: Any, page: Fetch, looked_at: str) -> None:
    """Two weeks ahead both stand at a session; one is taken to aid, the other on leave from that day on."""
    for officer in (ward.shah, ward.oneill):
        make_duty(officer, "2026-12-17 07:00")
    stall = make_contact_session(ward.team, "2026-12-17 10:00", needs=2, named=[ward.shah, ward.oneill])
    make_abstraction(ward.shah, "2026-12-17 07:00", category=make_category("level_2", letters="AID"))
    make_absence(ward.oneill, "2026-12-17 00:00", hours=48)
    review_coverage([], span("2026-12-17 00:00", hours=24), sessions=[stall.id])
    db.session.commit()
    (card,) = needs(page(f"/board?day={looked_at}"))
    assert "PC Shah: taken to Level 2 07:00–15:00" in card
    assert "PC O'Neill: annual leave" in card


def test_nobody_left_is_said_louder(ward: Any, page: Fetch) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    make_abstraction(ward.oneill, "2026-12-03 07:00")
    judge(ward)
    (card,) = needs(page("/board"))
    assert card.startswith("✕ Nobody at Costa, Main Road, Thu 3 Dec 10:00–11:00")
    assert "Name PC" not in card


def test_whoever_is_free_is_offered_where_more_are_needed_than_there_are(ward: Any, page: Fetch) -> None:
    """Two are needed and only PC O'Neill is there: uncovered, but one way out of it exists."""
    make_abstraction(ward.shah, "2026-12-03 07:00")
    ward.coffee.officers_needed = 2
    db.session.commit()
    judge(ward)
    (card,) = needs(page("/board"))
    assert card.startswith("✕ 1 officer short at Costa")
    assert "Name PC O'Neill" in card


def test_whoever_is_free_for_a_part_is_offered_with_the_times(ward: Any, page: Fetch) -> None:
    """PCSO Lewis comes at 10:30, when PC O'Neill goes: only both together cover it."""
    make_abstraction(ward.shah, "2026-12-03 07:00")
    make_abstraction(ward.oneill, "2026-12-03 10:30", hours=4)
    make_duty(ward.lewis, "2026-12-03 10:30")
    judge(ward)
    (card,) = needs(page("/board"))
    assert card.startswith("! Nobody who is named can be at Costa")
    assert "Name PC O'Neill, free 10:00–10:30 only, instead of PC Shah" in card


def test_a_manager_names_nobody_and_is_offered_nobody(ward: Any, page: Fetch, sign_in: SignIn) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    judge(ward)
    manager = make_officer("Jo Cole", "Insp")
    make_charge(manager, ward.team.borough)
    sign_in(make_account(manager, ["manager"]))
    (card,) = needs(page("/board"))
    assert "All ways out" in card
    assert "Name PC" not in card


def test_the_list_of_sessions_can_be_listened_to(ward: Any, page: Fetch) -> None:
    """A name that is struck through says so, and a link's own words say what it leads to."""
    make_abstraction(ward.shah, "2026-12-03 07:00")
    judge(ward)
    table = page("/board").soup.select_one("[aria-labelledby=promises] table")
    assert table.caption.get_text().startswith("Contact sessions, Thu 3 Dec to Thu 10 Dec")
    (row,) = table.select("tbody tr")
    assert "PC Shah (not available)" in row.get_text()
    links = [" ".join(one.get_text().split()) for one in row.select("a")]
    assert links == ["Coffee with a Copper", "! At risk: Coffee with a Copper, Thu 3 Dec 10:00–11:00"]


def test_what_is_upon_us_comes_before_what_is_worse_but_later(ward: Any, page: Fetch) -> None:
    for start, state in (
        ("2026-12-15 10:00", "uncovered"),
        ("2026-12-07 10:00", "at_risk"),
        ("2026-12-08 10:00", "uncovered"),
        ("2026-12-04 10:00", "at_risk"),
    ):
        make_flag(make_contact_session(ward.team, start), state=state)
    days = [card.split(" 10:00")[0].rsplit(", ", 1)[1] for card in needs(page("/board"))]
    assert days == ["Fri 4 Dec", "Tue 8 Dec", "Mon 7 Dec", "Tue 15 Dec"]


def test_a_flag_comes_off_the_board_when_its_hour_has_passed(
    ward: Any, page: Fetch, at: Callable[..., datetime], sign_in: SignIn
) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    judge(ward)
    at("2026-12-03 11:00")
    sign_in(ward.account)
    board = page("/board")
    assert "Nothing is in danger" in needs(board)[0]
    assert "! At risk" in board.words  # the list still says that it was


def test_other_teams_are_not_mine(ward: Any, page: Fetch) -> None:
    other = make_team("Darwin")
    make_officer("Ben Okafor", team=other)
    make_contact_session(other, "2026-12-03 12:00", title="Ward panel")
    words = page("/board").words
    assert "Okafor" not in words
    assert "Ward panel" not in words


@pytest.mark.parametrize("team", ["999", "abc", "1 or 1", "-1"])
def test_a_board_of_a_team_that_is_not_mine_is_not_there(ward: Any, page: Fetch, team: str) -> None:
    """It would say that nothing is in danger, whatever is."""
    assert page(f"/board?team={make_team('Darwin').id}", status=404)
    assert page("/board", query_string={"team": team}, status=404)
    assert page(f"/board?team={ward.team.id}")
    assert page("/board?team=")


@pytest.mark.parametrize("asked", ["", "?team={team}", "?day=2026-12-02&team={team}"])
def test_what_is_done_from_a_board_leads_back_to_that_board(
    ward: Any, page: Fetch, client: Client, asked: str
) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    judge(ward)
    address = f"/board{asked.format(team=ward.team.id)}"
    board = page(address)
    card = board.soup.select_one(".board__needs form")
    answer = client.post(card["action"], data={one["name"]: one["value"] for one in card.select("input")})
    assert answer.headers["Location"] == address
    log = urlsplit(board.soup.find("a", string="Log an abstraction")["href"])
    said = {"date": ["2026-12-02"]} if "day" in asked else {}
    assert (log.path, parse_qs(log.query)) == ("/abstractions/new", {"next": [address], **said})


def test_todays_board_is_an_address_that_is_todays_tomorrow_too(ward: Any, page: Fetch) -> None:
    """A bookmark of it, or the choice of a team, pins no day."""
    make_supervision(ward.sergeant, make_team("Darwin"))
    board = page("/board")
    assert board.soup.select_one(".board-week__here a")["href"] == "/board"
    assert not board.soup.select(".board-team input[name=day]")
    assert page("/board?day=2026-12-02").soup.select_one(".board-team input[name=day]")


def test_a_sergeant_without_teams_is_told_what_to_do(app: Flask, page: Fetch, sign_in: SignIn) -> None:
    sign_in(make_account(make_officer("Rowan Pike", "PS"), ["sergeant"]))
    assert "You have no ward team yet" in page("/board").words


def test_a_manager_sees_the_whole_area_and_logs_nothing(ward: Any, page: Fetch, sign_in: SignIn) -> None:
    manager = make_officer("Jo Cole", "Insp")
    make_charge(manager, ward.team.borough)
    sign_in(make_account(manager, ["manager"]))
    board = page("/board")
    assert "PC Amina Shah" in board.words
    assert "Log an abstraction" not in board.words


def test_an_officer_has_no_board(ward: Any, page: Fetch, sign_in: SignIn) -> None:
    sign_in(make_account(ward.shah, ["officer"]))
    page("/board", status=404)


def test_the_age_of_the_flags_is_on_the_board(
    ward: Any, page: Fetch, at: Callable[..., datetime], sign_in: SignIn
) -> None:
    assert "✕ Cover has not been judged" in page("/board").words
    judged = clock.now()
    save(JobRun(job=JUDGING, started_at=judged, finished_at=judged))
    for now, words in (
        ("2026-12-03 07:51", "Cover judged 1 minute ago"),
        ("2026-12-03 07:55", "Cover judged 5 minutes ago"),
        ("2026-12-03 07:56", "✕ Cover judged 6 minutes ago: too long ago to rely on"),
    ):
        at(now)
        sign_in(ward.account)
        board = page("/board").soup
        lines = [board.select_one("#board-age"), board.select_one("#footer-age")]
        assert [line.time["datetime"] for line in lines] == ["2026-12-03T07:50:00Z"] * 2
        for line in lines:
            for hidden in line.select("[hidden]"):
                hidden.decompose()
            assert " ".join(line.get_text().split()) == words


def test_a_board_that_asks_for_itself_keeps_nobody_signed_in_and_takes_no_message(
    ward: Any, client: Client
) -> None:
    """What a person was told belongs to the page that they open next."""
    with client.session_transaction() as cookie_session:
        cookie_session["_flashes"] = [("success", "PC Shah is taken")]
    itself = client.get("/board", headers={BY_ITSELF: "board"})
    assert itself.status_code == 200
    assert "Set-Cookie" not in itself.headers
    opened = client.get("/board")
    assert "PC Shah is taken" in opened.text
    assert "roster=" in opened.headers["Set-Cookie"]


@pytest.mark.parametrize("officers", [1, 30])
def test_the_board_asks_the_database_as_often_for_one_as_for_thirty(
    ward: Any, page: Fetch, officers: int
) -> None:
    for number in range(officers):
        one = make_officer(f"Officer Number{number}", team=ward.team)
        make_duty(one, "2026-12-03 07:00")
        make_contact_session(ward.team, "2026-12-04 10:00", named=[one], title=f"Stall {number}")
    with heard() as asked:
        page("/board")
    # who asks, teams, people, marks, contact sessions, their officers, changes that nobody knows of, work
    # of the weeks around
    assert len(asked) == 8
    for number in range(officers):
        make_flag(make_contact_session(ward.team, f"2026-12-{20 - number % 5} 10:00", named=[ward.shah]))
    with heard() as asked:
        assert len(needs(page("/board"))) == officers
    # and for those flags: marks beyond the week, what is known of each, the names of who could stand in
    assert len(asked) == 9 + 2
