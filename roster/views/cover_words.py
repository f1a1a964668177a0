"""Cover in words: states, gaps and their causes as the pages say them."""

from collections.abc import Callable, Iterable, Sequence

from roster.coverage.gaps import CauseKind, Gap
from roster.values import Span
from roster.views.words import hour

STATE_WORDS = {
    "covered": "Covered",
    "at_risk": "At risk",
    "uncovered": "Uncovered",
    "cancelled": "Cancelled",
}
# A shape for each state, so that none is told by its colour alone.
STATE_MARKS = {"covered": "✓", "at_risk": "!", "uncovered": "✕", "cancelled": "–"}

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


def from_to(span: Span) -> str:
    """from 10:00 to 11:00, as a sentence has it."""
    return f"from {hour(span.start)} to {hour(span.end)}"


def gap_sentence(gaps: Sequence[Gap], needed: int, state: str) -> str:
    """Nobody from 10:00 to 11:00. Needs 1.

    Several gaps make one sentence, and those that miss as many officers are said together.
    """
    by_who: dict[str, list[str]] = {}
    for gap in gaps:
        by_who.setdefault(_who_is_missing(gap, needed, state), []).append(from_to(gap.span))
    said = "; ".join(f"{who} {listed(when)}" for who, when in by_who.items())
    return f"{said[:1].upper()}{said[1:]}. Needs {needed}." if said else f"Needs {needed}."


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


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: function
    for function in (state_word, state_mark, cause_word, gap_sentence, from_to, listed)
}
