"""Absences that stand in the way of another, and who decided one."""

from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.account import Account
from roster.models.officer import Officer
from roster.values import Span

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


def given_back_during(officer_id: int, span: Span) -> list[Absence]:
    """The leave that sickness took the place of in that time: only such a cancelled row keeps a reason."""
    asked = select(Absence).where(
        Absence.officer_id == officer_id,
        Absence.status == AbsenceStatus.CANCELLED,
        Absence.decline_reason != "",
        Absence.starts_at < span.end,
        Absence.ends_at > span.start,
    )
    return list(db.session.scalars(asked.order_by(Absence.starts_at)))


def decider_of(absence: Absence) -> str:
    """by PS Hart: who decided it, for a sentence; nothing where that is not known."""
    officer = db.session.scalar(
        select(Officer)
        .join(Account, Account.officer_id == Officer.id)
        .where(Account.id == absence.decided_by_id)
    )
    return f" by {officer.short_name}" if officer else ""
