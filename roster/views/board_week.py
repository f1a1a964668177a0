"""The board's days ahead: how many are on ward duty, who is away and why; and what the week has lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from roster.models.absence import AbsenceKind
from roster.queries.board import Person, Promise
from roster.queries.marks import Mark
from roster.rules.minutes import Rate, Shift, Taking, Worked, abstracted_minutes, duty_minutes
from roster.rules.periods import Period
from roster.values import Span, subtract
from roster.views.away_words import absence_kind

AWAY = {"abstraction", "absence"}


class Gone(NamedTuple):
    """Somebody who is away for some of a day, and what for."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class DayAhead:
    """Today or one of the days ahead."""

    day: date
    on: int
    away: tuple[Gone, ...]
    uncovered: int
    at_risk: int

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many are away for what, the most frequent first."""
        counted: dict[str, int] = {}
        for gone in self.away:
            counted[gone.why] = counted.get(gone.why, 0) + 1
        return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


@dataclass(frozen=True, slots=True)
class Taken:
    """What abstraction takes of the duty of a week, Monday to Sunday."""

    week: Period
    rate: Rate


def whole_day(day: date) -> Span:
    """From midnight to midnight in London."""
    return Period(day, day).span


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, in which the day lies."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def day_ahead(
    day: date, people: Iterable[Person], marks: Iterable[Mark], promises: Iterable[Promise]
) -> DayAhead:
    """Who has ward duty left to work that day, and who has been taken or is absent."""
    span = whole_day(day)
    held = by_officer(marks)
    there = [(person, held.get(person.officer_id, [])) for person in people if person.posted.overlaps(span)]
    states = [promise.state for promise in promises if span.start <= promise.span.start < span.end]
    return DayAhead(
        day,
        on=sum(1 for _, marks in there if _works(marks, span)),
        away=tuple(gone for person, marks in there for gone in _gone(person, marks, span)),
        uncovered=states.count("uncovered"),
        at_risk=states.count("at_risk"),
    )


def taken_in(week: Period, people: Iterable[Person], marks: Iterable[Mark]) -> Taken:
    """Abstracted minutes of minutes of duty (RULES 4), each officer for the days posted to the teams."""
    held = by_officer(marks)
    taken = duty = 0
    for person in people:
        if within := person.posted.clip(week.span):
            worked = _worked(held.get(person.officer_id, ()))
            taken += abstracted_minutes(worked, within)
            duty += duty_minutes(worked, within)
    return Taken(week, Rate(taken, duty))


def by_officer(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    """Each officer's marks, in the order given."""
    held: dict[int, list[Mark]] = {}
    for mark in marks:
        held.setdefault(mark.officer_id, []).append(mark)
    return held


def away_word(mark: Mark) -> str:
    """What somebody is away for: the category's name, or the kind of absence."""
    return mark.word if mark.what == "abstraction" else absence_kind(AbsenceKind(mark.word))


def _works(marks: Sequence[Mark], span: Span) -> bool:
    duties = [
        mark.span
        for mark in marks
        if mark.what == "duty" and mark.kind == "ward" and span.start <= mark.span.start < span.end
    ]
    return bool(subtract(duties, [mark.span for mark in marks if mark.what in AWAY]))


def _gone(person: Person, marks: Sequence[Mark], span: Span) -> list[Gone]:
    """One line for one officer, whatever takes them."""
    why = dict.fromkeys(away_word(mark) for mark in marks if mark.what in AWAY and mark.span.overlaps(span))
    return [Gone(person.short_name, " and ".join(why))] if why else []


def _worked(marks: Iterable[Mark]) -> Worked:
    shifts, takings, absences = [], [], []
    for mark in marks:
        if mark.what == "duty":
            shifts.append(Shift(mark.id, mark.span, mark.kind == "ward"))
        elif mark.what == "abstraction":
            takings.append(Taking(mark.id, mark.span, 0, mark.counts))
        elif mark.what == "absence":
            absences.append(mark.span)
    return Worked(shifts, takings, absences)
