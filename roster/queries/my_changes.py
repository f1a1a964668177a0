"""What somebody has changed for an officer and the officer has not yet seen, with who did it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import String, and_, or_, select, type_coerce
from sqlalchemy.orm import joinedload

from roster.extensions import db
from roster.models.absence import Absence
from roster.models.abstraction import Abstraction
from roster.models.account import Account
from roster.models.audit import AuditEntry
from roster.models.contact_session import ContactSession
from roster.models.notice import COVER, Notice, NoticeKind
from roster.models.officer import Officer
from roster.models.swap import Swap

MOST = 20
# A notice and its audit entry are of one transaction; it may have lasted over a second's end.
SAME_MOMENT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Change:
    """A notice, and what the audit says was before and is after, by whom."""

    notice: Notice
    by: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    at: Any
    key: tuple[str, int]
    detail: dict[str, Any]
    by: str


def unseen(officer_id: int) -> list[Change]:
    """The newest first, in two statements."""
    notices = db.session.scalars(
        select(Notice)
        .where(
            Notice.recipient_id == officer_id,
            Notice.read_at.is_(None),
            # A changed cell stands on the page until it is acknowledged, read or not.
            Notice.key.not_like("cell-change:%"),
            # Of contact sessions, not of the officer's own time: those stand under Notices.
            Notice.kind.not_in(COVER),
        )
        .options(
            joinedload(Notice.contact_session).joinedload(ContactSession.venue),
            joinedload(Notice.abstraction).joinedload(Abstraction.category),
            joinedload(Notice.absence).joinedload(Absence.officer),
            joinedload(Notice.swap).options(joinedload(Swap.officer), joinedload(Swap.taker)),
        )
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(MOST)
    ).all()
    entries = _entries(notices, officer_id) if notices else []
    return [_change(notice, entries, officer_id) for notice in notices]


def _subjects(notice: Notice, officer_id: int) -> list[tuple[str, int]]:
    """The rows whose audit may tell of this notice; a removed duty's stands with its officer."""
    if notice.contact_session_id:
        return [("contact_session", notice.contact_session_id)]
    if notice.abstraction_id:
        return [("abstraction", notice.abstraction_id)]
    if notice.absence_id or notice.swap_id:
        return [("absence", notice.absence_id)] if notice.absence_id else [("swap", notice.swap_id or 0)]
    number = notice.key.split(":")[1:2]
    duty = [("duty", int(one)) for one in number if notice.kind is NoticeKind.DUTY_CHANGED and one.isdigit()]
    return [*duty, ("officer", officer_id)]


def _entries(notices: Sequence[Notice], officer_id: int) -> list[_Entry]:
    by_table: dict[str, set[int]] = {}
    for notice in notices:
        for table, row_id in _subjects(notice, officer_id):
            by_table.setdefault(table, set()).add(row_id)
    wanted = [and_(AuditEntry.subject == t, AuditEntry.subject_id.in_(ids)) for t, ids in by_table.items()]
    rows = db.session.execute(
        select(
            AuditEntry.at,
            AuditEntry.subject,
            AuditEntry.subject_id,
            AuditEntry.detail,
            type_coerce(Officer.rank, String) + " " + Officer.last_name,
        )
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(or_(*wanted), AuditEntry.at >= notices[-1].created_at - SAME_MOMENT)
        .order_by(AuditEntry.id)
    )
    return [_Entry(at, (table, one), json.loads(detail), by or "") for at, table, one, detail, by in rows]


def _change(notice: Notice, entries: Sequence[_Entry], officer_id: int) -> Change:
    subjects = _subjects(notice, officer_id)
    near = [
        entry
        for entry in entries
        if entry.key in subjects and abs(entry.at - notice.created_at) <= SAME_MOMENT
    ]
    if not near:
        return Change(notice)
    entry = min(near, key=lambda one: (abs(one.at - notice.created_at), subjects.index(one.key)))
    sides = (entry.detail.get("before"), entry.detail.get("after"))
    before, after = (side if isinstance(side, Mapping) else {} for side in sides)
    return Change(notice, entry.by, before, after)
