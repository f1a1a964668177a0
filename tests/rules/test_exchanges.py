"""A duty for a duty: what it makes worse is found, what was so before is not, to the minute."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.rules.breaches import Rule
from roster.rules.exchanges import new_breaches
from roster.rules.findings import Worked
from roster.rules.rule_sets import PCSO_RULES
from roster.values import Span
from tests.factories import span

EARLY = span("2026-12-10 07:00", hours=8)


def earlies(first: int, count: int) -> list[Span]:
    return [span(f"2026-12-{first + n:02} 07:00", hours=8) for n in range(count)]


def rules(breaches: list) -> list[Rule]:
    return [one.rule for one in breaches]


def days_in_a_row(breaches: list) -> list[Rule]:
    """These alone: without a rest day on the roster, so many days are too far from one as well."""
    return [one for one in rules(breaches) if one is Rule.CONSECUTIVE_DAYS]


@pytest.mark.parametrize(
    ("ends", "broken"),
    [("19:59", []), ("20:00", []), ("20:01", [Rule.REST_GAP])],
    ids=["11:01", "11", "10:59"],
)
def test_eleven_hours_of_rest(ends, broken):
    evening = Span(span("2026-12-09 14:00", hours=1).start, span(f"2026-12-09 {ends}", minutes=1).start)
    assert rules(new_breaches(Worked([evening]), more=[EARLY])) == broken


@pytest.mark.parametrize(("minutes", "broken"), [(240, []), (241, [Rule.TOUR_LENGTH])])
def test_twelve_hours_on_end(minutes, broken):
    after = span("2026-12-10 15:00", minutes=minutes)
    assert rules(new_breaches(Worked([after]), more=[EARLY])) == broken


@pytest.mark.parametrize(
    ("count", "officers", "pcsos"), [(5, 0, 0), (6, 0, 1), (7, 1, 1)], ids=["six", "seven", "eight"]
)
def test_days_in_a_row_by_employment(count, officers, pcsos):
    before = earlies(10 - count, count)
    assert len(days_in_a_row(new_breaches(Worked(before), more=[EARLY]))) == officers
    assert len(days_in_a_row(new_breaches(Worked(before, rules=PCSO_RULES), more=[EARLY]))) == pcsos


@pytest.mark.parametrize(("count", "broken"), [(3, []), (4, [Rule.CONSECUTIVE_NIGHTS])])
def test_nights_in_a_row(count, broken):
    nights = [span(f"2026-12-{10 - count + n:02} 22:00", hours=9) for n in range(count)]
    assert rules(new_breaches(Worked(nights), more=[span("2026-12-10 22:00", hours=9)])) == broken


def test_what_stood_before_is_not_said_again():
    short = [span("2026-12-01 14:00", hours=8), span("2026-12-02 07:00", hours=8)]
    assert new_breaches(Worked(short), more=[EARLY]) == []


def test_a_rest_that_becomes_shorter_still_is_worse():
    before = [span("2026-12-09 13:00", hours=8), EARLY]
    later = span("2026-12-09 14:00", hours=8)
    assert rules(new_breaches(Worked(before), less=[before[0]], more=[later])) == [Rule.REST_GAP]
    assert new_breaches(Worked([later, EARLY]), less=[later], more=[before[0]]) == []


def test_a_run_that_becomes_longer_is_worse_and_one_that_becomes_shorter_is_not():
    run = earlies(2, 8)
    assert days_in_a_row(new_breaches(Worked(run), more=[EARLY])) == [Rule.CONSECUTIVE_DAYS]
    assert new_breaches(Worked(earlies(2, 9)), less=[EARLY]) == []


def test_giving_away_the_middle_of_a_tour_leaves_too_short_a_rest():
    middle = span("2026-12-10 07:00", hours=8)
    work = [span("2026-12-10 05:00", hours=2), middle, span("2026-12-10 15:00", hours=2)]
    assert rules(new_breaches(Worked(work), less=[middle])) == [Rule.REST_GAP]


# What only the rest days, or many weeks, can tell


def fours(weeks: int) -> list[Span]:
    """A part-timer: Monday to Thursday in each week from 30 November."""
    return [
        span(f"{date(2026, 11, 30) + timedelta(days=7 * week + on)} 07:00", hours=8)
        for week in range(weeks)
        for on in range(4)
    ]


SUNDAYS = frozenset(date(2026, 12, day) for day in (6, 13, 20))
ON_SUNDAY = span("2026-12-13 07:00", hours=8)


def test_the_weeks_only_rest_day_is_not_given_up():
    worked = Worked(fours(3), SUNDAYS)
    (found,) = new_breaches(worked, more=[ON_SUNDAY])
    # From Monday the 7th to Saturday the 19th.
    assert (found.rule, found.measured, found.limit) == (Rule.REST_DAYS_APART, 13, 7)
    saturday = Worked(fours(3), SUNDAYS | {date(2026, 12, 12)})
    assert new_breaches(saturday, more=[ON_SUNDAY]) == []


def test_the_rest_day_that_comes_in_return_counts():
    worked, wednesday = Worked(fours(3), SUNDAYS), span("2026-12-09 07:00", hours=8)
    assert rules(new_breaches(worked, less=[wednesday], more=[ON_SUNDAY])) == [Rule.REST_DAYS_APART]
    # Monday and Tuesday before it, Thursday the 10th to Saturday the 19th after it: ten days are too many.
    assert rules(new_breaches(worked, less=[wednesday], more=[ON_SUNDAY], rests=[date(2026, 12, 9)])) == [
        Rule.REST_DAYS_APART
    ]
    monday = span("2026-12-14 07:00", hours=8)
    assert new_breaches(worked, less=[monday], more=[ON_SUNDAY], rests=[date(2026, 12, 14)]) == []


@pytest.mark.parametrize(
    ("sunday", "broken"),
    [("2026-12-13 18:00", []), ("2026-12-13 17:59", [Rule.WEEKLY_REST])],
    ids=["24 h", "23 h 59 min"],
)
def test_the_weeks_only_rest_of_a_day_is_not_given_up(sunday, broken):
    # Three weeks of Monday to Saturday, 12:00 to 18:00: what is free on Sunday is each week's rest.
    days = [date(2026, 11, 30) + timedelta(days=on) for on in range(21) if on % 7 != 6]
    worked = Worked([span(f"{day} 12:00", hours=6) for day in days], SUNDAYS)
    found = rules(new_breaches(worked, more=[span(sunday, hours=6)]))
    assert [one for one in found if one is Rule.WEEKLY_REST] == broken


@pytest.mark.parametrize(
    ("minutes", "broken"), [(0, []), (1, [Rule.AVERAGE_WEEK])], ids=["48 h", "a minute more"]
)
def test_the_average_week_is_kept(minutes, broken):
    monday = date(2026, 9, 7)
    weeks = [monday + timedelta(days=7 * week) for week in range(17)]
    # Five days of 9 h 36 min, but for the last week: there eight hours are left for a swap.
    work = [span(f"{week + timedelta(days=on)} 07:00", hours=9.6) for week in weeks for on in range(5)]
    work[-1] = span("2027-01-01 07:00", hours=1.6)
    weekends = frozenset(week + timedelta(days=on) for week in weeks for on in (5, 6))
    taken = span("2027-01-02 07:00", minutes=480 + minutes)
    assert rules(new_breaches(Worked(work, weekends), more=[taken])) == broken


def test_a_week_too_long_on_average_already_may_not_become_longer():
    monday = date(2026, 9, 7)
    days = [monday + timedelta(days=7 * week + on) for week in range(17) for on in range(5)]
    work = [span(f"{day} 07:00", hours=10) for day in days]
    weekends = frozenset(monday + timedelta(days=7 * week + on) for week in range(17) for on in (5, 6))
    before = Worked(work, weekends)
    assert rules(new_breaches(before, less=[work[-1]], more=[span("2027-01-02 07:00", hours=10)])) == []
    assert rules(new_breaches(before, more=[span("2027-01-02 07:00", hours=1)])) == [Rule.AVERAGE_WEEK]


def test_night_workers_keep_eight_hours_in_twenty_four():
    first = date(2026, 11, 2)
    days = [first + timedelta(days=on) for on in range(119)]
    nights = [span(f"{day} 22:00", hours=8) for day in days if day.weekday() in (0, 3)]
    lates = [span(f"{day} 14:00", hours=8) for day in days if day.weekday() in (1, 2, 4, 5)]
    rests = frozenset(day for day in days if day.weekday() == 6)
    worked = Worked([*nights, *lates], rests)
    # 48 hours in each of 17 weeks: another hour is one too many, for either average.
    found = rules(new_breaches(worked, more=[span("2026-12-02 13:00", hours=1)]))
    assert found == [Rule.AVERAGE_WEEK, Rule.NIGHT_WORK]


def test_advice_on_long_tours_bars_nobody():
    assert new_breaches(Worked([EARLY]), more=[span("2026-12-10 15:00", hours=4)]) == []


hours = st.integers(min_value=0, max_value=14 * 24)
duties = st.lists(
    hours.map(lambda at: Span(EARLY.start + at * 3_600, EARLY.start + (at + 8) * 3_600)), max_size=6
)


@given(duties, duties)
def test_an_exchange_that_changes_nothing_breaks_nothing(work, others):
    assert new_breaches(Worked(work)) == []
    assert new_breaches(Worked([*work, *others]), less=others, more=others) == []
