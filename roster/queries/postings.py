"""Which ward team an officer is posted to at an instant; whose permission counts hangs on it."""

from datetime import datetime

from sqlalchemy import select

from roster.extensions import db
from roster.models.officer import Posting
from roster.values import Span


def team_at(officer_id: int, at: datetime | int) -> int | None:
    """The ward team the officer is posted to then; None where there is no posting."""
    seconds = at if isinstance(at, int) else int(at.timestamp())
    return db.session.scalar(
        select(Posting.team_id).where(
            Posting.officer_id == officer_id,
            Posting.first_day <= seconds,
            Posting.last_day > seconds,
        )
    )


def teams_during(officer_id: int, span: Span) -> set[int]:
    """The ward teams the officer is posted to at any time in the span."""
    return set(
        db.session.scalars(
            select(Posting.team_id).where(
                Posting.officer_id == officer_id,
                Posting.first_day < span.end,
                Posting.last_day > span.start,
            )
        )
    )
