"""What a taken officer costs, weighed without a database: sessions, the ward, rest days."""

from datetime import date

import pytest

from roster.coverage.gaps import Facts, Need, State
from roster.queries.losses import left_bare, on_the_ward, rest_days_taken, weigh
from roster.rules.notice import Band
from roster.values import Span
from tests.factories import span

SESSION = Span(100, 160)
SHAH, OKAFOR = 1, 2


def on_duty(officer: int, *duties: tuple[int, int], abstracted=()) -> Facts:
    return Facts(officer, posted=[(0, 1000)], duties=duties or [(0, 1000)], abstracted=abstracted)


def need(*named: int, officers: int = 1) -> Need:
    return Need(7, SESSION, officers, frozenset(named))


@pytest.mark.parametrize(
    ("wanted", "facts", "taken", "before", "after", "free"),
    [
        # The named officer goes and nobody else is on.
        (need(SHAH), [on_duty(SHAH)], (100, 160), "covered", "uncovered", ()),
        # Another is on but has not been told.
        (need(SHAH), [on_duty(SHAH), on_duty(OKAFOR)], (0, 160), "covered", "at_risk", (OKAFOR,)),
        # Who was free goes, and nobody misses them.
        (need(SHAH), [on_duty(OKAFOR), on_duty(SHAH)], (0, 500), "covered", "covered", ()),
        # Bare for its last ten minutes already; now for all of it.
        (need(SHAH), [on_duty(SHAH, (0, 150))], (100, 160), "uncovered", "uncovered", ()),
        # At risk already, and the only one who could stand in is taken.
        (need(), [on_duty(SHAH)], (90, 101), "at_risk", "uncovered", ()),
        # Half of the team of two that it needs.
        (need(SHAH, OKAFOR, officers=2), [on_duty(SHAH), on_duty(OKAFOR)], (0, 99), "covered", "covered", ()),
        (need(SHAH, officers=2), [on_duty(SHAH), on_duty(OKAFOR)], (0, 160), "at_risk", "uncovered", (2,)),
    ],
)  # fmt: skip
def test_taking_the_officer_makes_the_session_worse_or_not(wanted, facts, taken, before, after, free):
    officer = OKAFOR if facts[0].officer == OKAFOR else SHAH
    weighed = weigh(wanted, facts, officer, taken=[Span(*taken)])
    assert (weighed.before.state, weighed.after.state) == (State(before), State(after))
    assert weighed.is_worse == (weighed.before != weighed.after)
    assert not weighed.is_better
    assert weighed.free.whole == free
    assert weighed.named == (officer in wanted.named)


def test_the_gap_says_from_when():
    weighed = weigh(need(SHAH), [on_duty(SHAH)], SHAH, taken=[Span(130, 400)])
    assert [(gap.span, gap.short_by) for gap in weighed.after.gaps] == [(Span(130, 160), 1)]


def test_a_span_that_only_touches_changes_nothing():
    for taken in (Span(50, 100), Span(160, 200)):
        assert not weigh(need(SHAH), [on_duty(SHAH)], SHAH, taken=[taken]).is_worse


def test_bare_for_longer_is_worse_though_the_state_is_the_same():
    weighed = weigh(need(SHAH), [on_duty(SHAH, (0, 150))], SHAH, taken=[Span(140, 150)])
    assert weighed.before.state is weighed.after.state is State.UNCOVERED
    assert weighed.is_worse


def test_giving_back_part_of_an_abstraction_makes_it_better():
    away = on_duty(SHAH, abstracted=[(90, 170)])
    weighed = weigh(need(SHAH), [away], SHAH, given_back=[Span(120, 170)])
    assert weighed.is_better
    assert [gap.span for gap in weighed.after.gaps] == [Span(100, 120)]
    whole = weigh(need(SHAH), [away], SHAH, given_back=[Span(90, 170)])
    assert whole.after.state is State.COVERED


def test_the_ward_is_left_where_nobody_else_is_on():
    own = [Span(0, 80)]
    others = on_the_ward([Span(40, 120)], [Span(60, 70)], [Span(0, 100)])
    assert others == [Span(40, 60), Span(70, 100)]
    assert left_bare(Span(20, 200), own, others) == [Span(20, 40), Span(60, 70)]
    assert left_bare(Span(90, 200), own, others) == []
    assert left_bare(Span(0, 200), [], others) == []


@pytest.mark.parametrize(
    ("start", "hours", "whole"),
    [
        ("2026-12-12 09:00", 8, True),
        ("2026-12-12 07:00", 1, True),
        # It belongs to the force day before, and runs an hour into the rest day.
        ("2026-12-12 06:00", 2, False),
        ("2026-12-11 22:00", 10, False),
        ("2026-12-11 22:00", 9, None),
        ("2026-12-13 07:00", 8, None),
        # 06:00 on the next morning is still the rest day's force day.
        ("2026-12-13 06:00", 2, True),
    ],
)
def test_a_rest_day_runs_from_seven_to_seven(start, hours, whole):
    found = rest_days_taken(
        span(start, hours=hours), [(date(2026, 12, 12), "rest_day")], today=date(2026, 12, 3)
    )
    assert [(one.whole, one.notice.clear_days, one.already) for one in found] == (
        [] if whole is None else [(whole, 8, False)]
    )


def test_fifteen_clear_days_are_counted_between():
    days = [(date(2026, 12, 19), "rest_day")]
    (found,) = rest_days_taken(span("2026-12-19 09:00", hours=8), days, today=date(2026, 12, 3))
    assert (found.notice.clear_days, found.notice.band) == (15, Band.AT_LEAST_15)
