"""How a refusal says when: London, the 24-hour clock."""

from roster import clock
from roster.values import Span


def said(span: Span) -> str:
    """Thu 3 Dec 07:00–15:00; the end has its day too where that is another one."""
    starts, ends = clock.to_london(span.start), clock.to_london(span.end)
    # An end at midnight still belongs to the day before it.
    same = clock.london_date(span.end - 1) == starts.date()
    until = f"{ends:%H:%M}" if same else f"{ends:%a} {ends.day} {ends:%b} {ends:%H:%M}"
    return f"{starts:%a} {starts.day} {starts:%b} {starts:%H:%M}–{until}"
