"""The board's sentences: what is missing, why, and how long there is."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from roster import clock
from roster.coverage.gaps import CauseKind, Gap
from roster.queries.board import Promise
from roster.queries.marks import Mark
from roster.values import Span, union
from roster.views.cause_words import ABSENCES, LONGEST_TOLD_SECONDS
from roster.views.cover_words import cause_word
from roster.views.words import duration, hours


def gap_headline(gaps: Sequence[Gap], needed: int, state: str, named: object = ()) -> str:
    """Nobody, Nobody named, 1 officer short: what the card says first, before the place."""
    worst = max((gap.short_by for gap in gaps), default=0)
    if worst >= needed and state == "at_risk":
        return "Nobody who is named can be" if named else "Nobody named"
    if worst >= needed:
        return "Nobody"
    short = "1 officer short" if worst == 1 else f"{worst} officers short"
    return f"{worst} more to name" if state == "at_risk" else short


def why_bare(promise: Promise, marks: Collection[Mark]) -> list[str]:
    """What keeps away each officer who is named: PC Shah was taken to ERPT backfill 07:00–15:00."""
    return [
        f"{name}: {_what_took(officer_id, kind, spans, marks)}"
        for officer_id, name in promise.named
        for kind, spans in _causes(promise, officer_id).items()
    ]


def _what_took(officer_id: int, kind: CauseKind, spans: list[Span], marks: Collection[Mark]) -> str:
    """The abstractions or absences by their names; another cause by its kind."""
    wanted = {CauseKind.ABSTRACTED: "abstraction", CauseKind.ABSENT: "absence"}.get(kind)
    took = sorted(
        (
            mark
            for mark in marks
            if (mark.what, mark.officer_id) == (wanted, officer_id)
            and any(mark.span.overlaps(span) for span in spans)
        ),
        key=lambda mark: mark.span,
    )
    return " and ".join(map(_mark_words, took)) or f"{cause_word(kind)} {_times(spans)}"


def _mark_words(mark: Mark) -> str:
    """taken to ERPT backfill 07:00–15:00, annual leave: as the flag's own page has it."""
    if mark.what == "abstraction":
        return f"taken to {mark.word} {hours(mark.span)}"
    word = ABSENCES.get(mark.word, "away")
    return word if mark.span.seconds > LONGEST_TOLD_SECONDS else f"{word} {hours(mark.span)}"


def lost(promise: Promise) -> set[int]:
    """The named officers who will not be there for some of it."""
    return {officer_id for officer_id, _ in promise.named if _causes(promise, officer_id)}


def until(instant: int) -> str:
    """in 2 h 10 min, in 3 days, now."""
    seconds = instant - int(clock.now().timestamp())
    if seconds <= 0:
        return "now"
    days = (clock.london_date(instant) - clock.today()).days
    if days:
        return "tomorrow" if days == 1 else f"in {days} days"
    return f"in {duration(max(1, seconds // 60))}"


def is_today(instant: int) -> bool:
    """Whether it falls on this London day."""
    return clock.london_date(instant) == clock.today()


def _causes(promise: Promise, officer_id: int) -> dict[CauseKind, list[Span]]:
    found: dict[CauseKind, list[Span]] = {}
    for gap in promise.gaps:
        for cause in gap.causes:
            if cause.officer == officer_id:
                found.setdefault(cause.kind, []).append(cause.span)
    return found


def _times(spans: list[Span]) -> str:
    return " and ".join(hours(span) for span in union(spans))


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (gap_headline, why_bare, lost, until, is_today)
}
