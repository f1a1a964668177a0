"""Saving cells of the grid: each is judged on its own merit, all in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from roster.extensions import db, transaction
from roster.models.cell_change import CellChange, ChangeSource
from roster.permissions import Actor
from roster.queries.cell_impact import Impact, impacts_of
from roster.queries.cell_values import ABSENCE_CODES, Cell, Held
from roster.queries.cells import Key, LastChange, last_changes, sheet_of
from roster.services.audit import record_each
from roster.services.cell_answers import Answer, Conflict, NeedsReason, Saved, Wanted
from roster.services.cell_changes import Why, change_of, duty_date, keep
from roster.services.cell_judging import Desk, judge_all
from roster.services.cell_writes import Change, write
from roster.services.coverage import review_coverage
from roster.services.locks import lock_officers, lock_swaps, lock_teams
from roster.services.owing import settle
from roster.values import Span


@transaction()
def save_cells(wanted: Sequence[Wanted], *, by: Actor, why: Why | None = None) -> list[Answer]:
    """What became of each cell, in the order asked; a published one needs a why."""
    if not wanted:
        return []
    officers = lock_officers(one.officer_id for one in wanted)
    days = [one.day for one in wanted]
    desk = Desk(by, why, officers, sheet_of(officers, min(days), max(days)), {})
    _lock_wards(desk, wanted)
    answers = judge_all(desk, wanted)
    _write(desk)
    return _told(desk, answers)


def _lock_wards(desk: Desk, wanted: Sequence[Wanted]) -> None:
    """Each absence is judged for cover by itself: lock all their teams first, so that two never cross."""
    if desk.sheet.absences or any(_names_absence(one.code) for one in wanted):
        lock_swaps(desk.officers)
        lock_teams(desk.sheet.teams)


def _names_absence(code: str) -> bool:
    """AL, and L+AL."""
    return code.strip().upper().rpartition("+")[2].strip() in ABSENCE_CODES


def _write(desk: Desk) -> None:
    changes = list(desk.changes.values())
    if not changes:
        return
    db.session.flush()
    write(changes)
    db.session.expire_all()
    kept = [_kept(desk, change) for change in changes]
    keep(kept)
    pairs = zip(kept, changes, strict=True)
    record_each(desk.by, "cell:change", [(row, _facts(row, change)) for row, change in pairs])
    settle((row, change.before, change.after) for row, change in zip(kept, changes, strict=True))
    spans = [one.span for change in changes if _counts(change) for one in _duties(change)]
    if spans:
        touched = Span(min(span.start for span in spans), max(span.end for span in spans))
        officers = {change.after.officer_id for change in changes if _counts(change)}
        review_coverage(officers, touched, by=desk.by)


def _kept(desk: Desk, change: Change) -> CellChange:
    cell = change.before
    why = desk.why if _counts(change) else None
    return change_of(
        cell.officer_id,
        cell.day,
        cell.words,
        change.after.words,
        by=desk.by,
        source=ChangeSource.HAND,
        why=why,
        duty_date=duty_date(cell, change.after),
    )


def _counts(change: Change) -> bool:
    """Whether what was published changes: an absence that lies over it does not."""
    same = (change.before.duties, change.before.rest) == (change.after.duties, change.after.rest)
    return change.is_published and not same


def _duties(change: Change) -> list[Held]:
    return [*change.before.duties, *change.after.duties]


def _facts(row: CellChange, change: Change) -> dict[str, Any]:
    before, then = ({"words": cell.words, "state": cell.state} for cell in (change.before, change.after))
    about = {"officer_id": row.officer_id, "day": row.day, "reason": row.reason}
    return {"before": before, "after": then, **about}


def _told(desk: Desk, answers: Sequence[Answer]) -> list[Answer]:
    """With the rows' ids, with who was first, and with what a change of a published cell would mean."""
    last = last_changes({_key(one.cell) for one in answers if isinstance(one, Conflict)})
    asking = [one for one in answers if isinstance(one, NeedsReason)]
    impacts = iter(impacts_of([(one.cell, one.after) for one in asking]))
    return [_full(desk, one, last, impacts) for one in answers]


def _full(desk: Desk, answer: Answer, last: Mapping[Key, LastChange], impacts: Iterator[Impact]) -> Answer:
    if isinstance(answer, Conflict):
        return replace(answer, last=last.get(_key(answer.cell)))
    if isinstance(answer, NeedsReason):
        return replace(answer, impact=next(impacts))
    written = desk.changes.get(_key(answer.cell))
    return Saved(written.after) if written and isinstance(answer, Saved) else answer


def _key(cell: Cell) -> Key:
    return cell.officer_id, cell.day
