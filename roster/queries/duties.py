"""Duties and absences that already stand in the way of a new one."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.columns import DAY_SECONDS
from roster.models.duty import Duty
from roster.queries.engines import fitted, listed
from roster.values import Span

_DRAFTS = """
SELECT t.name AS team, count(d.id) AS duties, count(DISTINCT d.officer_id) AS officers
FROM team t
JOIN posting p ON p.team_id = t.id AND p.first_day < :ends AND p.last_day > :starts
JOIN duty d ON d.officer_id = p.officer_id AND d.starts_at >= :starts AND d.starts_at < :ends
  AND d.starts_at >= p.first_day AND d.starts_at < p.last_day AND d.state = 'draft'
WHERE t.id IN LIST(:teams)
GROUP BY t.id, t.name ORDER BY t.name
"""


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


def drafts_of(team_ids: Collection[int], period: Span) -> Sequence[Row[Any]]:
    """By team: how many drafts start in the period, and for how many officers."""
    bound = {"teams": listed(team_ids), "starts": period.start, "ends": period.end}
    return db.session.execute(fitted(_DRAFTS), bound).all()
