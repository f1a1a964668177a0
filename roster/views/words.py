"""How times, lengths and ages are written on every page: London, the 24-hour clock, plain words."""

from datetime import UTC, date, datetime

from flask import current_app

from roster import clock
from roster.values import Span

DAY_SECONDS = 86_400
MISSED_JUDGINGS = 5  # so many in a row, and cover is too old to rely on
LEAST_STALE = 5 * 60  # seconds; another scheduler may take over first, however often they judge


def hour(instant: datetime | int) -> str:
    """14:05, in London."""
    return f"{clock.to_london(instant):%H:%M}"


def day(value: datetime | int | date) -> str:
    """Thu 3 Dec, in London; with the year where it is not this one."""
    when = value if type(value) is date else clock.to_london(value)  # type: ignore[arg-type]
    words = f"{when:%a} {when.day} {when:%b}"
    return words if when.year == clock.today().year else f"{words} {when.year}"


def whole_day(value: datetime | int | date) -> str:
    """Thursday 3 December 2026, in London."""
    when = value if type(value) is date else clock.to_london(value)  # type: ignore[arg-type]
    return f"{when:%A} {when.day} {when:%B} {when.year}"


def hours(span: Span) -> str:
    """10:00–11:00, in London; 10:00–Fri 4 Dec 11:00 where the clock alone could mean two days."""
    end = moment(span.end) if span.end - span.start >= DAY_SECONDS else hour(span.end)
    return f"{hour(span.start)}–{end}"


def when(span: Span) -> str:
    """Thu 3 Dec 10:00–11:00, in London."""
    return f"{day(span.start)} {hours(span)}"


def moment(instant: datetime | int) -> str:
    """Thu 3 Dec 14:02, in London."""
    return f"{day(instant)} {hour(instant)}"


def duration(minutes: int) -> str:
    """1 h 30 min."""
    whole, rest = divmod(int(minutes), 60)
    parts = [f"{whole:,} h"] if whole else []
    if rest or not whole:
        parts.append(f"{rest} min")
    return " ".join(parts)


def machine_time(instant: datetime | int) -> str:
    """2026-12-03T14:02:00Z, for a time element."""
    when = datetime.fromtimestamp(instant, UTC) if isinstance(instant, int) else instant.astimezone(UTC)
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def age(instant: datetime | int) -> str:
    """20 seconds ago, 5 minutes ago, 2 hours ago, 3 days ago."""
    then = instant if isinstance(instant, int) else int(instant.timestamp())
    seconds = max(0, int(clock.now().timestamp()) - then)
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return f"{seconds} second{'' if seconds == 1 else 's'} ago"


def is_stale(instant: datetime | int | None) -> bool:
    """Whether cover was judged too long ago to be trusted without a word of warning."""
    if instant is None:
        return True
    then = instant if isinstance(instant, int) else instant.timestamp()
    return clock.now().timestamp() - then > stale_after()


def stale_after() -> int:
    """From how many seconds on cover is too old, by how often the scheduler is set to judge it."""
    return max(LEAST_STALE, MISSED_JUDGINGS * int(current_app.config["SCHEDULER_EVERY_SECONDS"]))


def plural(count: int, word: str, several: str = "") -> str:
    """1 officer, 2 officers."""
    return f"{count:,} {word if count == 1 else several or word + 's'}"


FILTERS = {
    function.__name__: function
    for function in (hour, day, whole_day, hours, when, moment, machine_time, duration, age, is_stale, plural)
}
