"""A month ahead and three months covered (RULES 7): each side of the day, and months that end sooner."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.rules.lead_time import lead_time, months_from

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("first", "publish_by"),
    [
        ("2027-01-11", "2026-12-11"),
        ("2027-01-01", "2026-12-01"),
        ("2027-03-31", "2027-02-28"),  # February has no 31st: its last day
        ("2028-03-30", "2028-02-29"),
        ("2027-03-01", "2027-02-01"),
        ("2026-12-31", "2026-11-30"),
    ],
)
def test_a_roster_is_due_a_month_before_it_starts(first, publish_by):
    first, publish_by = date.fromisoformat(first), date.fromisoformat(publish_by)
    lates = [
        lead_time(first, first, publish_by + timedelta(days=after)).late for after in (-30, -1, 0, 1, 2, 40)
    ]
    assert lates == [0, 0, 0, 1, 2, 40]
    assert lead_time(first, first, first).publish_by == publish_by


@pytest.mark.parametrize(
    ("first", "cover_to"),
    [
        ("2027-01-11", "2027-04-10"),
        ("2026-12-01", "2027-02-28"),
        ("2026-11-30", "2027-02-27"),  # three months on is 28 February, the last of the month
        ("2026-10-01", "2026-12-31"),
        ("2027-12-01", "2028-02-29"),
    ],
)
def test_a_roster_covers_three_months_from_its_first_day(first, cover_to):
    first, cover_to = date.fromisoformat(first), date.fromisoformat(cover_to)
    missing = [
        lead_time(first, cover_to + timedelta(days=after), first).missing for after in (-89, -1, 0, 1, 30)
    ]
    assert missing == [89, 1, 0, 0, 0]
    assert lead_time(first, first, first).cover_to == cover_to


@given(DAYS, st.integers(-36, 36))
def test_so_many_months_on_is_that_month_and_no_later_day(day, months):
    found = months_from(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(-100, 300), st.integers(-100, 100))
def test_each_day_later_is_a_day_later_and_each_day_more_a_day_less_missing(first, reach, told):
    reached, today = first + timedelta(days=reach), first + timedelta(days=told)
    lead = lead_time(first, reached, today)
    assert lead.late == max(0, (today - lead.publish_by).days)
    assert 28 <= (first - lead.publish_by).days <= 31
    assert lead.missing == max(0, (lead.cover_to - reached).days)
    assert 89 <= (lead.cover_to - first).days + 1 <= 92
