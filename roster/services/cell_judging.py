"""Judging the cells of a block one by one, each against what stands once the others have changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from roster.errors import Refusal
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind
from roster.models.officer import Officer
from roster.permissions import Actor, may
from roster.queries.absences import ASKED_FOR
from roster.queries.cell_codes import read_code
from roster.queries.cell_values import ABSENCE_WORDS, Away, Cell, Meaning
from roster.queries.cells import Key, Sheet, day_span
from roster.services.absences import cancel_absence, record_absence
from roster.services.cell_answers import Answer, Conflict, NeedsReason, Refused, Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cell_writes import Change, after
from roster.services.said import said

OUT_OF_REACH = "There is no such cell that you may change"
TWICE = "This cell is twice in what was sent"


@dataclass(frozen=True, slots=True)
class _InTheWay:
    """A duty of another day overlaps; it may move in the same block, so this one is asked again."""

    refused: Refused


@dataclass(slots=True)
class Desk:
    """Who saves, what stands, and what changes on the way."""

    by: Actor
    why: Why | None
    officers: dict[int, Officer]
    sheet: Sheet
    changes: dict[Key, Change]


def judge_all(desk: Desk, wanted: Sequence[Wanted]) -> list[Answer]:
    """What becomes of each, in the order asked; the desk keeps what is to be written."""
    keys = [(one.officer_id, one.day) for one in wanted]
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    answers: dict[int, Answer] = {
        place: Refused(Cell(*key), TWICE, unknown=True)
        for place, key in enumerate(keys)
        if first[key] != place
    }
    waiting = sorted(first.values())
    while waiting:
        found = {place: _judge(desk, wanted[place]) for place in waiting}
        answers |= {place: _final(one) for place, one in found.items()}
        again = [place for place, one in found.items() if isinstance(one, _InTheWay)]
        # What stands in the way may have moved meanwhile; once nothing moves any more, it stays.
        waiting = again if len(again) < len(waiting) else []
    return [answers[place] for place in range(len(wanted))]


def _final(answer: Answer | _InTheWay) -> Answer:
    return answer.refused if isinstance(answer, _InTheWay) else answer


def _judge(desk: Desk, one: Wanted) -> Answer | _InTheWay:
    team_id = desk.sheet.team_of(one.officer_id, one.day)
    if one.officer_id not in desk.officers or team_id is None or not may(desk.by, "cell:change", team_id):
        return Refused(Cell(one.officer_id, one.day), OUT_OF_REACH, unknown=True)
    cell = desk.sheet.cell(one.officer_id, one.day)
    if one.code.strip().upper() == cell.code:
        return Saved(cell)
    try:
        meaning = read_code(one.code, one.day, desk.sheet.by_code)
        if meaning.is_met_by(cell):
            return Saved(cell)
        if one.token != cell.token:
            return Conflict(cell, _words(cell, meaning))
        return _put(desk, cell, meaning)
    except Refusal as refusal:
        return Refused(cell, str(refusal))


def _put(desk: Desk, cell: Cell, meaning: Meaning) -> Answer | _InTheWay:
    if meaning.absence is None:
        return _change(desk, cell, meaning)
    with _nothing_if_refused(desk, cell):
        if meaning.says_beneath and not meaning.is_beneath(cell):
            return _both(desk, cell, meaning, meaning.absence)
        return _take_away(desk, cell, meaning.absence)


@contextmanager
def _nothing_if_refused(desk: Desk, cell: Cell) -> Iterator[None]:
    """An absence is refused by its own service, after what makes way for it: that comes back then."""
    absences = list(desk.sheet.absences.get(cell.officer_id, ()))
    try:
        with db.session.begin_nested():
            yield
    except Refusal:
        desk.changes.pop((cell.officer_id, cell.day), None)
        desk.sheet.lay(cell)
        desk.sheet.absences[cell.officer_id] = absences
        raise


def _change(desk: Desk, cell: Cell, meaning: Meaning) -> Answer | _InTheWay:
    """Another duty, a rest day or nothing in the cell; an absence typed there before is off again."""
    name = desk.officers[cell.officer_id].name
    if cell.away and not cell.away.is_typed:
        raise Refusal(f"{name} is away then, {said(cell.away.span)}: cancel that on the day’s own page first")
    then = after(cell, meaning)
    is_beneath = meaning.is_beneath(cell)
    if cell.is_published and not is_beneath and desk.why is None:
        return NeedsReason(cell, then)
    other = desk.sheet.in_the_way(then)
    if other:
        return _InTheWay(Refused(cell, f"{name} already has a duty then: {said(other.span)}"))
    if cell.away:
        _make_way(desk, cell.officer_id, cell.away, meaning.absence)
    return _lay(desk, cell, then)


def _take_away(desk: Desk, cell: Cell, kind: AbsenceKind) -> Saved:
    """Away for that day, over whatever stands."""
    if cell.away and cell.away.is_typed:
        _make_way(desk, cell.officer_id, cell.away, kind)
    span = day_span(cell.day)
    absence = record_absence(desk.officers[cell.officer_id], span, kind, by=desk.by)
    away = Away(absence.id, kind, span, of_the_day=True)
    # Before any longer leave that gave way to it for this day, and still stands on the days around it.
    desk.sheet.absences.setdefault(cell.officer_id, []).insert(0, away.row)
    return _lay(desk, cell, replace(cell, away=away))


def _both(desk: Desk, cell: Cell, meaning: Meaning, kind: AbsenceKind) -> Answer | _InTheWay:
    """Another duty, and away over it: what undoing brings back at once."""
    laid = _change(desk, cell, meaning)
    if not isinstance(laid, Saved):
        return laid
    away = _take_away(desk, laid.cell, kind)
    desk.changes[cell.officer_id, cell.day] = Change(cell, away.cell)
    return away


def _make_way(desk: Desk, officer_id: int, away: Away, kind: AbsenceKind | None) -> None:
    """What was typed is off again; recording sickness gives leave back itself."""
    if kind is not AbsenceKind.SICK or away.kind not in ASKED_FOR:
        cancel_absence(db.session.get_one(Absence, away.id), by=desk.by)
    desk.sheet.absences[officer_id].remove(away.row)


def _lay(desk: Desk, cell: Cell, then: Cell) -> Saved:
    desk.sheet.lay(then)
    desk.changes[cell.officer_id, cell.day] = Change(cell, then)
    return Saved(then)


def _words(cell: Cell, meaning: Meaning) -> str:
    """What was typed, in words."""
    if meaning.absence:
        return ABSENCE_WORDS[meaning.absence]
    return Cell(cell.officer_id, cell.day, meaning.duties, meaning.rest).words or "nothing"
