"""How a refusal says when: London, the 24-hour clock."""

from datetime import date

from roster import clock
from roster.values import Span


def said(span: Span) -> str:
    """Thu 3 Dec 07:00–15:00; all day Thu 3 Dec; the end has its day too where that is another one."""
    starts, ends = clock.to_london(span.start), clock.to_london(span.end)
    # An end at midnight still belongs to the day before it.
    first, last = starts.date(), clock.london_date(span.end - 1)
    if starts == clock.midnight(first) and ends == clock.midnight(ends.date()):
        return f"all day {_day(first)}" if first == last else f"{_day(first)} to {_day(last)}"
    until = f"{ends:%H:%M}" if first == last else f"{_day(ends.date())} {ends:%H:%M}"
    return f"{_day(first)} {starts:%H:%M}–{until}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
