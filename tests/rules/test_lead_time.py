"""A month ahead and three months covered (RULES 7): each side of the day, and months that end sooner."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.rules.lead_time import cover, due, months_from, reached

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
    lates = [due(first, publish_by + timedelta(days=after)).late for after in (-30, -1, 0, 1, 2, 40)]
    assert lates == [0, 0, 0, 1, 2, 40]
    assert due(first, first).publish_by == publish_by


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
    found = [cover(first, cover_to + timedelta(days=after), first) for after in (-89, -1, 0, 1, 30)]
    assert [one.missing for one in found] == [89, 1, 0, 0, 0]
    assert {one.to for one in found} == {cover_to}


@given(DAYS, st.integers(-36, 36))
def test_so_many_months_on_is_that_month_and_no_later_day(day, months):
    found = months_from(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(-1, 300), st.integers(-100, 100))
def test_each_day_later_is_a_day_later_and_each_day_more_a_day_less_missing(first, goes_on, told):
    last, today = first + timedelta(days=goes_on), first + timedelta(days=told)
    by, to = due(first, today), cover(first, last, today)
    assert by.late == max(0, (today - by.publish_by).days)
    assert 28 <= (first - by.publish_by).days <= 31
    assert to.missing == max(0, (to.to - last).days)
    assert 89 <= (to.to - first).days + 1 <= 92


FIRST = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("rostered", "to"),
    [
        ([], -1),  # the first day is a hole
        ([1, 2, 3], -1),
        ([0], 0),
        ([0, 1, 2, 4, 5], 2),
        ([-3, -1, 0, 1], 1),
        (range(-5, 40), 9),  # the last day that is asked about
    ],
)
def test_a_roster_reaches_to_its_first_hole(rostered, to):
    days = {FIRST + timedelta(days=day) for day in rostered}
    assert reached(FIRST, days, FIRST + timedelta(days=9)) == FIRST + timedelta(days=to)


@given(st.sets(st.integers(0, 30)))
def test_every_day_that_is_reached_holds_something_and_the_next_does_not(rostered):
    last = FIRST + timedelta(days=20)
    days = {FIRST + timedelta(days=day) for day in rostered}
    to = reached(FIRST, days, last)
    assert all(FIRST + timedelta(days=day) in days for day in range((to - FIRST).days + 1))
    assert to == last or to + timedelta(days=1) not in days
