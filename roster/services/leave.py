"""Leave as officers ask for it and take it back, and how much of it they have."""

from sqlalchemy import select

from roster import clock
from roster.errors import NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.leave_allowance import LeaveAllowance
from roster.models.notice import NoticeKind
from roster.permissions import Actor, may
from roster.queries.absences import ASKED_FOR, asked_or_away
from roster.queries.deciders import deciders
from roster.queries.duties import duty_during
from roster.queries.postings import team_at, teams_during
from roster.rules.leave import MOST_HOURS, leave_year
from roster.services.absence_records import facts, notice_key
from roster.services.absences import held, refuse_length, turn
from roster.services.audit import record
from roster.services.locks import lock_officer
from roster.services.notices import tell
from roster.services.said import said
from roster.values import Span

# Time off that is taken from a balance cannot be taken after the fact; training and court can be noted late.
FROM_THE_BALANCE = (AbsenceKind.ANNUAL_LEAVE, AbsenceKind.TIME_OFF_IN_LIEU)


@transaction()
def ask_absence(officer_id: int, span: Span, kind: AbsenceKind, note: str = "", *, by: Actor) -> Absence:
    """Ask for time off; it changes nothing until it is approved, and whoever may do so is told."""
    if not may(by, "absence:ask", officer_id=officer_id):
        raise NotAllowed
    lock_officer(officer_id)
    teams = teams_during(officer_id, span)
    _refuse_asking(officer_id, span, kind)
    if not teams:
        raise Refusal("You are not posted to a ward team on those days, so nobody could decide")
    absence = Absence(
        officer_id=officer_id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        kind=kind,
        status=AbsenceStatus.REQUESTED,
        note=" ".join(note.split())[:200],
        asked_at=clock.now(),
    )
    db.session.add(absence)
    record(by, "absence:ask", absence, after=facts(absence))
    _tell_deciders(absence, teams, NoticeKind.ABSENCE_ASKED)
    return absence


@transaction()
def withdraw_absence(absence: Absence, *, by: Actor) -> Absence:
    """The officer does not want it any more: a request, or leave that has not begun."""
    absence = held(absence)
    if not may(by, "absence:withdraw", officer_id=absence.officer_id):
        raise NotAllowed
    if absence.status is AbsenceStatus.CANCELLED:
        return absence
    if absence.status is AbsenceStatus.DECLINED:
        raise Refusal("It was declined meanwhile: there is nothing to withdraw")
    if absence.status is AbsenceStatus.APPROVED and absence.starts_at <= clock.now():
        raise Refusal("It has begun. Ask your sergeant to cancel it")
    if absence.asked_at is None:
        raise Refusal("Your sergeant recorded it. Ask your sergeant to cancel it")
    turn(absence, AbsenceStatus.CANCELLED, "absence:withdraw", by)
    teams = teams_during(absence.officer_id, absence.span)
    _tell_deciders(absence, teams, NoticeKind.ABSENCE_CANCELLED)
    return absence


@transaction()
def allow_leave(officer_id: int, year: int, minutes: int, *, by: Actor) -> LeaveAllowance:
    """Set the annual leave of the leave year that begins in that year."""
    lock_officer(officer_id)
    if not may(by, "leave-allowance:change", team_at(officer_id, clock.now()) or -1):
        raise NotAllowed
    if not 0 <= minutes <= MOST_HOURS * 60:
        raise Refusal(f"A leave year has {MOST_HOURS} hours of leave at most")
    if abs(year - leave_year(clock.today())) > 1:
        raise Refusal("Set it for this leave year, the one before or the one after")
    found = db.session.scalar(
        select(LeaveAllowance).where(LeaveAllowance.officer_id == officer_id, LeaveAllowance.year == year)
    )
    before = found.minutes if found else None
    allowance = found or LeaveAllowance(officer_id=officer_id, year=year)
    allowance.minutes = minutes
    db.session.add(allowance)
    if before != minutes:
        record(by, "leave-allowance:change", allowance, before=before, after=minutes, year=year)
    return allowance


def _refuse_asking(officer_id: int, span: Span, kind: AbsenceKind) -> None:
    if kind not in ASKED_FOR:
        raise Refusal("Tell your sergeant if you are sick: it is recorded at once")
    refuse_length(span)
    if clock.london_date(span.start) < clock.today():
        raise Refusal("That begins in the past. Ask your sergeant to record it")
    if kind in FROM_THE_BALANCE and _has_begun(officer_id, span):
        raise Refusal(
            "Part of that time is past. Ask for the hours that are still to come; "
            "your sergeant can record the others"
        )
    other = asked_or_away(officer_id, span)
    if other and other.status is AbsenceStatus.REQUESTED:
        raise Refusal(f"You have already asked for {said(other.span)}. Withdraw that first")
    if other:
        raise Refusal(f"You are already away then: {said(other.span)}")


def _has_begun(officer_id: int, span: Span) -> bool:
    """Whether hours that are past are asked for; a whole day may be, until its duty begins."""
    now = int(clock.now().timestamp())
    if span.start >= now:
        return False
    worked = duty_during(officer_id, Span(span.start, min(now, span.end)))
    return span.starts_at != clock.midnight(clock.today()) or worked is not None


def _tell_deciders(absence: Absence, teams: set[int], kind: NoticeKind) -> None:
    db.session.flush()
    tell(deciders([absence.officer_id], teams), kind, notice_key(absence), absence_id=absence.id)
