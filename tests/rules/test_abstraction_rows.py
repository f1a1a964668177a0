"""The rows behind a report's figures: their sums, and to whom each belongs."""

from hypothesis import given
from hypothesis import strategies as st

from roster.rules.abstraction_rows import Measure, Posted, rows_of
from roster.rules.minutes import Shift, Taking, Worked
from roster.values import Span
from tests.rules.test_minutes import instants, marks, worked_and_within


def total(rows, measure, category=None, *, exempt_events=True):
    return sum(row.adds(measure, category, exempt_events) for row in rows)


@given(worked_and_within(), instants)
def test_the_rows_add_up_to_the_brute_force(made: tuple[Worked, Span], moved: int) -> None:
    """The officer moves from team 1 to team 2 at some moment of the period."""
    worked, period = made
    cut = min(max(moved, period.start), period.end)
    ends = [(1, period.start, cut), (2, cut, period.end)]
    postings = [Posted(9, team, Span(start, end)) for team, start, end in ends if start < end]
    away = marks(list(worked.absences))
    for posted in postings:
        rows = list(rows_of(posted, worked))
        theirs = marks([posted.span]) - away
        duties = [shift.span for shift in worked.shifts] + [taking.span for taking in worked.takings]
        assert total(rows, Measure.DUTY) == len(marks(duties) & theirs)
        for category in (None, 1, 2, 3):
            taken = [t for t in worked.takings if category in (None, t.category)]
            counted = [t for t in taken if t.counts]
            assert total(rows, Measure.ABSTRACTED, category) == len(marks([t.span for t in counted]) & theirs)
            begun = [t for t in taken if posted.span.covers(t.span.start)]
            assert total(rows, Measure.BEGUN, category) == len(begun)
            common = [t for t in begun if not t.exempt]
            assert total(rows, Measure.BEGUN, category, exempt_events=False) == len(common)
            plain = marks([t.span for t in counted if not t.exempt]) & theirs
            assert total(rows, Measure.ABSTRACTED, category, exempt_events=False) == len(plain)
            touched = {
                shift.id
                for shift in worked.shifts
                for t in counted
                if posted.span.covers(shift.span.start) and t.span.overlaps(shift.span)
            }
            assert total(rows, Measure.TOUCHED, category) == len(touched)
    shifts = sum(total(rows_of(posted, worked), Measure.SHIFTS) for posted in postings)
    assert shifts == sum(period.covers(shift.span.start) for shift in worked.shifts)


@given(worked_and_within())
def test_what_is_lost_is_lost_in_some_category(made: tuple[Worked, Span]) -> None:
    worked, period = made
    rows = list(rows_of(Posted(9, 1, period), worked))
    ward = marks([shift.span for shift in worked.shifts if shift.ward])
    taken = marks([taking.span for taking in worked.takings])
    inside = marks([period]) - marks(list(worked.absences))
    assert total(rows, Measure.LOST) == len(ward & taken & inside)
    assert total(rows, Measure.LOST) == sum(total(rows, Measure.LOST, category) for category in (1, 2, 3))


def test_a_shift_taken_twice_is_one_shift_in_two_categories() -> None:
    shift = Shift(1, Span(0, 28_800), True)
    worked = Worked([shift], [Taking(1, Span(0, 3600), 1), Taking(2, Span(7200, 9000), 2, exempt=True)])
    rows = list(rows_of(Posted(9, 1, Span(0, 86_400)), worked))
    assert [total(rows, Measure.TOUCHED, category) for category in (None, 1, 2)] == [1, 1, 1]
    assert total(rows, Measure.TOUCHED, 2, exempt_events=False) == 0
    assert total(rows, Measure.TOUCHED, exempt_events=False) == 1


def test_a_night_over_the_end_of_the_month_is_one_shift_but_has_minutes_in_both() -> None:
    midnight = 86_400
    night = Worked([Shift(1, Span(midnight - 7200, midnight + 21_600), True)])
    before = list(rows_of(Posted(9, 1, Span(0, midnight)), night))
    after = list(rows_of(Posted(9, 1, Span(midnight, 2 * midnight)), night))
    assert [total(before, one) for one in (Measure.SHIFTS, Measure.DUTY)] == [1, 120]
    assert [total(after, one) for one in (Measure.SHIFTS, Measure.DUTY)] == [0, 360]


@given(st.booleans())
def test_the_denominators_are_the_same_without_exempt_events(counts: bool) -> None:
    worked = Worked([], [Taking(1, Span(0, 3600), 1, counts=counts, exempt=True)])
    rows = list(rows_of(Posted(9, 1, Span(0, 86_400)), worked))
    assert total(rows, Measure.DUTY, exempt_events=False) == total(rows, Measure.DUTY) == 60
