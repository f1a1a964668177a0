"""Days and nights in a row and the average week, each side of every boundary."""

from datetime import date, timedelta

import pytest

from roster.rules.averages import average_weeks
from roster.rules.figures import Figure
from roster.rules.hours import consecutive_days, consecutive_nights
from roster.rules.periods import Period
from roster.rules.rule_sets import OFFICER_RULES, PCSO_RULES, RuleSet
from roster.rules.working_time import breaches_of
from roster.values import Span
from tests.rules.works import MONDAY, each_day, work


@pytest.mark.parametrize(
    ("rules", "days", "measured"),
    [
        (OFFICER_RULES, 6, None),
        (OFFICER_RULES, 7, None),
        (OFFICER_RULES, 8, 8),
        (PCSO_RULES, 6, None),
        (PCSO_RULES, 7, 7),
    ],
)
def test_seven_days_in_a_row_and_six_for_a_pcso(rules, days, measured):
    breaches = consecutive_days(each_day(range(days)), rules)
    assert [breach.measured for breach in breaches] == ([measured] if measured else [])
    for breach in breaches:
        assert (breach.first, breach.last) == (MONDAY, MONDAY + timedelta(days=days - 1))
        assert breach.limit == days - 1


def test_a_free_day_ends_the_run_and_each_long_run_is_a_breach():
    assert consecutive_days(each_day([0, 1, 2, 3, 5, 6, 7, 8, 9])) == []
    two = consecutive_days(each_day([*range(8), *range(9, 19)]))
    assert [breach.measured for breach in two] == [8, 10]


def test_two_tours_of_one_day_are_one_day():
    twice = each_day(range(7), "08:00", "10:00") + each_day(range(7), "14:00", "16:00")
    assert consecutive_days(twice) == []


@pytest.mark.parametrize(("start", "measured"), [("06:59", None), ("07:00", 8)])
def test_a_start_before_seven_belongs_to_the_day_before(start, measured):
    # Monday to Sunday, and an eighth start on the Monday: before 07:00 it is Sunday's.
    spans = [*each_day(range(7)), *each_day([7], start, "15:00")]
    assert [breach.measured for breach in consecutive_days(spans)] == ([measured] if measured else [])


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
@pytest.mark.parametrize(("start", "measured"), [("06:59", None), ("07:00", 8)])
def test_seven_is_seven_on_the_clock_when_the_clocks_change(sunday, start, measured):
    before = sunday - timedelta(days=7)
    # The Saturday is worked already: an early start on Sunday adds no day to it.
    spans = [*each_day(range(7), first=before), *each_day([7], start, "15:00", first=before)]
    assert [breach.measured for breach in consecutive_days(spans)] == ([measured] if measured else [])


def test_work_that_touches_over_days_is_one_tour_with_one_date():
    unbroken = each_day(range(9), "08:00", "08:00")
    assert consecutive_days(unbroken) == []


@pytest.mark.parametrize(("nights", "measured"), [(4, None), (5, 5)])
def test_four_nights_in_a_row(nights, measured):
    breaches = consecutive_nights(each_day(range(nights), "22:00", "07:00"))
    assert [breach.measured for breach in breaches] == ([measured] if measured else [])
    assert all((one.first, one.limit) == (MONDAY, 4) for one in breaches)


@pytest.mark.parametrize(
    ("start", "end", "by_night"),
    [
        # From 23:00 to 06:00, three hours of it.
        ("18:00", "01:59", False),
        ("18:00", "02:00", True),
        ("03:00", "11:00", True),
        ("03:01", "11:00", False),
        ("23:00", "02:00", True),
        ("22:00", "01:59", False),
        # What is before 23:00 and from 06:00 on is day.
        ("14:00", "23:00", False),
        ("06:00", "14:00", False),
        # The evening and the small hours of one tour are added up: one hour and two.
        ("04:00", "00:00", True),
        ("04:00", "23:59", False),
    ],
)
def test_a_night_has_three_hours_between_eleven_and_six(start, end, by_night):
    assert bool(consecutive_nights(each_day(range(5), start, end))) is by_night


@pytest.mark.parametrize(
    ("night", "start", "end", "by_night"),
    [
        # Spring: 23:00 to 03:00 is three hours that passed, to 02:59 a minute less.
        (date(2027, 3, 27), "20:00", "03:00", True),
        (date(2027, 3, 27), "20:00", "02:59", False),
        # Autumn: to 02:00 it is four hours; 01:59 means the first one, a minute short of three.
        (date(2026, 10, 24), "20:00", "02:00", True),
        (date(2026, 10, 24), "20:00", "01:59", False),
        # From 00:01 to 02:01, the hour that comes twice between them, three hours pass.
        (date(2026, 10, 25), "00:01", "02:01", True),
        (date(2026, 10, 25), "00:02", "02:01", False),
    ],
)
def test_the_minutes_of_a_night_are_real_when_the_clocks_change(night, start, end, by_night):
    # Four undoubted nights before it; the one in question would be the fifth.
    last = night - timedelta(days=1) if start > "07:00" else night - timedelta(days=2)
    nights = each_day(range(-3, 1), "20:00", "02:00", last)
    fifth = each_day([0], start, end, night)
    assert bool(consecutive_nights([*nights, *fifth])) is by_night


def test_a_day_duty_among_nights_breaks_the_run_of_nights():
    spans = [*each_day([0, 1, 3, 4, 5], "22:00", "06:00"), *each_day([2], "09:00", "17:00")]
    assert consecutive_nights(spans) == []


