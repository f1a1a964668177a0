"""The days of the demo: its window, its story, its rotating patterns."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from roster import clock
from roster.services.catalogue import SHIFTS
from roster.values import Span

WEEK = timedelta(days=7)

# Weeks of Monday to Sunday, a letter a day; X is a late-late, R a rest day, F a part-timer's free
# day. No start within 11 hours of an end, at most 6 days in a row (RULES 6).
PATTERNS = {
    "constable": "EELLMRR" + "REEMLXR" + "RREELLM" + "MRREELL" + "LMRRELR",
    "pcso": "EEMMLRR" + "REEMMLR" + "RREEMML" + "LRREEMM" + "MLRREMR",
    "part_time": "EEMFFRR" + "REEMFFR",
    "office": "OOOOORR",
}
CODES = {"X": "LL"}
_HOURS = {code: (start * 60, end * 60) for code, _, start, end, _, _ in SHIFTS}


@dataclass(frozen=True, slots=True)
class Window:
    """Eight weeks round today, published up to five weeks ahead, and a year of history."""

    today: date

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    @property
    def first(self) -> date:
        """A year and a week of history."""
        return self.monday - 53 * WEEK

    @property
    def drafts_from(self) -> date:
        return self.monday + 6 * WEEK

    @property
    def end(self) -> date:
        """The first day without a roster."""
        return self.monday + 9 * WEEK

    @property
    def story(self) -> date:
        """The next Thursday that is not today."""
        return self.today + timedelta(days=(3 - self.today.weekday()) % 7 or 7)

    @property
    def calm(self) -> tuple[date, date]:
        """The coming days in which nothing unplanned happens to the story's wards."""
        return self.today, self.today + timedelta(days=8)

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.end - self.first).days)]

    def letter(self, pattern: str, phase: int, day: date) -> str:
        """The pattern's letter, counted from the Monday of the story's week."""
        weeks = PATTERNS[pattern]
        story_monday = self.story - timedelta(days=3)
        return weeks[((day - story_monday).days + 7 * phase) % len(weeks)]

    def period_of(self, day: date) -> date:
        """The first day of the four weeks that go out together."""
        periods = (self.drafts_from - day + 4 * WEEK - timedelta(days=1)) // (4 * WEEK)
        return self.drafts_from - periods * 4 * WEEK

    def published_on(self, day: date) -> date:
        """Four weeks before they begin."""
        return self.period_of(day) - 4 * WEEK


@lru_cache(maxsize=8192)
def shift_span(day: date, code: str) -> Span:
    return clock.wall_span(day, *_HOURS[code])


@lru_cache(maxsize=8192)
def instant(day: date, minute: int = 0) -> int:
    """UTC seconds of a wall time: minutes after the day's midnight."""
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    return int(clock.to_utc(wall).timestamp())
