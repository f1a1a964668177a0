"""Span, the frozen word for a stretch of time, and the arithmetic of lists of spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """UTC epoch seconds, start included, end not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a span must end after it starts")

    @classmethod
    def between(cls, starts_at: datetime, ends_at: datetime) -> Span:
        """The span between two instants, each of which must know its offset."""
        return cls(_epoch(starts_at), _epoch(ends_at))

    @property
    def starts_at(self) -> datetime:
        return datetime.fromtimestamp(self.start, UTC)

    @property
    def ends_at(self) -> datetime:
        return datetime.fromtimestamp(self.end, UTC)

    @property
    def seconds(self) -> int:
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """Whole elapsed minutes."""
        return self.seconds // 60

    def overlaps(self, other: Span) -> bool:
        """Whether an instant lies in both; touching is not overlapping."""
        return self.start < other.end and other.start < self.end

    def clip(self, other: Span) -> Span | None:
        """The part of this span that lies inside the other."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def covers(self, instant: int | datetime) -> bool:
        moment = _epoch(instant) if isinstance(instant, datetime) else instant
        return self.start <= moment < self.end


def _epoch(moment: datetime) -> int:
    # A datetime without an offset would be read in the machine's own zone.
    if moment.tzinfo is None:
        raise ValueError("an instant must carry its offset from UTC")
    # Not timestamp(): a float is a poor keeper of seconds.
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return since.days * 86_400 + since.seconds


def union(spans: Iterable[Span]) -> list[Span]:
    """The same instants as the fewest spans, in order; touching spans become one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def subtract(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The instants of spans that lie in none of the others."""
    taken = union(others)
    left: list[Span] = []
    for span in union(spans):
        start = span.start
        for other in taken:
            if other.end <= start or other.start >= span.end:
                continue
            if other.start > start:
                left.append(Span(start, other.start))
            start = other.end
        if start < span.end:
            left.append(Span(start, span.end))
    return left


def intersect(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The instants that lie in both lists."""
    one, two = union(spans), union(others)
    shared: list[Span] = []
    i = j = 0
    while i < len(one) and j < len(two):
        part = one[i].clip(two[j])
        if part:
            shared.append(part)
        if one[i].end <= two[j].end:
            i += 1
        else:
            j += 1
    return shared


def total_minutes(spans: Iterable[Span]) -> int:
    """Whole minutes of the union: an instant in two spans counts once."""
    return sum(span.seconds for span in union(spans)) // 60
