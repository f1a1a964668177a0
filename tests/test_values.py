"""Spans and lists of spans, against a model that is a plain set of instants."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.values import Span, intersect, subtract, total_minutes, union

# Few instants, so that spans often touch, nest and repeat.
instants = st.integers(0, 24)
span_lists = st.lists(
    st.tuples(instants, instants).filter(lambda p: p[0] < p[1]).map(lambda p: Span(*p)), max_size=6
)


def held(spans: list[Span]) -> set[int]:
    return {instant for span in spans for instant in range(span.start, span.end)}


def is_tidy(spans: list[Span]) -> bool:
    """In order, and with at least one bare instant between two."""
    return all(one.end < two.start for one, two in pairwise(spans))


@pytest.mark.parametrize(("start", "end"), [(10, 10), (10, 9)])
def test_a_span_must_end_after_it_starts(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        Span(start, end)


def test_a_span_is_a_value() -> None:
    assert Span(1, 5) == Span(1, 5)
    assert sorted([Span(2, 3), Span(1, 9), Span(1, 4)]) == [Span(1, 4), Span(1, 9), Span(2, 3)]
    with pytest.raises(AttributeError):
        Span(1, 5).start = 2  # type: ignore[misc]


def test_between_reads_any_offset_and_gives_utc_back() -> None:
    summer = timezone(timedelta(hours=1))
    ten = datetime(2026, 7, 1, 10, tzinfo=UTC)
    span = Span.between(ten.replace(tzinfo=summer), ten)
    assert (span.starts_at, span.ends_at) == (
        datetime(2026, 7, 1, 9, tzinfo=UTC),
        datetime(2026, 7, 1, 10, tzinfo=UTC),
    )
    assert span.starts_at.tzinfo is UTC
    assert (span.seconds, span.minutes) == (3600, 60)


def test_an_instant_without_an_offset_is_refused() -> None:
    wall = datetime.fromisoformat("2026-07-01T09:00")
    with pytest.raises(ValueError, match="offset"):
        Span.between(wall, wall + timedelta(hours=1))
    with pytest.raises(ValueError, match="offset"):
        Span(0, 60).covers(wall)


def test_epoch_seconds_before_1970_are_whole_too() -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    span = Span.between(epoch - timedelta(minutes=1), epoch)
    assert (span.start, span.end) == (-60, 0)


def test_the_start_is_included_and_the_end_is_not() -> None:
    span = Span(600, 1200)
    assert [span.covers(t) for t in (599, 600, 1199, 1200)] == [False, True, True, False]
    assert span.covers(datetime(1970, 1, 1, 0, 10, tzinfo=UTC))
    assert not span.covers(datetime(1970, 1, 1, 0, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("other", "overlaps", "part"),
    [
        (Span(0, 10), False, None),  # touches the start
        (Span(20, 30), False, None),  # touches the end
        (Span(0, 11), True, Span(10, 11)),
        (Span(19, 30), True, Span(19, 20)),
        (Span(12, 15), True, Span(12, 15)),
        (Span(0, 40), True, Span(10, 20)),
        (Span(30, 40), False, None),
    ],
)
def test_touching_is_not_overlapping(other: Span, overlaps: bool, part: Span | None) -> None:
    span = Span(10, 20)
    assert span.overlaps(other) is other.overlaps(span) is overlaps
    assert span.clip(other) == part


def test_union_makes_one_of_spans_that_touch() -> None:
    assert union([Span(10, 20), Span(0, 10), Span(21, 30)]) == [Span(0, 20), Span(21, 30)]


def test_minutes_are_elapsed_and_an_instant_counts_once() -> None:
    assert total_minutes([Span(0, 600), Span(300, 900), Span(1800, 1860)]) == 16
    assert Span(0, 119).minutes == 1
    assert total_minutes([]) == 0


@given(span_lists)
def test_union_holds_the_same_instants(spans: list[Span]) -> None:
    assert held(union(spans)) == held(spans)
    assert is_tidy(union(spans))


@given(span_lists, span_lists)
def test_subtract_leaves_what_the_others_do_not_hold(spans: list[Span], others: list[Span]) -> None:
    left = subtract(spans, others)
    assert held(left) == held(spans) - held(others)
    assert is_tidy(left)


@given(span_lists, span_lists)
def test_intersect_keeps_what_both_hold(spans: list[Span], others: list[Span]) -> None:
    shared = intersect(spans, others)
    assert held(shared) == held(spans) & held(others)
    assert is_tidy(shared)


@given(span_lists)
def test_total_minutes_counts_the_model(spans: list[Span]) -> None:
    in_minutes = [Span(span.start * 60, span.end * 60) for span in spans]
    assert total_minutes(in_minutes) == len(held(spans))
