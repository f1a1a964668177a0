"""Leave, sickness and other absences as sergeants enter and decide them."""

from sqlalchemy import inspect, select

from roster import clock
from roster.errors import Changed, NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.notice import NoticeKind
from roster.models.officer import Officer
from roster.permissions import Actor, may
from roster.queries.absences import ASKED_FOR, decider_of
from roster.queries.deciders import OWN, may_decide
from roster.queries.duties import absence_during
from roster.queries.postings import teams_during
from roster.services.absence_records import facts, tell_officer
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.services.locks import lock_officer
from roster.services.said import said
from roster.services.sickness import give_back
from roster.values import Span

# A leap year and the hour that the autumn night has more.
LONGEST_SECONDS = 366 * 86_400 + 3_600
LONGEST_REASON = 200  # as the column is long
ANOTHERS = (
    "Part of that time is a posting to a ward team that you do not supervise. "
    "Each part is for the sergeant of its own team"
)
OWN_LEAVE = "Ask for your own leave under My duties: another sergeant of the team decides it, or a manager"


@transaction()
def record_absence(officer: Officer, span: Span, kind: AbsenceKind, *, by: Actor) -> Absence:
    """The officer is not there: approved at once, as when sickness is called in."""
    officer = lock_officer(officer.id)
    _allow(by, "absence:record", officer.id, span)
    if officer.id == by.officer_id and kind in ASKED_FOR:
        raise Refusal(OWN_LEAVE)
    refuse_length(span)
    if kind is AbsenceKind.SICK:
        give_back(officer.id, span, by)
    _refuse_double(officer, span)
    absence = Absence(
        officer=officer,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        kind=kind,
        status=AbsenceStatus.APPROVED,
        decided_at=clock.now(),
        decided_by_id=by.account_id,
    )
    db.session.add(absence)
    record(by, "absence:record", absence, after=facts(absence))
    review_coverage([officer.id], span, by=by)
    return absence


@transaction()
def approve_absence(absence: Absence, *, by: Actor) -> Absence:
    """Grant what was requested: from now on it takes the officer away."""
    absence = held(absence)
    _allow_deciding(by, "absence:approve", absence)
    if absence.status is AbsenceStatus.APPROVED:
        return absence
    _refuse_decided(absence, "approved")
    _refuse_double(absence.officer, absence.span, besides=absence.id)
    turn(absence, AbsenceStatus.APPROVED, "absence:approve", by)
    tell_officer(absence, NoticeKind.ABSENCE_APPROVED)
    return absence


@transaction()
def decline_absence(absence: Absence, reason: str, *, by: Actor) -> Absence:
    """Refuse what was requested, and say why; the sergeant of any ward team it touches may."""
    absence = held(absence)
    _allow_deciding(by, "absence:decline", absence)
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Refusal(f"Say why it is declined, in {LONGEST_REASON} characters at most")
    if absence.status is AbsenceStatus.DECLINED and absence.decline_reason == reason:
        return absence
    _refuse_decided(absence, f"declined: {reason}")
    absence.decline_reason = reason
    turn(absence, AbsenceStatus.DECLINED, "absence:decline", by)
    tell_officer(absence, NoticeKind.ABSENCE_DECLINED)
    return absence


@transaction()
def cancel_absence(absence: Absence, *, by: Actor) -> Absence:
    """The officer is there after all."""
    absence = held(absence)
    _allow(by, "absence:cancel", absence.officer_id, absence.span)
    if absence.officer_id == by.officer_id and absence.asked_at and absence.starts_at <= clock.now():
        raise Refusal("Your own leave has begun: another sergeant of the team cancels it")
    if absence.status is AbsenceStatus.DECLINED:
        raise Refusal("This absence was declined meanwhile")
    if absence.status is not AbsenceStatus.CANCELLED:
        turn(absence, AbsenceStatus.CANCELLED, "absence:cancel", by)
        tell_officer(absence, NoticeKind.ABSENCE_CANCELLED)
    return absence


def held(absence: Absence) -> Absence:
    """The absence as it stands now, with its officer's row locked."""
    (absence_id,) = inspect(absence).identity or (0,)
    officer_id = db.session.scalar(select(Absence.officer_id).where(Absence.id == absence_id))
    if officer_id is None:
        raise NotFound
    lock_officer(officer_id)
    return db.session.get_one(Absence, absence_id, populate_existing=True)


def turn(absence: Absence, status: AbsenceStatus, action: str, actor: Actor) -> None:
    """Decide: keep by whom and when, and judge cover again where it takes away or gives back."""
    before, was = facts(absence), absence.status
    absence.status = status
    absence.decided_at, absence.decided_by_id = clock.now(), actor.account_id
    record(actor, action, absence, before=before, after=facts(absence))
    if AbsenceStatus.APPROVED in (was, status):
        review_coverage([absence.officer_id], absence.span, by=actor)


def refuse_length(span: Span) -> None:
    """An absence of more than a year is a slip of the pen."""
    if span.seconds > LONGEST_SECONDS:
        raise Refusal("An absence lasts a year at most. Check the dates")


def _allow(by: Actor, permission: str, officer_id: int, span: Span) -> None:
    """Every ward team that the time touches: an absence may span two postings."""
    teams = teams_during(officer_id, span)
    within = {team for team in teams if may(by, permission, team)}
    if not within:
        raise NotAllowed
    if teams - within:
        raise Refusal(ANOTHERS)


def _allow_deciding(by: Actor, permission: str, absence: Absence) -> None:
    """Every ward team too, though one is enough to say no; and nobody in a cause of their own."""
    teams = teams_during(absence.officer_id, absence.span)
    within = {team for team in teams if may_decide(by, permission, [absence.officer_id], team)}
    if absence.officer_id == by.officer_id and any(may(by, permission, team) for team in teams):
        raise Refusal(OWN)
    if not within:
        raise NotAllowed
    if teams - within and permission != "absence:decline":
        raise Refusal(ANOTHERS)


def _refuse_decided(absence: Absence, wanted: str) -> None:
    """Somebody decided first: both decisions are shown."""
    if absence.status is not AbsenceStatus.REQUESTED:
        reason = f": {absence.decline_reason}" if absence.status is AbsenceStatus.DECLINED else ""
        raise Changed(wanted, f"{absence.status.value}{decider_of(absence)}{reason}")


def _refuse_double(officer: Officer, span: Span, besides: int = 0) -> None:
    other = absence_during(officer.id, span, besides)
    if other:
        raise Refusal(f"{officer.name} is already away then: {said(other.span)}")
