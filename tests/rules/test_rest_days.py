"""Weekly and fortnightly rest, and how far apart rest days are, each side of every boundary."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.rules.breaches import Rule
from roster.rules.periods import Period
from roster.rules.rest_days import rest_days_apart, weekly_rests
from tests.coverage.brute import utc_minute
from tests.rules import brute, brute_rest
from tests.rules.works import MONDAY, each_day, work

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FOUR_WEEKS = Period(MONDAY - WEEK, MONDAY + 3 * WEEK - DAY)
quick = settings(max_examples=60)


def weeks(spans, period=FOUR_WEEKS):
    return [(one.first, one.measured) for one in weekly_rests(spans, period)]


def week_of_work(sunday_end="16:00", first=MONDAY):
    """Monday to Sunday, with 16 hours between the tours: no rest of 24 hours inside the week."""
    return [*each_day(range(6), first=first), *each_day([6], end=sunday_end, first=first)]


def test_a_week_with_a_day_free_of_work_has_its_rest():
    assert weeks(each_day(range(6))) == []


@pytest.mark.parametrize(
    ("saturday_end", "measured"),
    [("16:01", 1439), ("16:00", None), ("15:59", None)],
)
def test_the_weekly_rest_is_twenty_four_hours(saturday_end, measured):
    # Friday's tour ends at the hour in question, Saturday's starts on Saturday at 16:00.
    spans = [*each_day(range(4)), *each_day([4], end=saturday_end), *each_day([5], "16:00", "22:00")]
    spans += [*each_day([6], "14:00", "22:00"), *week_of_work(first=MONDAY + WEEK)]
    spans += week_of_work(first=MONDAY - WEEK)
    first = [found for found in weeks(spans) if found[0] == MONDAY]
    assert first == ([(MONDAY, measured)] if measured else [])


def test_rest_that_runs_over_sunday_midnight_belongs_to_neither_week_whole():
    # Off from Sunday 10:00 to Monday 20:00: 34 hours, 14 of them in the first week, 20 in the second.
    one = [*each_day(range(6)), *each_day([6], "08:00", "10:00")]
    two = [*each_day([7], "20:00", "23:00"), *each_day(range(8, 14))]
    around = [*week_of_work(first=MONDAY - WEEK), *week_of_work(first=MONDAY + 2 * WEEK)]
    found = weeks([*one, *two, *around], Period(MONDAY, MONDAY + 2 * WEEK - DAY))
    assert found == [(MONDAY, 16 * 60), (MONDAY + WEEK, 20 * 60)]


@pytest.mark.parametrize(
    ("end", "start", "made_up"),
    # Free from Tuesday of the second week to Thursday: 48 hours, or a minute less.
    [("16:00", "16:00", True), ("16:01", "16:00", False), ("16:00", "15:59", False)],
)
def test_forty_eight_hours_in_the_fortnight_make_up_for_a_week(end, start, made_up):
    second = [
        *each_day([7]),
        *each_day([8], end=end),
        *each_day([10], start, "22:00"),
        *each_day([11, 12, 13]),
    ]
    spans = [*week_of_work(), *second, *week_of_work(first=MONDAY - WEEK)]
    assert ((MONDAY, 16 * 60) not in weeks(spans, Period(MONDAY, MONDAY + 2 * WEEK - DAY))) is made_up


def test_two_rests_of_a_day_in_the_fortnight_make_up_for_a_week():
    second = each_day(day for day in range(7, 14) if day not in (9, 12))
    assert weeks([*week_of_work(), *second]) == []


def test_one_long_rest_makes_up_for_one_week_only():
    rested = each_day(day for day in range(7, 14) if day not in (9, 10))
    after = [*week_of_work(first=MONDAY + 2 * WEEK), *week_of_work(first=MONDAY + 3 * WEEK)]
    spans = [*week_of_work(first=MONDAY - WEEK), *week_of_work(), *rested, *after]
    found = weeks(spans, Period(MONDAY, MONDAY + 3 * WEEK - DAY))
    assert found == [(MONDAY + 2 * WEEK, 16 * 60)]


@pytest.mark.parametrize(
    ("sunday", "start", "measured"),
    [
        # Free from Saturday 10:00: in spring Sunday 10:00 comes after 23 hours, in autumn after 25.
        (date(2027, 3, 28), "10:59", 1439),
        (date(2027, 3, 28), "11:00", None),
        (date(2026, 10, 25), "08:59", 1439),
        (date(2026, 10, 25), "09:00", None),
    ],
)
def test_weekly_rest_is_elapsed_time_when_the_clocks_change(sunday, start, measured):
    monday = sunday - 6 * DAY
    spans = [*each_day(range(5), first=monday), *each_day([5], "08:00", "10:00", monday)]
    spans += each_day([6], start, "18:00", monday)
    # No other week may make up for it.
    spans += [*week_of_work(first=monday - WEEK), *week_of_work(first=monday + WEEK)]
    found = [one for one in weeks(spans, Period(monday, sunday)) if one[0] == monday]
    assert found == ([(monday, measured)] if measured else [])


def test_a_tour_of_weeks_leaves_the_weeks_within_it_without_rest():
    unbroken = work("2026-11-18 08:00", "2026-12-24 08:00")
    assert {(MONDAY, 0), (MONDAY + WEEK, 0)} <= set(weeks([unbroken]))


# Rest days


def apart(spans, *rest_days):
    found = rest_days_apart(spans, [MONDAY + day * DAY for day in rest_days])
    assert all((one.rule, one.limit) == (Rule.REST_DAYS_APART, 7) for one in found)
    return [((one.first - MONDAY).days, (one.last - MONDAY).days, one.measured) for one in found]


@pytest.mark.parametrize(("second", "found"), [(7, []), (8, []), (9, [(1, 8, 8)])])
def test_rest_days_lie_at_most_seven_days_apart(second, found):
    assert apart(each_day(range(1, second)), 0, second) == found


def test_a_free_day_without_a_rest_day_does_not_end_the_stretch():
    assert apart(each_day([0, 1, 2, 3, 4, 7, 8]), 9) == [(0, 8, 9)]


def test_a_rest_day_on_which_a_tour_starts_is_worked():
    # The night that ends on the rest day leaves it one; a tour that starts on it does not.
    nights = [*each_day(range(5), "22:00", "07:00"), *each_day(range(6, 11))]
    assert apart(nights, 5, 11) == []
    assert apart([*nights, *each_day([5], "23:00", "23:30")], 5, 11) == [(0, 10, 11)]


@pytest.mark.parametrize(("blank", "found"), [(6, [(0, 11, 12)]), (7, [])])
def test_seven_days_without_anything_have_not_been_rostered(blank, found):
    assert apart(each_day([*range(3), *range(3 + blank, 12)])) == found


def test_without_any_rest_day_the_stretch_runs_from_the_first_duty_to_the_last():
    assert apart(each_day(range(7))) == []
    assert apart(each_day(range(8))) == [(0, 7, 8)]
    assert apart([], 3) == []


# Against every minute


@st.composite
def weeks_of_work(draw):
    """Four weeks, most days worked by the same hours, over no or one change of the clocks."""
    monday = draw(st.sampled_from([MONDAY, date(2026, 10, 12), date(2027, 3, 15)]))
    hours = st.sampled_from([("08:00", "16:00"), ("07:00", "10:00"), ("16:00", "23:59"), ("22:00", "07:00")])
    usual, off, spans = draw(hours), st.integers(0, 9), []
    for day in range(28):
        if draw(off):
            start, end = draw(hours) if draw(st.integers(0, 5)) == 0 else usual
            spans.append((monday + day * DAY, start, end))
    return monday, spans


@quick
@given(weeks_of_work())
def test_weekly_rest_agrees_with_every_minute(case):
    monday, rows = case
    spans = [span for day, start, end in rows for span in each_day([0], start, end, day)]
    minutes = {minute for span in spans for minute in range(span.start // 60, span.end // 60)}
    first = utc_minute(brute.datetime.combine(monday - DAY, brute.datetime.min.time()))
    every = brute_rest.by_day(set(range(first, first + 40 * 24 * 60)))
    mondays = [monday + week * WEEK for week in range(5)]
    bare = brute_rest.weeks_without_rest(minutes, every, mondays[:4])
    found = {one.first for one in weekly_rests(spans, Period(monday, monday + 4 * WEEK - DAY))}
    assert found <= bare
    # The weeks before and after are free, and may make up for the first and the last.
    every |= brute_rest.by_day(set(range(first - 8 * 24 * 60, first)))
    around = [monday - WEEK, *mondays]
    assert len(found) == brute_rest.fewest_breaches(minutes, every, around)


@quick
@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50), max_size=9))
def test_rest_days_apart_agree_with_a_walk_day_by_day(worked, rested):
    found = {
        (one.first, one.last)
        for one in rest_days_apart(each_day(worked), [MONDAY + day * DAY for day in rested])
    }
    slow = brute_rest.apart({MONDAY + day * DAY for day in worked}, {MONDAY + day * DAY for day in rested})
    assert found == slow
