"""Days and times of a form taken together: a span, a period, and how they are first filled in."""

from datetime import date, datetime, timedelta

from wtforms import Field

from roster import clock
from roster.values import Span


def span_of(day: Field, start: Field, end: Field) -> Span | None:
    """The UTC span of a London day and two clock times; an end not after the start is next day's.

    None, with the reason on the fields, where there is no such span.
    """
    if day.data is None or start.data is None or end.data is None:
        return None
    if start.data == end.data:
        end.errors = [*end.errors, "The end must differ from the start"]
        return None
    try:
        return clock.wall_span(day.data, start.data, end.data)
    except ValueError:
        end.errors = [*end.errors, "The clocks go forward that night, and this time has no length"]
        return None


def in_order(first: Field, last: Field) -> bool:
    """Whether the two days make a period, as far as both were entered; the reason stands on the last."""
    if first.data and last.data and last.data < first.data:
        last.errors = [*last.errors, "The last day is before the first"]
        return False
    return True


def period_of(first: Field, last: Field, usual: date, length: timedelta) -> tuple[date, date]:
    """The days entered, and what is missing of them: from the usual first day on, or up to the last one.

    The fields then show them, unless what was typed there has yet to be put right.
    """
    begins, ends = first.data, last.data
    if begins is None:
        begins = min(usual, ends - length) if ends and ends < usual else usual
    ends = ends or begins + length
    for field, value in ((first, begins), (last, ends)):
        if not field.errors:
            field.data, field.raw_data = value, None
    return begins, ends


def local_parts(instant: datetime) -> tuple[date, int]:
    """The London day and minutes after midnight, for filling in a form."""
    local = clock.to_london(instant)
    return local.date(), local.hour * 60 + local.minute
