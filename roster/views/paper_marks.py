"""What a paper says besides the cells: which teams it is of, where they are short, what is broken."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from roster.files.roster_paper import Broken, Cell, Line, Strength
from roster.queries.roster_people import Person
from roster.queries.rosters import Roster
from roster.rules.breaches import Found, Severity
from roster.views.breach_words import sentence
from roster.views.grid_strength import DayStrength, TeamStrength
from roster.views.words import day, plural

BREACH, ADVICE = "!", "(!)"
KEY = (
    (Cell("E", fill="ey", mark=BREACH), "a rule is broken: the list says which"),
    (Cell("E", fill="ey", mark=ADVICE), "advice"),
)
STRENGTH_NOTE = (
    "Minimum strength: the shifts that are below it, ✓ where none is; a day that needs nobody is empty."
)


def teams_words(roster: Roster, chosen: bool) -> str:
    """Ward teams: Biggin Hill, Darwin; All 22 ward teams, where none was chosen."""
    names = [team.name for team in roster.teams]
    if len(names) != 1 and not chosen:
        return f"All {plural(len(names), 'ward team')}"
    return f"{'Ward team' if len(names) == 1 else 'Ward teams'}: {', '.join(names)}"


def strength_line(dates: Iterable[str], found: TeamStrength | None) -> list[Strength | None]:
    """Day by day; empty where the team has no minimum, or it is not the person's to see."""
    if found is None:
        return []
    return [_strength(found.get(day)) for day in dates]


def _strength(found: DayStrength | None) -> Strength | None:
    return Strength(" ".join(found.short) or "✓", bool(found.short), found.words) if found else None


def marks_of(found: Iterable[Found]) -> Mapping[date, str]:
    """By day, what stands beside the code: a broken rule before advice."""
    worst_last = sorted(found, key=lambda one: one.severity is not Severity.ADVICE)
    return {
        at: ADVICE if one.severity is Severity.ADVICE else BREACH for one in worst_last for at in one.days
    }


def broken_of(person: Person, line: Line, dates: Sequence[date], found: Iterable[Found]) -> list[Broken]:
    """What is broken on the days that the person is posted to the team of the line, each sentence once."""
    here = {at for at, cell in zip(dates, line.cells, strict=True) if cell is not None}
    said: dict[tuple[str, bool], list[tuple[date, date]]] = {}
    for one in found:
        if here.intersection(one.days):
            said.setdefault((sentence(one), one.severity is Severity.ADVICE), []).append(
                (one.days[0], one.days[-1])
            )
    name, number = f"{person.rank} {person.name}", person.warrant_number
    return [
        Broken(name, number, ", ".join(map(_days, spans)), words, advice, spans)
        for (words, advice), spans in said.items()
    ]


def _days(span: tuple[date, date]) -> str:
    first, last = span
    return day(first) if first == last else f"{day(first)} to {day(last)}"
