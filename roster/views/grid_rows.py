"""An officer's row of the grid, drawn once: it is not drawn again until something in it has changed."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from markupsafe import escape

from roster.queries.roster_days import DUTY, REST, Days, Mark
from roster.queries.roster_marks import Rows, Shift, line_from
from roster.views.grid_cells import by_code, cell_kept
from roster.views.grid_faces import EMPTY, Face, face_of

# With what it was drawn from a row takes some 25 kB, one of twelve weeks three times that.
ROWS_KEPT = 256


class Frame:
    """What every row of a page shares. Two pages of the same days share one, so it is known by itself."""

    def __init__(self, days: Days, today: int, root: str, shifts: tuple[Shift, ...]) -> None:
        self.days, self.root, self.shifts = days, root, by_code(shifts)
        self.dates = [day.isoformat() for day in days.dates]
        self.tags = ["<td>"] * len(self.dates)
        if 0 <= today < len(self.tags):
            # Today's column is one that cannot be missed; weekends are known by their place.
            self.tags[today] = "<td class=now>"


class Row(NamedTuple):
    """The cells, the attribute that keeps their tokens, and what they count for."""

    cells: str
    kept: str
    on_ward: tuple[int, ...]  # the days on which ward duty is left
    drafts: int


@lru_cache(maxsize=32)
def frame_of(days: Days, today: int, root: str, shifts: tuple[Shift, ...]) -> Frame:
    """The frame of these days; the same one as long as it is kept."""
    return Frame(days, today, root, shifts)


@lru_cache(maxsize=ROWS_KEPT)
def drawn_row(
    frame: Frame, officer_id: int, rows: Rows, posted: tuple[bool, ...] | None, is_open: bool
) -> Row:
    """The officer's days; posted says on which the officer is in this team, None on all of them."""
    line = line_from(rows, frame.days)
    faces: list[Face | None] = []
    kept = []
    for number in range(len(frame.dates)):
        cell = line.get(number)
        is_here = posted is None or posted[number]
        faces.append((face_of(cell, is_open) if cell else EMPTY) if is_here else None)
        kept.append(cell_kept(cell, frame.days, number, frame.shifts) if cell else "-")
    return Row(
        _cells(frame, f"{frame.root}/officers/{officer_id}/days/", faces),
        # One attribute for a row is lighter than one for each cell.
        f'data-k="{escape(" ".join(kept))}"',
        tuple(number for number, face in enumerate(faces) if face and face.on_ward),
        sum(_drafts(line.get(number, ())) for number, face in enumerate(faces) if face),
    )


def _drafts(cell: Iterable[Mark]) -> int:
    """Duties and rest that are published together."""
    return sum(1 for mark in cell if mark.layer in (DUTY, REST) and mark.state == "draft")


def _cells(frame: Frame, address: str, faces: list[Face | None]) -> str:
    return "".join(
        f"{tag}{face.opens}{address}{day}{face.closes}</td>"
        if face
        else f"{tag}<s></s><i>not posted here</i></td>"
        for face, tag, day in zip(faces, frame.tags, frame.dates, strict=True)
    )
