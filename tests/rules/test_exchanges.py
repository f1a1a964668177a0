"""A duty for a duty: what it makes worse is found, what was so before is not, to the minute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.rules.breaches import Rule
from roster.rules.exchanges import new_breaches
from roster.rules.rule_sets import PCSO_RULES
from roster.values import Span
from tests.factories import span

EARLY = span("2026-12-10 07:00", hours=8)


def earlies(first: int, count: int) -> list[Span]:
    return [span(f"2026-12-{first + n:02} 07:00", hours=8) for n in range(count)]


def rules(breaches: list) -> list[Rule]:
    return [one.rule for one in breaches]


@pytest.mark.parametrize(
    ("ends", "broken"),
    [("19:59", []), ("20:00", []), ("20:01", [Rule.REST_GAP])],
    ids=["11:01", "11", "10:59"],
)
def test_eleven_hours_of_rest(ends, broken):
    evening = Span(span("2026-12-09 14:00", hours=1).start, span(f"2026-12-09 {ends}", minutes=1).start)
    assert rules(new_breaches([evening], more=[EARLY])) == broken


@pytest.mark.parametrize(("minutes", "broken"), [(240, []), (241, [Rule.TOUR_LENGTH])])
def test_twelve_hours_on_end(minutes, broken):
    after = span("2026-12-10 15:00", minutes=minutes)
    assert rules(new_breaches([after], more=[EARLY])) == broken


@pytest.mark.parametrize(
    ("count", "officers", "pcsos"), [(5, 0, 0), (6, 0, 1), (7, 1, 1)], ids=["six", "seven", "eight"]
)
def test_days_in_a_row_by_employment(count, officers, pcsos):
    before = earlies(10 - count, count)
    assert len(new_breaches(before, more=[EARLY])) == officers
    assert len(new_breaches(before, more=[EARLY], rules=PCSO_RULES)) == pcsos


@pytest.mark.parametrize(("count", "broken"), [(3, []), (4, [Rule.CONSECUTIVE_NIGHTS])])
def test_nights_in_a_row(count, broken):
    nights = [span(f"2026-12-{10 - count + n:02} 22:00", hours=9) for n in range(count)]
    assert rules(new_breaches(nights, more=[span("2026-12-10 22:00", hours=9)])) == broken


def test_what_stood_before_is_not_said_again():
    short = [span("2026-12-01 14:00", hours=8), span("2026-12-02 07:00", hours=8)]
    assert new_breaches(short, more=[EARLY]) == []


def test_a_rest_that_becomes_shorter_still_is_worse():
    before = [span("2026-12-09 13:00", hours=8), EARLY]
    later = span("2026-12-09 14:00", hours=8)
    assert rules(new_breaches(before, less=[before[0]], more=[later])) == [Rule.REST_GAP]
    assert new_breaches([later, EARLY], less=[later], more=[before[0]]) == []


def test_a_run_that_becomes_longer_is_worse_and_one_that_becomes_shorter_is_not():
    run = earlies(2, 8)
    assert rules(new_breaches(run, more=[EARLY])) == [Rule.CONSECUTIVE_DAYS]
    assert new_breaches(earlies(2, 9), less=[EARLY]) == []


def test_giving_away_the_middle_of_a_tour_leaves_too_short_a_rest():
    middle = span("2026-12-10 07:00", hours=8)
    work = [span("2026-12-10 05:00", hours=2), middle, span("2026-12-10 15:00", hours=2)]
    assert rules(new_breaches(work, less=[middle])) == [Rule.REST_GAP]


hours = st.integers(min_value=0, max_value=14 * 24)
duties = st.lists(
    hours.map(lambda at: Span(EARLY.start + at * 3_600, EARLY.start + (at + 8) * 3_600)), max_size=6
)


@given(duties, duties)
def test_an_exchange_that_changes_nothing_breaks_nothing(work, others):
    assert new_breaches(work) == []
    assert new_breaches([*work, *others], less=others, more=others) == []
