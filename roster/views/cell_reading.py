"""What a script sends of the grid's cells, read strictly: anything else is malformed, in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import request

from roster.forms.reading import Unread
from roster.forms.reading import read_told as read_told_of
from roster.models.cell_change import ChangeReason
from roster.queries.roster_days import Days
from roster.services.cell_answers import Wanted
from roster.services.cell_changes import Why

MOST_CELLS = 5_000  # forty officers over twelve weeks are 3,360
MOST_DAYS = 400
LONGEST_NOTE = 200  # as the column is long
LONGEST_WORD = 500
HIGHEST_ID = 2**31 - 1


class Malformed(ValueError):
    """The sentence says what could not be read; field: of a reason, where."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Asked:
    """The cells that somebody typed, why, and the days their grid shows."""

    cells: list[Wanted]
    why: Why | None
    sight: Days | None
    account_id: int | None = None  # whose page it was typed in


def body() -> object:
    """The request's JSON; None where it is none, also where it is nested too deeply to be read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def asked(body: Any) -> Asked:
    """The body of cells.save."""
    if not isinstance(body, dict) or not isinstance(body.get("cells"), list):
        raise Malformed("Send a list of cells")
    if not 1 <= len(body["cells"]) <= MOST_CELLS:
        raise Malformed(f"Send from 1 to {MOST_CELLS:,} cells at once")
    why, sight = body.get("why"), body.get("sight")
    return Asked(
        [_cell(one) for one in body["cells"]],
        None if why is None else _why(why),
        None if sight is None else _sight(sight),
        body.get("account"),
    )


def read_told(text: str) -> datetime | None:
    """When the officer was told, as a person types it or 2026-12-03 14:05; None is now, by the notice."""
    try:
        return read_told_of(text) if text.strip() else None
    except Unread as problem:
        raise Malformed(str(problem), "told") from None


def read_day(text: Any) -> date:
    """An ISO day between 2000 and 2099: beyond that it is a slip."""
    try:
        day = date.fromisoformat(text) if isinstance(text, str) and len(text) == len("2026-12-03") else None
    except ValueError:
        day = None
    if day is None or not 2000 < day.year < 2099:
        raise Malformed("Write days as 2026-12-03")
    return day


def _cell(one: Any) -> Wanted:
    if not isinstance(one, dict):
        raise Malformed("Each cell has an officer, a day, a code and a token")
    officer_id = one.get("officer")
    if type(officer_id) is not int or not 0 < officer_id <= HIGHEST_ID:
        raise Malformed("Each cell has the number of its officer")
    return Wanted(officer_id, read_day(one.get("day")), _word(one, "code"), _word(one, "token"))


def _word(one: dict[str, Any], name: str, longest: int = LONGEST_WORD) -> str:
    word = one.get(name, "")
    if not isinstance(word, str) or len(word) > longest:
        raise Malformed(f"The {name} is a text of at most {longest} characters", name)
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000 for letter in word):
        raise Malformed(f"Remove the characters from the {name} that cannot be printed", name)
    return word


def _why(why: Any) -> Why:
    if not isinstance(why, dict) or why.get("reason") not in list(ChangeReason):
        raise Malformed("Choose why it changes: exigency of duty, officer’s request or branch agreement")
    note = " ".join(_word(why, "note", LONGEST_NOTE).split())
    return Why(ChangeReason(why["reason"]), note, read_told(_word(why, "told")))


def _sight(sight: Any) -> Days:
    count = sight.get("days") if isinstance(sight, dict) else None
    if type(count) is not int or not 1 <= count <= MOST_DAYS:
        raise Malformed(f"The grid shows from 1 to {MOST_DAYS} days")
    return Days.starting(read_day(sight.get("from")), count)


def read_sight(args: Mapping[str, str]) -> Days:
    """The days that the grid shows, from an address."""
    count = args.get("days", "")
    # Longer numbers are no days, and cost time to read.
    number = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    return _sight({"from": args.get("from"), "days": number})
