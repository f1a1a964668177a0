"""What is asked of a cell of the grid, and what becomes of it."""

from dataclasses import dataclass
from datetime import date

from roster.queries.cell_impact import Impact
from roster.queries.cell_values import Cell
from roster.queries.cells import LastChange


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell as somebody typed it; token is of what they saw there."""

    officer_id: int
    day: date
    code: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """It is so now."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed it first."""

    cell: Cell
    yours: str
    last: LastChange | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be so."""

    cell: Cell
    problem: str
    unknown: bool = False  # nothing may be said of what stands there


@dataclass(frozen=True, slots=True)
class NeedsReason:
    """It is published: what its change would mean, to be shown before a reason is given."""

    cell: Cell
    after: Cell
    impact: Impact | None = None


Answer = Saved | Conflict | Refused | NeedsReason
