"""Unrolling rotating patterns: which week a day falls in, offsets, open days, nights the clocks change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster import clock
from roster.planning.patterns import Line, Rest, Shift, WeekSum, days_between, monday, sums, unroll, week_of

EARLY = Shift(1, "E", "Early", 7 * 60, 15 * 60)
NIGHT = Shift(2, "N", "Night", 22 * 60, 7 * 60)
RD, FD = Rest("rest_day"), Rest("free_day")
CODES = {"E": EARLY, "N": NIGHT, "RD": RD, "FD": FD}
MONDAY = date(2026, 11, 30)


def places(codes: str):
    return {place: CODES[code] for place, code in enumerate(codes.split()) if code != "-"}


def line(codes: str, *, first=MONDAY, last=None, offset=0) -> Line:
    return Line(9, first, last, offset, len(codes.split()) // 7, places(codes))


WEEK_OF_EARLIES = "E E E E E RD RD"
TWO_WEEKS = WEEK_OF_EARLIES + " N N N N RD RD RD"


@pytest.mark.parametrize(
    ("day", "offset", "week"),
    [
        (MONDAY, 0, 0),
        (MONDAY + timedelta(days=6), 0, 0),
        (MONDAY + timedelta(days=7), 0, 1),
        (MONDAY + timedelta(days=21), 0, 0),
        (MONDAY, 2, 2),
        (MONDAY + timedelta(days=7), 2, 0),
        (date(2027, 3, 28), 0, 16 % 3),  # the Sunday the clocks go forward: 16 weeks and 6 days later
        (date(2027, 10, 31), 0, 47 % 3),  # the Sunday they go back
    ],
)
def test_the_week_of_a_day(day: date, offset: int, week: int) -> None:
    assert week_of(day, MONDAY, offset, 3) == week


def test_a_line_that_begins_on_a_thursday_counts_from_that_weeks_monday() -> None:
    rolled = unroll([line(TWO_WEEKS, first=MONDAY + timedelta(days=3))], MONDAY, MONDAY + timedelta(days=7))
    assert rolled == {
        MONDAY + timedelta(days=3): EARLY,
        MONDAY + timedelta(days=4): EARLY,
        MONDAY + timedelta(days=5): RD,
        MONDAY + timedelta(days=6): RD,
        MONDAY + timedelta(days=7): NIGHT,
    }


def test_an_offset_begins_in_that_week() -> None:
    assert unroll([line(TWO_WEEKS, offset=1)], MONDAY, MONDAY) == {MONDAY: NIGHT}


def test_a_line_ends_with_its_last_day_and_the_next_takes_over() -> None:
    first = line(WEEK_OF_EARLIES, last=MONDAY)
    second = line(TWO_WEEKS, first=MONDAY + timedelta(days=2), offset=1)
    rolled = unroll([first, second], MONDAY, MONDAY + timedelta(days=2))
    assert rolled == {MONDAY: EARLY, MONDAY + timedelta(days=2): NIGHT}


def test_an_open_day_is_there_and_holds_nothing() -> None:
    rolled = unroll([line("E - E E E RD RD")], MONDAY, MONDAY + timedelta(days=1))
    assert rolled == {MONDAY: EARLY, MONDAY + timedelta(days=1): None}


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 10, 24), 10), (date(2027, 3, 27), 8), (date(2026, 12, 1), 9)],
)
def test_a_night_lasts_as_long_as_it_lasts(day: date, hours: int) -> None:
    span = NIGHT.on(day)
    assert span is not None
    assert span.seconds == hours * 3600
    assert f"{clock.to_london(span.start):%H:%M}–{clock.to_london(span.end):%H:%M}" == "22:00–07:00"


def test_a_shift_that_the_clocks_leave_no_room_for_is_none() -> None:
    skipped = Shift(3, "X", "Small hour", 60, 120)
    assert skipped.on(date(2027, 3, 28)) is None
    assert skipped.on(date(2027, 3, 29)) is not None
    endless = Shift(4, "Y", "Endless", 6 * 60, 6 * 60 - 30)
    assert endless.on(date(2026, 10, 24)) is None  # 24 h 30 min that night
    assert endless.on(date(2026, 10, 26)) is not None


def test_what_the_weeks_come_to() -> None:
    assert sums(2, places("E E E - FD RD RD N N N N RD RD RD")) == [
        WeekSum(24 * 60, 2, 1),
        WeekSum(36 * 60, 3, 0),
    ]


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(first=days, weeks=st.integers(1, 52), offset=st.integers(0, 51), start=days, data=st.data())
def test_a_pattern_repeats_and_keeps_its_weekdays(first, weeks, offset, start, data) -> None:
    content = st.sampled_from([EARLY, NIGHT, RD, FD, None])
    held = {
        place: one
        for place, one in enumerate(data.draw(st.lists(content, min_size=weeks * 7, max_size=weeks * 7)))
        if one
    }
    one = Line(9, first, None, offset % weeks, weeks, held)
    begin = max(first, start)
    rolled = unroll([one], begin, begin + timedelta(days=2 * 7 * weeks))
    for day in days_between(begin, begin + timedelta(days=7 * weeks)):
        assert rolled[day] == rolled[day + timedelta(days=7 * weeks)]
    # Said another way: count the days from the Monday on which the pattern's first week would begin.
    anchor = monday(first) - timedelta(days=7 * (offset % weeks))
    for day, found in rolled.items():
        assert found == held.get((day - anchor).days % (7 * weeks))
