"""When and why somebody is away, as every page says it: whole days by their names."""

from collections.abc import Callable
from datetime import timedelta

from roster import clock
from roster.models.absence import Absence, AbsenceKind
from roster.queries.absences import given_back_by, leave_during
from roster.values import Span
from roster.views.cover_words import listed
from roster.views.words import day, hours, moment

KIND_WORDS = {
    AbsenceKind.ANNUAL_LEAVE: "annual leave",
    AbsenceKind.SICK: "sick leave",
    AbsenceKind.TIME_OFF_IN_LIEU: "time off in lieu",
    AbsenceKind.TRAINING: "training",
    AbsenceKind.COURT: "court",
    AbsenceKind.OTHER: "other absence",
}


def away(span: Span) -> str:
    """Mon 7 Dec to Fri 11 Dec; the times only where they are not whole days."""
    first, last = clock.london_date(span.start), clock.london_date(span.end - 1)
    if not is_whole_days(span):
        if first == last:
            return f"{day(first)} {hours(span)}"
        return f"{moment(span.start)} to {moment(span.end)}"
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def is_whole_days(span: Span) -> bool:
    """From a midnight to a midnight, in London."""
    first, last = clock.london_date(span.start), clock.london_date(span.end - 1)
    return (
        clock.midnight(first) == span.starts_at and clock.midnight(last + timedelta(days=1)) == span.ends_at
    )


def absence_kind(kind: AbsenceKind) -> str:
    """annual leave, as it stands inside a sentence."""
    return KIND_WORDS[kind]


def given_back(officer_id: int, kind: AbsenceKind, span: Span) -> str:
    """What recording it would give back, to follow a sentence that says it is done; mostly nothing."""
    if kind is not AbsenceKind.SICK:
        return ""
    parts = [(one.kind, one.span.clip(span)) for one in leave_during(officer_id, span)]
    words = [f"{absence_kind(kind)}, {away(part)}" for kind, part in parts if part]
    return f"; given back: {listed(words)}" if words else ""


def still_given_back(absence: Absence) -> str:
    """What cancelling this sickness brings nothing back of, to follow a sentence; asked before it is done."""
    if absence.kind is not AbsenceKind.SICK:
        return ""
    words = [f"{absence_kind(kind)}, {away(span)}" for kind, span in given_back_by(absence)]
    return f". Still given back, to be recorded again if it is wanted: {listed(words)}" if words else ""


FILTERS: dict[str, Callable[..., str]] = {"away": away, "absence_kind": absence_kind}
