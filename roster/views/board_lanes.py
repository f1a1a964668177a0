"""A day drawn as lanes: for each officer the bars of duty, abstraction, absence and contact session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from roster import clock
from roster.queries.board import Person, Promise
from roster.queries.marks import Mark
from roster.values import Span, intersect
from roster.views.board_week import AWAY, by_officer
from roster.views.words import hour

FIRST_HOUR, LAST_HOUR = 6, 26  # from before the first Early to the end of a Late-late
QUARTER = 900


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its quarter of an hour, its length in quarters, and what it says."""

    quarter: int
    quarters: int
    kind: str
    colour: str
    text: str
    whole: str
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One officer's day."""

    person: Person
    bars: tuple[Bar, ...]
    note: str
    away: bool


def window_of(day: date) -> Span:
    """The hours that the lanes show; they are elapsed hours on the nights the clocks change too."""
    starts = clock.to_utc(datetime.combine(day, time(FIRST_HOUR)))
    return Span.between(starts, starts + timedelta(hours=LAST_HOUR - FIRST_HOUR))


def lanes_of(
    day: date, people: Sequence[Person], marks: Iterable[Mark], promises: Sequence[Promise]
) -> list[Lane]:
    """One lane for each officer, in the order given."""
    window = window_of(day)
    held = by_officer(marks)
    return [
        _lane(person, window, held.get(person.officer_id, []), promises, day)
        for person in people
        if person.posted.overlaps(window)
    ]


def now_quarter(day: date) -> int | None:
    """Where the line of this moment stands in the window, where it does."""
    window, now = window_of(day), int(clock.now().timestamp())
    return (now - window.start) // QUARTER if window.covers(now) else None


def _lane(person: Person, window: Span, marks: list[Mark], promises: Sequence[Promise], day: date) -> Lane:
    visible = [mark for mark in marks if mark.span.overlaps(window) and mark.what != "rest_day"]
    bars = [_bar(mark, window) for mark in sorted(visible, key=_depth)]
    bars += [
        _promise(promise, window)
        for promise in promises
        if promise.span.overlaps(window) and person.officer_id in promise.named_ids
    ]
    away = any(mark.what in AWAY for mark in visible)
    return Lane(person, tuple(bars), "" if visible else _note(marks, day), away)


def _depth(mark: Mark) -> tuple[int, int]:
    return ("duty", "absence", "abstraction").index(mark.what), mark.span.start


def _bar(mark: Mark, window: Span) -> Bar:
    quarter, quarters = _place(mark.span, window)
    word = mark.word.replace("_", " ") or mark.kind.replace("_", " ")
    word = word[:1].upper() + word[1:]
    whole = f"{word} {hour(mark.span.start)}–{hour(mark.span.end)}"
    text = word
    if mark.what == "abstraction":
        text = f"{mark.letters} until {hour(mark.span.end)}"
        whole += f", asked for by {mark.asked_by}"
    kind = mark.kind if mark.what == "duty" and mark.kind != "ward" else mark.what
    link = mark.id if mark.what == "abstraction" else None
    return Bar(quarter, quarters, kind, mark.colour, text, whole, link)


def _promise(promise: Promise, window: Span) -> Bar:
    quarter, quarters = _place(promise.span, window)
    whole = f"{promise.title}, {promise.venue}, {hour(promise.span.start)}–{hour(promise.span.end)}"
    return Bar(quarter, quarters, "promise", promise.state, hour(promise.span.start), whole, promise.id)


def _place(span: Span, window: Span) -> tuple[int, int]:
    (shown,) = intersect([span], [window])
    quarter = (shown.start - window.start) // QUARTER
    return quarter, max(1, -(-(shown.end - window.start) // QUARTER) - quarter)


def _note(marks: list[Mark], day: date) -> str:
    rests = {
        mark.word for mark in marks if mark.what == "rest_day" and clock.london_date(mark.span.start) == day
    }
    return next(iter(rests)).replace("_", " ") if rests else "no duty"
