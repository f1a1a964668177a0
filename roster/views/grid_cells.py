"""What a cell is to the one who edits it: its token, the code that is typed for it, and it drawn again."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache

from flask import request

from roster import clock
from roster.queries.cell_tokens import token_of
from roster.queries.roster_days import ABSENCE, DUTY, REST, Cell, Days, Mark
from roster.queries.roster_marks import Shift, lines_of
from roster.views.grid_faces import ABSENCES, EMPTY, KINDS, face_of

NOTHING: Cell = []
RESTS = {"rest_day": "RD", "free_day": "FD"}
TYPED_ABSENCES = {"annual_leave", "sick", "time_off_in_lieu"}
Shifts = Mapping[str, Shift]


def by_code(shifts: Iterable[Shift]) -> Shifts:
    """The shifts by the code that is typed for them."""
    return {shift.code: shift for shift in shifts}


def cell_token(cell: Cell, days: Days, number: int) -> str:
    """Of its duties, then its rest, then an absence of exactly that day."""
    if len(cell) == 1 and cell[0][1] in (DUTY, REST):
        return cell[0].token
    starts, ends = days.midnights[number : number + 2]
    away = _away(cell, starts, ends)
    parts = [mark.token for mark in cell if mark.layer in (DUTY, REST)]
    if away and (away.start, away.end) == (starts, ends):
        parts.append(away.token)
    return token_of(parts)


def cell_code(cell: Cell, days: Days, number: int, shifts: Shifts) -> str:
    """What one types to have the cell as it is; "" for an empty one."""
    away = _away(cell, *days.midnights[number : number + 2])
    if away and away.kind in TYPED_ABSENCES:
        return ABSENCES[away.kind][1]
    return cell_under(cell, shifts)


def cell_under(cell: Cell, shifts: Shifts) -> str:
    """What one types for its duties and its rest, whatever lies over them."""
    codes = [
        _duty_code(mark.kind, mark.start, mark.end, shifts.get(mark.code), mark.code)
        for mark in cell
        if mark.layer == DUTY
    ]
    return "+".join(codes + [RESTS[mark.kind] for mark in cell if mark.layer == REST])


def cell_kept(cell: Cell, days: Days, number: int, shifts: Shifts) -> str:
    """Token and code in a word for a row's attribute: the code only where it is not the token's end.

    Where an absence lies over it, what is beneath is the third.
    """
    token, code = cell_token(cell, days, number), cell_code(cell, days, number, shifts)
    under = cell_under(cell, shifts)
    if under != code:
        return f"{token}|{code}|{under}"
    return _kept(token, code) if token or code else "-"


def redrawn(
    officer_ids: Collection[int], days: Days, only: Collection[tuple[int, date]] | None = None
) -> dict[str, dict[str, dict[str, str]]]:
    """The officers' cells as the grid draws them, with token and code, by officer and ISO day."""
    lines, found = lines_of(officer_ids, days)
    shifts = by_code(found)
    return {
        str(officer_id): {
            day.isoformat(): _cell(officer_id, lines.get(officer_id, {}), (days, number), shifts)
            for number, day in enumerate(days.dates)
            if only is None or (officer_id, day) in only
        }
        for officer_id in officer_ids
    }


def _cell(
    officer_id: int, line: Mapping[int, Cell], where: tuple[Days, int], shifts: Shifts
) -> dict[str, str]:
    days, number = where
    cell = line.get(number, NOTHING)
    face = face_of(cell, is_open=True) if cell else EMPTY
    address = f"{request.script_root}/officers/{officer_id}/days/{days.dates[number].isoformat()}"
    return {
        "token": cell_token(cell, days, number),
        "code": cell_code(cell, days, number, shifts),
        "under": cell_under(cell, shifts),
        "html": f"{face.opens}{address}{face.closes}",
    }


def _kept(token: str, code: str) -> str:
    if code and token.endswith(code) and not code[0].isdigit() and "," not in token:
        return token
    return f"{token}|{code}"


def _away(cell: Cell, starts: int, ends: int) -> Mark | None:
    """The approved absence that takes the whole of the day."""
    for mark in cell:
        whole = mark[1] == ABSENCE and mark[6] == "approved" and mark[2] <= starts and mark[3] >= ends
        if whole:
            return mark
    return None


@lru_cache(maxsize=4096)
def _duty_code(kind: str, start: int, end: int, shift: Shift | None, code: str) -> str:
    """The shift's code; with the hours where they are not the shift's, or it has none."""
    times = [clock.to_london(instant) for instant in (start, end)]
    minutes = tuple(time.hour * 60 + time.minute for time in times)
    if code and (shift is None or minutes == (shift.starts, shift.ends)):
        return code
    return (code or KINDS[kind][1]) + "-".join(f"{time:%H%M}" for time in times)
