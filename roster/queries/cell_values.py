"""What a cell of the roster holds: duties, a rest day, an absence over them; its token, code and words."""

from dataclasses import dataclass, field
from datetime import date

from roster import clock
from roster.models.absence import AbsenceKind
from roster.models.duty import DutyKind, DutyState, RestKind
from roster.queries.cell_tokens import absence_part, duty_part, rest_part, token_of
from roster.values import Span

REST_CODES = {"RD": RestKind.REST_DAY, "FD": RestKind.FREE_DAY}
REST_WORDS = {RestKind.REST_DAY: "rest day", RestKind.FREE_DAY: "free day"}
ABSENCE_CODES = {
    "AL": AbsenceKind.ANNUAL_LEAVE,
    "SICK": AbsenceKind.SICK,
    "TOIL": AbsenceKind.TIME_OFF_IN_LIEU,
}
ABSENCE_WORDS = {
    AbsenceKind.ANNUAL_LEAVE: "annual leave",
    AbsenceKind.SICK: "sick",
    AbsenceKind.TIME_OFF_IN_LIEU: "time off in lieu",
    AbsenceKind.TRAINING: "training",
    AbsenceKind.COURT: "court",
    AbsenceKind.OTHER: "away",
}
# Own times, by what they are spent on; a shift of the same code comes first.
KIND_CODES = {
    DutyKind.WARD: "W",
    DutyKind.TRAINING: "CRS",
    DutyKind.COURT: "CT",
    DutyKind.OFFICE: "OF",
}
KIND_WORDS = {
    DutyKind.WARD: "Ward duty",
    DutyKind.TRAINING: "Training",
    DutyKind.COURT: "Court",
    DutyKind.OFFICE: "Office",
}


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift template, as much of it as a cell needs."""

    id: int
    code: str
    name: str
    start_minute: int
    end_minute: int
    kind: DutyKind
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A duty in a cell; which row it is does not count when two are compared."""

    span: Span
    kind: DutyKind
    shift: Shift | None = None
    id: int = field(default=0, compare=False)
    version: int = field(default=1, compare=False)
    state: DutyState = field(default=DutyState.DRAFT, compare=False)


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest day or a free day in a cell."""

    kind: RestKind
    id: int = field(default=0, compare=False)
    version: int = field(default=1, compare=False)
    state: DutyState = field(default=DutyState.DRAFT, compare=False)


@dataclass(frozen=True, slots=True)
class Away:
    """An approved absence that takes the whole of the day."""

    id: int
    kind: AbsenceKind
    span: Span
    of_the_day: bool  # it is this day's alone, as one that was typed in the cell

    @property
    def is_typed(self) -> bool:
        """Whether it is as a code in the cell makes it, so that another code may end it."""
        return self.of_the_day and self.kind in ABSENCE_CODES.values()

    @property
    def row(self) -> tuple[int, AbsenceKind, Span]:
        """As it was read."""
        return self.id, self.kind, self.span


@dataclass(frozen=True, slots=True)
class Cell:
    """One officer on one London day."""

    officer_id: int
    day: date
    duties: tuple[Held, ...] = ()
    rest: Rest | None = None
    away: Away | None = None

    @property
    def is_published(self) -> bool:
        """Whether changing it is a change to a published roster."""
        states = [one.state for one in self.duties] + ([self.rest.state] if self.rest else [])
        return DutyState.PUBLISHED in states

    @property
    def duty_date(self) -> date:
        """What notice is counted to: the force day in which the first duty starts (RULES 1 and 5)."""
        return clock.force_day(min(one.span.start for one in self.duties)) if self.duties else self.day

    @property
    def state(self) -> str:
        """published, draft, or nothing where nothing stands."""
        if self.is_published:
            return DutyState.PUBLISHED.value
        return DutyState.DRAFT.value if self.duties or self.rest else ""

    @property
    def token(self) -> str:
        """Another one as soon as something else stands here."""
        parts = [
            duty_part(
                one.id, one.version, one.shift.code if one.shift else "", (one.span.start, one.span.end)
            )
            for one in self.duties
        ]
        if self.rest:
            parts.append(rest_part(self.rest.id, self.rest.version, self.rest.kind))
        if self.away and self.away.of_the_day:
            parts.append(absence_part(self.away.id))
        return token_of(parts)

    @property
    def code(self) -> str:
        """What one would type to have it so."""
        for code, kind in ABSENCE_CODES.items():
            if self.away and self.away.kind is kind:
                return code
        codes = [_code_of(one, self.day) for one in self.duties]
        codes += [code for code, kind in REST_CODES.items() if self.rest and self.rest.kind is kind]
        return "+".join(codes)

    @property
    def words(self) -> str:
        """For people: "Early 07:00–15:00", "annual leave over rest day"; nothing where it is empty."""
        beneath = [held_words(one) for one in self.duties]
        beneath += [REST_WORDS[self.rest.kind]] if self.rest else []
        said = " and ".join(beneath)
        if self.away is None or not self.away.of_the_day:
            return said
        return " over ".join(filter(None, [ABSENCE_WORDS[self.away.kind], said]))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code asks for: duties, a rest day, an absence over whatever stands, or nothing."""

    duties: tuple[Held, ...] = ()
    rest: Rest | None = None
    absence: AbsenceKind | None = None

    def is_met_by(self, cell: Cell) -> bool:
        """Whether the cell is so already."""
        if self.absence:
            is_away = cell.away is not None and cell.away.kind is self.absence
            return is_away and (not self.says_beneath or self.is_beneath(cell))
        return cell.away is None and self.is_beneath(cell)

    @property
    def says_beneath(self) -> bool:
        """Whether an absence names what it lies over, as L+SICK does, or lies over whatever stands."""
        return bool(self.duties or self.rest)

    def is_beneath(self, cell: Cell) -> bool:
        """Whether the duties and the rest day are so already, whatever lies over them."""
        return (cell.duties, cell.rest) == (self.duties, self.rest)


def held_words(one: Held) -> str:
    """Early 07:00–15:00."""
    return shift_words(one.shift.name if one.shift else "", one.kind, one.span)


def shift_words(name: str, kind: DutyKind, span: Span) -> str:
    """The shift's name, or what own times are spent on, with its hours in London."""
    starts, ends = clock.to_london(span.start), clock.to_london(span.end)
    return f"{name or KIND_WORDS[kind]} {starts:%H:%M}–{ends:%H:%M}"


def _code_of(one: Held, day: date) -> str:
    shift = one.shift
    if shift and _plain(shift, day) == one.span:
        return shift.code
    starts, ends = clock.to_london(one.span.start), clock.to_london(one.span.end)
    return f"{shift.code if shift else KIND_CODES[one.kind]}{starts:%H%M}-{ends:%H%M}"


def _plain(shift: Shift, day: date) -> Span | None:
    try:
        return clock.wall_span(day, shift.start_minute, shift.end_minute)
    except ValueError:
        return None
