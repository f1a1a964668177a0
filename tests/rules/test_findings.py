"""Where breaches of a period are drawn, from how far away they are seen, and by whose figures."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.models.officer import Employment, Rank
from roster.rules.averages import average_weeks
from roster.rules.breaches import Rule, Severity
from roster.rules.figures import Figure
from roster.rules.findings import Worked, findings_of, reach, rest_findings_of, rest_reach
from roster.rules.hours import consecutive_days, consecutive_nights
from roster.rules.periods import Period
from roster.rules.rest import advised_against, long_tours, rest_gaps
from roster.rules.rest_days import rest_days_apart
from roster.rules.rule_sets import OFFICER_RULES, PCSO_RULES, rules_for
from tests.rules.works import MONDAY, each_day, work

DAY, WEEK = timedelta(days=1), timedelta(days=7)
THIS_WEEK = Period(MONDAY, MONDAY + 6 * DAY)
FORTNIGHT = Period(MONDAY, MONDAY + 13 * DAY)


def found(spans, period=THIS_WEEK, rest_days=(), rules=OFFICER_RULES):
    worked = Worked(spans, frozenset(MONDAY + day * DAY for day in rest_days), rules)
    return [(one.rule, [(day - MONDAY).days for day in one.days]) for one in findings_of(worked, period)]


def test_short_rest_is_drawn_on_the_duty_after_it_or_on_the_one_before_at_the_edge():
    late, early = each_day([3], "14:00", "22:00"), each_day([4], "07:00", "15:00")
    assert found([*late, *early]) == [(Rule.REST_GAP, [4])]
    only_before = Period(MONDAY, MONDAY + 3 * DAY)
    assert found([*late, *early], only_before) == [(Rule.REST_GAP, [3])]
    assert found([*late, *early], Period(MONDAY + 5 * DAY, MONDAY + 6 * DAY)) == []


@pytest.mark.parametrize(
    ("first", "drawn"),
    # Nine days in a row: those past the seventh are too many.
    [(-9, None), (-8, [0]), (-7, [0, 1]), (-2, [5, 6]), (-1, [6]), (0, [6]), (6, [6]), (7, None)],
)
def test_a_run_is_drawn_on_the_days_that_are_too_many(first, drawn):
    days = range(first, first + 9)
    rested = [first - 1, first + 3, first + 9]
    answer = [one for one in found(each_day(days), rest_days=rested) if one[0] is Rule.CONSECUTIVE_DAYS]
    assert answer == ([(Rule.CONSECUTIVE_DAYS, drawn)] if drawn else [])


def test_a_run_of_starts_before_seven_is_told_by_the_dates_on_the_grid():
    worked = Worked(each_day(range(8), "06:00", "14:00"), frozenset({MONDAY - DAY}))
    run = next(
        one
        for one in findings_of(worked, Period(MONDAY, MONDAY + 13 * DAY))
        if one.rule is Rule.CONSECUTIVE_DAYS
    )
    assert (run.breach.first, run.breach.last) == (MONDAY, MONDAY + 7 * DAY)
    assert run.days == (MONDAY + 7 * DAY,)


def test_a_duty_date_with_two_tours_is_told_by_the_first_of_them():
    # Early on Tuesday is still Monday's duty date: the run begins in Monday's cell.
    spans = [*each_day(range(8), "08:00", "12:00"), *each_day([1], "05:00", "06:00")]
    (run,) = (one for one in findings_of(Worked(spans), FORTNIGHT) if one.rule is Rule.CONSECUTIVE_DAYS)
    assert (run.breach.first, run.breach.last) == (MONDAY, MONDAY + 7 * DAY)


def test_a_missing_rest_day_is_drawn_where_it_is_due():
    fortnight = Period(MONDAY, MONDAY + 13 * DAY)
    spans = each_day(day for day in range(12) if day not in (5, 6))
    assert found(spans, fortnight, rest_days=[12, 13]) == [(Rule.REST_DAYS_APART, [7])]
    # Its week without 24 hours of rest is drawn on the last duty of that week.
    seven = [*each_day(range(-7, 21)), *each_day([])]
    weekly = [one for one in found(seven, fortnight) if one[0] is Rule.WEEKLY_REST]
    assert weekly == [(Rule.WEEKLY_REST, [6]), (Rule.WEEKLY_REST, [13])]


def test_an_average_of_the_weeks_to_come_is_drawn_on_the_last_duty_in_sight():
    # Fifty hours in each of sixteen weeks after this one of fifty: only the window that begins here.
    ten = each_day((day for day in range(17 * 7) if day % 7 < 5), "08:00", "18:00")
    assert (Rule.AVERAGE_WEEK, [4]) in found(ten)
    assert (Rule.AVERAGE_WEEK, [4]) in found(each_day((d for d in range(-112, 7) if d % 7 < 5), end="18:00"))
    beyond = each_day((day for day in range(7, 18 * 7) if day % 7 < 5), "08:00", "18:00")
    assert [one for one in found(beyond) if one[0] is Rule.AVERAGE_WEEK] == []


def test_of_windows_that_follow_each_other_the_worst_is_told_once():
    spans = each_day((day for day in range(20 * 7) if day % 7 < 5), "08:00", "18:00")
    extra = each_day([19 * 7 + 5], "08:00", "13:00")
    (one,) = (
        one
        for one in findings_of(Worked([*spans, *extra]), Period(MONDAY, MONDAY + 140 * DAY))
        if one.rule is Rule.AVERAGE_WEEK
    )
    assert (one.breach.first, one.breach.last) == (MONDAY + 21 * DAY, MONDAY + 139 * DAY)


def test_windows_with_a_lawful_one_between_them_are_told_apart():
    """Of nineteen weeks of 48 hours the first has 17 minutes more and the last 34: the seventeen weeks from
    the first are over, those from the second are not, those from the third are."""
    days = [7 * week + day for week in range(19) for day in range(6)]
    more = [*each_day([5], "16:00", "16:17"), *each_day([18 * 7 + 5], "16:00", "16:34")]
    last = Period(MONDAY + 16 * WEEK, MONDAY + 19 * WEEK - DAY)
    answer = findings_of(Worked([*each_day(days), *more]), last)
    averages = [(one.breach.first, one.measured) for one in answer if one.rule is Rule.AVERAGE_WEEK]
    assert averages == [(MONDAY, 2881), (MONDAY + 2 * WEEK, 2882)]


def test_advice_is_no_breach_and_each_finding_names_the_source_of_its_figure():
    spans = [*each_day([0], "07:00", "18:00"), *each_day([3], "06:00", "19:00")]
    advice, breach = findings_of(Worked(spans), THIS_WEEK)
    assert (advice.rule, advice.severity) == (Rule.TOUR_ADVICE, Severity.ADVICE)
    assert (breach.rule, breach.severity) == (Rule.TOUR_LENGTH, Severity.BREACH)
    dated = (Figure(540, "before", last_day=MONDAY), Figure(600, "after", MONDAY + DAY))
    stricter = replace(OFFICER_RULES, advised_tour_minutes=dated)
    ten_hours = [*each_day([0], "07:00", "16:01"), *each_day([1], "07:00", "17:01")]
    sources = [one.source for one in findings_of(Worked(ten_hours, rules=stricter), THIS_WEEK)]
    assert sources == ["before", "after"]


@pytest.mark.parametrize(
    ("employment", "rank", "rules"),
    [
        (Employment.OFFICER, Rank.PC, OFFICER_RULES),
        (Employment.OFFICER, Rank.PS, OFFICER_RULES),
        (Employment.SPECIAL, Rank.PC, OFFICER_RULES),
        (Employment.STAFF, Rank.PCSO, PCSO_RULES),
        # A PCSO is one by rank, whatever a hasty import says of the employment.
        (Employment.OFFICER, Rank.PCSO, PCSO_RULES),
    ],
)
def test_specials_follow_officers_and_staff_their_own_rules(employment, rank, rules):
    assert rules_for(employment, rank) is rules
    assert rules_for(employment) is (PCSO_RULES if employment is Employment.STAFF else OFFICER_RULES)


def test_every_rule_has_a_figure_with_its_source():
    for rule in Rule:
        assert OFFICER_RULES.figure(rule, MONDAY).source
    assert PCSO_RULES.figure(Rule.CONSECUTIVE_DAYS, MONDAY).value == 6


@settings(max_examples=50)
@given(st.data())
def test_nothing_that_starts_in_the_period_is_missed_and_nothing_outside_is_drawn(data):
    hours = st.sampled_from(
        [None, ("07:00", "15:00"), ("14:00", "22:00"), ("22:00", "07:00"), ("06:00", "19:00")]
    )
    spans = [
        span for day in range(-30, 60) if (shape := data.draw(hours)) for span in each_day([day], *shape)
    ]
    rested = {MONDAY + day * DAY for day in data.draw(st.sets(st.integers(-30, 59), max_size=20))}
    period = Period(MONDAY, MONDAY + data.draw(st.sampled_from([6, 13, 27])) * DAY)
    told = findings_of(Worked(spans, frozenset(rested)), period)
    assert all(one.days and all(period.first <= day <= period.last for day in one.days) for one in told)

    def inside(first, last):
        return first >= period.first + DAY and last <= period.last

    whole = [*rest_gaps(spans), *long_tours(spans), *advised_against(spans)]
    wanted = {
        one.span for one in whole if period.span.start <= one.span.start and one.span.end < period.span.end
    }
    assert wanted <= {one.breach.span for one in told if hasattr(one.breach, "span")}
    runs = [*consecutive_days(spans), *consecutive_nights(spans), *rest_days_apart(spans, rested)]
    wanted = {(one.rule, one.measured) for one in runs if inside(one.first, one.last)}
    assert wanted <= {(one.rule, one.measured) for one in told}
    # Whoever judges with all that is known and whoever judges with what is within reach say the same.
    near = reach(period)
    known = [span for span in spans if near.span.overlaps(span)]
    assert findings_of(Worked(known, frozenset(rested)), period) == told
    assert bool(average_weeks(spans, near)) >= any(one.rule is Rule.AVERAGE_WEEK for one in told)


@settings(max_examples=50)
@given(st.data())
def test_rest_alone_is_judged_alike_from_fewer_weeks(data):
    """Eight weeks tell what thirty-three do, but for averages; somebody rests once in nine days."""
    shapes = [None, ("07:00", "15:00"), ("14:00", "22:00"), ("22:00", "07:00"), ("06:00", "19:00")]
    drawn = {day: data.draw(st.sampled_from(shapes)) for day in range(-80, 80)}
    days = {day: shape for day, shape in drawn.items() if shape and day % 9}
    spans = [span for day, shape in days.items() for span in each_day([day], *shape)]
    rested = frozenset(MONDAY + day * DAY for day in drawn if day not in days)
    period = Period(MONDAY + DAY, MONDAY + 8 * DAY)
    near = rest_reach(period).span
    known = [span for span in spans if near.overlaps(span)]
    averages = (Rule.AVERAGE_WEEK, Rule.NIGHT_WORK)
    assert rest_findings_of(Worked(known, rested), period) == [
        one
        for one in findings_of(Worked(spans, rested), period)
        if one.severity is Severity.BREACH and one.rule not in averages
    ]


def test_a_duty_that_ends_where_the_period_begins_is_seen():
    # Sunday's night ends on Monday at 07:00; Monday's late starts eight hours after it.
    night, late = each_day([-1], "22:00", "07:00"), each_day([0], "15:00", "23:00")
    assert found([*night, *late]) == [(Rule.REST_GAP, [0])]
    assert work("2026-11-30 07:00", "2026-11-30 15:00").minutes == 480
