"""Absences that stand in the way of another, and who decided one."""

from sqlalchemy import and_, or_, select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.account import Account
from roster.models.officer import Officer
from roster.values import Span, subtract

STANDING = (AbsenceStatus.REQUESTED, AbsenceStatus.APPROVED)
# What an officer asks for; sickness is called in, and the sergeant records it at once.
ASKED_FOR = (
    AbsenceKind.ANNUAL_LEAVE,
    AbsenceKind.TIME_OFF_IN_LIEU,
    AbsenceKind.TRAINING,
    AbsenceKind.COURT,
)


def asked_or_away(officer_id: int, span: Span) -> Absence | None:
    """The officer's first absence in that time, approved or only asked for."""
    return db.session.scalar(
        select(Absence)
        .where(
            Absence.officer_id == officer_id,
            Absence.status.in_(STANDING),
            Absence.starts_at < span.end,
            Absence.ends_at > span.start,
        )
        .order_by(Absence.starts_at)
        .limit(1)
    )


def leave_during(officer_id: int, span: Span) -> list[Absence]:
    """What was granted for that time and gives way to sickness, in order of time."""
    asked = select(Absence).where(
        Absence.officer_id == officer_id,
        Absence.status == AbsenceStatus.APPROVED,
        Absence.kind.in_(ASKED_FOR),
        Absence.starts_at < span.end,
        Absence.ends_at > span.start,
    )
    return list(db.session.scalars(asked.order_by(Absence.starts_at)))


def given_back_by(sickness: Absence) -> list[tuple[AbsenceKind, Span]]:
    """The leave that it took the place of and nothing stands for since, each time once, in order of time.

    Only a row that was given back keeps a reason though it is cancelled; older ones were another sickness's.
    """
    if sickness.decided_at is None:
        return []
    span, gone, standing = sickness.span, dict[AbsenceKind, list[Span]](), list[Span]()
    cancelled = and_(
        Absence.status == AbsenceStatus.CANCELLED,
        Absence.decline_reason != "",
        Absence.decided_at >= sickness.decided_at,
    )
    asked = select(Absence).where(
        Absence.officer_id == sickness.officer_id,
        Absence.id != sickness.id,
        or_(cancelled, Absence.status == AbsenceStatus.APPROVED),
        Absence.starts_at < span.end,
        Absence.ends_at > span.start,
    )
    for one in db.session.scalars(asked):
        stands = one.status is AbsenceStatus.APPROVED
        (standing if stands else gone.setdefault(one.kind, [])).append(one.span)
    left = [(kind, part) for kind, spans in gone.items() for part in subtract(spans, standing)]
    return sorted(left, key=lambda one: one[1])


def decider_of(absence: Absence) -> str:
    """by PS Hart: who decided it, for a sentence; nothing where that is not known."""
    officer = db.session.scalar(
        select(Officer)
        .join(Account, Account.officer_id == Officer.id)
        .where(Account.id == absence.decided_by_id)
    )
    return f" by {officer.short_name}" if officer else ""
