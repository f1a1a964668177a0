"""What a person has been told."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from roster.extensions import db
from roster.models.absence import Absence
from roster.models.abstraction import Abstraction
from roster.models.contact_session import ContactSession
from roster.models.notice import Notice
from roster.models.swap import Swap

MOST = 100


def notices_of(officer_id: int) -> list[Notice]:
    """The newest notices, with the rows their sentences are made from, in one statement."""
    return list(
        db.session.scalars(
            select(Notice)
            .where(Notice.recipient_id == officer_id)
            .options(
                joinedload(Notice.contact_session).joinedload(ContactSession.venue),
                joinedload(Notice.abstraction).joinedload(Abstraction.category),
                joinedload(Notice.absence).joinedload(Absence.officer),
                joinedload(Notice.swap).options(joinedload(Swap.officer), joinedload(Swap.taker)),
            )
            .order_by(Notice.created_at.desc(), Notice.id.desc())
            .limit(MOST)
        )
    )
