"""The board: what needs me first, who is on, who is away and why, which contact sessions stand how."""

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import event

from roster.extensions import db
from roster.models.account import Account
from roster.queries.reports import report_for
from roster.rules.periods import Period
from roster.services.coverage import review_coverage
from tests.factories import (
    LONG_AGO,
    make_absence,
    make_abstraction,
    make_account,
    make_category,
    make_charge,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_posting,
    make_rest_day,
    make_sergeant,
    make_supervision,
    make_team,
    span,
)
from tests.pages import Client, Page

Fetch = Callable[..., Page]
SignIn = Callable[[Account], Account]


@pytest.fixture
def ward(app: Flask, at: Callable[..., datetime], sign_in: SignIn) -> Any:
    """Thursday 3 December, 07:50: PC Shah is named at ten, PC O'Neill is on too, PCSO Lewis rests."""
    at("2026-12-03 07:50")
    team = make_team("Biggin Hill")
    shah, oneill = make_officer("Amina Shah", team=team), make_officer("Ciarán O'Neill", team=team)
    lewis = make_officer("Dee Lewis", "PCSO", team=team)
    for officer in (shah, oneill):
        make_duty(officer, "2026-12-03 07:00")
    make_rest_day(lewis, "2026-12-03")
    coffee = make_contact_session(team, "2026-12-03 10:00", named=[shah])
    sergeant = make_sergeant(team)
    account = db.session.query(Account).filter_by(officer_id=sergeant.id).one()
    sign_in(account)
    return SimpleNamespace(
        team=team,
        shah=shah,
        oneill=oneill,
        lewis=lewis,
        coffee=coffee,
        sergeant=sergeant,
        account=account,
    )


def judge(ward: Any) -> None:
    """What a service does after its change."""
    review_coverage([], span("2026-12-03 00:00", hours=24), sessions=[ward.coffee.id])
    db.session.commit()


def needs(page: Page) -> list[str]:
    return [" ".join(card.get_text(" ").split()) for card in page.soup.select(".board__needs .app-card")]


def lane(page: Page, name: str) -> str:
    (found,) = [one for one in page.soup.select(".board-lane") if name in one.get_text()]
    return " ".join(found.get_text(" ").split())


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
    assert card.startswith("! Nobody named at Costa, Main Road, Thu 3 Dec 10:00–11:00")
    assert "Biggin Hill · in 2 h 10 min" in card
    assert "PC Shah: taken to Erpt 07:00–15:00" in card
    assert "Name PC O'Neill" in card


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
    assert card.startswith("! Nobody named at Costa")
    assert "Name PC O'Neill, free 10:00–10:30 only" in card


def test_a_manager_names_nobody_and_is_offered_nobody(ward: Any, page: Fetch, sign_in: SignIn) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    judge(ward)
    manager = make_officer("Jo Cole", "Insp")
    make_charge(manager, ward.team.borough)
    sign_in(make_account(manager, ["manager"]))
    (card,) = needs(page("/board"))
    assert "All ways out" in card
    assert "Name PC" not in card


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


def test_lanes_say_who_is_on_and_why_the_others_are_not(ward: Any, page: Fetch) -> None:
    make_abstraction(ward.shah, "2026-12-03 08:00", hours=7, requested_by="Insp Cole")
    board = page("/board")
    shah = lane(board, "PC Amina Shah")
    assert "Ward 07:00–15:00" in shah
    assert "Erpt 08:00–15:00, asked for by Insp Cole" in shah
    assert "rest day" in lane(board, "PCSO Dee Lewis")


def test_lanes_stand_by_rank_and_then_by_name_as_on_the_grid(ward: Any, page: Fetch) -> None:
    make_officer("Ada Young", "PS", team=ward.team)
    make_officer("Bo Abel", "PCSO", team=ward.team)
    make_officer("Jo Zorn", "Insp", team=ward.team)
    names = [one.get_text() for one in page("/board").soup.select(".board-lane__full")]
    assert names == [
        "Insp Jo Zorn",
        "PS Ada Young",
        "PC Ciarán O'Neill",
        "PC Amina Shah",
        "PCSO Bo Abel",
        "PCSO Dee Lewis",
    ]


def test_absence_is_in_the_lane(ward: Any, page: Fetch) -> None:
    make_absence(ward.oneill, "2026-12-03 00:00", kind="sick")
    assert "Sick" in lane(page("/board"), "PC Ciarán O'Neill")


