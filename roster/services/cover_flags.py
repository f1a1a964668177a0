"""A person's answer to a cover flag: seen, and taken in hand."""

from sqlalchemy import select

from roster import clock
from roster.errors import NotAllowed, NotFound
from roster.extensions import db, transaction
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.permissions import Actor, may
from roster.services.audit import record


@transaction()
def acknowledge(flag_id: int, *, by: Actor) -> CoverFlag:
    """Say that somebody has it in hand; said twice, the first stands."""
    flag = db.session.scalar(
        select(CoverFlag)
        .where(CoverFlag.id == flag_id)
        .with_for_update(of=CoverFlag)
        .execution_options(populate_existing=True)
    )
    if flag is None:
        raise NotFound
    team_id = db.session.scalar(
        select(ContactSession.team_id).where(ContactSession.id == flag.contact_session_id)
    )
    if not may(by, "cover-flag:acknowledge", team_id):
        raise NotAllowed
    if flag.acknowledged_at is None and flag.resolved_at is None:
        flag.acknowledged_at, flag.acknowledged_by_id = clock.now(), by.account_id
        record(by, "cover-flag:acknowledge", flag, after={"state": flag.state})
    return flag
