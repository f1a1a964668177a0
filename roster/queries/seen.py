"""By what the drafts and breaches of a checklist are known again when it comes back as a form."""

from collections.abc import Iterable
from datetime import date

DUTY, REST_DAY, BREACH = "d", "r", "b"

Cell = tuple[int, date]


def draft_mark(kind: str, row_id: int, version: int, cell: Cell) -> str:
    """Another one as soon as anything of the draft is changed; cell: the officer and the day."""
    officer_id, day = cell
    return f"{kind}{row_id}.{version}.{officer_id}.{day}"


def breach_mark(officer_id: int, rule: str, day: object, measured: int) -> str:
    """Another one where it is broken on another day, or by more or less; day: the first it is drawn on."""
    return f"{BREACH}{officer_id}.{rule}.{day}.{measured}"


def drafts_in(marks: Iterable[str]) -> frozenset[str]:
    """Only those of drafts."""
    return frozenset(mark for mark in marks if not mark.startswith(BREACH))


def gone(before: Iterable[str], now: Iterable[str]) -> list[date | None]:
    """Of each draft that is there no more, the day; None where the mark is not one of ours.

    One that was changed is there, and one in whose place its officer has another draft that day.
    """
    old, new = (drafts_in(marks) for marks in (before, now))
    rows, cells = {_row(mark) for mark in new}, {_cell(mark) for mark in new - old}
    left = [mark for mark in old - new if _row(mark) not in rows and _cell(mark) not in cells]
    return sorted((_day(mark) for mark in left), key=lambda day: day or date.max)


def _row(mark: str) -> str:
    return mark.partition(".")[0]


def _cell(mark: str) -> tuple[str, ...]:
    return tuple(mark.split(".")[2:])


def _day(mark: str) -> date | None:
    try:
        return date.fromisoformat(_cell(mark)[-1])
    except (IndexError, ValueError):
        return None
