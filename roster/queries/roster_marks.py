"""What lies on officers' days, in one statement: duties, what takes them away, rest; and the shifts."""

from collections.abc import Collection
from operator import itemgetter
from typing import Any, NamedTuple

from roster.extensions import db
from roster.models.columns import DAY_SECONDS
from roster.queries.engines import fitted, listed
from roster.queries.roster_days import SHIFT, Days, Line, Mark, place

# A duty may have begun the evening before, and an abstraction the morning after the last evening.
_MARKS = """
WITH o(id) AS LIST(:officers)
SELECT d.officer_id, 0 AS layer, d.starts_at, d.ends_at, t.code, t.name, d.state, d.kind, t.colour,
  d.id, d.version
FROM o EACH duty AS d ON d.officer_id = o.id
  AND d.starts_at >= :before AND d.starts_at < :ends PINNED
LEFT JOIN shift_template t ON t.id = d.shift_template_id
UNION ALL
SELECT a.officer_id, 1, a.starts_at, a.ends_at, c.letters, c.name, a.status, '', '', a.id, 0
FROM o EACH abstraction AS a ON a.officer_id = o.id
  AND a.starts_at >= :before AND a.starts_at < :after AND a.status <> 'cancelled' PINNED
JOIN abstraction_category c ON c.id = a.category_id
UNION ALL
SELECT h.officer_id, 2, h.starts_at, h.ends_at, '', '', h.status, h.kind, '', h.id, 0
FROM o EACH absence AS h ON h.officer_id = o.id
  AND h.ends_at > :starts AND h.starts_at < :ends AND h.status IN ('requested', 'approved') PINNED
UNION ALL
SELECT r.officer_id, 3, r.day, r.day, '', '', r.state, r.kind, '', r.id, r.version
FROM o EACH rest_day AS r ON r.officer_id = o.id AND r.day >= :starts AND r.day < :ends PINNED
UNION ALL
SELECT s.position, 4, s.start_minute, s.end_minute, s.code, s.name, '', s.kind, s.colour, 0, 0
FROM shift_template s WHERE s.withdrawn IS FALSE
"""
# By layer, then by start. SQLite takes twice as long for the whole statement where it must sort it.
_IN_ORDER = itemgetter(1, 2)


class Shift(NamedTuple):
    """A shift that can be rostered, with the minutes of the day at which it begins and ends."""

    code: str
    name: str
    starts: int
    ends: int
    kind: str
    colour: str

    @property
    def hours(self) -> str:
        """07:00–15:00."""
        return "–".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (self.starts, self.ends))


Rows = tuple[tuple[Any, ...], ...]  # one officer's, as the database gave them


def rows_of(officer_ids: Collection[int], span: dict[str, int]) -> tuple[dict[int, Rows], list[Shift]]:
    """All that lies on the officers' days, by officer and as it came; and the shifts there are."""
    bound = {
        "officers": listed(officer_ids),
        "before": span["starts"] - DAY_SECONDS,
        "after": span["ends"] + DAY_SECONDS,
        **span,
    }
    found: dict[int, list[tuple[Any, ...]]] = {}
    shifts = []
    for row in map(tuple, db.session.execute(fitted(_MARKS), bound).all()):
        if row[1] == SHIFT:
            shifts.append(row)
        else:
            found.setdefault(row[0], []).append(row)
    shifts.sort()  # by their place in the catalogue, which stands where an officer would
    return {officer_id: tuple(rows) for officer_id, rows in found.items()}, list(map(_shift, shifts))


def _shift(row: tuple[Any, ...]) -> Shift:
    _, _, starts, ends, code, name, _, kind, colour, _, _ = row
    return Shift(code, name, starts, ends, kind, colour)


def line_from(rows: Rows, days: Days) -> Line:
    """One officer's line of the grid."""
    marks = list(map(Mark._make, sorted(rows, key=_IN_ORDER)))
    return place(marks, days)[marks[0].officer_id] if marks else {}


def lines_of(officer_ids: Collection[int], days: Days) -> tuple[dict[int, Line], list[Shift]]:
    """Only these officers' days, to draw some cells again; and the shifts there are."""
    found, shifts = rows_of(officer_ids, {"starts": days.span.start, "ends": days.span.end})
    return {officer_id: line_from(rows, days) for officer_id, rows in found.items()}, shifts
