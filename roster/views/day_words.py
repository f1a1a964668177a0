"""A day's history in words: PS Hart changed Early 07:00–15:00 to Late 14:00–22:00."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from roster import clock
from roster.models.absence import Absence, AbsenceKind
from roster.models.duty import Duty
from roster.queries.officer_days import Event
from roster.rules.refreshment import refreshment
from roster.values import Span
from roster.views.words import duration, hours, when

KIND_WORDS = {"ward": "Ward duty", "training": "Training", "court": "Court", "office": "Office"}
ABSENCE_WORDS = {
    AbsenceKind.ANNUAL_LEAVE: "Annual leave",
    AbsenceKind.SICK: "Sick",
    AbsenceKind.TIME_OFF_IN_LIEU: "Time off in lieu",
    AbsenceKind.TRAINING: "Training",
    AbsenceKind.COURT: "Court",
    AbsenceKind.OTHER: "Away",
}
DONE = {
    "duty:add": "added",
    "duty:change": "changed",
    "duty:remove": "removed",
    "absence:ask": "asked for",
    "absence:withdraw": "withdrew",
    "absence:record": "recorded",
    "absence:approve": "approved",
    "absence:decline": "declined",
    "absence:give-back": "gave back",
    "absence:cancel": "cancelled",
    "abstraction:log": "logged an abstraction",
    "abstraction:end": "ended the abstraction early",
    "abstraction:cancel": "cancelled the abstraction",
}


def duty_name(duty: Duty) -> str:
    """The shift's name, or what the own times are spent on."""
    return duty.shift_template.name if duty.shift_template else KIND_WORDS[duty.kind]


def absence_name(absence: Absence, is_open: bool) -> str:
    """Why; for a colleague only that the officer is away."""
    return ABSENCE_WORDS[absence.kind] if is_open else "Away"


def day_event(event: Event) -> str:
    """Who did what, from what to what."""
    done = DONE.get(event.action, event.action)
    if event.action.startswith("abstraction:"):
        return f"{event.who} {done}"
    was, now = _what(event.before), _what(event.after)
    if event.action == "duty:change":
        return f"{event.who} {done} {was} to {now}"
    return f"{event.who} {done} {now or was}"


def _what(facts: Mapping[str, Any]) -> str:
    if not facts:
        return ""
    kind = str(facts["kind"])
    if "shift" in facts:
        span = _span(facts)
        return f"{facts['shift'] or KIND_WORDS[kind]} {hours(span)}"
    return f"{ABSENCE_WORDS[AbsenceKind(kind)].lower()}, {when(_span(facts))}"


def _span(facts: Mapping[str, Any]) -> Span:
    return Span.between(*(datetime.fromisoformat(facts[key]) for key in ("starts_at", "ends_at")))


def refreshment_in(duty: Duty) -> str:
    """45 min for refreshment: what a tour of that length has, shown and never judged (RULES 6)."""
    minutes = refreshment(duty.span.minutes, clock.london_date(duty.starts_at))
    return f"{duration(minutes)} for refreshment"


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: function for function in (duty_name, absence_name, day_event, refreshment_in)
}
