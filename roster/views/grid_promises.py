"""Contact sessions in the grid: a pill with shape, hour and colour, and its full text."""

import json
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import escape

from roster import clock
from roster.queries.roster_promises import Promise
from roster.views.cover_words import state_mark, state_word
from roster.views.grid_faces import clock_time

CSS = {"covered": "ok", "at_risk": "warn", "uncovered": "bad"}


def pills(promises: Iterable[Promise], root: str, *, with_flags: bool, with_ids: bool = True) -> str:
    """The day's contact sessions, each a link to its flag where one stands, else to itself."""
    now = clock.now().timestamp()
    drawn = [
        _pill(one, root, with_flags, with_ids, one.flag_id is not None and one.end > now) for one in promises
    ]
    return "".join(drawn)


def is_open(promise: Promise) -> bool:
    """Whether it stands flagged and has not ended: somebody must still act."""
    return promise.flag_id is not None and promise.end > clock.now().timestamp()


@lru_cache(maxsize=2048)
def _pill(promise: Promise, root: str, with_flags: bool, with_ids: bool, is_todo: bool) -> str:
    state = promise.state or "covered"
    css = CSS[state] + (" todo" if is_todo else "")
    flagged = with_flags and promise.flag_id is not None
    path = f"/flags/{promise.flag_id}" if flagged else f"/contact-sessions/{promise.id}"
    anchor = f' id="cs-{promise.id}"' if with_ids else ""
    begins = clock_time(promise.start)
    return (
        f'<a class="s {css}"{anchor} href="{root}{path}">{state_mark(state)} {begins[:2]}'
        f"<i>{escape(_words(promise, state))}</i></a>"
    )


def _words(promise: Promise, state: str) -> str:
    times = f"{clock_time(promise.start)}–{clock_time(promise.end)}"
    gaps = "".join(
        f", {gap['short_by']} short {clock_time(gap['start'])}–{clock_time(gap['end'])}"
        for gap in json.loads(promise.gaps or "[]")
    )
    return f"{state_word(state)}: {promise.title}, {promise.venue}, {times}, needs {promise.needed}{gaps}"
