"""Periods of London days."""

from datetime import date

import pytest

from roster.rules.periods import Period, months_back, this_month


@pytest.mark.parametrize(
    ("today", "months", "first", "last"),
    [
        (date(2026, 12, 3), 1, date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 1, 31), 1, date(2025, 12, 1), date(2025, 12, 31)),
        (date(2026, 3, 1), 1, date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 12, 3), 3, date(2026, 9, 1), date(2026, 11, 30)),
        (date(2026, 2, 3), 3, date(2025, 11, 1), date(2026, 1, 31)),
        (date(2026, 12, 3), 12, date(2025, 12, 1), date(2026, 11, 30)),
        (date(2026, 1, 1), 12, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_whole_months_end_with_the_month_before(today: date, months: int, first: date, last: date) -> None:
    assert months_back(today, months) == Period(first, last)


def test_this_month_goes_as_far_as_today() -> None:
    assert this_month(date(2026, 12, 3)) == Period(date(2026, 12, 1), date(2026, 12, 3))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 12, 3), 24)]
)
def test_a_day_has_the_hours_that_london_gives_it(day: date, hours: int) -> None:
    assert Period(day, day).span.seconds == hours * 3600
    assert Period(day, day).days == 1


def test_a_period_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="end before"):
        Period(date(2026, 12, 3), date(2026, 12, 2))
