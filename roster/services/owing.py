"""A cancelled rest day is owed, whatever cancelled it; what gives it back, and takes that away again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert, or_, select

from roster import clock
from roster.extensions import db
from roster.models.abstraction import Abstraction
from roster.models.cell_change import CellChange, NoticeBand, OwedRestDay
from roster.models.duty import RestKind
from roster.queries.abstractions import dates_taken, taken_on
from roster.queries.cell_values import Cell
from roster.queries.cells import Key
from roster.rules.notice import rest_day_notice
from roster.services.cell_changes import duty_date

Changed = tuple[CellChange, Cell, Cell]  # what was kept, and the cell before and after


def settle(changes: Iterable[Changed]) -> None:
    """A cancelled rest day is owed; one that stands again on its own day is given back."""
    touched = [one for one in changes if _rests(one[1]) != _rests(one[2])]
    if not touched:
        return
    owed = _owed_about({(before.officer_id, before.day) for _, before, _ in touched})
    taken = dates_taken({key[0] for key in owed}, {key[1] for key in owed}) if owed else {}
    new: list[dict[str, Any]] = []
    for change, before, now in touched:
        key = before.officer_id, before.day
        row = owed.get(key)
        if row is not None and key in taken:
            # The abstraction keeps it cancelled; if that goes, the duty does.
            row.abstraction_id, row.cell_change_id = taken[key], None if _rests(now) else change.id
        elif _rests(now):
            _give_back(row, before.day)
        elif change.published:
            new += _owe(change, duty_date(before, now), row)
        else:
            _reopen(owed.values(), key)
    if new:
        db.session.execute(insert(OwedRestDay), new)


def owe_for(abstraction: Abstraction, day: date, known: OwedRestDay | None) -> None:
    """The abstraction starts on a published rest day and cancels it; known is its row from before."""
    if known is not None and known.is_taken:
        return  # another one cancelled it already: it is owed, or was given back
    notice = rest_day_notice(day, clock.today())
    row = known or OwedRestDay(officer_id=abstraction.officer_id, day=day)
    row.cell_change_id, row.abstraction_id = None, abstraction.id
    row.clear_days, row.band = notice.clear_days, NoticeBand(notice.band.value)
    row.re_rostered_to = None
    db.session.add(row)


def stand_again(abstraction: Abstraction) -> None:
    """The abstraction is off: the rest day it cancelled stands again, if nothing else takes that day.

    One that was given back on another day meanwhile stays given.
    """
    day = clock.force_day(abstraction.starts_at)
    asked = select(OwedRestDay).where(
        OwedRestDay.officer_id == abstraction.officer_id,
        OwedRestDay.day == day,
        OwedRestDay.abstraction_id == abstraction.id,
    )
    row = db.session.scalar(asked)
    if row is None:
        return
    other = taken_on(abstraction.officer_id, day)
    if other is not None:
        row.abstraction_id = other.id
    elif row.cell_change_id is None:
        _give_back(row, day)


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


def _owe(change: CellChange, on: date, known: OwedRestDay | None) -> list[dict[str, Any]]:
    """The row to add; none where that day was owed before, and is so again."""
    told = clock.london_date(change.told_at or change.at)
    notice = rest_day_notice(on, told)
    facts = {
        "cell_change_id": change.id,
        "abstraction_id": None,
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
