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


def gap_sentence(gaps: Sequence[Gap], needed: int, state: str, named: object = ()) -> str:
    """Nobody from 10:00 to 11:00. Needs 1.

    Several gaps make one sentence, and those that miss as many officers are said together. named is
    whoever was told: an officer who is named may still not be there.
    """
    said = _together(gaps, lambda gap: _who_is_missing(gap, needed, state, bool(named)))
    return f"{said[:1].upper()}{said[1:]}. Needs {needed}." if said else f"Needs {needed}."


def gap_was(gaps: Sequence[Gap], needed: int, state: str) -> str:
    """1 officer who was named and free, from 10:00 to 11:00, of 1 needed: once it is past or mended."""
    kind = " named and free" if state == "at_risk" else ""
    said = _together(gaps, lambda gap: f"{gap.short_by} officer{'s' if gap.short_by > 1 else ''}{kind}")
    return f"{said}, of {needed} needed." if said else f"Needed {needed}."


def _together(gaps: Sequence[Gap], what: Callable[[Gap], str]) -> str:
    by_what: dict[str, list[str]] = {}
    for gap in gaps:
        by_what.setdefault(what(gap), []).append(from_to(gap.span))
    return "; ".join(f"{words} {listed(when)}" for words, when in by_what.items())


def listed(words: Iterable[str], last: str = "and") -> str:
    """One, two and three."""
    *first, end = list(words) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def _who_is_missing(gap: Gap, needed: int, state: str, named: bool) -> str:
    if state == "at_risk":
        nobody = "nobody who is named can be there" if named else "nobody is named"
        return nobody if gap.short_by >= needed else f"{gap.short_by} more to be named"
    if gap.short_by >= needed:
        return "nobody"
    return "1 officer short" if gap.short_by == 1 else f"{gap.short_by} officers short"


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: function
    for function in (state_word, state_mark, cause_word, gap_sentence, gap_was, from_to, listed)
}
