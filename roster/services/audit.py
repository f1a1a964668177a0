"""Who did what, when: written in the transaction of the change, and only ever added to."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import insert

from roster import clock
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.permissions import Actor


class Row(Protocol):
    """Any table's row that a change can be about."""

    __tablename__: str
    id: Any


def record(by: Actor | None, action: str, subject: Row, **detail: Any) -> None:
    """Add who did what to which row; detail says what it was before and is after."""
    if subject.id is None:
        db.session.flush()
    db.session.add(
        AuditEntry(
            at=clock.now(),
            account_id=by.account_id if by else None,
            action=action,
            subject=subject.__tablename__,
            subject_id=subject.id,
            detail=json.dumps(_plain(detail), sort_keys=True, ensure_ascii=False),
        )
    )


def record_each(by: Actor | None, action: str, rows: Iterable[tuple[Row, Mapping[str, Any]]]) -> None:
    """The same for many saved rows, each with its detail, in one statement."""
    entries = [
        {
            "at": clock.now(),
            "account_id": by.account_id if by else None,
            "action": action,
            "subject": subject.__tablename__,
            "subject_id": subject.id,
            "detail": json.dumps(_plain(detail), sort_keys=True, ensure_ascii=False),
        }
        for subject, detail in rows
    ]
    if entries:
        db.session.execute(insert(AuditEntry), entries)


def _plain(value: Any) -> Any:
    """JSON's own types; instants in UTC to the second."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(part) for part in value]
    return value
