"""Cells as they stand: read for many officers and days in a constant number of statements."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, func, select, type_coerce

from roster import clock
from roster.extensions import db
from roster.models.absence import AbsenceKind
from roster.models.account import Account
from roster.models.cell_change import CellChange
from roster.models.columns import DAY_SECONDS
from roster.models.duty import DutyKind, DutyState, RestKind, ShiftTemplate
from roster.models.officer import Officer
from roster.queries.cell_values import Away, Cell, Held, Rest, Shift
from roster.queries.engines import fitted, listed
from roster.values import Span

Key = tuple[int, date]  # officer and London day

# What it is, its officer and row, start and end, version, state, kind, shift.
_ROWS = """
WITH o(id) AS LIST(:officers)
SELECT 0 AS what, d.officer_id, d.id, d.starts_at, d.ends_at, d.version, d.state, d.kind,
  COALESCE(d.shift_template_id, 0)
FROM o EACH duty AS d ON d.officer_id = o.id
  AND d.starts_at >= :before AND d.starts_at < :after PINNED
UNION ALL
SELECT 1, r.officer_id, r.id, r.day, r.day, r.version, r.state, r.kind, 0
FROM o EACH rest_day AS r ON r.officer_id = o.id AND r.day >= :starts AND r.day < :ends PINNED
UNION ALL
SELECT 2, h.officer_id, h.id, h.starts_at, h.ends_at, h.version, h.status, h.kind, 0
FROM o EACH absence AS h ON h.officer_id = o.id
  AND h.ends_at > :starts AND h.starts_at < :ends AND h.status = 'approved' PINNED
UNION ALL
SELECT 3, p.officer_id, p.team_id, p.first_day, p.last_day, 0, '', '', 0
FROM o EACH posting AS p ON p.officer_id = o.id
  AND p.first_day < :after AND p.last_day > :starts PINNED
ORDER BY 1, 2, 4
"""
_DUTY, _REST, _ABSENCE, _POSTING = range(4)


@dataclass(frozen=True, slots=True)
class LastChange:
    """The latest change of a cell: who made it, and when."""

    id: int
    by: str
    at: datetime


class Sheet:
    """Officers' cells over a run of days, with the duties of the days before and after them."""

    def __init__(self, days: Span, rows: Iterable[Any], shifts: Mapping[int, Shift]) -> None:
        self.days, self.shifts = days, shifts
        self.duties: dict[int, list[Held]] = {}
        self.rests: dict[Key, Rest] = {}
        self.absences: dict[int, list[tuple[int, AbsenceKind, Span]]] = {}
        self.postings: dict[int, list[tuple[Span, int]]] = {}
        for row in rows:
            self._lay(*row)

    @property
    def by_code(self) -> dict[str, Shift]:
        """The shifts that can be chosen."""
        return {one.code.upper(): one for one in self.shifts.values() if not one.withdrawn}

    def cell(self, officer_id: int, day: date) -> Cell:
        """What stands there."""
        whole = day_span(day)
        duties = [one for one in self.duties.get(officer_id, ()) if whole.covers(one.span.start)]
        rest = self.rests.get((officer_id, day))
        return Cell(officer_id, day, tuple(duties), rest, self._away(officer_id, whole))

    @property
    def teams(self) -> set[int]:
        """The ward teams that these officers are in on the days, or on the next, which a night reaches."""
        return {team_id for postings in self.postings.values() for _, team_id in postings}

    def team_of(self, officer_id: int, day: date) -> int | None:
        """The ward team the officer is posted to on that day."""
        begins = day_span(day).start
        found = (team for span, team in self.postings.get(officer_id, ()) if span.covers(begins))
        return next(found, None)

    def lay(self, cell: Cell) -> None:
        """From now on the cell holds this; what is judged next sees it."""
        whole = day_span(cell.day)
        others = [one for one in self.duties.get(cell.officer_id, ()) if not whole.covers(one.span.start)]
        self.duties[cell.officer_id] = sorted([*others, *cell.duties], key=lambda one: one.span)
        self.rests.pop((cell.officer_id, cell.day), None)
        if cell.rest:
            self.rests[cell.officer_id, cell.day] = cell.rest

    def in_the_way(self, cell: Cell) -> Held | None:
        """A duty of another day of the officer's that overlaps one of the cell's."""
        whole = day_span(cell.day)
        for other in self.duties.get(cell.officer_id, ()):
            if whole.covers(other.span.start):
                continue
            if any(other.span.overlaps(one.span) for one in cell.duties):
                return other
        return None

    def _away(self, officer_id: int, whole: Span) -> Away | None:
        for row_id, kind, span in self.absences.get(officer_id, ()):
            if span.start <= whole.start and whole.end <= span.end:
                return Away(row_id, kind, span, of_the_day=span == whole)
        return None

    def _lay(self, what: int, officer_id: int, row_id: int, *rest: Any) -> None:
        start, end, version, state, kind, shift_id = rest
        if what == _DUTY:
            shift = self.shifts.get(shift_id)
            held = Held(Span(start, end), DutyKind(kind), shift, row_id, version, DutyState(state))
            self.duties.setdefault(officer_id, []).append(held)
        elif what == _REST:
            key = officer_id, clock.london_date(start)
            self.rests[key] = Rest(RestKind(kind), row_id, version, DutyState(state))
        elif what == _ABSENCE:
            span = Span(start, end)
            self.absences.setdefault(officer_id, []).append((row_id, AbsenceKind(kind), span))
        else:
            self.postings.setdefault(officer_id, []).append((Span(start, end), row_id))


