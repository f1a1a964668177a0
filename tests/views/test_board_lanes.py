"""The board's lanes: who is on, hour by hour, and who is not."""

from typing import Any

from tests.factories import make_absence, make_abstraction, make_officer
from tests.views.boards import Fetch, lane


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
