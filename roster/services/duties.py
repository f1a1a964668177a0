"""Changes to the duties of one officer: added as a draft, changed, removed."""

from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import delete, inspect, select

from roster import clock
from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.cell_change import ChangeSource
from roster.models.columns import DAY_SECONDS
from roster.models.duty import Duty, DutyKind, DutyState, RestDay, ShiftTemplate
from roster.models.officer import Officer
from roster.permissions import Actor, may
from roster.queries.cell_values import Cell
from roster.queries.duties import duty_during
from roster.queries.postings import team_at
from roster.services.audit import record
from roster.services.cell_changes import Why
from roster.services.cell_notes import Cells, cells_of, note_cells
from roster.services.coverage import review_coverage
from roster.services.locks import lock_officer
from roster.services.said import said
from roster.values import Span, union

# A shift off the list, or own times spent on something of this kind.
Shift = ShiftTemplate | DutyKind


class Doing(TypedDict):
    """Who does it; and why, which a published day asks for."""

    by: Actor
    why: NotRequired[Why | None]


@transaction()
def add_duty(officer: Officer, span: Span, shift: Shift, **doing: Unpack[Doing]) -> Duty:
    """Roster the officer for the span: as a draft, but on a day that is published at once, with its why."""
    officer = lock_officer(officer.id)
    _allow(doing["by"], "duty:add", officer.id, span)
    _refuse_double(officer, span)
    before = _cells(officer.id, span)
    (rested,) = before.values()
    counts = rested.is_published
    _refuse_without_why(rested, doing)
    if rested.rest:
        db.session.execute(delete(RestDay).where(RestDay.id == rested.rest.id))
    duty = Duty(officer_id=officer.id, state=DutyState.PUBLISHED if counts else DutyState.DRAFT)
    duty.published_at = clock.now() if counts else None
    _put(duty, span, shift)
    db.session.add(duty)
    record(doing["by"], "duty:add", duty, after=_facts(duty))
    _follow(before, [span] if counts else [], doing)
    return duty


@transaction()
def change_duty(duty: Duty, span: Span, shift: Shift, version: int, **doing: Unpack[Doing]) -> Duty:
    """Give the duty other times or another shift, unless somebody else changed that version first."""
    duty, by = _held(duty), doing["by"]
    for when in (duty.span, span):
        _allow(by, "duty:change", duty.officer_id, when)
    if duty.version != version:
        raise Changed(_words(span, shift), _words(duty.span, duty.shift_template or duty.kind))
    if (duty.span, duty.shift_template or duty.kind) == (span, shift):
        return duty
    _refuse_double(duty.officer, span, besides=duty.id)
    old, facts = duty.span, _facts(duty)
    before = _cells(duty.officer_id, old, span)
    if duty.state is DutyState.PUBLISHED:
        _refuse_without_why(before[clock.london_date(old.start)], doing)
    _put(duty, span, shift)
    record(by, "duty:change", duty, before=facts, after=_facts(duty))
    _follow(before, [old, span] if duty.state is DutyState.PUBLISHED else [], doing)
    return duty


@transaction()
def remove_duty(duty: Duty, version: int, **doing: Unpack[Doing]) -> None:
    """Take the duty off the roster; what it was stays in the officer's history."""
    duty, by = _held(duty), doing["by"]
    _allow(by, "duty:remove", duty.officer_id, duty.span)
    if duty.version != version:
        raise Changed("its removal", _words(duty.span, duty.shift_template or duty.kind))
    before, span = _cells(duty.officer_id, duty.span), duty.span
    counts = duty.state is DutyState.PUBLISHED
    if counts:
        _refuse_without_why(before[clock.london_date(span.start)], doing)
    # The row goes, so its officer carries the entry.
    record(by, "duty:remove", duty.officer, before={"duty_id": duty.id, **_facts(duty)})
    db.session.delete(duty)
    _follow(before, [span] if counts else [], doing)


def _cells(officer_id: int, *spans: Span) -> Cells:
    return cells_of(officer_id, [clock.london_date(span.start) for span in spans])


def _refuse_without_why(cell: Cell, doing: Doing) -> None:
    if cell.is_published and doing.get("why") is None:
        raise Refusal("This day is published: say why it changes")


def _follow(before: Cells, spans: list[Span], doing: Doing) -> None:
    """Each cell keeps its history; what was published is told, and the cover of its time judged again."""
    why = doing.get("why") if spans else None
    note_cells(before, {"by": doing["by"], "source": ChangeSource.HAND, "why": why})
    officer_id = next(iter(before.values())).officer_id
    for span in union(spans):
        review_coverage([officer_id], span, by=doing["by"])


def _allow(by: Actor, permission: str, officer_id: int, span: Span) -> None:
    team_id = team_at(officer_id, span.start)
    if team_id is None or not may(by, permission, team_id):
        raise NotAllowed


def _held(duty: Duty) -> Duty:
    """The duty as it stands now, with its officer's row locked."""
    (duty_id,) = inspect(duty).identity or (0,)  # its id, also when its row is gone
    officer_id = db.session.scalar(select(Duty.officer_id).where(Duty.id == duty_id))
    if officer_id is not None:
        lock_officer(officer_id)
        found = db.session.get(Duty, duty_id, populate_existing=True)
        if found is not None:
            return found
    raise Refusal("Somebody has removed this duty meanwhile")


def _refuse_double(officer: Officer, span: Span, besides: int = 0) -> None:
    if span.seconds > DAY_SECONDS:
        raise Refusal("A duty lasts 24 hours at most")
    other = duty_during(officer.id, span, besides)
    if other:
        raise Refusal(f"{officer.name} already has a duty then: {said(other.span)}")


def _put(duty: Duty, span: Span, shift: Shift) -> None:
    duty.starts_at, duty.ends_at = span.starts_at, span.ends_at
    duty.shift_template = shift if isinstance(shift, ShiftTemplate) else None
    duty.kind = shift.kind if isinstance(shift, ShiftTemplate) else shift


def _words(span: Span, shift: Shift) -> str:
    name = shift.name if isinstance(shift, ShiftTemplate) else f"{shift.value} duty"
    return f"{name}, {said(span)}"


def _facts(duty: Duty) -> dict[str, Any]:
    return {
        "officer_id": duty.officer_id,
        "starts_at": duty.starts_at,
        "ends_at": duty.ends_at,
        "kind": duty.kind,
        "shift": duty.shift_template.name if duty.shift_template else None,
        "state": duty.state,
    }
