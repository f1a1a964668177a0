"""What happened to a contact session: every change with who made it, and its cover lost and back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import String, select, type_coerce

from roster.extensions import db
from roster.models.account import Account
from roster.models.audit import AuditEntry
from roster.models.cover_flag import CoverFlag
from roster.models.officer import Officer


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; who is nobody where the roster itself found it."""

    at: datetime
    what: str
    who: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class History:
    """The latest first, with the names of the officers that it speaks of."""

    events: list[Event]
    names: dict[int, str]


def history_of(contact_session_id: int) -> History:
    """All that happened to it, in three statements."""
    changes = _changes(contact_session_id)
    events = sorted([*changes, *_cover(contact_session_id)], key=lambda event: event.at, reverse=True)
    spoken_of = {
        officer_id
        for event in changes
        if event.what == "contact-session:name"
        for side in ("before", "after")
        for officer_id in event.detail[side]
    }
    return History(events, _names(spoken_of))


def _changes(contact_session_id: int) -> list[Event]:
    asked = (
        select(AuditEntry.at, AuditEntry.action, AuditEntry.detail, _short_name(), Account.email)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(AuditEntry.subject == "contact_session", AuditEntry.subject_id == contact_session_id)
        .order_by(AuditEntry.id.desc())
    )
    return [
        Event(at, action, name or email, json.loads(detail))
        for at, action, detail, name, email in db.session.execute(asked)
    ]


def _cover(contact_session_id: int) -> list[Event]:
    asked = select(CoverFlag.opened_at, CoverFlag.resolved_at, CoverFlag.state, CoverFlag.resolution).where(
        CoverFlag.contact_session_id == contact_session_id
    )
    found: list[Event] = []
    for opened_at, resolved_at, state, resolution in db.session.execute(asked):
        found.append(Event(opened_at, f"flag:{state}"))
        if resolved_at is not None:
            found.append(Event(resolved_at, f"flag:resolved:{resolution}"))
    return found


def _names(officer_ids: Iterable[int]) -> dict[int, str]:
    asked = select(Officer.id, _short_name().label("name")).where(Officer.id.in_(sorted(officer_ids)))
    return {row.id: row.name for row in db.session.execute(asked)}


def _short_name() -> Any:
    return type_coerce(Officer.rank, String) + " " + Officer.last_name
