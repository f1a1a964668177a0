"""The history of cells: who changed them and why, and whether their officers have acknowledged it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Exists, String, func, select, type_coerce
from sqlalchemy.orm import aliased

from roster import clock
from roster.extensions import db
from roster.models.account import Account
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource
from roster.models.officer import Officer, Posting
from roster.queries.cells import by_whom
from roster.queries.owed_rest_days import draft_rest_day

MOST = 200
# What was changed longer ago than this, on days long gone, asks nobody to acknowledge it.
STILL_ASKED = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Kept:
    """One change of one cell."""

    id: int
    officer_id: int
    officer: str
    day: date
    before: str
    after: str
    source: ChangeSource
    published: bool
    reason: ChangeReason | None
    note: str
    clear_days: int | None
    at: datetime
    by: str
    told_at: datetime | None
    acknowledged_at: datetime | None
    is_draft: bool = False  # an owed rest day that is planned, and not published yet

    @property
    def waits(self) -> bool:
        """Whether the officer was told and has not acknowledged it."""
        return self.told_at is not None and self.acknowledged_at is None


def changes_of(officer_id: int, day: date) -> list[Kept]:
    """What happened to that cell, the newest first."""
    asked = _asked().where(CellChange.officer_id == officer_id, CellChange.day == day)
    return _kept(asked.order_by(CellChange.id.desc()))


def calls_of(changes: Collection[Kept]) -> dict[int, datetime]:
    """The last call that was recorded of each, where it came after the telling that counts."""
    told = {one.id: one.told_at for one in changes if one.told_at is not None}
    if not told:
        return {}
    asked = select(AuditEntry.subject_id, AuditEntry.detail).where(
        AuditEntry.subject == CellChange.__tablename__,
        AuditEntry.subject_id.in_(told),
        AuditEntry.action == "cell-change:tell",
    )
    calls: dict[int, datetime] = {}
    for change_id, detail in db.session.execute(asked):
        at = datetime.fromisoformat(json.loads(detail)["after"]["told_at"])
        if at > calls.get(change_id, told[change_id]):
            calls[change_id] = at
    return calls


def own_unacknowledged(officer_id: int) -> list[Kept]:
    """What the officer has been told of and not acknowledged, the nearest day first."""
    asked = _asked().where(*_waiting(), CellChange.officer_id == officer_id)
    return _kept(asked.order_by(CellChange.day, CellChange.id).limit(MOST))


def unacknowledged_in(team_ids: Collection[int]) -> list[Kept]:
    """The same of all who are posted to one of these ward teams on the day that was changed."""
    asked = _asked().where(*_waiting(), posted_to(team_ids))
    return _kept(asked.order_by(CellChange.day, CellChange.id).limit(MOST))


def unacknowledged_count(team_ids: Collection[int]) -> int:
    """How many of them there are."""
    asked = select(func.count()).select_from(CellChange).where(*_waiting(), posted_to(team_ids))
    return db.session.scalar(asked) or 0


def posted_to(team_ids: Collection[int]) -> Exists:
    """Whether the officer of a CellChange is posted to one of the teams on its day."""
    return (
        select(Posting.id)
        .where(
            Posting.officer_id == CellChange.officer_id,
            Posting.team_id.in_(team_ids),
            Posting.first_day <= CellChange.day,
            Posting.last_day > CellChange.day,
        )
        .exists()
    )


def _asked() -> Any:
    doer = aliased(Officer)
    name = type_coerce(Officer.rank, String) + " " + Officer.last_name
    return (
        select(
            CellChange.id,
            CellChange.officer_id,
            name,
            CellChange.day,
            CellChange.before,
            CellChange.after,
            CellChange.source,
            CellChange.published,
            CellChange.reason,
            CellChange.note,
            CellChange.clear_days,
            CellChange.at,
            by_whom(doer),
            CellChange.told_at,
            CellChange.acknowledged_at,
            (CellChange.source == ChangeSource.OWED) & draft_rest_day(CellChange.officer_id, CellChange.day),
        )
        .join(Officer, Officer.id == CellChange.officer_id)
        .outerjoin(Account, Account.id == CellChange.account_id)
        .outerjoin(doer, doer.id == Account.officer_id)
    )


def _waiting() -> tuple[Any, ...]:
    since = int(clock.midnight(clock.today() - STILL_ASKED).timestamp())
    return (
        CellChange.day >= since,
        CellChange.told_at.is_not(None),
        CellChange.acknowledged_at.is_(None),
    )


def _kept(asked: Any) -> list[Kept]:
    return [Kept(*row) for row in db.session.execute(asked)]
