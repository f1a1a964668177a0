"""An officer's own days in words: the block, what it is, its hours, and what else to know."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from roster import clock
from roster.queries.my_duties import MyWeeks, Named
from roster.queries.roster_days import ABSENCE, DUTY, REST, TAKING, Cell, Mark, place
from roster.rules.rest import rest_gaps
from roster.values import Span, subtract
from roster.views.words import duration, hours

# letters, word: a duty without a shift template, by its kind
KINDS = {
    "ward": ("W", "Ward duty"),
    "training": ("CRS", "Course"),
    "court": ("CT", "Court"),
    "office": ("O", "Office"),
}
ABSENCES = {
    "annual_leave": ("AL", "Annual leave"),
    "sick": ("SICK", "Sick"),
    "time_off_in_lieu": ("TOIL", "Time off in lieu"),
    "training": ("CRS", "Training"),
    "court": ("CT", "Court"),
    "other": ("AW", "Away"),
}
RESTS = {"rest_day": "Rest day", "free_day": "Free day"}
DAY = 86_400


class Block(NamedTuple):
    """The letter block: its letters, its fill, and the band of what was laid over it."""

    letters: str
    fill: str
    band: str = ""


@dataclass(slots=True)
class Day:
    """One line of the coming weeks."""

    on: date
    block: Block
    title: str
    hours: str = ""
    notes: list[str] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    clashes: frozenset[int] = frozenset()  # contact sessions that the officer is kept from
    warning: str = ""
    quiet: bool = False


def days_of(weeks: MyWeeks) -> list[Day]:
    """Each of the coming days, also those with nothing on them."""
    lines = place(weeks.marks, weeks.ahead)
    line = next(iter(lines.values()), {})
    short = _short_rests(weeks.marks)
    return [
        _day(on, line.get(number, []), _named_on(on, weeks.named), short)
        for number, on in enumerate(weeks.ahead.dates)
    ]


def shift_words(duty: Mark) -> str:
    """Early, or the kind of duty where it has no shift."""
    return duty.name or KINDS[duty.kind][1]


def span_of(mark: Mark) -> Span:
    return Span(mark.start, mark.end)


def near_day(on: date) -> str:
    """Today, Tomorrow, Thu 3 Dec."""
    today = clock.today()
    if on in (today, today + timedelta(days=1)):
        return "Today" if on == today else "Tomorrow"
    return f"{on:%a} {on.day} {on:%b}"


def _day(on: date, cell: Cell, named: list[Named], short: dict[int, str]) -> Day:
    layers = [[mark for mark in cell if mark.layer == layer] for layer in (DUTY, TAKING, ABSENCE, REST)]
    duties, takings, absences, rests = layers
    block = _block(duties, takings, rests)
    away = [mark for mark in absences if mark.state == "approved" and _hides(mark, duties)]
    if away:
        day = _absent(on, away[0], duties)
    elif takings and not _left(duties, takings):
        day = _taken(on, block, takings, duties, rests)
    elif duties:
        day = _worked(on, block, duties, takings)
    else:
        day = Day(on, block, RESTS[rests[0].kind] if rests else "Nothing rostered", quiet=True)
    day.notes += [_absence_note(mark) for mark in absences if mark not in away]
    day.named, kept = named, [span_of(mark) for mark in (*takings, *away)]
    day.clashes = frozenset(one.id for one in named if any(one.span.overlaps(span) for span in kept))
    day.warning = next((short[m.start] for m in (*duties, *takings) if m.start in short), "")
    return day


def _block(duties: Sequence[Mark], takings: Sequence[Mark], rests: Sequence[Mark]) -> Block:
    band = takings[0].code if takings else ""
    if duties:
        letters = duties[0].code or KINDS[duties[0].kind][0]
        return Block(f"{letters}{'+' if len(duties) > 1 else ''}", duties[0].colour or "plain", band)
    return Block("·" if rests else "", "rest", band)


def _absent(on: date, mark: Mark, duties: Sequence[Mark]) -> Day:
    letters, word = ABSENCES[mark.kind]
    notes = [f"instead of {shift_words(duty)} {hours(span_of(duty))}" for duty in duties]
    return Day(on, Block(letters, "absent"), word, "", notes, quiet=not duties)


def _taken(
    on: date, block: Block, takings: Sequence[Mark], duties: Sequence[Mark], rests: Sequence[Mark]
) -> Day:
    first, *others = takings
    notes = [f"taken from {shift_words(duty)} {_hours_unless(duty, first)}".strip() for duty in duties]
    if not duties:
        notes.append("on a rest day" if rests else "no duty was rostered")
    notes += [f"and {other.name} {hours(span_of(other))}" for other in others]
    notes.append(f"asked for by {first.kind}")
    return Day(on, block, first.name, hours(span_of(first)), notes)


def _worked(on: date, block: Block, duties: Sequence[Mark], takings: Sequence[Mark]) -> Day:
    first, *others = duties
    notes = [f"and {shift_words(other)} {hours(span_of(other))}" for other in others]
    notes += [f"taken to {one.name} {hours(span_of(one))}, asked for by {one.kind}" for one in takings]
    return Day(on, block, shift_words(first), hours(span_of(first)), notes)


def _hours_unless(duty: Mark, taking: Mark) -> str:
    """The duty's hours where the taking has others."""
    return "" if span_of(duty) == span_of(taking) else hours(span_of(duty))


def _absence_note(mark: Mark) -> str:
    word = ABSENCES[mark.kind][1]
    times = "" if mark.end - mark.start >= DAY - 3600 else f" {hours(span_of(mark))}"
    return f"{word}{times}" + (", asked for but not yet approved" if mark.state == "requested" else "")


def _hides(absence: Mark, duties: Sequence[Mark]) -> bool:
    """Whether the absence leaves nothing of the day's duty."""
    return not subtract([span_of(duty) for duty in duties], [span_of(absence)])


def _left(duties: Sequence[Mark], takings: Sequence[Mark]) -> list[Span]:
    return subtract([span_of(duty) for duty in duties], [span_of(taking) for taking in takings])


def _named_on(on: date, named: Sequence[Named]) -> list[Named]:
    return [one for one in named if clock.london_date(one.start) == on]


def _short_rests(marks: Sequence[Mark]) -> dict[int, str]:
    """By the start of the tour after it: a rest shorter than it may be."""
    work = [span_of(mark) for mark in marks if mark.layer in (DUTY, TAKING)]
    return {
        breach.span.end: f"only {duration(breach.measured)} of rest before, not {duration(breach.limit)}"
        for breach in rest_gaps(work)
    }
