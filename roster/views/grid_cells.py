"""What a cell is to the one who edits it: its token, the code that is typed for it, and it drawn again."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from flask import request

from roster import clock
from roster.queries.cell_tokens import token_of
from roster.queries.roster_days import ABSENCE, DUTY, REST, Cell, Days, Mark
from roster.queries.rosters import lines_of
from roster.views.grid_faces import ABSENCES, EMPTY, KINDS, face_of

NOTHING: Cell = []
RESTS = {"rest_day": "RD", "free_day": "FD"}


def cell_token(cell: Cell, days: Days, number: int) -> str:
    """Of its duties, then its rest, then an absence of exactly that day."""
    if len(cell) == 1 and cell[0][1] in (DUTY, REST):
        return cell[0][9]
    return token_of([mark[9] for mark in _typed(cell, days, number) if mark[9]])


def cell_code(cell: Cell, days: Days, number: int) -> str:
    """What one types to have the cell as it is; "" for an empty one."""
    marks = _typed(cell, days, number)
    if marks and marks[-1].layer == ABSENCE:
        return ABSENCES[marks[-1].kind][1]
    duties = [mark for mark in marks if mark.layer == DUTY]
    if duties:
        return "+".join(duty.code or _own_times(duty.kind, duty.start, duty.end) for duty in duties)
    return RESTS[marks[0].kind] if marks else ""


def redrawn(
    officer_ids: Collection[int], days: Days, only: Collection[tuple[int, date]] | None = None
) -> dict[str, dict[str, dict[str, str]]]:
    """The officers' cells as the grid draws them, with token and code, by officer and ISO day."""
    lines = lines_of(officer_ids, days)
    return {
        str(officer_id): {
            day.isoformat(): _cell(officer_id, lines.get(officer_id, {}), days, number)
            for number, day in enumerate(days.dates)
            if only is None or (officer_id, day) in only
        }
        for officer_id in officer_ids
    }


def _cell(officer_id: int, line: Mapping[int, Cell], days: Days, number: int) -> dict[str, str]:
    cell = line.get(number, NOTHING)
    face = face_of(cell, is_open=True) if cell else EMPTY
    address = f"{request.script_root}/officers/{officer_id}/days/{days.dates[number].isoformat()}"
    return {
        "token": cell_token(cell, days, number),
        "code": cell_code(cell, days, number),
        "html": f"{face.opens}{address}{face.closes}",
    }


def _typed(cell: Cell, days: Days, number: int) -> list[Mark]:
    """What typing in the cell changes: duties, rest, and the approved absence of exactly that day."""
    whole = days.midnights[number : number + 2]
    over = [
        mark
        for mark in cell
        if mark.layer == ABSENCE and mark.token and (mark.start, mark.end) == tuple(whole)
    ]
    return [mark for mark in cell if mark.layer in (DUTY, REST)] + over[:1]


@lru_cache(maxsize=1024)
def _own_times(kind: str, start: int, end: int) -> str:
    begins, ends = (f"{clock.to_london(instant):%H%M}" for instant in (start, end))
    return f"{KINDS[kind][1]}{begins}-{ends}"
