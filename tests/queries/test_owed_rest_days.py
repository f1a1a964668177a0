"""By when another rest day is to be notified: four days from the telling, to constables and sergeants."""

from dataclasses import replace
from datetime import date

import pytest

from roster.models.cell_change import NoticeBand
from roster.models.officer import Employment, Rank
from roster.queries.owed_rest_days import Owed
from tests.factories import wall

DAY = date(2026, 12, 9)
OWED = Owed(
    1, 7, "PC Amina Shah", 1, "Darwin", DAY, 15, NoticeBand.AT_LEAST_15, None, None, "Early", None, ""
)


@pytest.mark.parametrize(
    ("told", "by"),
    [
        ("2026-11-23 00:00", date(2026, 11, 27)),
        ("2026-11-23 23:59", date(2026, 11, 27)),
        ("2026-10-23 23:30", date(2026, 10, 27)),  # 22:30 in UTC, and the clocks go back on the 25th
    ],
)
def test_it_is_counted_in_london_days_from_the_telling(told: str, by: date) -> None:
    assert replace(OWED, told_at=wall(told)).notify_by == by


def test_an_abstraction_told_it_so_many_clear_days_before() -> None:
    """Fifteen clear days before the 9th of December begin after the 23rd of November."""
    assert OWED.notify_by == date(2026, 11, 27)
    assert replace(OWED, clear_days=20).notify_by == date(2026, 11, 22)


@pytest.mark.parametrize(
    "besides",
    [
        {"band": NoticeBand.UNDER_15},
        {"re_rostered_to": date(2026, 12, 17)},
        {"employment": Employment.STAFF, "rank": Rank.PCSO},
        {"rank": Rank.INSPECTOR},
    ],
)
def test_nobody_else_is_to_be_notified(besides: dict[str, object]) -> None:
    assert replace(OWED, **besides).notify_by is None
