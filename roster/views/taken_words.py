"""An abstraction in words: what was done to it, and how much notice was given."""

import json
from datetime import datetime

from roster import clock
from roster.queries.taken import Happening, Taken
from roster.rules.figures import PLANNED_CLEAR_DAYS, in_force
from roster.views.words import hour, plural


def taken_words(one: Happening) -> str:
    """PS Hart ended it early: at 12:00 instead of 15:00."""
    detail = json.loads(one.detail)
    if one.action == "abstraction:end":
        before, after = (_hour(detail[when]["ends_at"]) for when in ("before", "after"))
        return f"{one.by} ended it early: at {after} instead of {before}"
    if one.action == "abstraction:cancel":
        return f"{one.by} cancelled it"
    return f"{one.by} logged it"


def notice_given(taken: Taken) -> str:
    """Planned or short notice, and the clear days that make it so (RULES 4)."""
    if taken.confirmed_at is None:
        return "Not confirmed"
    day, told = clock.force_day(taken.span.start), clock.london_date(taken.confirmed_at)
    days = clock.clear_days(day, told)
    if days < 0:
        return "Short notice: logged on the day or later"
    word = "Planned" if days >= in_force(PLANNED_CLEAR_DAYS, day).value else "Short notice"
    return f"{word}: {plural(days, 'clear day')}"


def _hour(instant: str) -> str:
    return hour(datetime.fromisoformat(instant))
