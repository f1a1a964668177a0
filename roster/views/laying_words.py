"""What laying patterns does, in words: how much is made, and what is left alone and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roster import clock
from roster.forms.reading import read_date
from roster.forms.rosters import COUNTS
from roster.planning.laying import Left
from roster.queries.laying import Laying
from roster.services.laying import LaidOut
from roster.views.words import day, plural

ONE_DAY = timedelta(days=1)
CHECK_AGAIN = "This was changed since it was shown: see what it does now. Nothing was laid"
REASONS = {
    Left.PUBLISHED: "published",
    Left.AWAY: "approved leave or other absence",
    Left.BY_HAND: "edited by hand",
    Left.GIVEN: "a swap, or an owed rest day given back",
    Left.OVERLAPS: "would overlap the duty beside it",
    Left.CLOCKS: "the clocks change, and the shift has no such hours that night",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One officer of the preview; left: days and why, in words."""

    name: str
    team: str
    officer_id: int
    duties: int
    rest_days: int
    replaced: int
    same: int
    holidays: int
    open_days: int
    left: Sequence[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """Who gets what, and who follows no pattern."""

    lines: Sequence[Line]
    without: Sequence[Line]

    @property
    def duties(self) -> int:
        return sum(line.duties for line in self.lines)

    @property
    def rest_days(self) -> int:
        return sum(line.rest_days for line in self.lines)

    @property
    def replaced(self) -> int:
        return sum(line.replaced for line in self.lines)

    @property
    def holidays(self) -> int:
        return sum(line.holidays for line in self.lines)

    @property
    def changes(self) -> bool:
        """Whether laying would change anything at all."""
        return bool(self.duties or self.rest_days or self.replaced)


def preview(layings: Iterable[Laying]) -> Preview:
    """Everybody's line, those without a pattern apart."""
    lines = [(one.follows, _line(one)) for one in layings]
    return Preview([one for follows, one in lines if follows], [one for follows, one in lines if not follows])


def outcome(laid: LaidOut) -> str:
    """What was done, in a sentence."""
    if laid == LaidOut():
        return "Nothing to lay: every day stands already as its pattern says, or was left alone"
    made = f"{plural(laid.duties, 'duty', 'duties')} and {plural(laid.rest_days, 'rest day')} laid as drafts"
    return f"{made}; {plural(laid.replaced, 'earlier draft')} replaced" if laid.replaced else made


def shown_days(weeks: int) -> int:
    """The shortest view of the roster that holds those weeks."""
    return next((count for count in COUNTS if count >= weeks * 7), COUNTS[-1])


def is_to_come(text: str) -> bool:
    """Whether the text is a day that can still be rostered, or none that can be read at all."""
    try:
        return read_date(text) >= clock.today()
    except ValueError:
        return True


def runs(days: Iterable[date]) -> str:
    """Mon 7 – Fri 11 Dec, Thu 17 Dec: days in a row as one."""
    found: list[list[date]] = []
    for one in sorted(days):
        if found and one - found[-1][-1] == ONE_DAY:
            found[-1].append(one)
        else:
            found.append([one])
    return ", ".join(day(run[0]) if len(run) == 1 else f"{day(run[0])} – {day(run[-1])}" for run in found)


def _line(laying: Laying) -> Line:
    laid, person = laying.laid, laying.person
    gone = {duty.day for duty in laid.gone_duties} | {rest.day for rest in laid.gone_rests}
    return Line(
        name=person.name,
        team=person.team,
        officer_id=person.id,
        duties=len(laid.new_duties),
        rest_days=len(laid.new_rests),
        replaced=len(gone),
        same=laid.same,
        holidays=laying.holidays,
        open_days=laying.open_days,
        left=_left(laid.left),
    )


def _left(left: dict[date, Left]) -> list[str]:
    """One line for each reason: how many days, why, and which."""
    said = []
    for reason, words in REASONS.items():
        days = [one for one, why in left.items() if why is reason]
        if days:
            said.append(f"{plural(len(days), 'day')} {words}: {runs(days)}")
    return said
