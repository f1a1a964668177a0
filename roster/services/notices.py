"""Telling people: a notice is a row saved with its cause, so what rolls back tells nobody."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.dialects import postgresql, sqlite

from roster import clock
from roster.extensions import db, transaction
from roster.models.notice import Notice, NoticeKind
from roster.permissions import Actor


def tell(
    officer_ids: Iterable[int],
    kind: NoticeKind,
    key: str,
    *,
    about_at: datetime | None = None,
    **causes: int,
) -> None:
    """Tell each officer once: the same kind and key is never told twice.

    causes are contact_session_id or abstraction_id, the rows the sentence is made from.
    """
    rows = [
        {
            "recipient_id": one,
            "kind": kind,
            "key": key,
            "created_at": clock.now(),
            "about_at": about_at,
            **causes,
        }
        for one in sorted(set(officer_ids))
    ]
    if rows:
        db.session.execute(_insert_once(), rows)


def tell_each(kind: NoticeKind, told: Iterable[tuple[int, str, datetime]]) -> None:
    """Tell officers of a day of their own: officer, key and moment of each, in one statement."""
    now = clock.now()
    rows = [
        {"recipient_id": one, "kind": kind, "key": key, "created_at": now, "about_at": about}
        for one, key, about in told
    ]
    if rows:
        db.session.execute(_insert_once(), rows)


def tell_of_swaps(kind: NoticeKind, told: Iterable[tuple[int, str, int]]) -> None:
    """Tell officers of a swap of their own: officer, key and swap of each, in one statement."""
    now = clock.now()
    rows = [
        {"recipient_id": one, "kind": kind, "key": key, "created_at": now, "swap_id": swap_id}
        for one, key, swap_id in told
    ]
    if rows:
        db.session.execute(_insert_once(), rows)


@transaction()
def mark_read(*, by: Actor, but: Collection[NoticeKind] = ()) -> None:
    """All that the person was told until now has been seen, but for what stands on another page."""
    if by.officer_id is None:
        return
    db.session.execute(
        update(Notice)
        .where(Notice.recipient_id == by.officer_id, Notice.read_at.is_(None), Notice.kind.not_in(but))
        .values(read_at=clock.now())
    )


def _insert_once() -> Any:
    dialect = db.engine.dialect.name
    if dialect == "postgresql":
        return postgresql.insert(Notice).on_conflict_do_nothing()
    if dialect == "sqlite":
        return sqlite.insert(Notice).on_conflict_do_nothing()
    return insert(Notice)
