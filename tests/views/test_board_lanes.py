"""The board's lanes: who is on, hour by hour, and who is not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.factories import (
    make_absence,
    make_abstraction,
    make_duty,
    make_officer,
    make_rest_day,
    make_template,
)
from tests.pages import Page
from tests.views.boards import Fetch, SignIn, lane


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


def test_another_day_is_one_address_away(ward: Any, page: Fetch) -> None:
    board = page("/board?day=2026-12-04")
    assert "no duty" in lane(board, "PC Amina Shah")
    assert page("/board?day=nonsense", status=404)


def bars(page: Page, name: str) -> list[tuple[str, str, str]]:
    """What a lane's bars say, where they stand and where they lead."""
    (found,) = [one for one in page.soup.select(".board-lane") if name in one.get_text()]
    return [
        (bar.find("span").get_text(" ", strip=True), " ".join(bar["class"][-2:]), bar["href"])
        for bar in found.select("a.board-bar")
    ]


def hours(page: Page) -> list[str]:
    return [one.get_text() for one in page.soup.select(".board-hours span")]


def test_a_day_shows_from_six_to_two(ward: Any, page: Fetch) -> None:
    make_duty(ward.lewis, "2026-12-04 18:00", template=make_template("LL", "Late-late"))
    board = page("/board?day=2026-12-04")
    assert hours(board) == ["06", "08", "10", "12", "14", "16", "18", "20", "22", "00"]
    assert bars(board, "Dee Lewis")[0][:2] == ("Late-late", "from-48 for-32")
    # Its last two hours are on no other day.
    assert hours(page("/board?day=2026-12-05"))[0] == "06"


def test_work_in_the_small_hours_is_on_the_day_on_which_it_is_done(ward: Any, page: Fetch) -> None:
    """Custody from Friday 20:00 to Saturday 04:00: Friday ends at the edge, and says until when."""
    make_duty(ward.shah, "2026-12-04 20:00", template=make_template("C", "Custody"))
    make_rest_day(ward.shah, "2026-12-05")
    friday, saturday = page("/board?day=2026-12-04"), page("/board?day=2026-12-05")
    day = f"/officers/{ward.shah.id}/days/2026-12-0"
    assert bars(friday, "Amina Shah") == [("Custody until 04:00", "from-56 for-24", f"{day}4")]
    assert bars(saturday, "Amina Shah") == [("Custody until 04:00", "from-0 for-16", f"{day}5")]
    assert hours(saturday) == [f"{hour % 24:02}" for hour in range(0, 26, 2)]
    assert "rest day" in lane(saturday, "Amina Shah")
    assert page("/board?day=2026-12-05").soup.select(".board-lane__note.from-16")


def test_an_early_start_widens_the_day_and_an_absence_does_not(ward: Any, page: Fetch) -> None:
    make_absence(ward.lewis, "2026-12-04 00:00")
    assert hours(page("/board?day=2026-12-04"))[0] == "06"
    make_abstraction(ward.shah, "2026-12-04 05:00", hours=4)
    board = page("/board?day=2026-12-04")
    assert hours(board)[0] == "00"
    assert bars(board, "Amina Shah")[0][1] == "from-20 for-16"


def test_at_night_the_board_shows_the_night(
    ward: Any, page: Fetch, at: Callable[..., datetime], sign_in: SignIn
) -> None:
    """At half past midnight whoever is on until two is on now."""
    make_duty(ward.lewis, "2026-12-03 18:00", template=make_template("LL", "Late-late"))
    at("2026-12-04 00:30")
    sign_in(ward.account)
    board = page("/board")
    assert bars(board, "Dee Lewis")[0][:2] == ("Late-late until 02:00", "from-0 for-8")
    assert board.soup.select(".board-now.from-2")


@pytest.mark.parametrize(
    ("day", "labels", "place"),
    [
        ("2027-03-28", ["00", "03", "05", "07"], "from-24 for-32"),
        ("2026-10-25", ["00", "01", "03", "05"], "from-32 for-32"),
        ("2026-10-26", ["00", "02", "04", "06"], "from-28 for-32"),
    ],
)
def test_hours_pass_as_they_do_when_the_clocks_change(
    ward: Any, page: Fetch, day: str, labels: list[str], place: str
) -> None:
    """An Early at 07:00 is six hours from midnight in spring, and eight in autumn."""
    make_duty(ward.shah, f"{day} 07:00")
    make_duty(ward.oneill, f"{day} 03:00", hours=2)
    board = page(f"/board?day={day}")
    assert hours(board)[:4] == labels
    assert bars(board, "Amina Shah")[0][1] == place


def test_a_bar_leads_to_what_it_stands_for(ward: Any, page: Fetch) -> None:
    taken = make_abstraction(ward.shah, "2026-12-03 12:00", hours=3)
    board = page("/board")
    day = f"/officers/{ward.shah.id}/days/2026-12-03"
    assert bars(board, "Amina Shah") == [
        ("Ward", "from-4 for-32", day),
        ("ERPT until 15:00", "from-24 for-12", f"/abstractions/{taken.id}"),
        ("10:00 ✓", "from-16 for-4", f"/contact-sessions/{ward.coffee.id}"),
    ]
    # The keyboard stops at the name, and not again at the duty that leads to the same day.
    (shah,) = [one for one in board.soup.select(".board-lane") if "Amina Shah" in one.get_text()]
    stops = [one["href"] for one in shah.select("a:not([tabindex])")]
    assert stops == [day, f"/abstractions/{taken.id}", f"/contact-sessions/{ward.coffee.id}"]


def crowd(ward: Any, size: int) -> None:
    """Every third on duty, the next on leave, the last with nothing."""
    for number in range(size):
        one = make_officer(f"Officer Number{number:02}", team=ward.team)
        if number % 3 == 0:
            make_duty(one, "2026-12-03 07:00")
        elif number % 3 == 1:
            make_absence(one, "2026-12-01 00:00", hours=96)


def test_a_small_team_has_a_lane_each(ward: Any, page: Fetch) -> None:
    crowd(ward, 13)
    board = page("/board")
    assert len(board.soup.select(".board-lane")) == 16
    assert not board.soup.select(".board-idle")
    headings = [one["id"] for one in board.soup.select("h2[id]")]
    assert headings.index("day") < headings.index("promises")


def test_of_a_large_team_whoever_is_not_on_is_one_line_and_sessions_come_first(
    ward: Any, page: Fetch
) -> None:
    crowd(ward, 14)
    board = page("/board")
    # PC Shah, PC O'Neill and every third of fourteen.
    assert len(board.soup.select(".board-lane")) == 2 + 5
    (idle,) = board.soup.select(".board-idle")
    assert " ".join(idle.get_text(" ").split()).replace(" ,", ",") == (
        "Annual leave: PC Number01, PC Number04, PC Number07, PC Number10, PC Number13"
        " · No duty: PC Number02, PC Number05, PC Number08, PC Number11 · Rest day: PCSO Lewis"
    )
    headings = [one["id"] for one in board.soup.select("h2[id]")]
    assert headings.index("promises") < headings.index("day")
