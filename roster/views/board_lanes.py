"""A day drawn as lanes: for each officer the bars of duty, abstraction, absence and contact session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import url_for

from roster import clock
from roster.queries.board import Person, Promise
from roster.queries.marks import Mark
from roster.values import Span, intersect
from roster.views.board_week import AWAY, away_word, by_officer
from roster.views.words import hour

FIRST_HOUR, LAST_HOUR = 6, 26  # from before the first Early to the end of a Late-late
SMALL_HOURS = 2, 6  # by now the evening before is over: who works here was on no day's lanes
QUARTER, LABELLED = 900, 2 * 3600
# A list of more is folded: whoever is not on makes one line of the team instead of a lane each.
MOST_LANES = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its quarter of an hour, its length in quarters, what it says, and where it leads."""

    quarter: int
    quarters: int
    kind: str
    colour: str
    text: str
    whole: str
    link: str
    is_own: bool = False  # leads to a page of its own, not to the officer's day


@dataclass(frozen=True, slots=True)
class Lane:
    """One officer's day; the note stands where the bars have ended."""

    person: Person
    bars: tuple[Bar, ...]
    link: str
    note: str = ""
    note_from: int = 0

    @property
    def meets(self) -> bool:
        """Whether a contact session is on it."""
        return any(bar.kind == "promise" for bar in self.bars)


@dataclass(slots=True)
class Ward:
    """A team's lanes, and those who are not on, by what they are instead."""

    team_id: int
    lanes: list[Lane]
    idle: dict[str, list[Lane]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lanes of a day under their hours."""

    wards: list[Ward]
    hours: list[str]
    quarters: int
    now: int | None
    folded: bool


def drawn(day: date, people: Sequence[Person], marks: Sequence[Mark], promises: Sequence[Promise]) -> Drawn:
    """One lane for each officer, in the order given."""
    window = window_of(day, [mark.span for mark in marks if mark.what in ("duty", "abstraction")])
    held = by_officer(marks)
    there = [person for person in people if person.posted.overlaps(window)]
    lanes = [_lane(one, window, held.get(one.officer_id, []), promises, day) for one in there]
    folded = len(lanes) > MOST_LANES
    now = int(clock.now().timestamp())
    return Drawn(
        _by_team(lanes, folded, window.seconds // QUARTER),
        [hour(instant)[:2] for instant in range(window.start, window.end, LABELLED)],
        window.seconds // QUARTER,
        (now - window.start) // QUARTER if window.covers(now) else None,
        folded,
    )


def window_of(day: date, busy: Iterable[Span] = ()) -> Span:
    """The hours that the lanes show, from midnight where somebody works before six, or while it is night.

    They are elapsed hours on the nights the clocks change too.
    """
    small_hours = Span.between(*(_at(day, one) for one in SMALL_HOURS))
    night = Span.between(_at(day, 0), _at(day, FIRST_HOUR))
    starts_early = night.covers(clock.now()) or any(span.overlaps(small_hours) for span in busy)
    first = 0 if starts_early else FIRST_HOUR
    return Span.between(_at(day, first), _at(day, first) + timedelta(hours=LAST_HOUR - first))


def _at(day: date, hour: int) -> datetime:
    return clock.to_utc(datetime.combine(day, time(hour)))


def _by_team(lanes: Sequence[Lane], folded: bool, quarters: int) -> list[Ward]:
    wards: dict[int, Ward] = {}
    for lane in lanes:
        ward = wards.setdefault(lane.person.team_id, Ward(lane.person.team_id, [], {}))
        if folded and (instead := _instead(lane, quarters)):
            ward.idle.setdefault(instead, []).append(lane)
        else:
            ward.lanes.append(lane)
    return list(wards.values())


def _instead(lane: Lane, quarters: int) -> str:
    """Rest day, No duty, Annual leave: what somebody is who is not on at all."""
    if not lane.bars:
        return _capital(lane.note)
    if any(bar.is_own for bar in lane.bars):
        return ""
    return next((bar.text for bar in lane.bars if (bar.kind, bar.quarters) == ("absence", quarters)), "")


def _lane(person: Person, window: Span, marks: list[Mark], promises: Sequence[Promise], day: date) -> Lane:
    visible = sorted(
        (mark for mark in marks if mark.span.overlaps(window) and mark.what != "rest_day"), key=_depth
    )
    own_day = url_for("officer_days.show", officer_id=person.officer_id, day=day.isoformat())
    bars = [_bar(mark, window, own_day) for mark in visible]
    bars += [
        _promise(promise, window)
        for promise in promises
        if promise.span.overlaps(window) and person.officer_id in promise.named_ids
    ]
    # What began the day before says nothing of this one.
    begins = int(clock.midnight(day).timestamp())
    is_yesterdays = all(mark.what not in AWAY and mark.span.start < begins for mark in visible)
    last = max((bar.quarter + bar.quarters for bar in bars), default=0)
    return Lane(person, tuple(bars), own_day, _note(marks, day) if is_yesterdays else "", last)


def _depth(mark: Mark) -> tuple[int, int]:
    return ("duty", "absence", "abstraction").index(mark.what), mark.span.start


def _bar(mark: Mark, window: Span, own_day: str) -> Bar:
    quarter, quarters = _place(mark.span, window)
    text = _capital(away_word(mark) if mark.what in AWAY else mark.word or mark.kind)
    whole = f"{text} {hour(mark.span.start)}–{hour(mark.span.end)}"
    link, is_own = own_day, mark.what == "abstraction"
    if is_own:
        text = f"{mark.letters} until {hour(mark.span.end)}"
        whole += f", asked for by {mark.asked_by}"
        link = url_for("abstractions.show", abstraction_id=mark.id)
    elif mark.what == "duty" and mark.span.clip(window) != mark.span:
        text += f" until {hour(mark.span.end)}"
    kind = mark.kind if mark.what == "duty" and mark.kind != "ward" else mark.what
    return Bar(quarter, quarters, kind, mark.colour, text, whole, link, is_own)


def _promise(promise: Promise, window: Span) -> Bar:
    quarter, quarters = _place(promise.span, window)
    whole = f"{promise.title}, {promise.venue}, {hour(promise.span.start)}–{hour(promise.span.end)}"
    link = url_for("contact_sessions.show", contact_session_id=promise.id)
    return Bar(quarter, quarters, "promise", promise.state, hour(promise.span.start), whole, link, True)


def _place(span: Span, window: Span) -> tuple[int, int]:
    (shown,) = intersect([span], [window])
    quarter = (shown.start - window.start) // QUARTER
    return quarter, max(1, -(-(shown.end - window.start) // QUARTER) - quarter)


def _note(marks: list[Mark], day: date) -> str:
    rests = {
        mark.word for mark in marks if mark.what == "rest_day" and clock.london_date(mark.span.start) == day
    }
    return next(iter(rests)).replace("_", " ") if rests else "no duty"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
