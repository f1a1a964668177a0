"""Judges the demo's contact promises by the product's own judge, and dates what it finds."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, select, update

from roster.demo.calendar import instant
from roster.demo.diary import Diary, Promise
from roster.demo.repairs import times
from roster.demo.save import Keys, add, naming_rows
from roster.extensions import db
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.contact_session import ContactSession, Naming
from roster.models.cover_flag import CoverFlag
from roster.models.notice import Notice, NoticeKind
from roster.models.officer import Supervision
from roster.services.coverage import review_coverage
from roster.values import Span

# A review reads the facts of all its promises at once: a few weeks at a time are enough.
AT_ONCE = 150


def judge_all(diary: Diary, keys: Keys, promises: Mapping[int, Promise]) -> None:
    """Flags as they went up; then, where a colleague stood in, as they came down again."""
    planned = [key for key, promise in promises.items() if not promise.cancelled_because]
    _review(planned, promises)
    mended = [key for key in planned if promises[key].stand_ins is not None]
    db.session.execute(delete(Naming).where(Naming.contact_session_id.in_(mended)))
    add(Naming, (row for key in mended for row in naming_rows(key, promises[key].stand_ins or (), keys)))
    _review(mended, promises)
    _date(diary, promises)
    _tell(diary)


def _review(chosen: list[int], promises: Mapping[int, Promise]) -> None:
    for begin in range(0, len(chosen), AT_ONCE):
        part: Collection[int] = chosen[begin : begin + AT_ONCE]
        whole = [promises[key].span for key in part]
        span = Span(min(one.start for one in whole), max(one.end for one in whole))
        review_coverage((), span, sessions=part)


def _date(diary: Diary, promises: Mapping[int, Promise]) -> None:
    """The judge dates all by the clock; the demo's flags went up when their cause arose."""
    flags = db.session.execute(select(CoverFlag.id, CoverFlag.contact_session_id)).all()
    rows = []
    for flag, key in flags:
        when = times(diary, promises[key])
        rows.append({"flag": flag, "opened": when.opened_at, "resolved": when.resolved_at})
    if not rows:
        return
    table: Any = CoverFlag.__table__
    is_down = table.c.resolved_at.is_not(None)
    resolved = case((is_down, bindparam("resolved", type_=table.c.resolved_at.type)))
    opened = bindparam("opened", type_=table.c.opened_at.type)
    db.session.connection().execute(
        update(table)
        .where(table.c.id == bindparam("flag"))
        .values(opened_at=opened, changed_at=case((is_down, resolved), else_=opened), resolved_at=resolved),
        rows,
    )


def _tell(diary: Diary) -> None:
    """Those told of what still stands ahead; the judge's own notices are dated by the clock too."""
    db.session.execute(delete(Notice))
    today = instant(diary.window.today)
    add(Notice, [_told_of_loss(*row) for row in _losses(today)])
    add(Notice, [_told_of_taking(*row) for row in _takings(today)])


def _told_of_loss(recipient: int, contact_session: int, opened_at: datetime) -> dict[str, Any]:
    return {
        "recipient_id": recipient,
        "kind": NoticeKind.COVER_LOST,
        "key": f"{contact_session}:{int(opened_at.timestamp())}",
        "contact_session_id": contact_session,
        "created_at": opened_at,
    }


def _told_of_taking(abstraction: int, officer: int, told: datetime) -> dict[str, Any]:
    return {
        "recipient_id": officer,
        "kind": NoticeKind.TAKEN,
        "key": f"abstraction {abstraction}",
        "abstraction_id": abstraction,
        "created_at": told,
    }


def _losses(today: int) -> list[Any]:
    return list(
        db.session.execute(
            select(Supervision.officer_id, CoverFlag.contact_session_id, CoverFlag.opened_at)
            .join(ContactSession, ContactSession.id == CoverFlag.contact_session_id)
            .join(Supervision, Supervision.team_id == ContactSession.team_id)
            .where(CoverFlag.resolved_at.is_(None), ContactSession.starts_at >= today)
            .order_by(CoverFlag.contact_session_id, Supervision.officer_id)
        )
    )


def _takings(today: int) -> list[Any]:
    return list(
        db.session.execute(
            select(Abstraction.id, Abstraction.officer_id, Abstraction.confirmed_at)
            .where(Abstraction.status == AbstractionStatus.CONFIRMED, Abstraction.starts_at >= today)
            .order_by(Abstraction.id)
        )
    )
