"""The board's days ahead: how many are on, who is away and why, what is taken."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from roster.queries.reports import report_for
from roster.rules.periods import Period
from tests.factories import (
    LONG_AGO,
    make_absence,
    make_abstraction,
    make_category,
    make_duty,
    make_officer,
    make_posting,
    make_team,
)
from tests.pages import Page
from tests.views.boards import Fetch


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
