"""Writing the cells of a block: a few statements, however many cells there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, insert, select

from roster import clock
from roster.extensions import db
from roster.models.columns import Instant
from roster.models.duty import Duty, DutyState, RestDay
from roster.queries.cell_values import Cell, Held, Meaning, Rest
from roster.queries.engines import fitted, listed

_DUTY, _REST = (cast(Table, table.__table__) for table in (Duty, RestDay))
_NO_DUTIES = "DELETE FROM duty WHERE id IN LIST(:ids)"
_NO_RESTS = "DELETE FROM rest_day WHERE id IN LIST(:ids)"


@dataclass(slots=True)
class Change:
    """One cell that changes: what stands, and what will; ids come once it is written."""

    before: Cell
    after: Cell

    @property
    def is_published(self) -> bool:
        return self.before.is_published

    @property
    def gone(self) -> list[Held]:
        """The duties that are removed."""
        kept = {one.id for one in self.after.duties}
        return [one for one in self.before.duties if one.id not in kept]

    @property
    def moved(self) -> list[Held]:
        """The duties that stay, with other hours or another shift."""
        return [one for one in self.after.duties if one.id and one not in self.before.duties]

    @property
    def new(self) -> list[Held]:
        """The duties that are added."""
        return [one for one in self.after.duties if not one.id]


def after(cell: Cell, meaning: Meaning) -> Cell:
    """The cell as the code asks for it, on the rows that it has where they can stay."""
    state = DutyState.PUBLISHED if cell.is_published else DutyState.DRAFT
    standing = {one: one for one in cell.duties}
    # One duty for another is the same row; of several, those that do not stay make way first.
    spare = [one for one in cell.duties if one not in meaning.duties] if len(cell.duties) == 1 else []
    duties = []
    for one in meaning.duties:
        row = standing.get(one)
        if row is None and spare:
            old = spare.pop()
            row = replace(one, id=old.id, version=old.version + 1, state=state)
        duties.append(row or replace(one, state=state))
    return Cell(cell.officer_id, cell.day, tuple(duties), _rest(cell.rest, meaning.rest, state))


def write(changes: Sequence[Change]) -> None:
    """Removals make way first, then what moves in the order it was judged, then what is new."""
    _remove(changes)
    _move(changes)
    _add_duties(changes)
    _add_rests(changes)


def _rest(old: Rest | None, new: Rest | None, state: DutyState) -> Rest | None:
    if new is None or old == new:
        return old if new else None
    if old is None:
        return replace(new, state=state)
    return replace(new, id=old.id, version=old.version + 1, state=state)


def _remove(changes: Sequence[Change]) -> None:
    duties = [one.id for change in changes for one in change.gone]
    rests = [change.before.rest.id for change in changes if change.before.rest and not change.after.rest]
    for statement, ids in ((_NO_DUTIES, duties), (_NO_RESTS, rests)):
        if ids:
            db.session.execute(fitted(statement), {"ids": listed(ids)})


def _move(changes: Sequence[Change]) -> None:
    duties = [{"row": one.id, **_values(one)} for change in changes for one in change.moved]
    if duties:
        row = _DUTY.c.id == bindparam("row")
        # Published when it first was, not when it was changed.
        when = func.coalesce(_DUTY.c.published_at, bindparam("published_at", type_=Instant))
        values: dict[str, Any] = {name: bindparam(name) for name in duties[0] if name != "row"}
        values["published_at"] = when
        db.session.execute(_DUTY.update().where(row).values(values), duties)
    rests = [
        {"row": new.id, "kind": new.kind, "version": new.version, "state": new.state}
        for change in changes
        if (new := change.after.rest) and new.id and new != change.before.rest
    ]
    if rests:
        row = _REST.c.id == bindparam("row")
        db.session.execute(_REST.update().where(row), rests)


def _add_duties(changes: Sequence[Change]) -> None:
    rows = [
        {"officer_id": change.after.officer_id, **_values(one)} for change in changes for one in change.new
    ]
    ids = _insert(Duty, Duty.starts_at, rows)
    for change in changes:
        officer_id = change.after.officer_id
        duties = (
            one if one.id else replace(one, id=ids[officer_id, one.span.starts_at])
            for one in change.after.duties
        )
        change.after = replace(change.after, duties=tuple(duties))


def _add_rests(changes: Sequence[Change]) -> None:
    rests = [(change, rest) for change in changes if (rest := change.after.rest) and not rest.id]
    ids = _insert(RestDay, RestDay.day, [_rest_values(change.after, rest) for change, rest in rests])
    for change, rest in rests:
        row_id = ids[change.after.officer_id, change.after.day]
        change.after = replace(change.after, rest=replace(rest, id=row_id))


def _insert(table: Any, when: Any, rows: list[dict[str, Any]]) -> dict[tuple[int, Any], int]:
    """The new rows' ids, by officer and day or start, of which there is one each.

    Asked for afterwards: SQLite would return them only one by one.
    """
    if not rows:
        return {}
    db.session.execute(insert(table), rows)
    officers, moments = {row["officer_id"] for row in rows}, {row[when.key] for row in rows}
    asked = select(table.officer_id, when, table.id)
    asked = asked.where(table.officer_id.in_(officers), when.in_(moments))
    return {(officer_id, moment): row_id for officer_id, moment, row_id in db.session.execute(asked)}


def _values(one: Held) -> dict[str, Any]:
    published = one.state is DutyState.PUBLISHED
    return {
        "shift_template_id": one.shift.id if one.shift else None,
        "starts_at": one.span.starts_at,
        "ends_at": one.span.ends_at,
        "kind": one.kind,
        "state": one.state,
        "published_at": clock.now() if published else None,
        "version": one.version,
    }


def _rest_values(cell: Cell, rest: Rest) -> dict[str, Any]:
    return {
        "officer_id": cell.officer_id,
        "day": cell.day,
        "kind": rest.kind,
        "state": rest.state,
        "version": rest.version,
    }
