"""Clear days: neither the day told nor the day worked counts, each side of 8 and of 15."""

from datetime import date, timedelta

import pytest

from roster.rules.notice import Band, holiday_notice, rest_day_notice

DAY = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("told", "clear_days", "band"),
    [
        ("2026-12-10", 14, Band.UNDER_15),
        ("2026-12-09", 15, Band.AT_LEAST_15),
        ("2026-12-08", 16, Band.AT_LEAST_15),
        ("2026-12-24", 0, Band.UNDER_15),
        ("2026-12-25", -1, Band.UNDER_15),
        ("2026-12-26", -2, Band.UNDER_15),
    ],
)
def test_a_cancelled_rest_day_is_counted_by_clear_days(told, clear_days, band):
    notice = rest_day_notice(DAY, date.fromisoformat(told))
    assert (notice.clear_days, notice.band) == (clear_days, band)


@pytest.mark.parametrize("change", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_day_is_a_day_when_the_clocks_change(change):
    for clear_days, band in ((14, Band.UNDER_15), (15, Band.AT_LEAST_15)):
        notice = rest_day_notice(change + timedelta(days=5), change + timedelta(days=4 - clear_days))
        assert (notice.clear_days, notice.band) == (clear_days, band)


@pytest.mark.parametrize(
    ("told", "clear_days", "another_day", "needs_authority"),
    [
        ("2026-12-17", 7, True, True),
        ("2026-12-16", 8, False, True),
        ("2026-12-10", 14, False, True),
        ("2026-12-09", 15, False, False),
    ],
)
def test_a_public_holiday_that_becomes_duty(told, clear_days, another_day, needs_authority):
    notice = holiday_notice(DAY, date.fromisoformat(told))
    assert notice.clear_days == clear_days
    assert (notice.another_day, notice.needs_authority) == (another_day, needs_authority)
