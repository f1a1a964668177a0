"""By what the drafts and breaches of a checklist are known again when it comes back as a form."""

from collections.abc import Iterable

DUTY, REST_DAY, BREACH = "d", "r", "b"


def draft_mark(kind: str, row_id: int, version: int) -> str:
    """Another one as soon as anything of the draft is changed."""
    return f"{kind}{row_id}.{version}"


def breach_mark(officer_id: int, rule: str, day: object, measured: int) -> str:
    """Another one where it is broken on another day, or by more or less; day: the first it is drawn on."""
    return f"{BREACH}{officer_id}.{rule}.{day}.{measured}"


def drafts_in(marks: Iterable[str]) -> frozenset[str]:
    """Only those of drafts."""
    return frozenset(mark for mark in marks if not mark.startswith(BREACH))


def gone(before: Iterable[str], now: Iterable[str]) -> int:
    """How many drafts are there no more; one that was changed is."""
    rows = [{mark.partition(".")[0] for mark in drafts_in(marks)} for marks in (before, now)]
    return len(rows[0] - rows[1])
