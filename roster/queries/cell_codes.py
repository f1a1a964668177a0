"""The codes that people type in a cell of the roster, read: what they ask for, or why they cannot be."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from roster import clock
from roster.errors import Refusal
from roster.models.columns import DAY_SECONDS
from roster.models.duty import DutyKind
from roster.queries.cell_values import (
    ABSENCE_CODES,
    KIND_CODES,
    REST_CODES,
    REST_WORDS,
    Held,
    Meaning,
    Rest,
    Shift,
)

_OWN_TIMES = re.compile(r"([A-Z0-9]*?) ?(\d{2}):?(\d{2}) ?[-–] ?(\d{2}):?(\d{2})")
LONGEST_CODE = 60


def read_code(text: str, day: date, shifts: Mapping[str, Shift]) -> Meaning:
    """What the code means on that day; a Refusal says what there is to type."""
    typed = " ".join(text.split()).upper()
    if len(typed) > LONGEST_CODE:
        raise Refusal("That is more than a cell can hold")
    if not typed:
        return Meaning()
    if typed in REST_CODES:
        return Meaning(rest=Rest(REST_CODES[typed]))
    if typed in ABSENCE_CODES:
        return Meaning(absence=ABSENCE_CODES[typed])
    beneath, _, last = typed.rpartition("+")
    if beneath and last in ABSENCE_CODES:
        return replace(read_code(beneath, day, shifts), absence=ABSENCE_CODES[last])
    duties = [_duty(part.strip(), day, shifts) for part in typed.split("+")]
    duties.sort(key=lambda one: one.span)
    if any(one.span.overlaps(two.span) for one, two in pairwise(duties)):
        raise Refusal("These two duties overlap")
    return Meaning(duties=tuple(duties))


def _duty(part: str, day: date, shifts: Mapping[str, Shift]) -> Held:
    shift = shifts.get(part)
    if shift:
        return _held(day, shift.start_minute, shift.end_minute, shift)
    if part in REST_CODES:
        raise Refusal(f"A day is a {REST_WORDS[REST_CODES[part]]} or has duties: type one or the other")
    own = _OWN_TIMES.fullmatch(part)
    if own is None:
        raise Refusal(f"There is no shift “{part}”: {_known(shifts)}")
    word, *numbers = own.groups()
    kind = next((kind for kind, code in KIND_CODES.items() if code == (word or "W")), None)
    what = shifts.get(word) or kind
    if what is None:
        raise Refusal(f"There is no shift “{word}”: {_known(shifts)}")
    from_hour, from_minute, to_hour, to_minute = map(int, numbers)
    if max(from_hour, to_hour) > 23 or max(from_minute, to_minute) > 59:
        raise Refusal("Enter own times on the 24-hour clock, such as 0800-1600")
    return _held(day, from_hour * 60 + from_minute, to_hour * 60 + to_minute, what)


def _held(day: date, start: int, end: int, what: Shift | DutyKind) -> Held:
    try:
        span = clock.wall_span(day, start, end)
    except ValueError:
        raise Refusal("The clocks go forward that night, and this time has no length") from None
    if span.seconds > DAY_SECONDS:
        raise Refusal("A duty lasts 24 hours at most")
    return Held(span, what.kind, what) if isinstance(what, Shift) else Held(span, what)


def _known(shifts: Mapping[str, Shift]) -> str:
    return f"type {', '.join([*shifts, *REST_CODES, *ABSENCE_CODES])}, or times such as 0800-1600"
