"""Night work on average, and time for refreshment, each side of every boundary."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.rules.averages import night_work
from roster.rules.breaches import Rule
from roster.rules.periods import Period
from roster.rules.refreshment import refreshment
from tests.rules import brute_rest
from tests.rules.works import each_day, work

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FIRST = date(2026, 11, 2)
LAST = FIRST + timedelta(days=118)
SEVENTEEN = Period(FIRST, LAST)
# Six tours of eight hours in each of 17 weeks; every third of them a night.
THIRDS = [*range(0, 119, 7), *range(3, 119, 7)]
NIGHTS = each_day(THIRDS, "22:00", "06:00", FIRST)
DAYS = each_day((day for day in range(119) if day % 7 not in (0, 3, 6)), "14:00", "22:00", FIRST)


def nights(spans, period=SEVENTEEN):
    found = night_work(spans, period)
    assert all((one.rule, one.limit) == (Rule.NIGHT_WORK, 480) for one in found)
    return [(one.first, one.measured) for one in found]


@pytest.mark.parametrize(
    ("extra", "measured"),
    [
        # 48 hours a week over 102 days, weekly rest left out, is eight hours in each 24: no more.
        ([], None),
        ([work("2026-12-01 13:59", "2026-12-01 14:00")], 480),
        ([work("2026-12-01 12:19", "2026-12-01 14:00")], 480),
        ([work("2026-12-01 12:18", "2026-12-01 14:00")], 481),
        # The window's edges: midnight before the Monday, midnight after the last Sunday.
        ([work("2026-11-01 20:00", "2026-11-02 00:00")], None),
        ([work("2026-11-01 20:00", "2026-11-02 00:01")], 480),
        ([work("2027-02-28 23:59", "2027-03-01 08:00")], 480),
        ([work("2027-03-01 00:00", "2027-03-01 08:00")], None),
    ],
)
def test_eight_hours_in_twenty_four_over_seventeen_weeks(extra, measured):
    assert nights([*NIGHTS, *DAYS, *extra]) == ([(FIRST, measured)] if measured else [])


@pytest.mark.parametrize(("by_night", "found"), [(34, True), (33, False)])
def test_a_night_worker_works_one_tour_in_three_by_night(by_night, found):
    starts = sorted(THIRDS)
    # 102 tours in all, each a quarter of an hour longer than it may be on average.
    spans = each_day(starts[:by_night], "22:00", "06:15", FIRST)
    spans += each_day(starts[by_night:], "09:00", "17:15", FIRST)
    spans += each_day((day for day in range(119) if day % 7 not in (0, 3, 6)), "13:00", "21:15", FIRST)
    assert bool(nights(spans)) is found


def test_whoever_works_by_day_only_has_no_average_of_night_work():
    assert nights(each_day(range(119), "07:00", "19:00", FIRST)) == []


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [(FIRST, LAST, 1), (FIRST + DAY, LAST, 0), (FIRST, LAST - DAY, 0), (FIRST - 6 * DAY, LAST + 6 * DAY, 1)],
)
def test_a_window_of_nights_lies_whole_inside_the_period(first, last, count):
    assert len(nights(each_day(range(119), "20:00", "06:00", FIRST), Period(first, last))) == count


@settings(max_examples=20)
@given(st.sampled_from([FIRST, date(2026, 9, 28), date(2027, 3, 1)]), st.data())
def test_night_work_agrees_with_every_minute(first, data):
    share, spans = data.draw(st.integers(1, 4)), []
    for day in range(126):
        if day % 7 == 6:
            continue
        minutes = data.draw(st.sampled_from([0, 0, 0, 0, 1, 59, 120]))
        start, end = (
            ("22:00", f"0{6 + minutes // 60}:{minutes % 60:02}") if day % share == 0 else ("08:00", "16:00")
        )
        spans += each_day([day], start, end, first)
    minutes = {minute for span in spans for minute in range(span.start // 60, span.end // 60)}
    found = {one.first: one.measured for one in night_work(spans, Period(first, first + 125 * DAY))}
    slow = {monday: brute_rest.night_work(minutes, monday) for monday in (first, first + WEEK)}
    assert found == {monday: average for monday, average in slow.items() if average is not None}


@pytest.mark.parametrize(
    ("minutes", "rest"),
    [
        (1, 30),
        (359, 30),
        (360, 35),
        (419, 35),
        (420, 40),
        (480, 45),
        (539, 45),
        (540, 50),
        (599, 50),
        (600, 60),
        (720, 60),
    ],
)
def test_refreshment_grows_by_five_minutes_an_hour_to_sixty(minutes, rest):
    assert refreshment(minutes, date(2026, 12, 3)) == rest
