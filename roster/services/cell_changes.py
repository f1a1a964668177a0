"""What happened to the cells of the roster: who changed them, why, and whether the officer knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import insert

from roster import clock
from roster.extensions import db, transaction
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource
from roster.models.duty import Duty, RestDay
from roster.models.notice import NoticeKind
from roster.permissions import Actor
from roster.queries.cell_values import REST_WORDS, Cell, shift_words
from roster.queries.cells import newest_changes
from roster.services.notices import tell_each
from roster.services.swap_lapses import let_swaps_lapse

PLANNED = ":planned"  # ends the key of a notice about an owed rest day that is a draft still
MOST_WORDS = 120  # as the columns before and after are long


@dataclass(frozen=True, slots=True)
class Why:
    """Why a published cell changes; told_at is when the officer was told, None is now, by the notice."""

    reason: ChangeReason
    note: str = ""
    told_at: datetime | None = None


class How(TypedDict):
    """Who changed the cell and by what means; why makes it the change of a published one.

    duty_date: what its notice is counted to; the cell's own day without.
    """

    by: Actor | None
    source: ChangeSource
    why: NotRequired[Why | None]
    duty_date: NotRequired[date]


@transaction()
def note_change(officer_id: int, day: date, before: str, after: str, **how: Unpack[How]) -> CellChange:
    """Keep one change of one cell; a why makes it a published one, whose officer is told."""
    change = change_of(officer_id, day, before, after, **how)
    keep([change])
    return change


def change_of(officer_id: int, day: date, before: str, after: str, **how: Unpack[How]) -> CellChange:
    """The row that says what happened; keep() saves it."""
    now, by, why = clock.now(), how["by"], how.get("why")
    change = CellChange(
        officer_id=officer_id,
        day=day,
        at=now,
        account_id=by.account_id if by else None,
        source=how["source"],
        before=before[:MOST_WORDS],
        after=after[:MOST_WORDS],
        published=why is not None,
        note=why.note if why else "",
    )
    if why:
        change.reason, change.told_at = why.reason, why.told_at or now
        change.clear_days = clock.clear_days(how.get("duty_date", day), clock.london_date(change.told_at))
    return change


def duty_date(before: Cell, after: Cell) -> date:
    """The date of the duty that a change is about: the new one, or the one that is gone."""
    return (after if after.duties else before).duty_date


def keep(changes: Sequence[CellChange]) -> None:
    """Save what happened, and tell the officers whose published cells it was.

    Their officers are locked, so the newest change of each of these cells is the one just saved: a
    block is a few statements on both engines.
    """
    if len(changes) == 1:
        db.session.add(changes[0])
        db.session.flush()
    elif changes:
        db.session.execute(insert(CellChange), [_values(one) for one in changes])
        ids = newest_changes({one.officer_id for one in changes}, {one.day for one in changes})
        for one in changes:
            one.id = ids[one.officer_id, one.day]
    published = [one for one in changes if one.published]
    told = ((one.officer_id, notice_key(one), clock.midnight(one.day)) for one in published)
    tell_each(NoticeKind.DUTY_CHANGED, told)
    let_swaps_lapse(published)


def _values(change: CellChange) -> dict[str, Any]:
    names = (column.key for column in CellChange.__table__.columns if column.key != "id")
    return {name: getattr(change, name) for name in names}


def note_changes(rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep many changes of cells that are not published, in one statement.

    Each row has officer_id, day, before, after and source, and account_id where a person did it.
    """
    if not rows:
        return
    now = clock.now()
    plain = {"at": now, "account_id": None, "published": False, "note": ""}
    kept = [{**plain, **row} for row in rows]
    db.session.execute(insert(CellChange), kept)


def cell_words(duties: Sequence[Duty], rest_day: RestDay | None) -> str:
    """The cell in words: "Early 07:00–15:00", "rest day", "" where nothing stands."""
    words = [
        shift_words(duty.shift_template.name if duty.shift_template else "", duty.kind, duty.span)
        for duty in sorted(duties, key=lambda one: one.span)
    ]
    if rest_day:
        words.append(REST_WORDS[rest_day.kind])
    return " and ".join(words)[:MOST_WORDS]


def notice_key(change: CellChange) -> str:
    """What makes the notice of a change the same notice."""
    return f"cell-change:{change.id}"
