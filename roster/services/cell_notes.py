"""Keeping what was done to cells through other doors than the grid: noted, told, and owed where it is."""

from collections.abc import Collection, Mapping
from datetime import date

from roster.extensions import db
from roster.models.cell_change import CellChange
from roster.queries.cell_values import Cell
from roster.queries.cells import sheet_of
from roster.services.cell_changes import How, change_of, duty_date, keep
from roster.services.owing import settle

Cells = Mapping[date, Cell]


def cells_of(officer_id: int, days: Collection[date]) -> Cells:
    """What stands on these days; call it before a change and hand it over after it."""
    sheet = sheet_of([officer_id], min(days), max(days))
    return {day: sheet.cell(officer_id, day) for day in set(days)}


def note_cells(before: Cells, how: How) -> list[CellChange]:
    """Keep what became of these cells, those that were published with their reason."""
    db.session.flush()
    if not before:
        return []
    officer_id = next(iter(before.values())).officer_id
    after = cells_of(officer_id, list(before))
    changed = [day for day in sorted(before) if before[day] != after[day]]
    kept = [_change(before[day], after[day], how) for day in changed]
    keep(kept)
    settle((row, before[row.day], after[row.day]) for row in kept)
    return kept


def _change(before: Cell, after: Cell, how: How) -> CellChange:
    why = how.get("why") if before.is_published else None
    words = before.words, after.words
    named = How(by=how["by"], source=how["source"], why=why, duty_date=duty_date(before, after))
    return change_of(before.officer_id, before.day, *words, **named)
