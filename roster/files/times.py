"""The times of a file: wall times in, UTC out, and which abstractions count."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from roster.clock import to_utc
from roster.files.fields import Fields, quote
from roster.values import Span

# "Ended early" counts: its end is then the true end (RULES 4).
COUNTING_ABSTRACTIONS = ("confirmed", "ended_early", "ended early")
ABSTRACTION_STATUSES = ("requested", "cancelled", *COUNTING_ABSTRACTIONS)


def zone_of(top: Fields) -> ZoneInfo:
    """The zone of the file's wall times; London where it names none."""
    name = top.optional_text("timezone") or "Europe/London"
    try:
        return ZoneInfo(name)
    # No such zone, a path out of the zone folder, or a folder in it.
    except (KeyError, ValueError, OSError):
        raise top.fail("timezone", f"{quote(name)} is not a time zone") from None


def abstraction_counts(row: Fields) -> bool:
    """Whether the abstraction takes the officer: requested and cancelled ones do not."""
    return row.choice("status", ABSTRACTION_STATUSES) in COUNTING_ABSTRACTIONS


def times(row: Fields, zone: ZoneInfo) -> tuple[int, int]:
    """The half-open stretch between two wall times.

    On the spring night 01:30 is read as 02:30, so 01:30 to 02:00 holds no instant at all: a
    stretch that is empty and touches nothing, not a malformed one.
    """
    start, end = row.wall_time("start"), row.wall_time("end")
    if end <= start:
        raise row.fail("end", f"{quote(row.values['end'])} is not after the start")
    return _instant(row, "start", start, zone), _instant(row, "end", end, zone)


def instants(span: Span) -> dict[str, str]:
    """Start and end as an answer writes them: UTC, as 2026-12-03T10:00Z."""
    return {"start": _written(span.start), "end": _written(span.end)}


def _instant(row: Fields, key: str, wall: datetime, zone: ZoneInfo) -> int:
    try:
        return int(to_utc(wall, zone).timestamp())
    except OverflowError:
        raise row.fail(key, f"{quote(row.values[key])} is outside the calendar") from None


def _written(instant: int) -> str:
    # Seconds are written only where there are some, so that no instant is rounded.
    timespec = "seconds" if instant % 60 else "minutes"
    return datetime.fromtimestamp(instant, UTC).replace(tzinfo=None).isoformat("T", timespec) + "Z"
