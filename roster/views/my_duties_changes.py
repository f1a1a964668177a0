"""What was changed for an officer, before and after, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from roster import clock
from roster.models.notice import NoticeKind
from roster.queries.my_changes import Change
from roster.queries.roster_days import DUTY, REST, Mark
from roster.values import Span
from roster.views.my_duties_days import KINDS, RESTS, shift_words, span_of
from roster.views.notice_words import sentence
from roster.views.words import day, hours, plural, when


@dataclass(frozen=True, slots=True)
class Told:
    """One change: on which day, what it was, what it is now, and how the officer came to know."""

    on: str
    before: str
    after: str
    sentence: str
    by: str
    at: datetime
    notice: str = ""


def told(change: Change, marks: Sequence[Mark]) -> Told:
    """Before and after where both are known, else one sentence."""
    notice = change.notice
    taking = notice.abstraction
    if taking and notice.kind in (NoticeKind.TAKEN, NoticeKind.TAKING_CANCELLED):
        duty, taken = _duty_then(taking.span, marks), f"{hours(taking.span)} {taking.category.name}"
        sides = (duty, taken) if notice.kind is NoticeKind.TAKEN else (taken, duty)
        return _told(change, taking.starts_at, *sides)
    if taking and notice.kind is NoticeKind.TAKING_ENDED:
        planned = Span.between(taking.starts_at, taking.planned_ends_at)
        before, after = (f"{hours(span)} {taking.category.name}" for span in (planned, taking.span))
        return _told(change, taking.starts_at, before, after)
    if notice.kind is NoticeKind.DUTY_CHANGED and notice.about_at:
        return _told(change, notice.about_at, _duty_side(change.before), _duty_side(change.after))
    if notice.kind is NoticeKind.SESSION_MOVED and _span(change.before) and _span(change.after):
        return _told(change, None, _session_side(change.before), _session_side(change.after))
    return _told(change, None, "", "")


def _told(change: Change, about: datetime | None, before: str, after: str) -> Told:
    known = before != after and bool(before and after)
    return Told(
        day(about) if about and known else "",
        before if known else "",
        after if known else "",
        "" if known and about else sentence(change.notice),
        change.by,
        change.notice.created_at,
        _clear_days(about, change.notice.created_at) if about else "",
    )


def _clear_days(about: datetime, at: datetime) -> str:
    """8 clear days' notice: neither the day told nor the day worked counts (RULES 5)."""
    clear = clock.clear_days(clock.force_day(about), clock.london_date(at))
    return f"{plural(clear, 'clear day’s', 'clear days’')} notice" if clear >= 0 else ""


def _duty_then(span: Span, marks: Sequence[Mark]) -> str:
    """What the roster has for those hours besides the abstraction; nothing where it is out of sight."""
    duties = [mark for mark in marks if mark.layer == DUTY and span_of(mark).overlaps(span)]
    if duties:
        return " and ".join(f"{hours(span_of(duty))} {shift_words(duty)}" for duty in duties)
    rests = [mark for mark in marks if mark.layer == REST and mark.start <= span.start < mark.end]
    return RESTS[rests[0].kind].lower() if rests else ""


def _span(side: Mapping[str, Any]) -> Span | None:
    try:
        starts, ends = (datetime.fromisoformat(side[key]) for key in ("starts_at", "ends_at"))
    except (KeyError, ValueError):
        return None
    return Span.between(starts, ends)


def _duty_side(side: Mapping[str, Any]) -> str:
    span = _span(side)
    if span is None:
        return "no duty"
    return f"{hours(span)} {side.get('shift') or KINDS[side['kind']][1]}"


def _session_side(side: Mapping[str, Any]) -> str:
    span = _span(side)
    return f"{when(span)}, {side.get('venue', '')}" if span else ""
