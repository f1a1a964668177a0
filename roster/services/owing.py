"""A cancelled rest day is owed; what gives it back, and what takes that away again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert, or_, select

from roster import clock
from roster.extensions import db
from roster.models.cell_change import CellChange, NoticeBand, OwedRestDay
from roster.models.duty import RestKind
from roster.queries.cell_values import Cell
from roster.queries.cells import Key
from roster.rules.notice import rest_day_notice

Changed = tuple[CellChange, Cell, Cell]  # what was kept, and the cell before and after


def settle(changes: Iterable[Changed]) -> None:
    """A cancelled rest day is owed; one that stands again on its own day is given back."""
    touched = [one for one in changes if _rests(one[1]) != _rests(one[2])]
    if not touched:
        return
    owed = _owed_about({(before.officer_id, before.day) for _, before, _ in touched})
    new: list[dict[str, Any]] = []
    for change, before, now in touched:
        key = before.officer_id, before.day
        if _rests(now):
            _give_back(owed.get(key), before.day)
        elif change.published:
            new += _owe(change, owed.get(key))
        else:
            _reopen(owed.values(), key)
    if new:
        db.session.execute(insert(OwedRestDay), new)


def _rests(cell: Cell) -> bool:
    """A free day is not one: nobody is owed it."""
    return cell.rest is not None and cell.rest.kind is RestKind.REST_DAY


def _owed_about(keys: set[Key]) -> dict[Key, OwedRestDay]:
    """The rows about these days: cancelled then, or given back then."""
    officers, days = {officer for officer, _ in keys}, {day for _, day in keys}
    asked = select(OwedRestDay).where(
        OwedRestDay.officer_id.in_(officers),
        or_(OwedRestDay.day.in_(days), OwedRestDay.re_rostered_to.in_(days)),
    )
    return {(one.officer_id, one.day): one for one in db.session.scalars(asked)}


def _owe(change: CellChange, known: OwedRestDay | None) -> list[dict[str, Any]]:
    """The row to add; none where that day was owed before, and is so again."""
    told = clock.london_date(change.told_at or change.at)
    notice = rest_day_notice(change.day, told)
    facts = {
        "cell_change_id": change.id,
        "clear_days": notice.clear_days,
        "band": NoticeBand(notice.band.value),
        "re_rostered_to": None,
    }
    if known is None:
        return [{"officer_id": change.officer_id, "day": change.day, **facts}]
    for name, value in facts.items():
        setattr(known, name, value)
    return []


def _give_back(row: OwedRestDay | None, day: date) -> None:
    if row is not None and row.re_rostered_to is None:
        row.re_rostered_to = day


def _reopen(rows: Iterable[OwedRestDay], key: Key) -> None:
    """A draft that was to give a day back is gone: nobody was told of it, and the first day is owed."""
    for row in rows:
        if (row.officer_id, row.re_rostered_to) == key:
            row.re_rostered_to = None