FIRST = date(2026, 11, 2)
LAST = FIRST + timedelta(days=118)
# 48 hours in each of 17 weeks: Monday to Saturday, eight hours.
FULL = each_day((day for day in range(119) if day % 7 < 6), first=FIRST)


def averages(extra: list[Span], first: date = FIRST, last: date = LAST) -> list[tuple[date, date, int]]:
    breaches = average_weeks([*FULL, *extra], Period(first, last))
    assert all(breach.limit == 2880 for breach in breaches)
    return [(breach.first, breach.last, breach.measured) for breach in breaches]


@pytest.mark.parametrize(
    ("extra", "measured"),
    [
        ([], None),
        # One minute more in 17 weeks is over the average, which is still 2880 when rounded down.
        ([work("2026-12-02 16:00", "2026-12-02 16:01")], 2880),
        ([work("2026-12-02 16:00", "2026-12-02 16:16")], 2880),
        ([work("2026-12-02 16:00", "2026-12-02 16:17")], 2881),
        # Work that a duty covers already adds nothing.
        ([work("2026-12-02 09:00", "2026-12-02 15:00")], None),
        # The window ends at midnight after the last Sunday, and begins at midnight of the Monday.
        ([work("2027-02-28 23:59", "2027-03-01 08:00")], 2880),
        ([work("2027-03-01 00:00", "2027-03-01 08:00")], None),
        ([work("2026-11-01 20:00", "2026-11-02 00:00")], None),
        ([work("2026-11-01 20:00", "2026-11-02 00:01")], 2880),
    ],
)
def test_more_than_48_hours_a_week_over_17_weeks(extra, measured):
    assert averages(extra) == ([(FIRST, LAST, measured)] if measured else [])


@pytest.mark.parametrize(
    ("first", "last", "windows"),
    [
        (FIRST, LAST, 1),
        (FIRST + timedelta(days=1), LAST, 0),
        (FIRST, LAST - timedelta(days=1), 0),
        (FIRST - timedelta(days=6), LAST + timedelta(days=6), 1),
    ],
)
def test_a_window_lies_whole_inside_the_period(first, last, windows):
    assert len(averages([work("2026-12-02 16:00", "2026-12-02 17:00")], first, last)) == windows


def test_every_window_of_whole_weeks_is_asked():
    # One hour over in the first window, and a week of ten more hours after it: the second is over, too.
    extra = [work("2026-12-02 16:00", "2026-12-02 17:00")]
    later = each_day((119 + day for day in range(6)), "08:00", "17:00", first=FIRST)
    found = averages([*extra, *later], FIRST, LAST + timedelta(days=7))
    week = timedelta(days=7)
    assert found == [(FIRST, LAST, 2883), (FIRST + week, LAST + week, (17 * 2880 + 60 + 360) // 17)]


@pytest.mark.parametrize(
    ("sunday", "start", "over"),
    [
        # In autumn 20:00 to 04:00 is nine hours, in spring seven: against eight hours taken off elsewhere.
        (date(2026, 10, 25), "20:00", True),
        (date(2027, 3, 28), "20:00", False),
        (date(2027, 3, 28), "18:59", True),
    ],
)
def test_an_average_counts_hours_that_passed(sunday, start, over):
    first = sunday - timedelta(days=62)
    days = (day for day in range(119) if day % 7 < 6 and day != 61)
    night = work(f"{sunday - timedelta(days=1)} {start}", f"{sunday} 04:00")
    breaches = average_weeks(
        [*each_day(days, first=first), night], Period(first, first + timedelta(days=118))
    )
    assert bool(breaches) is over


def test_a_limit_is_the_one_in_force_when_the_run_begins():
    stricter = (
        Figure(7, "before", last_day=date(2026, 12, 6)),
        Figure(3, "after", first_day=date(2026, 12, 7)),
    )
    rules = RuleSet(consecutive_days=stricter)
    assert consecutive_days(each_day(range(4)), rules) == []
    later = consecutive_days(each_day(range(7, 11)), rules)
    assert [(breach.measured, breach.limit) for breach in later] == [(4, 3)]


def test_a_night_may_be_made_of_duty_and_aid_that_touch():
    late, aid = each_day(range(5), "16:00", "00:30"), each_day(range(1, 6), "00:30", "02:00")
    assert consecutive_nights(late) == consecutive_nights(aid) == []
    assert [breach.measured for breach in consecutive_nights([*late, *aid])] == [5]


def test_every_rule_measures_against_the_rule_set_it_is_given():
    strictest = (Figure(0, "a limit that everything breaks"),)
    rules = RuleSet(
        daily_rest_minutes=(Figure(24 * 60, "as above"),),
        longest_tour_minutes=strictest,
        consecutive_days=strictest,
        consecutive_nights=strictest,
        night_tour_minutes=(Figure(1, "as above"),),
        average_week_minutes=strictest,
    )
    spans = [work("2026-12-01 08:00", "2026-12-01 09:00"), work("2026-12-01 22:00", "2026-12-01 23:01")]
    period = Period(FIRST, LAST)
    assert breaches_of(spans, period) == []
    rules_broken = [breach.rule for breach in breaches_of(spans, period, rules)]
    once = ["average_week", "consecutive_days", "consecutive_nights", "rest_gap"]
    assert rules_broken == [*once, "tour_length", "tour_length"]
