"""Sickness over approved leave: the leave of those hours is given back, and what lies around it stands."""

from roster import clock
from roster.errors import Refusal
from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.notice import NoticeKind
from roster.permissions import Actor
from roster.queries.absences import leave_during
from roster.services.absence_records import facts, tell_officer
from roster.services.audit import record
from roster.values import Span, subtract

GIVEN_BACK = "Sick then: this time is given back"
OWN_SICKNESS = "Sickness over your own leave gives it back: another sergeant of the team records it"


def give_back(officer_id: int, span: Span, actor: Actor) -> None:
    """Make room for sickness, in the transaction that records it; the officer's row is locked already."""
    for leave in leave_during(officer_id, span):
        if officer_id == actor.officer_id:
            raise Refusal(OWN_SICKNESS)
        _cut(leave, span, actor)


def _cut(leave: Absence, span: Span, by: Actor) -> None:
    before, gone = facts(leave), leave.span.clip(span)
    kept = subtract([leave.span], [span])
    if gone and kept:
        leave.starts_at, leave.ends_at = kept[0].starts_at, kept[0].ends_at
        # The database's guard looks at each row as it comes: the leave shrinks before its parts are added.
        db.session.flush()
        record(by, "absence:keep", leave, before=before, after=facts(leave))
        for part in kept[1:]:
            _part(leave, part, by)
        leave = _part(leave, gone, by, AbsenceStatus.CANCELLED)
    else:
        _cancel(leave, by)
        record(by, "absence:give-back", leave, before=before, after=facts(leave))
    db.session.flush()
    tell_officer(leave, NoticeKind.ABSENCE_CANCELLED)


def _part(leave: Absence, span: Span, by: Actor, status: AbsenceStatus = AbsenceStatus.APPROVED) -> Absence:
    """A row of its own for a part of the leave, asked for and granted as the whole was."""
    part = Absence(
        officer_id=leave.officer_id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        kind=leave.kind,
        status=status,
        note=leave.note,
        asked_at=leave.asked_at,
        decided_at=leave.decided_at,
        decided_by_id=leave.decided_by_id,
    )
    if status is AbsenceStatus.CANCELLED:
        _cancel(part, by)
    db.session.add(part)
    action = "absence:keep" if status is AbsenceStatus.APPROVED else "absence:give-back"
    record(by, action, part, after=facts(part), part_of=leave.id)
    return part


def _cancel(leave: Absence, by: Actor) -> None:
    leave.status, leave.decline_reason = AbsenceStatus.CANCELLED, GIVEN_BACK
    leave.decided_at, leave.decided_by_id = clock.now(), by.account_id
