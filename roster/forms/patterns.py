"""Forms about patterns: writing one as a table of codes, following one, and laying them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import StopValidation

from roster.forms.fields import ChoiceField, CountField, DayField, Form, TicksField, WordsField
from roster.models.duty import ShiftTemplate
from roster.models.pattern import Pattern
from roster.planning.library import REST_CODES, Following, Plan
from roster.planning.patterns import DAYS_IN_A_WEEK, Content, Rest, Shift, WeekSum, sums

MOST_WEEKS = 52  # a year: the column's own limit
FIRST_WEEKS = 4
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RESTS = {code: Rest(kind) for kind, code in REST_CODES.items()}
OPEN = {"", "-", "–"}  # a day that the pattern leaves open
LAYABLE_WEEKS, USUAL_WEEKS = 26, 8


class PatternForm(Form):
    """A name, and a code for each day of each week; what was typed stays, also where it means nothing."""

    name = WordsField("Name", required="Enter a name", longest=60)
    version = HiddenField()
    weeks: int = FIRST_WEEKS

    def open(self, shifts: Iterable[ShiftTemplate], weeks: int, codes: Mapping[int, str]) -> None:
        """Set what may be typed, and how the table first looks; codes are by place."""
        self.shifts = {shift.code.upper(): shift for shift in shifts}
        self.weeks, self.codes = _clamped(weeks), dict(codes)
        self.wrong: dict[int, str] = {}
        if self.kept is not None:
            self.take(self.kept)

    def take(self, typed: Mapping[str, str]) -> str:
        """Read the table that was sent; which of the buttons sent it."""
        self.weeks = _clamped(_number(typed.get("weeks"), self.weeks))
        places = range(self.weeks * DAYS_IN_A_WEEK)
        self.codes = {place: typed.get(f"day-{place}", "").strip()[:12] for place in places}
        asked = typed.get("do", "save")
        if asked in ("add", "drop"):
            self.weeks = _clamped(self.weeks + (1 if asked == "add" else -1))
        return asked

    def judge(self) -> bool:
        """Whether every code that was typed is known; each that is not gets its sentence."""
        self.wrong = {
            place: f"{place_words(place)}: there is no shift {code}"
            for place, code in self.codes.items()
            if place < self.weeks * DAYS_IN_A_WEEK and self._content(code) is None and code not in OPEN
        }
        return not self.wrong

    @property
    def rows(self) -> list[list[int]]:
        """The places of each week."""
        return [list(range(week * DAYS_IN_A_WEEK, (week + 1) * DAYS_IN_A_WEEK)) for week in range(self.weeks)]

    @property
    def sums(self) -> list[WeekSum]:
        """What each week comes to, as far as its codes are known."""
        known = {place: self._content(code) for place, code in self.codes.items()}
        return sums(self.weeks, {place: one for place, one in known.items() if one})

    @property
    def plan(self) -> Plan:
        """The pattern as it was typed."""
        days = self.weeks * DAYS_IN_A_WEEK
        held = {place: self._content(code) for place, code in self.codes.items() if place < days}
        return Plan(self.name.data, self.weeks, {place: one for place, one in held.items() if one})

    @property
    def shown_version(self) -> int:
        """The version that the person had in sight; 0 where that was tampered with."""
        return _number(self.version.data, 0)

    def length_of(self, code: str) -> int:
        """How many minutes the shift of that code lasts."""
        content = self._content(code)
        return content.minutes if isinstance(content, Shift) else 0

    def _content(self, code: str) -> Content | None:
        letters = code.upper()
        if letters in RESTS:
            return RESTS[letters]
        one = self.shifts.get(letters)
        if one is None:
            return None
        return Shift(one.id, one.code, one.name, one.start_minute, one.end_minute, one.kind)


class FollowForm(Form):
    """Which pattern an officer follows, from which day, beginning with which of its weeks."""

    pattern = ChoiceField("Pattern")
    first_day = DayField("First day", required="Enter the first day, best a Monday")
    week = CountField("Week of the pattern on that day", least=1, most=MOST_WEEKS, default=1)
    last_day = DayField("Last day")

    def offer(self, patterns: Sequence[Pattern]) -> None:
        """Set what there is to choose from, each with how many weeks it has."""
        choices = [(one.id, f"{one.name} ({_weeks(one.weeks)})") for one in patterns]
        self.pattern.offer(choices, "No pattern from that day on")

    def validate_last_day(self, field: DayField) -> None:
        """An end lies after its start."""
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise StopValidation("The last day is before the first day")

    @property
    def following(self) -> Following:
        """What was entered."""
        first = self.first_day.data or date.min
        return Following(self.pattern.data, first, self.last_day.data, self.week.data - 1)


class LayForm(Form):
    """Which ward teams, from when, for how many weeks; asked by GET for the preview, by POST to lay."""

    team = TicksField("Ward teams")
    first = DayField("First day", required="Enter the first day, best a Monday")
    weeks = CountField("Weeks", least=1, most=LAYABLE_WEEKS)
    overwrite = BooleanField("Overwrite drafts that were edited by hand")

    def offer(self, teams: Iterable[Any]) -> None:
        """Set what there is to choose from."""
        self.team.choices = [(team.id, team.name) for team in teams]

    def validate_team(self, field: TicksField) -> None:
        """Somebody must be meant."""
        if not field.data:
            raise StopValidation("Choose a ward team at least")

    @property
    def first_day(self) -> date:
        """The day that was entered."""
        return self.first.data or date.min

    @property
    def details(self) -> str:
        """All of it in one word, by which a preview is known again."""
        teams = "-".join(map(str, sorted(self.team.data)))
        return f"{teams}.{self.first_day}.{self.weeks.data}.{int(bool(self.overwrite.data))}"


class AskLayForm(LayForm):
    """The same in an address: it changes nothing, so it needs no token."""

    class Meta:
        csrf = False


def place_words(place: int) -> str:
    """Week 2, Thursday."""
    return f"Week {place // DAYS_IN_A_WEEK + 1}, {WEEKDAYS[place % DAYS_IN_A_WEEK]}"


def _weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"


def _clamped(weeks: int) -> int:
    return max(1, min(MOST_WEEKS, weeks))


def _number(text: Any, otherwise: int) -> int:
    written = str(text or "")
    return int(written) if written.isdecimal() and len(written) < 10 else otherwise
