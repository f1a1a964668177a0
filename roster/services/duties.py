"""Changes to the duties of one officer: added as a draft, changed, removed."""

from typing import Any

from sqlalchemy import inspect, select

from roster import clock
from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.columns import DAY_SECONDS
from roster.models.duty import Duty, DutyKind, DutyState, ShiftTemplate
from roster.models.notice import NoticeKind
from roster.models.officer import Officer
from roster.permissions import Actor, may
from roster.queries.duties import duty_during
from roster.queries.postings import team_at
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.services.locks import lock_officer
from roster.services.notices import tell
from roster.services.said import said
from roster.values import Span, union

# A shift off the list, or own times spent on something of this kind.
Shift = ShiftTemplate | DutyKind


@transaction()
def add_duty(officer: Officer, span: Span, shift: Shift, *, by: Actor) -> Duty:
    """Roster the officer for the span, as a draft: it covers nothing until it is published."""
    officer = lock_officer(officer.id)
    _allow(by, "duty:add", officer.id, span)
    _refuse_double(officer, span)
    duty = Duty(officer_id=officer.id, state=DutyState.DRAFT)
    _put(duty, span, shift)
    db.session.add(duty)
    record(by, "duty:add", duty, after=_facts(duty))
    return duty


@transaction()
def change_duty(duty: Duty, span: Span, shift: Shift, version: int, *, by: Actor) -> Duty:
    """Give the duty other times or another shift, unless somebody else changed that version first."""
    duty = _held(duty)
    for when in (duty.span, span):
        _allow(by, "duty:change", duty.officer_id, when)
    if duty.version != version:
        raise Changed(_words(span, shift), _words(duty.span, duty.shift_template or duty.kind))
    _refuse_double(duty.officer, span, besides=duty.id)
    old, before = duty.span, _facts(duty)
    _put(duty, span, shift)
    record(by, "duty:change", duty, before=before, after=_facts(duty))
    if duty.state is DutyState.PUBLISHED:
        _tell_and_review(duty, [old, span], f"v{version + 1}")
    return duty


@transaction()
def remove_duty(duty: Duty, version: int, *, by: Actor) -> None:
    """Take the duty off the roster; what it was stays in the officer's history."""
    duty = _held(duty)
    _allow(by, "duty:remove", duty.officer_id, duty.span)
    if duty.version != version:
        raise Changed("its removal", _words(duty.span, duty.shift_template or duty.kind))
    # The row goes, so its officer carries the entry.
    record(by, "duty:remove", duty.officer, before={"duty_id": duty.id, **_facts(duty)})
    db.session.delete(duty)
    if duty.state is DutyState.PUBLISHED:
        _tell_and_review(duty, [duty.span], "removed")


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


def _tell_and_review(duty: Duty, spans: list[Span], change: str) -> None:
    """What follows a change to what was published: the officer hears of it, cover is judged again."""
    # With the moment: SQLite may give the id of a removed duty to the next one.
    key = f"duty:{duty.id}:{change}:{int(clock.now().timestamp())}"
    tell([duty.officer_id], NoticeKind.DUTY_CHANGED, key, about_at=min(spans).starts_at)
    for span in union(spans):
        review_coverage([duty.officer_id], span)


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
