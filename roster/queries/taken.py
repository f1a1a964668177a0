"""Abstractions as pages show them: a list by filters, one with its history, the flags it raised."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, case, func, select, type_coerce

from roster import clock
from roster.errors import NotFound
from roster.extensions import db
from roster.models.abstraction import Abstraction, AbstractionCategory, AbstractionStatus
from roster.models.account import Account
from roster.models.area import Team
from roster.models.audit import AuditEntry
from roster.models.columns import DAY_SECONDS
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.models.officer import Officer, Posting
from roster.values import Span

# A page holds no more; its filters narrow the rest.
LONGEST_LIST = 200
RECENT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Taken:
    """An abstraction with the words that a page needs; team is the one of the day it starts."""

    id: int
    officer_id: int
    officer: str
    team_id: int | None
    team: str
    category: str
    span: Span
    planned_ends_at: datetime
    status: str
    requested_by: str
    confirmed_at: datetime | None
    version: int

    @property
    def is_standing(self) -> bool:
        """Whether it takes the officer, and may still be ended early."""
        return self.status == AbstractionStatus.CONFIRMED

    @property
    def is_cancelled(self) -> bool:
        return self.status == AbstractionStatus.CANCELLED


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is narrowed to."""

    span: Span
    team_id: int | None = None
    category_id: int | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A standing flag of a contact session."""

    flag_id: int
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an abstraction's history: who did what, when, and what it says now."""

    at: datetime
    action: str
    by: str
    detail: str


def list_taken(team_ids: Collection[int] | None, sought: Sought) -> list[Taken]:
    """Those that lie in the span: who is away now, then what is coming, then what is past, latest first."""
    asked = _asked().where(
        Abstraction.starts_at < sought.span.end,
        Abstraction.starts_at > sought.span.start - DAY_SECONDS,
        Abstraction.ends_at > sought.span.start,
    )
    if team_ids is not None:
        officers = posted_to(team_ids, sought.span)
        asked = asked.where(Posting.team_id.in_(list(team_ids)), Abstraction.officer_id.in_(officers))
    for column, wanted in (
        (Posting.team_id, sought.team_id),
        (Abstraction.category_id, sought.category_id),
        (Abstraction.status, sought.status),
    ):
        if wanted is not None:
            asked = asked.where(column == wanted)
    rows = db.session.execute(asked.order_by(*_now_first()).limit(LONGEST_LIST))
    return [_read(row) for row in rows]


def posted_to(team_ids: Collection[int], span: Span) -> Any:
    """The officers posted to the teams then: by them few rows are read, by time the whole force's."""
    return select(Posting.officer_id).where(
        Posting.team_id.in_(list(team_ids)),
        Posting.last_day > span.start - DAY_SECONDS,
        Posting.first_day < span.end,
    )


def recent_requesters(team_ids: Collection[int]) -> list[str]:
    """Who asked for these teams' officers lately, the latest first: offered while typing."""
    now = clock.now()
    asked = (
        select(Abstraction.requested_by)
        .where(
            Abstraction.officer_id.in_(posted_to(team_ids, Span.between(now - RECENT, now))),
            Abstraction.starts_at > now - RECENT,
        )
        .group_by(Abstraction.requested_by)
        .order_by(func.max(Abstraction.starts_at).desc())
        .limit(8)
    )
    return list(db.session.scalars(asked))


def one_taken(abstraction_id: int) -> Taken:
    """One of them."""
    row = db.session.execute(_asked().where(Abstraction.id == abstraction_id)).first()
    if row is None:
        raise NotFound
    return _read(row)


def flags_raised(team_id: int, span: Span, since: datetime) -> list[Raised]:
    """The team's standing flags that were opened or changed since then, for sessions in the span."""
    rows = db.session.execute(
        select(CoverFlag.id, ContactSession.title, type_coerce(CoverFlag.state, String))
        .join(ContactSession, ContactSession.id == CoverFlag.contact_session_id)
        .where(
            ContactSession.team_id == team_id,
            ContactSession.starts_at < span.end,
            ContactSession.starts_at > span.start - DAY_SECONDS,
            ContactSession.ends_at > span.start,
            CoverFlag.resolved_at.is_(None),
            CoverFlag.changed_at >= since,
        )
        .order_by(ContactSession.starts_at)
    )
    return [Raised(*row) for row in rows]


def history_of(abstraction_id: int) -> list[Happening]:
    """All that was done to an abstraction, the latest first."""
    who = func.coalesce(func.nullif(Officer.last_name, ""), Account.email, "The roster")
    rows = db.session.execute(
        select(AuditEntry.at, AuditEntry.action, Officer.rank, who, AuditEntry.detail)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(AuditEntry.subject == Abstraction.__tablename__, AuditEntry.subject_id == abstraction_id)
        .order_by(AuditEntry.id.desc())
    )
    return [
        Happening(at, action, f"{rank} {name}" if rank else name, detail)
        for at, action, rank, name, detail in rows
    ]


def _asked() -> Any:
    officer = type_coerce(Officer.rank, String) + " " + Officer.first_name + " " + Officer.last_name
    return (
        select(
            Abstraction.id,
            Abstraction.officer_id,
            officer.label("officer"),
            Posting.team_id,
            func.coalesce(Team.name, "").label("team"),
            AbstractionCategory.name.label("category"),
            Abstraction.starts_at,
            Abstraction.ends_at,
            Abstraction.planned_ends_at,
            type_coerce(Abstraction.status, String).label("status"),
            Abstraction.requested_by,
            Abstraction.confirmed_at,
            Abstraction.version,
        )
        .join(Officer, Officer.id == Abstraction.officer_id)
        .join(AbstractionCategory, AbstractionCategory.id == Abstraction.category_id)
        .outerjoin(
            Posting,
            (Posting.officer_id == Abstraction.officer_id)
            & (Posting.first_day <= Abstraction.starts_at)
            & (Posting.last_day > Abstraction.starts_at),
        )
        .outerjoin(Team, Team.id == Posting.team_id)
    )


def _now_first() -> list[Any]:
    now = clock.now()
    is_past, is_coming = Abstraction.ends_at <= now, Abstraction.starts_at > now
    rank = case((is_past, 2), (is_coming, 1), else_=0)
    nearest = case((is_past, -Abstraction.starts_at), else_=Abstraction.starts_at)
    return [rank, nearest, Officer.last_name, Abstraction.id]


def _read(row: Any) -> Taken:
    return Taken(
        row.id,
        row.officer_id,
        row.officer,
        row.team_id,
        row.team,
        row.category,
        Span.between(row.starts_at, row.ends_at),
        row.planned_ends_at,
        row.status,
        row.requested_by,
        row.confirmed_at,
        row.version,
    )
