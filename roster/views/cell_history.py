"""The history of an officer's day: changes of the cell with reason and notice, and what else was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from roster import clock
from roster.models.cell_change import ChangeSource
from roster.queries.cell_changes import Kept
from roster.queries.officer_days import Event
from roster.queries.owed_rest_days import Owed
from roster.queries.publications import PublishedDay
from roster.rules.breaches import Rule
from roster.views.cell_words import BAND_WORDS, LATEST, REASON_WORDS, notice_line, notice_words
from roster.views.day_words import day_event
from roster.views.words import day, moment

SOURCES = {
    ChangeSource.HAND: "",
    ChangeSource.PATTERN: "laid from the pattern",
    ChangeSource.SWAP: "a swap",
    ChangeSource.OWED: "for an owed rest day",
}

RULE_WORDS = {
    Rule.AVERAGE_WEEK: "the average week",
    Rule.CONSECUTIVE_DAYS: "duty days in a row",
    Rule.CONSECUTIVE_NIGHTS: "nights in a row",
    Rule.NIGHT_WORK: "night work",
    Rule.REST_DAYS_APART: "days between rest days",
    Rule.REST_GAP: "rest between tours",
    Rule.TOUR_ADVICE: "the advised length of a tour",
    Rule.TOUR_LENGTH: "the length of a tour",
    Rule.WEEKLY_REST: "weekly rest",
}


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened; change is there where it was one of the cell itself.

    why: the reason for which it was published over a breach.
    """

    at: datetime
    words: str
    change: Kept | None = None
    why: str = ""


def past_of(
    changes: Sequence[Kept], events: Sequence[Event], published: Sequence[PublishedDay] = ()
) -> list[Past]:
    """The newest first; what was done to duties before cells kept their history is told by the audit."""
    first = min((one.at for one in changes), default=None)
    known = [one for one in events if not one.action.startswith("duty:") or first is None or one.at < first]
    past = [Past(one.at, change_words(one), one) for one in changes]
    past += [Past(one.at, day_event(one)) for one in known]
    past += [Past(one.at, published_words(one), why=over_words(one)) for one in published]
    return sorted(past, key=lambda one: one.at, reverse=True)


def published_words(one: PublishedDay) -> str:
    """PS Hart published the ward team’s roster, Mon 7 Dec to Sun 3 Jan."""
    whose = "this officer’s roster" if one.of_officer else "the ward team’s roster"
    first, last = day(one.starts_at), day(one.ends_at - timedelta(seconds=1))
    return f"{one.by or 'The roster'} published {whose}, {first if first == last else f'{first} to {last}'}"


def over_words(one: PublishedDay) -> str:
    """Published over a breach on this day, of rest between tours: Carnival week."""
    if not one.rules:
        return ""
    broken = " and ".join(RULE_WORDS[rule] for rule in one.rules)
    return f"Published over a breach on this day, of {broken}: {one.reason}"


def change_words(change: Kept) -> str:
    """PS Hart changed Early 07:00–15:00 to rest day."""
    who, source = change.by or "The roster", SOURCES[change.source]
    did = f"{who} {_did(change)}"
    return f"{did}, {source}" if source else did


def reason_words(change: Kept) -> str:
    """Exigency of duty: aid at Wembley."""
    if change.reason is None:
        return ""
    reason = REASON_WORDS[change.reason]
    return f"{reason}: {change.note}" if change.note else reason


def reason_only(row: Owed) -> str:
    """Exigency of duty."""
    return REASON_WORDS[row.reason] if row.reason else ""


def owed_words(row: Owed) -> str:
    """given back on Thu 17 Dec; or owed, and what is planned for it."""
    if row.re_rostered_to is None:
        return "owed"
    if row.is_draft:
        return f"owed until the rest day planned for {day(row.re_rostered_to)}, a draft, is published"
    return "stands again" if row.re_rostered_to == row.day else f"given back on {day(row.re_rostered_to)}"


def notify_words(row: Owed) -> str:
    """Another rest day is to be notified by Fri 27 Nov; or was, and is overdue."""
    by = row.notify_by
    if by is None:
        return ""
    if by < clock.today():
        return f"Overdue: another rest day was to be notified by {day(by)}"
    return f"Another rest day is to be notified by {day(by)}"


def told_words(change: Kept) -> str:
    """Told Mon 23 Nov 09:00, 15 clear days' notice; acknowledged Mon 23 Nov 10:00."""
    if change.told_at is None:
        return ""
    notice = "" if change.clear_days is None else f", {_lower(_given(change.clear_days))}"
    known = (
        f"acknowledged {moment(change.acknowledged_at)}" if change.acknowledged_at else "not acknowledged yet"
    )
    return f"Told {moment(change.told_at)}{notice}; {known}"


def call_words(at: datetime, told_at: datetime, clear_days: int) -> str:
    """What became of a call that was recorded: it counts, or an earlier telling does."""
    if at > told_at:
        return f"Noted: phoned {moment(at)}. The first telling counts, {moment(told_at)}"
    late = f", too late: {LATEST}" if clear_days < 0 else ""
    return f"Told by phone {moment(at)}{late}"


def _given(clear_days: int) -> str:
    return notice_line(clear_days).words if clear_days < 0 else notice_words(clear_days)


def _did(change: Kept) -> str:
    if not change.before:
        return f"put {change.after}"
    return f"changed {change.before} to {change.after}" if change.after else f"removed {change.before}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


FILTERS: dict[str, Callable[..., str]] = {
    **{
        one.__name__: one
        for one in (change_words, reason_words, reason_only, notify_words, owed_words, told_words)
    },
    "band": lambda band: BAND_WORDS[band],
    "clear_notice": notice_words,
}
