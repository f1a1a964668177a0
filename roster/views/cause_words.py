"""Why an officer is not available, in words and times: taken to ERPT 07:00–15:00, rest day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from roster.clock import london_date
from roster.coverage.gaps import CauseKind
from roster.queries.candidates import Candidate
from roster.queries.doings import Doing, DoingKind
from roster.values import Span
from roster.views.cover_words import cause_word
from roster.views.words import day, hour, hours

ABSENCES = {
    "annual_leave": "annual leave",
    "sick": "sick",
    "time_off_in_lieu": "time off in lieu",
    "training": "away on training",
    "court": "at court",
    "other": "away",
}
RESTS = {"rest_day": "rest day", "free_day": "free day"}
# An absence of more than a tour is about days, and its hours would only be noise.
LONGEST_TOLD_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause in words, and the row behind it where that is a way out."""

    text: str
    kind: CauseKind | None
    row_id: int | None = None


def reasons(candidate: Candidate, within: Sequence[Span], skill: str = "") -> list[Reason]:
    """Why the officer is not available in these spans, each reason once, in the order of time."""
    if not candidate.pieces:
        return [Reason("not posted to this team then", None)]
    found: dict[str, Reason] = {}
    for span, cause in candidate.pieces:
        if cause is not None and any(span.overlaps(asked) for asked in within):
            reason = _reason(cause, span, candidate.doings, skill)
            found.setdefault(reason.text, reason)
    return list(found.values())


def free_words(candidate: Candidate, within: Sequence[Span]) -> str:
    """free 10:00–10:30, for whoever could stand in for a part."""
    return "free " + " and ".join(hours(span) for span in candidate.free(within))


def let_go(candidates: Iterable[Candidate], span: Span) -> list[str]:
    """Those named who can be there for none of it: a stand-in goes instead of them."""
    return sorted(one.short_name for one in candidates if one.named and one.fills([span]) == "none")


def way_out(reason: Reason, officer_id: int, span: Span) -> tuple[str, str] | None:
    """Where this cause could be taken away, and what the link says."""
    if reason.kind is CauseKind.OFF_DUTY:
        where = url_for("officer_days.show", officer_id=officer_id, day=london_date(span.start))
        return where, "Change that day"
    if reason.kind is CauseKind.LACKS_SKILL:
        return url_for("officers.show", officer_id=officer_id), "See the skills"
    if reason.kind is CauseKind.ABSTRACTED and reason.row_id:
        return url_for("abstractions.show", abstraction_id=reason.row_id), "End it early or cancel it"
    if reason.kind is CauseKind.COMMITTED and reason.row_id:
        return url_for("contact_sessions.name", contact_session_id=reason.row_id), "Change who goes there"
    return None


def _reason(cause: CauseKind, span: Span, doings: Sequence[Doing], skill: str) -> Reason:
    there = [doing for doing in doings if doing.span.overlaps(span)]
    if cause is CauseKind.LACKS_SKILL:
        return Reason(_skill_words(doings, span, skill), cause)
    if cause is CauseKind.OFF_DUTY:
        return Reason(_off_duty_words(doings, there, span), cause)
    kind = {
        CauseKind.ABSTRACTED: DoingKind.ABSTRACTION,
        CauseKind.ABSENT: DoingKind.ABSENCE,
        CauseKind.COMMITTED: DoingKind.NAMING,
    }[cause]
    rows = [doing for doing in there if doing.kind is kind]
    text = " and ".join(_doing_words(doing) for doing in rows) or cause_word(cause)
    return Reason(text, cause, rows[0].row_id if rows else None)


def _doing_words(doing: Doing) -> str:
    if doing.kind is DoingKind.ABSTRACTION:
        return f"taken to {doing.word} {hours(doing.span)}"
    if doing.kind is DoingKind.NAMING:
        return f"named on {doing.word} {hours(doing.span)}"
    word = ABSENCES.get(doing.word, "away")
    return word if doing.span.seconds > LONGEST_TOLD_SECONDS else f"{word} {hours(doing.span)}"


def _off_duty_words(doings: Sequence[Doing], there: Sequence[Doing], span: Span) -> str:
    taken = [_doing_words(doing) for doing in there if doing.kind is DoingKind.ABSTRACTION]
    return ", ".join([_duty_words(doings, there, span), *taken])


def _duty_words(doings: Sequence[Doing], there: Sequence[Doing], span: Span) -> str:
    """The nearest of what the roster has for that day; other duty and drafts at that hour first."""
    for doing in there:
        if doing.kind is DoingKind.DUTY and doing.sort != "ward":
            return f"{doing.word or doing.sort} {hours(doing.span)}, not ward duty".lower()
        if doing.kind is DoingKind.DRAFT and doing.sort == "ward":
            return f"{_shift(doing)} {hours(doing.span)} is a draft, not yet published"
    duties = [doing for doing in doings if doing.kind is DoingKind.DUTY and doing.sort == "ward"]
    if duties:
        nearest = min(duties, key=lambda doing: max(doing.span.start - span.end, span.start - doing.span.end))
        if nearest.span.start >= span.end:
            return f"{_shift(nearest)} from {hour(nearest.span.start)}"
        return f"{_shift(nearest)} until {hour(nearest.span.end)}"
    rests = [RESTS.get(doing.sort, "rest day") for doing in there if doing.kind is DoingKind.REST]
    return rests[0] if rests else "no duty that day"


def _shift(doing: Doing) -> str:
    return f"{doing.word.lower()} duty" if doing.word else "ward duty"


def _skill_words(doings: Sequence[Doing], span: Span, skill: str) -> str:
    grants = [doing for doing in doings if doing.kind in (DoingKind.SKILL, DoingKind.SUSPENDED)]
    if any(doing.kind is DoingKind.SUSPENDED and doing.span.overlaps(span) for doing in grants):
        return f"{skill} is suspended"
    past = [
        doing.span.end for doing in grants if doing.kind is DoingKind.SKILL and doing.span.end <= span.start
    ]
    if past:
        return f"{skill} expired {day(max(past) - 1)}"
    ahead = [doing.span.start for doing in grants if doing.span.start >= span.end]
    return f"{skill} only from {day(min(ahead))}" if ahead else f"does not hold {skill}"


def gap_spans(gaps: Iterable[Any]) -> list[Span]:
    """When officers are missing."""
    return [gap.span for gap in gaps]


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (reasons, free_words, let_go, way_out, gap_spans)
}
