"""Duties at times of their own: what their letters mean, and what one types for them with their hours."""

from collections.abc import Iterable

from roster.queries.roster_days import DUTY, Cell
from roster.queries.rosters import Roster
from roster.views.grid_cells import Shifts, cell_under
from roster.views.grid_faces import KINDS, Look, look_of

_LAYER, _CODE, _KIND = 1, 4, 7  # where a row of the marks has them


def own_kinds(roster: Roster) -> list[tuple[str, str, str]]:
    """Fill, letters and words of those on the page whose letters no shift in its key has."""
    bare = [row for line in roster.rows.values() for row in line if not row[_CODE]]
    kinds = {str(row[_KIND]) for row in bare if row[_LAYER] == DUTY}
    if not kinds:
        return []
    codes = {shift.code for shift in roster.shifts}
    return [(fill, letters, f"{words}, times of its own") for fill, letters, words in _of(kinds, codes)]


def with_hours(marks: Cell, look: Look, shifts: Shifts) -> tuple[str, str]:
    """Letters and band, its duties as one types them: W1800-0600, E+CT1700-1800."""
    duties = [mark for mark in marks if mark.layer == DUTY]
    if not duties:
        return look.letters, look.band
    drawn, typed = look_of(duties, is_open=True).letters, cell_under(duties, shifts)
    if look.letters == drawn:
        return typed, look.band
    return look.letters, typed if look.band == drawn else look.band


def _of(kinds: Iterable[str], codes: Iterable[str]) -> list[tuple[str, str, str]]:
    return [KINDS[kind] for kind in KINDS if kind in set(kinds) and KINDS[kind][1] not in codes]
