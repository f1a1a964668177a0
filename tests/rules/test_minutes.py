"""The minutes of RULES 4, against a brute force that holds every minute in a set."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roster.clock import to_utc
from roster.rules.minutes import (
    DutyPart,
    Rate,
    Shift,
    Taking,
    Worked,
    abstracted_minutes,
    duty_minutes,
    duty_parts,
    minutes,
    taken_parts,
    touching,
)
from roster.rules.periods import Period
from roster.values import Span


def london(text: str, hours: float) -> Span:
    start = int(to_utc(datetime.fromisoformat(text)).timestamp())
    return Span(start, start + int(hours * 3600))


def lost(worked: Worked, within: Span) -> int:
    """Confirmed abstractions inside published ward duty, less approved absences."""
    return sum(part.lost for part in taken_parts(worked, within))


def marks(spans: list[Span]) -> set[int]:
    """Every minute whose first second lies in one of the spans."""
    return {second for span in spans for second in range(span.start, span.end) if second % 60 == 0}


# An hour in seconds that are often not whole minutes, so that rounding would show.
instants = st.integers(-5, 60).map(lambda n: n * 40)


@st.composite
def apart(draw: st.DrawFn, at_most: int = 5) -> list[Span]:
    """Spans that do not overlap, some of them touching."""
    cuts = sorted(draw(st.sets(instants, min_size=2, max_size=2 * at_most)))
    pieces = [Span(a, b) for a, b in pairwise(cuts)]
    kept = draw(st.lists(st.booleans(), min_size=len(pieces), max_size=len(pieces)))
    return [piece for piece, keep in zip(pieces, kept, strict=True) if keep]


@st.composite
def worked_and_within(draw: st.DrawFn) -> tuple[Worked, Span]:
    flag = st.booleans()
    shifts = [Shift(n, span, draw(flag)) for n, span in enumerate(draw(apart()))]
    takings = [
        Taking(n, span, draw(st.integers(1, 3)), draw(flag), draw(flag))
        for n, span in enumerate(draw(apart()))
    ]
    pair = st.tuples(instants, instants).filter(lambda two: two[0] < two[1])
    absences = [Span(*two) for two in draw(st.lists(pair, max_size=4))]  # these may overlap
    return Worked(shifts, takings, absences), Span(*draw(pair))


@given(worked_and_within())
@example((Worked(), Span(0, 60)))
def test_the_figures_are_those_of_the_brute_force(made: tuple[Worked, Span]) -> None:
    worked, within = made
    inside = marks([within]) - marks(list(worked.absences))
    duties = marks([shift.span for shift in worked.shifts])
    ward = marks([shift.span for shift in worked.shifts if shift.ward])
    taken = marks([one.span for one in worked.takings])
    counted = marks([one.span for one in worked.takings if one.counts])
    plain = marks([one.span for one in worked.takings if one.counts and not one.exempt])
    assert duty_minutes(worked, within) == len((duties | taken) & inside)
    assert abstracted_minutes(worked, within) == len(counted & inside)
    assert abstracted_minutes(worked, within, exempt_events=False) == len(plain & inside)
    assert lost(worked, within) == len(taken & ward & inside)


@given(worked_and_within(), instants)
def test_two_parts_of_a_period_add_up_to_the_whole(made: tuple[Worked, Span], cut: int) -> None:
    worked, within = made
    if not within.start < cut < within.end:
        return
    parts = Span(within.start, cut), Span(cut, within.end)
    for figure in (duty_minutes, abstracted_minutes, lost):
        assert figure(worked, within) == sum(figure(worked, part) for part in parts)


@given(worked_and_within())
def test_the_categories_add_up_to_the_total(made: tuple[Worked, Span]) -> None:
    worked, within = made
    by_category = [
        abstracted_minutes(
            Worked(worked.shifts, [t for t in worked.takings if t.category == n], worked.absences), within
        )
        for n in (1, 2, 3)
    ]
    assert sum(by_category) == abstracted_minutes(worked, within)


@pytest.mark.parametrize(
    ("night", "length"),
    [("2026-03-28 22:00", 7), ("2026-10-24 22:00", 9), ("2026-11-07 22:00", 8)],
)
def test_a_night_duty_has_its_real_minutes(night: str, length: int) -> None:
    starts = datetime.fromisoformat(night)
    ends = (starts + timedelta(days=1)).replace(hour=6)
    span = Span.between(to_utc(starts), to_utc(ends))
    worked = Worked([Shift(1, span, True)], [Taking(1, span, 1)])
    for figure in (duty_minutes, abstracted_minutes, lost):
        assert figure(worked, Period(starts.date(), ends.date()).span) == length * 60
    # Clipped to the day the clocks change: from its midnight to 06:00.
    assert duty_minutes(worked, Period(ends.date(), ends.date()).span) == (length - 2) * 60


def test_an_abstraction_is_clipped_and_says_what_it_lost_and_why_not() -> None:
    # Late 14:00-22:00; taken 18:00-02:00, past the end of the month; on leave for the first hour of it.
    late, taken = london("2026-11-30 14:00", 8), london("2026-11-30 18:00", 8)
    november = london("2026-11-01 00:00", 30 * 24)
    worked = Worked([Shift(7, late, True)], [Taking(9, taken, 1)], [london("2026-11-30 18:00", 1)])
    (part,) = taken_parts(worked, november)
    assert part.span == london("2026-11-30 18:00", 6)
    assert (part.abstracted, part.lost, part.absent) == (300, 180, 60)
    duty, beyond = duty_parts(worked, november)
    assert duty == DutyPart(worked.shifts[0], late, 420, 60)
    assert beyond == DutyPart(worked.takings[0], london("2026-11-30 22:00", 2), 120, 0)


def test_only_ward_duty_is_lost_to_the_ward_and_only_what_counts_is_counted() -> None:
    day = london("2026-11-03 07:00", 8)
    training = Worked([Shift(1, day, False)], [Taking(1, day, 1)])
    assert (abstracted_minutes(training, day), lost(training, day)) == (480, 0)
    uncounted = Worked([Shift(1, day, True)], [Taking(1, day, 1, counts=False)])
    assert (abstracted_minutes(uncounted, day), lost(uncounted, day)) == (0, 480)


def test_a_shift_is_touched_by_a_minute_but_not_by_a_neighbour() -> None:
    shift = Shift(1, Span(3600, 7200), True)
    before, last = Taking(1, Span(0, 3600), 1), Taking(2, Span(7140, 9000), 1)
    uncounted = Taking(3, Span(3600, 7140), 1, counts=False)
    other = Shift(2, Span(10_000, 10_060), True)
    worked = Worked([shift, other], [last, before, uncounted])
    assert touching(worked) == {1: [last], 2: []}


def test_minutes_of_seconds_add_up() -> None:
    assert minutes([Span(0, 90), Span(90, 120)]) == minutes([Span(0, 120)]) == 2
    assert minutes([Span(1, 59)]) == 0
    assert minutes([Span(-60, 60)]) == 2


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        (0, 0, "insufficient data"),
        (5, 0, "insufficient data"),
        (0, 480, "0.0 %"),
        (1, 8, "12.5 %"),
        (1, 3, "33.3 %"),
        (2, 3, "66.7 %"),
        (1, 2000, "0.1 %"),  # a half is rounded up
        (480, 480, "100.0 %"),
    ],
)
def test_a_rate_of_nothing_is_not_nothing(numerator: int, denominator: int, words: str) -> None:
    assert Rate(numerator, denominator).words == words
