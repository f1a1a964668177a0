"""Work for tests of the rules: spans of London wall time, the same on many days."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from roster.clock import to_utc
from roster.values import Span

MONDAY = date(2026, 11, 30)


def work(start: str, end: str) -> Span:
    """A span of London wall time."""
    first, last = (to_utc(datetime.fromisoformat(text)) for text in (start, end))
    return Span.between(first, last)


def each_day(
    days: Iterable[int], start: str = "08:00", end: str = "16:00", first: date = MONDAY
) -> list[Span]:
    """The same duty on some days after the first; an end not after the start is the next day's."""
    spans = []
    for offset in days:
        day = first + timedelta(days=offset)
        until = day if end > start else day + timedelta(days=1)
        spans.append(work(f"{day} {start}", f"{until} {end}"))
    return spans
