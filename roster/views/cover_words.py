"""Cover in words: states, gaps and their causes as the pages say them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from roster import clock
from roster.coverage.gaps import CauseKind, Gap
from roster.values import Span

STATE_WORDS = {
    "covered": "Covered",
    "at_risk": "At risk",
    "uncovered": "Uncovered",
    "cancelled": "Cancelled",
    "over": "Over",
}
# A shape for each state, so that none is told by its colour alone.
STATE_MARKS = {"covered": "✓", "at_risk": "!", "uncovered": "✕", "cancelled": "–", "over": "–"}

CAUSE_WORDS = {
    CauseKind.LACKS_SKILL: "does not hold the skill in date",
    CauseKind.OFF_DUTY: "not on ward duty",
    CauseKind.ABSTRACTED: "taken from the ward",
    CauseKind.ABSENT: "away",
    CauseKind.COMMITTED: "named on another contact session",
}


def state_word(state: str) -> str:
    """Covered, At risk, Uncovered or Cancelled."""
    return STATE_WORDS[str(state)]


def state_mark(state: str) -> str:
    """The shape that stands for the state: ✓ ! ✕ or a dash."""
    return STATE_MARKS[str(state)]


def cause_word(kind: str) -> str:
    """A cause in words where no more is known of it."""
    return CAUSE_WORDS[CauseKind(kind)]


def clock_time(instant: datetime | int) -> str:
    """10:00, on the clocks of London."""
    return clock.to_london(instant).strftime("%H:%M")


def day_words(instant: datetime | int) -> str:
    """Thu 3 Dec; with its year when that is not this year."""
    wall = clock.to_london(instant)
    year = "" if wall.year == clock.today().year else f" {wall.year}"
    return f"{wall:%a} {wall.day} {wall:%b}{year}"


def hours(span: Span) -> str:
    """10:00–11:00; the day is said too where the span ends on another one."""
    if _ends_that_day(span):
        return f"{clock_time(span.start)}–{clock_time(span.end)}"
    return f"{clock_time(span.start)}–{day_words(span.end)} {clock_time(span.end)}"


def day_and_hours(span: Span) -> str:
    """Thu 3 Dec 10:00–11:00."""
    return f"{day_words(span.start)} {hours(span)}"


def from_to(span: Span) -> str:
    """from 10:00 to 11:00, as a sentence has it."""
    ends = clock_time(span.end) if _ends_that_day(span) else f"{day_words(span.end)} {clock_time(span.end)}"
    return f"from {clock_time(span.start)} to {ends}"


def gap_sentence(gaps: Sequence[Gap], needed: int, state: str) -> str:
    """Nobody from 10:00 to 11:00. Needs 1.

    Several gaps make one sentence, and those that miss as many officers are said together.
    """
    by_who: dict[str, list[str]] = {}
    for gap in gaps:
        by_who.setdefault(_who_is_missing(gap, needed, state), []).append(from_to(gap.span))
    said = "; ".join(f"{who} {listed(when)}" for who, when in by_who.items())
    return f"{said[:1].upper()}{said[1:]}. Needs {needed}."


def listed(words: Iterable[str], last: str = "and") -> str:
    """One, two and three."""
    *first, end = list(words) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def _who_is_missing(gap: Gap, needed: int, state: str) -> str:
    if state == "at_risk":
        return "nobody is named" if gap.short_by >= needed else f"{gap.short_by} more to be named"
    if gap.short_by >= needed:
        return "nobody"
    return "1 officer short" if gap.short_by == 1 else f"{gap.short_by} officers short"


def _ends_that_day(span: Span) -> bool:
    """Whether it ends on the London day it starts, that day's midnight included."""
    return clock.london_date(span.end - 1) == clock.london_date(span.start)


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: function
    for function in (state_word, state_mark, cause_word, gap_sentence, from_to, day_and_hours, listed)
}
