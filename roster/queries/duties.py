"""Duties and absences that already stand in the way of a new one."""

from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.columns import DAY_SECONDS
from roster.models.duty import Duty
from roster.values import Span


def duty_during(officer_id: int, span: Span, besides: int = 0) -> Duty | None:
    """The officer's first duty that overlaps the span, draft or published, other than that one."""
    return db.session.scalar(
        select(Duty)
        .where(
            Duty.officer_id == officer_id,
            Duty.starts_at < span.end,
            Duty.ends_at > span.start,
            # A duty lasts a day at most: the index need not look further back.
            Duty.starts_at > span.start - DAY_SECONDS,
            Duty.id != besides,
        )
        .order_by(Duty.starts_at)
        .limit(1)
    )


def absence_during(officer_id: int, span: Span, besides: int = 0) -> Absence | None:
    """The officer's first approved absence that overlaps the span, other than that one."""
    return db.session.scalar(
        select(Absence)
        .where(
            Absence.officer_id == officer_id,
            Absence.status == AbsenceStatus.APPROVED,
            Absence.starts_at < span.end,
            Absence.ends_at > span.start,
            Absence.id != besides,
        )
        .order_by(Absence.starts_at)
        .limit(1)
    )
