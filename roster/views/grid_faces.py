"""What one cell of the grid shows: a letter, a fill, a band over it, and its full text."""

from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from roster.queries.roster_days import ABSENCE, DUTY, REST, TAKING, Cell, Mark
from roster.values import Span, subtract
from roster.views.words import hour

# Fills by the colour a shift template names; any other name gets the plain one.
FILLS = {
    "yellow": "ey",
    "green": "em",
    "blue": "el",
    "lavender": "ll",
    "slate": "en",
    "sand": "cr",
    "rose": "ct",
    "grey": "of",
}
# Fill, letters and word, by the kind of a duty of own times, without a shift template.
KINDS = {
    "ward": ("pl", "W", "Ward duty"),
    "training": ("cr", "CRS", "Course"),
    "court": ("ct", "CT", "Court"),
    "office": ("of", "OF", "Office"),
}
# The same for an absence.
ABSENCES = {
    "annual_leave": ("al", "AL", "annual leave"),
    "sick": ("sk", "SICK", "sick"),
    "time_off_in_lieu": ("al", "TOIL", "time off in lieu"),
    "training": ("cr", "CRS", "training"),
    "court": ("ct", "CT", "court"),
    "other": ("al", "AW", "away"),
}
# A colleague's reason for being away is nobody else's business.
AWAY = ("al", "AW", "away")
NOTHING = "nothing rostered"
REST_WORDS = {"rest_day": "rest day", "free_day": "free day"}


class Face(NamedTuple):
    """A cell's link in two halves, its address to be put between them; and what it counts for."""

    opens: str
    closes: str
    on_ward: bool = False
    draft: bool = False


class Look(NamedTuple):
    """A cell as it is drawn, on a screen or on paper."""

    css: str
    letters: str
    band: str
    text: str
    draft: bool


@lru_cache(maxsize=4096)
def clock_time(instant: int) -> str:
    """07:00; the same few hundred instants fill a whole grid."""
    return hour(instant)


def face_of(cell: Cell, is_open: bool) -> Face:
    """The day's link; the same day of another officer looks the same, so each is made once."""
    if len(cell) == 1:
        return _face_of((cell[0][1:9],), is_open)
    return _face_of(tuple([mark[1:9] for mark in cell]), is_open)


@lru_cache(maxsize=16384)
def _face_of(facts: tuple[Any, ...], is_open: bool) -> Face:
    """The look as a link. facts: marks, less who and token."""
    cell = [Mark(0, *mark) for mark in facts]
    css, letters, band, text, draft = look_of(cell, is_open)
    return _face(f"{css} dr" if draft else css, letters, band, text, on_ward=_ward_left(cell), draft=draft)


def look_of(cell: Cell, is_open: bool) -> Look:
    """What lies over the day is drawn; the duty beneath stays readable.

    What a colleague only asks for is nobody's business until it is decided.
    """
    if not is_open:
        cell = [mark for mark in cell if mark.layer != ABSENCE or mark.state != "requested"]
    duties = [mark for mark in cell if mark.layer == DUTY]
    fill, letters, _ = _shift(duties[0]) if duties else _rest(cell)
    if len(duties) > 1:
        letters += "+"
    draft = any(mark.state == "draft" for mark in cell if mark.layer in (DUTY, REST))
    css, letters, band = _over(cell, is_open, fill, letters)
    text = ", ".join(_words(mark, cell, is_open) for mark in cell)
    return Look(css, letters, band, text or NOTHING, draft)


EMPTY = Face("<a class=no href=", f"><i>{NOTHING}</i></a>")


def words_of(face: Face) -> Markup:
    """rest day; Early 07:00–15:00, taken to ERPT 07:00–12:00: the cell's own full text, escaped."""
    return Markup(face.closes.partition("<i>")[2].partition("</i>")[0])  # noqa: S704  (escaped there)


def duty_words(duty: Mark) -> str:
    """Early 07:00–15:00, draft."""
    times = f"{clock_time(duty.start)}–{clock_time(duty.end)}"
    return f"{_shift(duty)[2]} {times}{', draft' if duty.state == 'draft' else ''}"


def _over(cell: Cell, is_open: bool, fill: str, letters: str) -> tuple[str, str, str]:
    """Fill, letters and band once the strongest of what lies over the day is drawn."""
    over = sorted((mark for mark in cell if mark.layer in (TAKING, ABSENCE)), key=_strength)
    if not over:
        return fill, letters, ""
    mark = over[0]
    asked = mark.state == "requested"
    if mark.layer == TAKING:
        return f"{fill} {'q' if asked else 'a'}", letters, f"{mark.code}{'?' if asked else ''}"
    kind_fill, kind_letters, _ = _absence(mark, is_open)
    if not letters or (fill.startswith("rd") and not asked):
        return f"{kind_fill} dr" if asked else kind_fill, kind_letters, ""
    return (f"{fill} q", letters, f"{kind_letters}?") if asked else (f"{kind_fill} b", kind_letters, letters)


def _strength(mark: Mark) -> tuple[bool, bool, int]:
    """What has been decided before what is asked for; absences before abstractions."""
    return (mark.state == "requested", mark.layer == TAKING, mark.start)


def _words(mark: Mark, cell: Cell, is_open: bool) -> str:
    if mark.layer == DUTY:
        return duty_words(mark)
    if mark.layer == REST:
        words = f"{REST_WORDS[mark.kind]}{', draft' if mark.state == 'draft' else ''}"
        return f"on a {words}" if len(cell) > 1 else words
    asked = ", only requested" if mark.state == "requested" else ""
    if mark.layer == TAKING:
        return f"taken to {mark.name} {clock_time(mark.start)}–{clock_time(mark.end)}{asked}"
    # A whole day, or many, needs no hours.
    hours = "" if mark.end - mark.start >= 82_800 else f" {clock_time(mark.start)}–{clock_time(mark.end)}"
    return f"{_absence(mark, is_open)[2]}{hours}{asked}"


def _shift(duty: Mark) -> tuple[str, str, str]:
    if duty.code:
        return FILLS.get(duty.colour, "pl"), duty.code, duty.name
    return KINDS[duty.kind]


def _absence(mark: Mark, is_open: bool) -> tuple[str, str, str]:
    return ABSENCES[mark.kind] if is_open else AWAY


def _rest(cell: Cell) -> tuple[str, str, str]:
    """Fill and letters of a day without duty: a dot for a rest day, as there are so many of them."""
    kinds = {mark.kind for mark in cell if mark.layer == REST}
    if "rest_day" in kinds:
        return "rd", "·", ""
    return ("rd fd", "FD", "") if kinds else ("no", "", "")


def _ward_left(cell: Cell) -> bool:
    """Whether some ward duty is left once what takes the officer away is taken out.

    A draft counts for whoever sees it: it is what is being planned.
    """
    taken = [Span(m.start, m.end) for m in cell if m.layer in (TAKING, ABSENCE) and m.state != "requested"]
    return any(
        subtract([Span(mark.start, mark.end)], taken)
        for mark in cell
        if mark.layer == DUTY and mark.kind == "ward"
    )


def _face(css: str, letters: str, band: str, text: str, **counts: bool) -> Face:
    # Attributes without quotes where they may be: a page has a thousand of these.
    fill = f'"{css}"' if " " in css else css
    over = f"<u>{escape(band)}</u>" if band else ""
    return Face(f"<a class={fill} href=", f">{escape(letters)}{over}<i>{escape(text)}</i></a>", **counts)
