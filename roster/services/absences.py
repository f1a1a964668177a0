"""Leave, sickness and other absences: recorded, approved, cancelled."""

from typing import Any

from sqlalchemy import inspect, select

from roster.errors import NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.officer import Officer
from roster.permissions import Actor, may
from roster.queries.duties import absence_during
from roster.queries.postings import team_at
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.services.locks import lock_officer
from roster.services.said import said
from roster.values import Span


@transaction()
def record_absence(officer: Officer, span: Span, kind: AbsenceKind, *, by: Actor) -> Absence:
    """The officer is not there: approved at once, as when sickness is called in."""
    officer = lock_officer(officer.id)
    _allow(by, "absence:record", officer.id, span)
    _refuse_double(officer, span)
    absence = Absence(
        officer=officer,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        kind=kind,
        status=AbsenceStatus.APPROVED,
    )
    db.session.add(absence)
    record(by, "absence:record", absence, after=_facts(absence))
    review_coverage([officer.id], span)
    return absence


@transaction()
def approve_absence(absence: Absence, *, by: Actor) -> Absence:
    """Grant what was requested: from now on it takes the officer away."""
    absence = _held(absence)
    _allow(by, "absence:approve", absence.officer_id, absence.span)
    if absence.status is AbsenceStatus.APPROVED:
        return absence
    if absence.status is not AbsenceStatus.REQUESTED:
        raise Refusal(f"This absence was {absence.status.value} meanwhile")
    _refuse_double(absence.officer, absence.span, besides=absence.id)
    _turn(absence, AbsenceStatus.APPROVED, "absence:approve", by)
    return absence


@transaction()
def cancel_absence(absence: Absence, *, by: Actor) -> Absence:
    """The officer is there after all, or the request is withdrawn."""
    absence = _held(absence)
    _allow(by, "absence:cancel", absence.officer_id, absence.span)
    if absence.status is AbsenceStatus.DECLINED:
        raise Refusal("This absence was declined meanwhile")
    if absence.status is not AbsenceStatus.CANCELLED:
        _turn(absence, AbsenceStatus.CANCELLED, "absence:cancel", by)
    return absence


def _allow(by: Actor, permission: str, officer_id: int, span: Span) -> None:
    team_id = team_at(officer_id, span.start)
    if team_id is None or not may(by, permission, team_id):
        raise NotAllowed


def _held(absence: Absence) -> Absence:
    """The absence as it stands now, with its officer's row locked."""
    (absence_id,) = inspect(absence).identity or (0,)
    lock_officer(db.session.scalars(select(Absence.officer_id).where(Absence.id == absence_id)).one())
    return db.session.get_one(Absence, absence_id, populate_existing=True)


def _refuse_double(officer: Officer, span: Span, besides: int = 0) -> None:
    other = absence_during(officer.id, span, besides)
    if other:
        raise Refusal(f"{officer.name} is already away then: {said(other.span)}")


def _turn(absence: Absence, status: AbsenceStatus, action: str, by: Actor) -> None:
    before, was = _facts(absence), absence.status
    absence.status = status
    record(by, action, absence, before=before, after=_facts(absence))
    if AbsenceStatus.APPROVED in (was, status):
        review_coverage([absence.officer_id], absence.span)


def _facts(absence: Absence) -> dict[str, Any]:
    return {
        "starts_at": absence.starts_at,
        "ends_at": absence.ends_at,
        "kind": absence.kind,
        "status": absence.status,
    }
