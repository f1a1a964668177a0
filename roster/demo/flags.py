"""Judges the demo's contact promises by the product's own judge, and dates what it finds."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, select, update

from roster import clock
from roster.demo.calendar import instant
from roster.demo.diary import Diary, Promise
from roster.demo.repairs import times
from roster.demo.save import Keys, add, naming_rows
from roster.extensions import db
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.contact_session import Naming
from roster.models.cover_flag import CoverFlag
from roster.models.notice import Notice, NoticeKind
from roster.queries.coverage_changes import HORIZON_SECONDS
from roster.queries.coverage_force import flags_to_tell
from roster.services.coverage import review_coverage
from roster.services.coverage_writes import write_notices
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
    rows, now = [], int(clock.now().timestamp())
    for flag, key in flags:
        when = times(diary, promises[key])
        # Built before the working day, the demo would else know what has not happened yet.
        down = when.resolved_at and min(when.resolved_at, now)
        rows.append({"flag": flag, "opened": min(when.opened_at, now), "resolved": down})
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
    """Those told of what still stands ahead, by keys the scheduler knows again, dated as their flags are."""
    today = instant(diary.window.today)
    db.session.execute(delete(Notice))
    write_notices(flags_to_tell(today, today + HORIZON_SECONDS), at=today)
    opened = (
        select(CoverFlag.opened_at)
        .where(
            CoverFlag.contact_session_id == Notice.contact_session_id,
            CoverFlag.resolved_at.is_(None),
        )
        .scalar_subquery()
    )
    db.session.execute(update(Notice).values(created_at=opened))
    add(Notice, [_told_of_taking(*row) for row in _takings(today)])


def _told_of_taking(abstraction: int, officer: int, told: datetime) -> dict[str, Any]:
    return {
        "recipient_id": officer,
        "kind": NoticeKind.TAKEN,
        "key": f"abstraction {abstraction}",
        "abstraction_id": abstraction,
        "created_at": min(told, clock.now()),
    }


def _takings(today: int) -> list[Any]:
    return list(
        db.session.execute(
            select(Abstraction.id, Abstraction.officer_id, Abstraction.confirmed_at)
            .where(Abstraction.status == AbstractionStatus.CONFIRMED, Abstraction.starts_at >= today)
            .order_by(Abstraction.id)
        )
    )
