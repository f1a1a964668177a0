"""What is in everybody's diary while the demo is being made up: who is free, and who is not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from roster.demo.calendar import CODES, Window, shift_span
from roster.demo.people import Person
from roster.models.absence import AbsenceKind, AbsenceStatus
from roster.models.abstraction import TAKEN, AbstractionStatus
from roster.models.duty import DutyKind
from roster.services.catalogue import SHIFTS
from roster.values import Span

KINDS = {code: kind for code, _, _, _, kind, _ in SHIFTS}


@dataclass(slots=True)
class Shift:
    """A duty on a day, by the code of its template."""

    code: str
    span: Span
    published: bool

    @property
    def is_ward(self) -> bool:
        return self.published and KINDS[self.code] is DutyKind.WARD


@dataclass(frozen=True, slots=True)
class Away:
    """An absence."""

    person: Person
    span: Span
    kind: AbsenceKind
    status: AbsenceStatus = AbsenceStatus.APPROVED


@dataclass(slots=True)
class Taking:
    """An abstraction; planned_end is where it was to end before somebody ended it."""

    person: Person
    span: Span
    category: str
    asked_by: str
    confirmed_at: int | None
    status: AbstractionStatus = AbstractionStatus.CONFIRMED
    planned_end: int = 0


@dataclass(slots=True)
class Promise:
    """A contact session; stand_ins replace those named once their cover was lost."""

    ward: str
    venue: str
    title: str
    span: Span
    needs: int = 1
    skill: str | None = None
    named: list[Person] = field(default_factory=list)
    stand_ins: list[Person] | None = None
    cancelled_because: str = ""


@dataclass(slots=True)
class Diary:
    """Everything that is made up, and the questions that keep it possible."""

    window: Window
    people: list[Person]
    shifts: dict[tuple[int, date], Shift] = field(default_factory=dict)
    rests: dict[tuple[int, date], bool] = field(default_factory=dict)  # True: a part-timer's free day
    aways: list[Away] = field(default_factory=list)
    takings: list[Taking] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    lost: defaultdict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    engaged: defaultdict[int, list[Promise]] = field(default_factory=lambda: defaultdict(list))
    taken: defaultdict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def roster(self) -> None:
        """Lay each person's pattern over the window."""
        for person in self.people:
            for day in self.window.days():
                letter = self.window.letter(person.pattern, person.phase, day)
                if letter in "RF":
                    self.rests[person.number, day] = letter == "F"
                    continue
                code = CODES.get(letter, letter)
                published = day < self.window.drafts_from
                self.shifts[person.number, day] = Shift(code, shift_span(day, code), published)

    def replace_shift(self, person: Person, day: date, code: str) -> None:
        """Turn a ward duty into a course or a day at court."""
        shift = self.shifts[person.number, day]
        self.shifts[person.number, day] = Shift(code, shift_span(day, code), shift.published)

    def team(self, ward: str, day: date) -> list[Person]:
        return [one for one in self.people if one.ward_on(day) == ward]

    def free(self, ward: str, day: date, span: Span, skill: str | None = None) -> list[Person]:
        """The team's officers who could be named for the whole span: RULES 2, for a day's span."""
        return [one for one in self.team(ward, day) if self.is_free(one, day, span, skill)]

    def is_free(self, person: Person, day: date, span: Span, skill: str | None = None) -> bool:
        shift = self.shifts.get((person.number, day))
        if shift is None or not shift.is_ward or span.clip(shift.span) != span:
            return False
        if skill and not person.holds(skill, day):
            return False
        busy = [promise.span for promise in self.engaged[person.number]]
        return not any(one.overlaps(span) for one in (*self.lost[person.number], *busy))

    def add_away(self, away: Away) -> bool:
        """Keep an absence that falls on no other."""
        others = [one.span for one in self.aways if one.person is away.person]
        if any(one.overlaps(away.span) for one in others):
            return False
        self.aways.append(away)
        if away.status is AbsenceStatus.APPROVED:
            self.lost[away.person.number].append(away.span)
        return True

    def add_taking(self, taking: Taking) -> bool:
        """Keep an abstraction that overlaps no other of the same officer and no absence."""
        counts = taking.status in TAKEN
        number = taking.person.number
        whole = Span(taking.span.start, max(taking.span.end, taking.planned_end))
        if counts and any(one.overlaps(whole) for one in self.lost[number]):
            return False
        self.takings.append(taking)
        if counts:
            self.taken[number].append(taking.span)
            self.lost[number].append(taking.span)
        return True

    def add_promise(self, promise: Promise) -> Promise:
        self.promises.append(promise)
        if not promise.cancelled_because:
            self.engage(promise, promise.named)
        return promise

    def engage(self, promise: Promise, people: Iterable[Person]) -> None:
        for person in people:
            self.engaged[person.number].append(promise)

    def hit(self, person: Person, span: Span) -> list[Promise]:
        """The contact sessions on which the person is named then."""
        return [one for one in self.engaged[person.number] if one.span.overlaps(span)]


def ward_days(diary: Diary, person: Person, first: date, end: date) -> list[date]:
    """The days on which the person has published ward duty."""
    days = [first + timedelta(days=n) for n in range((end - first).days)]
    return [day for day in days if (shift := diary.shifts.get((person.number, day))) and shift.is_ward]
