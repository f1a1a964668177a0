"""Cover flags: one with its contact session, the gaps it was opened for, and whom it told."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from roster.coverage.gaps import Cause, CauseKind, Gap
from roster.errors import NotFound
from roster.extensions import db
from roster.models.account import Account
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.models.notice import Notice, NoticeKind
from roster.models.officer import Officer
from roster.values import Span


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who was told that the cover was lost; read_at only where it was read while it stood."""

    name: str
    at: datetime
    read_at: datetime | None


def read_gaps(text: str) -> tuple[Gap, ...]:
    """The gaps as the flag keeps them."""
    return tuple(
        Gap(
            Span(gap["start"], gap["end"]),
            gap["short_by"],
            tuple(
                Cause(cause["officer"], CauseKind(cause["cause"]), Span(cause["start"], cause["end"]))
                for cause in gap["causes"]
            ),
        )
        for gap in json.loads(text)
    )


def show_flag(flag_id: int) -> CoverFlag:
    """One, with its contact session and all that the page says of it."""
    session_of = joinedload(CoverFlag.contact_session)
    found = db.session.scalar(
        select(CoverFlag)
        .where(CoverFlag.id == flag_id)
        .options(
            session_of.joinedload(ContactSession.team),
            session_of.joinedload(ContactSession.venue),
            session_of.joinedload(ContactSession.required_skill),
            session_of.options(selectinload(ContactSession.named)),
        )
    )
    if found is None:
        raise NotFound
    return found


def latest_flag(contact_session_id: int) -> CoverFlag | None:
    """The standing flag, or else the last one that came down."""
    return db.session.scalar(
        select(CoverFlag)
        .where(CoverFlag.contact_session_id == contact_session_id)
        .order_by(CoverFlag.resolved_at.is_not(None), CoverFlag.opened_at.desc(), CoverFlag.id.desc())
        .limit(1)
    )


def told_of(flag: CoverFlag) -> list[Told]:
    """Who was told that cover was lost, while this flag stood."""
    asked = (
        select(Officer.rank, Officer.last_name, Notice.created_at, Notice.read_at)
        .join(Officer, Officer.id == Notice.recipient_id)
        .where(
            Notice.contact_session_id == flag.contact_session_id,
            Notice.kind == NoticeKind.COVER_LOST,
            Notice.created_at >= flag.opened_at,
        )
        .order_by(Notice.created_at, Officer.last_name)
    )
    if flag.resolved_at is not None:
        asked = asked.where(Notice.created_at <= flag.resolved_at)
    return [
        Told(f"{rank} {last_name}", at, read_at if _stood(flag, read_at) else None)
        for rank, last_name, at, read_at in db.session.execute(asked)
    ]


def _stood(flag: CoverFlag, at: datetime | None) -> bool:
    """Whether the flag stood then: what is resolved counts as read by everybody."""
    return at is not None and (flag.resolved_at is None or at < flag.resolved_at)


def acknowledged_by(flag: CoverFlag) -> str | None:
    """Who said that they have seen it."""
    if flag.acknowledged_by_id is None:
        return None
    account = db.session.scalar(
        select(Account).where(Account.id == flag.acknowledged_by_id).options(joinedload(Account.officer))
    )
    if account is None:
        return None
    return account.officer.short_name if account.officer else account.email
