"""Days as they pass: duties, rest days, absences, and officers taken from their wards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from benchmarks.world.scale import Scale
from benchmarks.world.sink import Sink
from roster import clock

# Four days on, two off; the shift changes with each block.
SHIFTS = {"E": (420, 900), "M": (600, 1080), "L": (840, 1320), "N": (1320, 420)}
ROTA = ("E", "L", "M", "E", "L", "M", "N")
BLOCK, WORKED = 6, 4
TAKEN_SHARE = 0.3  # of duties: 150,000 of 0.6 M a year, once absences are passed over
HOUR = 3600


@dataclass(slots=True)
class Day:
    """One London day: who is on, and which of their hours are taken."""

    date: date
    begins: int
    rng: Random
    on: dict[int, tuple[int, int]] = field(default_factory=dict)
    taken: dict[int, tuple[int, int]] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)

    def is_free(self, officer: int, start: int, end: int) -> bool:
        """Whether the officer is on ward duty from start to end, and neither away nor taken."""
        on, taken = self.on.get(officer), self.taken.get(officer)
        if on is None or officer in self.absent or not (on[0] <= start and end <= on[1]):
            return False
        return taken is None or taken[1] <= start or end <= taken[0]


@dataclass(slots=True)
class Diary:
    """What the days need to know of the catalogue and of now."""

    scale: Scale
    sink: Sink
    shifts: Mapping[str, int]
    categories: list[int]
    now: int
    seed: int = 11

    def open_day(self, day: date) -> Day:
        """Roster the day and take people from it."""
        found = Day(day, int(clock.midnight(day).timestamp()), Random(f"{self.seed}:{day}"))
        self._roster(found)
        self._take(found)
        return found

    def _roster(self, day: Day) -> None:
        spans = {code: clock.wall_span(day.date, *minutes) for code, minutes in SHIFTS.items()}
        number = day.date.toordinal()
        state = "published" if day.begins < self.now + 42 * 86_400 else "draft"
        told = day.begins - 60 * 86_400 if state == "published" else None
        add, chance = self.sink.add, day.rng.random
        for officer in range(1, self.scale.officers + 1):
            block, place = divmod(number + officer, BLOCK)
            if place >= WORKED:
                add("rest_day", officer, day.begins, "rest_day", state)
                continue
            code = ROTA[(block + officer) % len(ROTA)]
            span, kind = spans[code], "ward" if chance() < 0.96 else "training"
            add("duty", officer, self.shifts[code], span.start, span.end, kind, state, told, 1)
            if kind == "ward" and state == "published":
                day.on[officer] = (span.start, span.end)
            if (block + officer) % 9 == 0:
                self._absent(day, officer, place)

    def _absent(self, day: Day, officer: int, place: int) -> None:
        """A whole block of leave or sickness, written on its first day."""
        day.absent.add(officer)
        if place == 0:
            kind = "sick" if day.rng.random() < 0.3 else "annual_leave"
            self.sink.add(
                "absence", officer, day.begins, day.begins + WORKED * 86_400, kind, "approved", "", ""
            )

    def _take(self, day: Day) -> None:
        rng, add = day.rng, self.sink.add
        for officer, (start, end) in day.on.items():
            if rng.random() >= TAKEN_SHARE or officer in day.absent:
                continue
            part = rng.random()
            first = start if part < 0.75 else end - 4 * HOUR
            last = start + 4 * HOUR if 0.5 <= part < 0.75 else end
            status = "confirmed" if rng.random() < 0.97 else "cancelled"
            if status == "confirmed":
                day.taken[officer] = (first, last)
            category, told = rng.choice(self.categories), min(first, self.now) - 5 * 86_400
            values = (officer, category, first, last, last, status, "Duty officer, Area desk", told, 1)
            key = add("abstraction", *values)
            add("notice", officer, "taken", f"abstraction {key}", key, told, told + HOUR)
