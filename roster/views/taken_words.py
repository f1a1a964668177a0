"""An abstraction's history in words: who did what to it, before and after."""

import json
from datetime import datetime

from roster.queries.taken import Happening
from roster.views.words import hour


def taken_words(one: Happening) -> str:
    """PS Hart ended it early: at 12:00 instead of 15:00."""
    detail = json.loads(one.detail)
    if one.action == "abstraction:end":
        before, after = (_hour(detail[when]["ends_at"]) for when in ("before", "after"))
        return f"{one.by} ended it early: at {after} instead of {before}"
    if one.action == "abstraction:cancel":
        return f"{one.by} cancelled it"
    return f"{one.by} logged it"


def _hour(instant: str) -> str:
    return hour(datetime.fromisoformat(instant))
