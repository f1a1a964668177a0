"""Which rules more work breaks, or breaks by more: at the limit, one over, and what was broken already."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.rules.breaches import Rule
from roster.rules.findings import Worked, findings_of, parted
from roster.rules.periods import Period
from roster.rules.rule_sets import OFFICER_RULES, PCSO_RULES
from roster.rules.worsening import days_around, worse_with
from roster.values import Span
from tests.rules.works import MONDAY, each_day

DAY = timedelta(days=1)
AVERAGES = (Rule.AVERAGE_WEEK, Rule.NIGHT_WORK)


def extra(day: int = 0, start: str = "08:00", end: str = "16:00") -> Span:
    (span,) = each_day([day], start, end)
    return span


AROUND = days_around(extra())


def worse(worked, more, period=AROUND) -> list[tuple[Rule, int, bool]]:
    """The rule, what is measured, and whether it was broken already."""
    return [(one.found.rule, one.found.measured, one.already) for one in worse_with(worked, more, period)]


@pytest.mark.parametrize(
    ("rules", "before", "expected"),
    [
        (PCSO_RULES, 5, []),
        (PCSO_RULES, 6, [(Rule.CONSECUTIVE_DAYS, 7, False)]),
        (PCSO_RULES, 7, [(Rule.CONSECUTIVE_DAYS, 8, True)]),
        (OFFICER_RULES, 6, []),
        (OFFICER_RULES, 7, [(Rule.CONSECUTIVE_DAYS, 8, False)]),
    ],
)
def test_a_day_more_in_a_row(rules, before, expected):
    # A rest day in the middle of the run keeps its own rule out of it, and 24 hours the weekly one.
    worked = Worked(each_day(range(-before, 0)), frozenset({MONDAY - before * DAY, MONDAY - 2 * DAY}), rules)
    days = [one for one in worse(worked, extra()) if one[0] is Rule.CONSECUTIVE_DAYS]
    assert days == expected


def test_a_rest_day_that_is_worked_joins_two_runs_and_leaves_too_long_a_stretch():
    days = [*range(-4, 0), *range(1, 5)]
    rests = frozenset({MONDAY - 5 * DAY, MONDAY, MONDAY + 5 * DAY})
    found = worse(Worked(each_day(days), rests), extra())
    assert (Rule.CONSECUTIVE_DAYS, 9, False) in found
    assert (Rule.REST_DAYS_APART, 9, False) in found


@pytest.mark.parametrize(("nights", "expected"), [(3, []), (4, [(Rule.CONSECUTIVE_NIGHTS, 5, False)])])
def test_a_night_more_in_a_row(nights, expected):
    worked = Worked(each_day(range(-nights, 0), "22:00", "06:00"))
    found = worse(worked, extra(0, "22:00", "06:00"))
    assert [one for one in found if one[0] is Rule.CONSECUTIVE_NIGHTS] == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("18:00", []),
        ("18:01", [(Rule.TOUR_ADVICE, 601, False)]),
        ("20:00", [(Rule.TOUR_ADVICE, 720, False)]),
        ("20:01", [(Rule.TOUR_LENGTH, 721, False)]),
    ],
)
def test_a_tour_that_goes_on(end, expected):
    assert worse(Worked(each_day([0])), extra(0, "16:00", end)) == expected


def test_an_average_at_forty_eight_hours_and_a_minute_over_it_a_week():
    weeks = range(17)
    # Six days of eight hours in each of seventeen weeks: 48 hours on average, and lawful.
    days = [7 * week + day - 7 * 8 for week in weeks for day in range(6)]
    worked = Worked(each_day(days), frozenset(MONDAY + (7 * week + 6 - 56) * DAY for week in weeks))
    assert findings_of(worked, AROUND) == []
    # Seventeen minutes over seventeen weeks.
    found = worse(worked, extra(0, "16:00", "16:17"))
    assert found == [(Rule.AVERAGE_WEEK, 2881, False)]


def test_an_average_is_broken_anew_beside_weeks_that_are_worse():
    """The first week of eighteen has six hours more: its seventeen weeks are 21 minutes a week over, and
    stay so. The last seventeen were lawful, and are not with 17 minutes more."""
    days = [7 * week + day for week in range(-16, 1) for day in range(6)]
    rests = frozenset(MONDAY + (7 * week + 6) * DAY for week in range(-17, 1))
    worked = Worked([*each_day(range(-119, -113), "08:00", "17:00"), *each_day(days)], rests)
    assert [(one.rule, one.measured) for one in findings_of(worked, AROUND)] == [(Rule.AVERAGE_WEEK, 2901)]
    assert worse(worked, extra(0, "16:00", "16:17")) == [(Rule.AVERAGE_WEEK, 2881, False)]


def test_an_average_that_newly_breaks_is_said_beside_one_that_breaks_by_more():
    """As above, but for 17 minutes in the last week but one, which both seventeen weeks hold."""
    days = [7 * week + day for week in range(-16, 1) for day in range(6)]
    rests = frozenset(MONDAY + (7 * week + 6) * DAY for week in range(-17, 1))
    worked = Worked([*each_day(range(-119, -113), "08:00", "17:00"), *each_day(days)], rests)
    found = worse(worked, extra(-7, "16:00", "16:17"))
    assert sorted(found) == [(Rule.AVERAGE_WEEK, 2881, False), (Rule.AVERAGE_WEEK, 2902, True)]


@given(
    st.lists(st.integers(-130, 20), min_size=60, max_size=130, unique=True),
    st.sampled_from(["17:00", "18:00", "19:30"]),
    st.sampled_from(["16:05", "20:00", "23:59"]),
)
def test_averages_are_worse_where_the_checklist_says_that_a_draft_makes_them_so(days, end, until):
    """The checklist says the worst of each stretch; here one that newly breaks is said beside it."""
    worked, more = Worked(each_day(days, "07:00", end)), extra(0, "16:00", until)
    whole = Worked([*worked.work, more])
    due, _ = parted(whole, Worked([more]), AROUND)
    averages = [one for one in worse_with(worked, more, AROUND) if one.found.rule in AVERAGES]
    said, worst = [one.found for one in averages], [one for one in due if one.rule in AVERAGES]
    assert all(one in said for one in worst)
    if len({one.already for one in averages}) == 1:
        assert said == worst


def test_work_inside_a_duty_is_no_more_work():
    worked = Worked(each_day(range(-8, 3)), frozenset())
    assert worse(worked, extra(0, "09:00", "12:00")) == []


HOURS = st.sampled_from(["", "", "06:00", "07:00", "14:00", "18:00", "22:00"])


@st.composite
def rosters(draw):
    """Ten weeks round the Monday: a duty of eight hours, a rest day or nothing on each day."""
    work, rests = [], set()
    for day in range(-35, 36):
        start = draw(HOURS)
        if start:
            work += each_day([day], start, f"{(int(start[:2]) + 8) % 24:02}:00")
        elif draw(st.booleans()):
            rests.add(MONDAY + day * DAY)
    return Worked(work, frozenset(rests))


@given(rosters(), st.sampled_from(["05:00", "08:00", "16:00", "20:00"]), st.integers(1, 12))
def test_what_is_looked_for_a_fortnight_around_is_all_there_is(worked, start, hours):
    begins = extra(0, start, "04:00").start
    more = Span(begins, begins + hours * 3600)
    far = Period(MONDAY - 60 * DAY, MONDAY + 60 * DAY)
    near, wide = (
        {one.found.breach for one in worse_with(worked, more, period) if one.found.rule not in AVERAGES}
        for period in (AROUND, far)
    )
    assert near == wide


@given(rosters(), st.integers(1, 12))
def test_what_is_worse_is_found_afterwards_and_not_before(worked, hours):
    begins = extra().start
    more = Span(begins, begins + hours * 3600)
    before = findings_of(worked, AROUND)
    after = findings_of(Worked([*worked.work, more], worked.rest_days), AROUND)
    found = [one.found for one in worse_with(worked, more, AROUND)]
    assert all(one in after and one not in before for one in found)