def days_ahead(page: Page) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select(".board-week tbody tr")]


def test_each_day_says_how_many_are_on_and_who_is_away_and_why(ward: Any, page: Fetch) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    make_absence(ward.lewis, "2026-12-04 00:00", hours=48)
    make_abstraction(ward.lewis, "2026-12-05 08:00", category=make_category("scene_guard"))
    rows = days_ahead(page("/board"))
    assert len(rows) == 8
    assert rows[:4] == [
        "Thu 3 Dec 1 PC Shah Erpt",
        "Fri 4 Dec 0 PCSO Lewis annual leave",
        "Sat 5 Dec 0 PCSO Lewis Scene guard and annual leave",
        "Sun 6 Dec 0 nobody",
    ]


def test_many_who_are_away_are_counted_by_reason_with_their_names_behind_it(ward: Any, page: Fetch) -> None:
    for number in range(6):
        kind = "sick" if number < 2 else "annual_leave"
        make_absence(make_officer(f"A Number{number}", team=ward.team), "2026-12-04 00:00", kind=kind)
    day = page("/board").soup.select(".board-week tbody tr")[1]
    assert day.summary.get_text(" ", strip=True) == "6: 4 annual leave, 2 sick leave"
    assert [one.get_text(" ", strip=True) for one in day.select("details li")][:1] == [
        "PC Number0 sick leave"
    ]
    assert len(day.select("details li")) == 6


def test_what_is_taken_this_week_is_what_the_report_says(ward: Any, page: Fetch) -> None:
    """Monday to Sunday: leave off both, training off the taken, and what a new colleague does here only."""
    monday, sunday = date(2026, 11, 30), date(2026, 12, 6)
    make_duty(ward.shah, "2026-11-29 20:00")  # four hours of it on Monday
    make_duty(ward.shah, "2026-12-01 07:00")
    make_abstraction(ward.shah, "2026-12-01 09:00", hours=8)  # two hours of it beyond the duty
    make_abstraction(ward.shah, "2026-12-03 07:00", category=make_category("training", counts=False))
    make_absence(ward.oneill, "2026-12-03 13:00", hours=24)
    newcomer = make_officer("Ola Fox")
    make_posting(newcomer, make_team("Darwin"), LONG_AGO, "2026-12-02")
    make_posting(newcomer, ward.team, "2026-12-03")
    for start in ("2026-12-02 07:00", "2026-12-03 07:00", "2026-12-07 07:00"):
        make_duty(newcomer, start)
    # 4 + 8 + 2 + 8 of PC Shah, 6 of PC O'Neill, 8 of PC Fox
    board = page("/board")
    assert "Taken this week : 8 h of 36 h on duty (22.2 %)" in board.words
    rate = report_for(Period(monday, sunday), [ward.team.id]).line().by_minutes()
    assert (rate.numerator, rate.denominator) == (8 * 60, 36 * 60)
    link = urlsplit(board.soup.select_one(".board-taken a")["href"])
    assert parse_qs(link.query) == {"from": ["2026-11-30"], "to": ["2026-12-06"]}
    assert (
        "Taken Mon 7 Dec to Sun 13 Dec : 0 min of 8 h on duty (0.0 %)" in page("/board?day=2026-12-09").words
    )
    assert "0 min of 0 min on duty (insufficient data)" in page("/board?day=2027-06-01").words


def test_another_day_is_one_address_away(ward: Any, page: Fetch) -> None:
    board = page("/board?day=2026-12-04")
    assert "no duty" in lane(board, "PC Amina Shah")
    assert page("/board?day=nonsense", status=404)


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


def test_the_age_of_the_flags_is_on_the_board(ward: Any, page: Fetch) -> None:
    assert "Cover has not been judged" in page("/board").words


@pytest.mark.parametrize("officers", [1, 30])
def test_the_board_asks_the_database_as_often_for_one_as_for_thirty(
    ward: Any, page: Fetch, officers: int
) -> None:
    for number in range(officers):
        one = make_officer(f"Officer Number{number}", team=ward.team)
        make_duty(one, "2026-12-03 07:00")
        make_contact_session(ward.team, "2026-12-04 10:00", named=[one], title=f"Stall {number}")
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    page("/board")
    selects = [one for one in asked if one.lstrip().upper().startswith(("SELECT", "WITH"))]
    # account, actor, teams, people, marks, contact sessions, their officers
    assert len(selects) == 6
