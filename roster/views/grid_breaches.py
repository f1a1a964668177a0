"""Breaches by the cell of the grid in which they are drawn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from roster.permissions import may
from roster.queries.breaches import breaches_in
from roster.queries.rosters import TeamLines
from roster.rules.breaches import Found, Severity
from roster.views.breach_words import sentence
from roster.views.guards import actor


class Marked(NamedTuple):
    """What a cell shows of its breaches: whether one of them is more than advice, and the sentences."""

    is_breach: bool
    sentences: tuple[str, ...]


def breaches_of(teams: Iterable[TeamLines], first: date, last: date) -> dict[int, list[Found]] | None:
    """By officer, of the teams that the person plans; None where that is none of them. One statement."""
    planned = [team for team in teams if may(actor(), "cell:change", team.id)]
    officers = {person.id for team in planned for person in team.people}
    return breaches_in(officers, first, last) if planned else None


def by_cell(found: Mapping[int, Sequence[Found]]) -> dict[tuple[int, date], Marked]:
    """By officer and day, what is broken there; a cell without a breach is not in it."""
    cells: dict[tuple[int, date], list[Found]] = {}
    for officer_id, breaches in found.items():
        for breach in breaches:
            for day in breach.days:
                cells.setdefault((officer_id, day), []).append(breach)
    return {cell: _marked(breaches) for cell, breaches in cells.items()}


def _marked(breaches: Sequence[Found]) -> Marked:
    worst_first = sorted(breaches, key=lambda one: (one.severity is Severity.ADVICE, one.rule))
    return Marked(worst_first[0].severity is Severity.BREACH, tuple(map(sentence, worst_first)))
