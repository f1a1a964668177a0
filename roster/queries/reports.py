"""The abstraction report: figures by ward and category, and the rows behind each of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from roster.queries.report_facts import Category, Facts, facts_for
from roster.rules.abstraction_rows import DENOMINATORS, OUT_OF, Measure, Row, rows_of
from roster.rules.minutes import Rate
from roster.rules.periods import Period

# A line of the report: a ward's id and a category's, None for all of them.
Key = tuple[int | None, int | None]


def _noughts() -> dict[Measure, int]:
    return dict.fromkeys(Measure, 0)


@dataclass(slots=True)
class Line:
    """Figures with exempt events, and without."""

    every: dict[Measure, int] = field(default_factory=_noughts)
    plain: dict[Measure, int] = field(default_factory=_noughts)

    def figure(self, measure: Measure, exempt_events: bool = True) -> int:
        return (self.every if exempt_events else self.plain)[measure]

    def rate(self, measure: Measure, exempt_events: bool = True) -> Rate:
        """Of a figure that is divided by another."""
        return Rate(self.figure(measure, exempt_events), self.figure(OUT_OF[measure]))

    def by_minutes(self, exempt_events: bool = True) -> Rate:
        """Abstracted minutes of minutes of duty."""
        return self.rate(Measure.ABSTRACTED, exempt_events)

    def by_shifts(self, exempt_events: bool = True) -> Rate:
        """Shifts touched by an abstraction that counts, of all published shifts."""
        return self.rate(Measure.TOUCHED, exempt_events)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a period."""

    facts: Facts
    lines: dict[Key, Line]

    @property
    def categories(self) -> list[Category]:
        """Those that somebody was taken for, in the order of the catalogue."""
        used = {category for _, category in self.lines}
        return [one for one in self.facts.categories.values() if one.id in used]

    def line(self, ward: int | None = None, category: int | None = None) -> Line:
        """The figures of a ward and a category; noughts where nobody was taken."""
        line = self.lines.get((ward, category)) or Line()
        if category is not None:
            for measure in DENOMINATORS:
                line.every[measure] = line.plain[measure] = self.line(ward).every[measure]
        return line


def report_for(period: Period, team_ids: Collection[int]) -> Report:
    """The figures of a period for these ward teams, in one pass over its rows."""
    facts = facts_for(period, team_ids)
    lines: defaultdict[Key, Line] = defaultdict(Line)
    for row in _rows(facts):
        for ward in (row.posted.team, None):
            for category in (None, *row.categories):
                line = lines[ward, category]
                for measure in row.counted:
                    line.every[measure] += row.adds(measure, category)
                    line.plain[measure] += row.adds(measure, category, exempt_events=False)
    return Report(facts, dict(lines))


def rows_behind(
    facts: Facts, measure: Measure, category: int | None = None, *, exempt_events: bool = True
) -> list[tuple[Row, int]]:
    """The rows that a figure is the sum of, each with what it adds; by officer, then by time."""
    found = ((row, row.adds(measure, category, exempt_events)) for row in _rows(facts))
    return [(row, added) for row, added in found if added]


def _rows(facts: Facts) -> Iterator[Row]:
    for posted in facts.postings:
        yield from rows_of(posted, facts.worked[posted.officer])
