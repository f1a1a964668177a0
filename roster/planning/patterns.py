"""Unrolls rotating patterns: what each officer's line puts on each day of a period."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roster import clock
from roster.values import Span

DAYS_IN_A_WEEK = 7
ONE_DAY = timedelta(days=1)
LONGEST_SECONDS = 24 * 3600  # as the database holds a duty to


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift template: minutes after London's midnight, an end not after the start is next day's."""

    template_id: int
    code: str
    name: str
    start_minute: int
    end_minute: int
    kind: str = "ward"

    def on(self, day: date) -> Span | None:
        """The shift worked on that day; its true length differs on the nights the clocks change.

        None on a night on which it cannot be: it lies in the hour that is skipped, or the hour that
        comes twice makes it longer than a duty may be.
        """
        try:
            span = clock.wall_span(day, self.start_minute, self.end_minute)
        except ValueError:
            return None
        return span if span.seconds <= LONGEST_SECONDS else None

    @property
    def minutes(self) -> int:
        """Its length on any other night."""
        return (self.end_minute - self.start_minute) % clock.MINUTES_IN_A_DAY or clock.MINUTES_IN_A_DAY


@dataclass(frozen=True, slots=True)
class Rest:
    """A day on which the pattern puts rest: rest_day or free_day."""

    kind: str


Content = Shift | Rest


@dataclass(frozen=True, slots=True)
class Line:
    """One officer follows a pattern, from and to a day, both included; None never ends.

    places: what the pattern's days hold, place 0 the Monday of its first week; a missing place is
    left open.
    """

    officer_id: int
    first_day: date
    last_day: date | None
    offset_weeks: int
    weeks: int
    places: Mapping[int, Content]

    def on(self, day: date) -> Content | None:
        """What the pattern puts on the day; None leaves it open."""
        week = week_of(day, self.first_day, self.offset_weeks, self.weeks)
        return self.places.get(week * DAYS_IN_A_WEEK + day.weekday())


def week_of(day: date, first_day: date, offset_weeks: int, weeks: int) -> int:
    """The pattern's week that holds the day, from 0: the week of the first day is offset_weeks."""
    passed = (monday(day) - monday(first_day)).days // DAYS_IN_A_WEEK
    return (passed + offset_weeks) % weeks


def unroll(lines: Sequence[Line], first: date, last: date) -> dict[date, Content | None]:
    """What one officer's lines put on the days of a period; days under no line are not in it."""
    found: dict[date, Content | None] = {}
    for line in lines:
        for day in days_between(max(first, line.first_day), min(last, line.last_day or last)):
            found[day] = line.on(day)
    return found


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for step in range((last - first).days + 1):
        yield first + step * ONE_DAY


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - day.weekday() * ONE_DAY


@dataclass(frozen=True, slots=True)
class WeekSum:
    """What one week of a pattern comes to."""

    minutes: int
    rest_days: int
    free_days: int


def sums(weeks: int, places: Mapping[int, Content]) -> list[WeekSum]:
    """The hours and rest days of each week of a pattern, clocks unchanged."""
    return [
        _sum([places.get(week * DAYS_IN_A_WEEK + n) for n in range(DAYS_IN_A_WEEK)]) for week in range(weeks)
    ]


def _sum(week: Sequence[Content | None]) -> WeekSum:
    rests = [one.kind for one in week if isinstance(one, Rest)]
    return WeekSum(
        sum(one.minutes for one in week if isinstance(one, Shift)),
        rests.count("rest_day"),
        rests.count("free_day"),
    )
