"""Breaches by the cell of the grid in which they are drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from roster import clock
from roster.permissions import may
from roster.queries.breaches import breaches_in
from roster.queries.roster_people import Postings, postings_of
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
    return (
        breaches_of_posted(postings_of(one for team in planned for one in team.people), first, last)
        if planned
        else None
    )


def breaches_of_posted(postings: Postings, first: date, last: date) -> dict[int, list[Found]]:
    """By officer, on the days of these postings only: the others are another ward's to know."""
    found = breaches_in(postings, first, last)
    kept = {
        officer_id: [
            replace(one, days=days) for one in breaches if (days := _within(one.days, postings[officer_id]))
        ]
        for officer_id, breaches in found.items()
    }
    return {officer_id: breaches for officer_id, breaches in kept.items() if breaches}


def _within(days: Iterable[date], posted: Sequence[tuple[int, int]]) -> tuple[date, ...]:
    return tuple(
        day for day in days if any(first <= clock.midnight(day).timestamp() < last for first, last in posted)
    )


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
