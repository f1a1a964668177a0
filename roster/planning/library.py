"""What people write into the library: a shift as it is described, a pattern, and who follows which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from roster.planning.patterns import DAYS_IN_A_WEEK, Content, Rest

REST_CODES: Mapping[str, str] = {"rest_day": "RD", "free_day": "FD"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a shift template says; an end not after the start falls on the next day."""

    code: str
    name: str
    start_minute: int
    end_minute: int
    kind: str
    colour: str
    position: int = 0

    def __str__(self) -> str:
        hours = "–".join(f"{at // 60:02}:{at % 60:02}" for at in (self.start_minute, self.end_minute))
        return f"{self.code} {self.name} {hours}, {self.kind} duty, {self.colour}, place {self.position}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A pattern as it was written: what each place holds, place 0 the Monday of its first week."""

    name: str
    weeks: int
    places: Mapping[int, Content]

    def __str__(self) -> str:
        rows = [range(week * DAYS_IN_A_WEEK, (week + 1) * DAYS_IN_A_WEEK) for week in range(self.weeks)]
        codes = {place: code_of(content) for place, content in self.places.items()}
        return f"{self.name}: " + " / ".join(" ".join(codes.get(at, "-") for at in row) for row in rows)


@dataclass(frozen=True, slots=True)
class Following:
    """Which pattern from which day, in which of its weeks that day falls; None ends what is followed."""

    pattern_id: int | None
    first_day: date
    last_day: date | None = None
    offset_weeks: int = 0


def code_of(content: Content) -> str:
    """E, L, RD, FD: as it is typed."""
    return REST_CODES[content.kind] if isinstance(content, Rest) else content.code
