"""Which breaches drafts are the cause of, and which stood without them."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.rules.breaches import Rule
from roster.rules.findings import Worked, findings_of, parted
from roster.rules.periods import Period
from tests.rules.works import MONDAY, each_day

DAY = timedelta(days=1)
FORTNIGHT = Period(MONDAY, MONDAY + 13 * DAY)
GAP, ADVICE = Rule.REST_GAP, Rule.TOUR_ADVICE
RUN, APART = Rule.CONSECUTIVE_DAYS, Rule.REST_DAYS_APART


def days(*numbers):
    return frozenset(MONDAY + number * DAY for number in numbers)


def judged(published, drafts, rests=(), draft_rests=(), period=FORTNIGHT):
    """The rules that the drafts break, and those that are broken without them."""
    worked = Worked([*published, *drafts], days(*rests, *draft_rests))
    due, others = parted(worked, Worked(drafts, days(*draft_rests)), period)
    return [one.rule for one in due], [one.rule for one in others]


def late(*numbers):
    return each_day(numbers, "14:00", "22:00")


def early(*numbers):
    return each_day(numbers, "07:00", "15:00")


@pytest.mark.parametrize(
    ("published", "drafts", "due", "others"),
    [
        ([*late(0), *early(1)], early(4), [], [GAP]),
        ([*late(0), *early(1)], [*late(7), *early(8)], [GAP], [GAP]),
        (late(0), early(1), [GAP], []),
        (early(1), late(0), [GAP], []),
        # What the draft adds to a published tour: the rest after it is its doing, that before it is not.
        ([*late(0), *early(1)], each_day([1], "15:00", "19:00"), [ADVICE], [GAP]),
        (
            [*late(0), *early(1), *each_day([2], "05:00", "13:00")],
            each_day([1], "15:00", "19:00"),
            [ADVICE, GAP],
            [GAP],
        ),
    ],
)
def test_short_rest_is_the_drafts_where_one_of_them_ends_or_begins_it(published, drafts, due, others):
    assert judged(published, drafts, rests=(5,)) == (due, others)


def test_an_abstraction_of_the_same_hours_is_there_without_the_draft():
    taken = late(0)
    assert judged([*taken, *early(1)], late(0)) == ([], [GAP])


def test_a_run_that_a_draft_makes_longer_is_the_drafts():
    rests = (-1, 3, 9, 10, 11, 12, 13)
    assert judged(each_day(range(8)), [], rests=rests)[1].count(RUN) == 1
    due, others = judged(each_day(range(8)), each_day([8]), rests=rests)
    assert (due.count(RUN), others.count(RUN)) == (1, 0)


def test_a_draft_rest_day_is_no_cause_of_the_stretch_that_it_ends():
    stretch = [day for day in range(9) if day != 4]
    assert judged(each_day(stretch), [], rests=(-1,), draft_rests=(9,)) == ([], [APART])
    # A draft duty on that day makes it longer still.
    assert judged(each_day(stretch), each_day([9]), rests=(-1,), draft_rests=(10,)) == ([APART], [])


def test_weeks_that_are_drafts_answer_for_their_own_average_though_older_ones_were_worse():
    weeks = [each_day(range(7 * week, 7 * week + 5), "07:00", "17:00") for week in range(17)]
    published = [span for week in weeks for span in week]
    drafts = each_day(range(119, 124), "07:00", "16:45")
    period = Period(MONDAY + 112 * DAY, MONDAY + 125 * DAY)
    worked = Worked([*published, *drafts])
    due, others = parted(worked, Worked(drafts), period)
    # 50 hours a week in the seventeen published; 49 h 55 min in those that end with the draft one.
    averages = [[one.measured for one in found if one.rule is Rule.AVERAGE_WEEK] for found in (due, others)]
    assert averages == [[50 * 60 - 5], [50 * 60]]
    (whole,) = (one for one in findings_of(worked, period) if one.rule is Rule.AVERAGE_WEEK)
    assert whole.measured == 50 * 60


WORK = st.lists(st.tuples(st.integers(0, 13), st.sampled_from(["07:00", "14:00", "18:00"])), max_size=16)


@given(WORK, st.sets(st.integers(0, 15)), st.sets(st.integers(0, 13), max_size=4))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_between_the_two_and_all_or_no_drafts_answer_for_all_or_nothing(laid, ours, rests):
    spans = {}
    for day, start in laid:
        spans[day] = each_day([day], start, f"{(int(start[:2]) + 9) % 24:02}:00")[0]
    work = [span for _, span in sorted(spans.items())]
    worked = Worked(work, days(*rests))
    drafts = Worked([span for place, span in enumerate(work) if place in ours])
    due, others = parted(worked, drafts, FORTNIGHT)
    found = findings_of(worked, FORTNIGHT)
    assert Counter([*due, *others]) == Counter(found)
    assert parted(worked, worked, FORTNIGHT) == (found, [])
    if any(one.severity == "breach" for one in found):
        assert parted(worked, Worked(), FORTNIGHT) == ([], found)
