"""What leave costs, round the edges of duties, days, weeks, both clock changes and the leave year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.rules.leave import Rostered, leave_minutes, leave_year, year_of_leave
from roster.values import Span
from tests.factories import span, wall

HOUR = 3_600
MONDAY = "2026-12-07"


def days(first: str, count: int) -> Span:
    """Whole London days."""
    begins = int(wall(f"{first} 00:00").timestamp())
    last = date.fromordinal(date.fromisoformat(first).toordinal() + count)
    return Span(begins, int(wall(f"{last} 00:00").timestamp()))


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-03-31", 2025), ("2026-04-01", 2026), ("2027-01-01", 2026), ("2027-03-31", 2026)],
)
def test_the_leave_year_begins_on_1_april(day, year):
    assert leave_year(date.fromisoformat(day)) == year
    assert year_of_leave(year).first <= date.fromisoformat(day) <= year_of_leave(year).last


@pytest.mark.parametrize(
    ("leave", "minutes"),
    [
        (days(MONDAY, 1), 480),  # a Monday that nothing is known of
        (days(MONDAY, 5), 2400),
        (days(MONDAY, 7), 2400),  # the weekend is free
        (days("2026-12-12", 2), 0),
        (span(f"{MONDAY} 13:00", hours=4), 240),  # no more than is asked for
        (span(f"{MONDAY} 08:00", hours=12), 480),  # no more than a day
        (span(f"{MONDAY} 13:00", hours=24), 480 + 480),  # over eight hours of each of two days
        (days("2026-03-29", 2), 480),  # the short Sunday and a Monday
        (days("2026-10-25", 2), 480),  # the long Sunday and a Monday
    ],
)
def test_days_without_a_roster(leave, minutes):
    assert leave_minutes([leave], Rostered()) == minutes


def test_rest_days_and_public_holidays_cost_nothing():
    free = frozenset({date(2026, 12, 7)})
    for rostered in (Rostered(rest_days=free), Rostered(holidays=free)):
        assert leave_minutes([days(MONDAY, 2)], rostered) == 480


def test_a_part_timers_day_is_a_share_of_it():
    assert leave_minutes([days(MONDAY, 5)], Rostered(fte_hundredths=60)) == 5 * 288


@pytest.mark.parametrize(
    ("duty", "leave", "minutes"),
    [
        (span(f"{MONDAY} 07:00", hours=10), days(MONDAY, 1), 600),
        (span(f"{MONDAY} 07:00", hours=8), span(f"{MONDAY} 13:00", hours=9), 120),
        (span(f"{MONDAY} 07:00", hours=8), span(f"{MONDAY} 15:00", hours=2), 0),  # after the duty
        (span("2026-12-06 22:00", hours=9), days(MONDAY, 1), 420),  # the night before runs into it
        (span(f"{MONDAY} 22:00", hours=9), days(MONDAY, 1), 120),  # the night runs out of it
        (span("2026-12-12 07:00", hours=8), days("2026-12-12", 2), 480),  # a Saturday that is rostered
        (span("2026-03-28 22:00", hours=8), days("2026-03-28", 2), 480),  # the short night, 8 h that passed
    ],
)
def test_a_rostered_day_costs_the_duty_inside_the_leave(duty, leave, minutes):
    assert leave_minutes([leave], Rostered((duty,))) == minutes


def test_of_a_week_only_what_is_not_rostered_is_a_usual_day():
    duties = (span(f"{MONDAY} 07:00", hours=8), span("2026-12-08 14:00", hours=10))
    rests = frozenset({date(2026, 12, 9), date(2026, 12, 10)})
    assert leave_minutes([days(MONDAY, 7)], Rostered(duties, rests)) == 480 + 600 + 480


starts = st.integers(min_value=0, max_value=20 * 24).map(
    lambda hour: wall(f"{MONDAY} 00:00").timestamp() + hour * HOUR
)
lengths = st.integers(min_value=1, max_value=72).map(lambda hours: hours * HOUR)
spans = st.builds(lambda start, length: Span(int(start), int(start) + length), starts, lengths)


@given(st.lists(spans, max_size=4), spans)
def test_more_leave_never_costs_less_and_none_costs_nothing(leave, more):
    assert leave_minutes([], Rostered()) == 0
    assert leave_minutes([*leave, more], Rostered()) >= leave_minutes(leave, Rostered())


@given(st.lists(spans, min_size=1, max_size=4))
def test_the_same_leave_twice_costs_once(leave):
    whole = leave_minutes(leave, Rostered())
    assert leave_minutes([*leave, *leave], Rostered()) == whole
