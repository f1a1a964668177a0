"""Clear days: neither the day told nor the day worked counts, each side of 8 and of 15."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def days_between(told: date, duty_date: date) -> int:
    """Counted one by one: the days after the one told and before the one worked."""
    day, count = told + timedelta(days=1), 0
    while day < duty_date:
        day, count = day + timedelta(days=1), count + 1
    return count


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 60))
def test_clear_days_are_the_days_between_and_decide_all_that_is_owed(told, ahead):
    duty_date = told + timedelta(days=ahead)
    between = days_between(told, duty_date)
    rest, holiday = rest_day_notice(duty_date, told), holiday_notice(duty_date, told)
    assert rest.clear_days == holiday.clear_days == between
    assert rest.band == (Band.AT_LEAST_15 if between >= 15 else Band.UNDER_15)
    # Eight clear days spare the force another day off, fifteen the chief officer's authority.
    assert (holiday.another_day, holiday.needs_authority) == (between < 8, between < 15)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(-30, 60))
def test_to_be_told_a_day_later_is_one_clear_day_less(told, ahead):
    duty_date, later = told + timedelta(days=ahead), told + timedelta(days=1)
    assert rest_day_notice(duty_date, later).clear_days == rest_day_notice(duty_date, told).clear_days - 1
    # Whoever had too little notice still has, when told later.
    if rest_day_notice(duty_date, told).band is Band.UNDER_15:
        assert rest_day_notice(duty_date, later).band is Band.UNDER_15