def day_span(day: date) -> Span:
    """From London's midnight to the next one."""
    return Span.between(clock.midnight(day), clock.midnight(day + timedelta(days=1)))


def sheet_of(officer_ids: Collection[int], first: date, last: date) -> Sheet:
    """The cells of these officers from the first day to the last, both included, in two statements."""
    days = Span(day_span(first).start, day_span(last).end)
    bound = {
        "officers": listed(officer_ids),
        "starts": days.start,
        "ends": days.end,
        # A duty of the evening before may reach in, and one of the morning after be reached.
        "before": days.start - DAY_SECONDS,
        "after": days.end + DAY_SECONDS,
    }
    return Sheet(days, db.session.execute(fitted(_ROWS), bound).all(), shifts_by_id())


def shifts_by_id() -> dict[int, Shift]:
    """Every shift template in its order, withdrawn ones too: duties keep them."""
    table = ShiftTemplate.__table__.c
    asked = select(
        table.id,
        table.code,
        table.name,
        table.start_minute,
        table.end_minute,
        table.kind,
        table.withdrawn,
    ).order_by(table.position, table.code)
    return {row[0]: Shift(*row) for row in db.session.execute(asked)}


def newest_changes(officer_ids: Collection[int], days: Collection[date]) -> dict[Key, int]:
    """The id of the latest change of each cell of these officers on these days."""
    asked = (
        select(CellChange.officer_id, CellChange.day, func.max(CellChange.id))
        .where(CellChange.officer_id.in_(officer_ids), CellChange.day.in_(days))
        .group_by(CellChange.officer_id, CellChange.day)
    )
    return {(officer_id, day): one for officer_id, day, one in db.session.execute(asked)}


def last_changes(keys: Collection[Key]) -> dict[Key, LastChange]:
    """Who changed each of these cells last."""
    if not keys:
        return {}
    newest = newest_changes({one for one, _ in keys}, {day for _, day in keys})
    asked = (
        select(CellChange.officer_id, CellChange.day, CellChange.id, by_whom(), CellChange.at)
        .outerjoin(Account, Account.id == CellChange.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(CellChange.id.in_([one for key, one in newest.items() if key in keys]))
    )
    return {(one, day): LastChange(*rest) for one, day, *rest in db.session.execute(asked)}


def by_whom(doer: Any = Officer) -> Any:
    """The officer of the account that did it, in short; the roster itself where there is none."""
    return func.coalesce(type_coerce(doer.rank, String) + " " + doer.last_name, Account.email, "")
