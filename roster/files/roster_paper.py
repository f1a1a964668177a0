"""The roster as it goes on paper and into a spreadsheet: plain words, no page and no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# Background and ink by the fill's name, as grid.css draws them; what is not here is plain.
FILLS = {
    "ey": ("#fff3c4", "#0b0c0c"),
    "em": ("#dff0e4", "#0b0c0c"),
    "el": ("#d6ebf7", "#0b0c0c"),
    "ll": ("#d9dcf5", "#0b0c0c"),
    "en": ("#2b3a67", "#ffffff"),
    "of": ("#f3f5f6", "#0b0c0c"),
    "al": ("#e4e8ea", "#3d464b"),
    "rd": ("#ffffff", "#6d777c"),
}
PLAIN = ("#ffffff", "#0b0c0c")


@dataclass(frozen=True, slots=True)
class Cell:
    """One officer's day: the letters, what lies over them, and the name of its fill."""

    letters: str = ""
    band: str = ""
    fill: str = ""
    draft: bool = False
    mark: str = ""  # "!" where a rule is broken, "(!)" where there is advice
    exact: str = ""  # the same as code, with the hours of duties that have times of their own

    @property
    def code(self) -> str:
        """E, E AID, AL E, RD, W1800-0600: letters and band in a line."""
        return self.exact or f"{self.letters} {self.band}".strip()

    @property
    def colours(self) -> tuple[str, str]:
        """Background and ink."""
        return FILLS.get(self.fill, PLAIN)


@dataclass(frozen=True, slots=True)
class Strength:
    """A team's day against its minimum: the shifts that are short, or a tick; and all of them in words."""

    letters: str
    short: bool
    words: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken rule: whose, on which days, and the sentence."""

    officer: str
    number: str
    days: str
    words: str
    advice: bool
    spans: Sequence[tuple[date, date]]  # the same days, from a first to a last one each


@dataclass(frozen=True, slots=True)
class Line:
    """An officer's days in a team; None on a day of another posting."""

    rank: str
    name: str
    number: str
    skills: str
    cells: Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """A ward team: its contact sessions day by day, its people, where it is short and what is broken.

    strength: of each day, None where nobody is needed; empty where the team has no minimum.
    """

    name: str
    promises: Sequence[str]
    lines: Sequence[Line]
    strength: Sequence[Strength | None] = ()
    broken: Sequence[Broken] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """All that is on the screen, in words."""

    title: str
    teams_words: str  # which ward teams were asked for
    made: str
    dates: Sequence[date]
    teams: Sequence[TeamSheet]
    on_ward: Sequence[int]
    on_ward_words: str
    holidays: Mapping[int, str]  # by number of the day
    key: Sequence[tuple[Cell, str]]
    notes: Sequence[str]
    with_skills: bool
    with_rules: bool = False  # whether it was looked at which rules are broken
