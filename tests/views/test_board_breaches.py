"""The board's cards of broken rules of rest: today and the next seven days, for my teams."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from roster.models.account import Account
from tests.factories import (
    LONG_AGO,
    make_abstraction,
    make_account,
    make_charge,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_team,
)
from tests.pages import Page
from tests.views.boards import Fetch, judge, needs

THURSDAY = date(2026, 12, 3)


@pytest.fixture
def marsh(ward: Any) -> Any:
    """PC Marsh is on from 18:00 to 02:00 on Tuesday night, and again on Wednesday at noon: ten hours."""
    judge(ward)
    officer = make_officer("Rosa Marsh", team=ward.team)
    make_duty(officer, "2026-12-08 18:00")
    make_duty(officer, "2026-12-09 12:00")
    return officer


def cards(page: Page) -> list[str]:
    """Those beside the sessions, which are quiet here."""
    return [card for card in needs(page) if not card.startswith("✓")]


def test_short_rest_is_a_card_with_what_would_mend_it(ward: Any, marsh: Any, page: Fetch) -> None:
    board = page("/board")
    (card,) = cards(board)
    assert card == (
        "! 10 h rest for PC Marsh, Wed 9 Dec "
        "Rest of 10 h before this duty, 1 h under 11 h (Working Time Regulations 1998, reg 10(1)). "
        "Start at 13:00 or later, or end the tour before by 01:00. "
        "Open the day of PC Rosa Marsh, Wed 9 Dec"
    )
    assert board.soup.select_one(".app-card--warn a")["href"] == f"/officers/{marsh.id}/days/2026-12-09"
    # The promises are quiet, but that is not all that there is.
    assert needs(board)[0].startswith("✓ No contact session is in danger")


@pytest.mark.parametrize("looked_at", ["2026-11-20", "2026-12-10", "2027-06-01"])
def test_it_is_the_days_to_come_that_are_judged_whichever_day_is_looked_at(
    marsh: Any, page: Fetch, looked_at: str
) -> None:
    assert len(cards(page(f"/board?day={looked_at}"))) == 1


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        ("2026-12-02 23:00", 0),
        ("2026-12-03 15:00", 1),
        ("2026-12-10 15:00", 1),
        ("2026-12-11 15:00", 1),  # the duty before it is in sight
        ("2026-12-12 15:00", 0),
    ],
)
def test_today_and_the_next_seven_days_are_told(ward: Any, page: Fetch, begins: str, told: int) -> None:
    """Ten hours of rest before a duty that begins then."""
    officer = make_officer("Rosa Marsh", team=ward.team)
    day, hour = begins.split()
    first = {"23:00": f"{day} 05:00", "15:00": f"{date.fromisoformat(day) - timedelta(days=1)} 21:00"}[hour]
    make_duty(officer, first)
    make_duty(officer, begins)
    assert len(cards(page("/board"))) == told


def test_what_one_officer_breaks_is_one_card_by_its_nearest_day(ward: Any, page: Fetch) -> None:
    """Nine days in a row, from last Sunday, and none of them a rest day."""
    for step in range(9):
        make_duty(ward.lewis, f"{date(2026, 11, 29) + timedelta(days=step)} 16:00")
    make_duty(ward.lewis, "2026-12-08 07:00")
    (card,) = cards(page("/board"))
    # A PCSO may work six days in a row: the seventh is Saturday.
    assert card.startswith("! 10 duty days in a row and ")
    assert "more broken rule" in card
    assert "for PCSO Lewis, Sat 5 Dec" in card
    assert "Rest of 7 h before this duty, 4 h under 11 h" in card


def test_what_is_broken_in_another_team_is_not_told_here(ward: Any, page: Fetch) -> None:
    judge(ward)
    moving = make_officer("Ola Fox")
    make_posting(moving, ward.team, LONG_AGO, "2026-12-06")
    make_posting(moving, make_team("Darwin"), "2026-12-07")
    make_duty(moving, "2026-12-08 18:00")
    make_duty(moving, "2026-12-09 12:00")
    assert cards(page("/board")) == []


def test_advice_and_what_is_lawful_are_no_cards(ward: Any, page: Fetch) -> None:
    judge(ward)
    make_rest_day(ward.shah, "2026-12-08")
    make_duty(ward.shah, "2026-12-09 07:00", hours=11)
    make_duty(ward.shah, "2026-12-10 05:00")
    assert needs(page("/board"))[0].startswith("✓ Nothing is in danger")


def test_many_are_counted_and_their_roster_is_one_link_away(
    ward: Any, page: Fetch, sign_in: Callable[[Account], Account]
) -> None:
    judge(ward)
    for number in range(8):
        officer = make_officer(f"Officer Number{number}", team=ward.team)
        make_duty(officer, "2026-12-08 18:00")
        make_abstraction(officer, "2026-12-09 12:00")
    manager = make_officer("Jo Cole", "Insp")
    make_charge(manager, ward.team.borough)
    sign_in(make_account(manager, ["manager"]))
    board = page(f"/board?team={ward.team.id}")
    assert len(cards(board)) == 6
    more = board.soup.find("a", string="2 more officers with a broken rule of rest")
    assert more["href"] == f"/roster?team={ward.team.id}"
