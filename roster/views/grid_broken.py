"""The broken rules of the period as a list beneath the grid: for whom no script draws them in it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from flask import request

from roster.queries.rosters import TeamLines
from roster.views.grid_breaches import breaches_of, by_cell


class Broken(NamedTuple):
    """An officer's day on which a rule is broken, or which is advised against."""

    day: date
    who: str
    address: str
    is_breach: bool
    sentences: tuple[str, ...]


def broken_ones(teams: Iterable[TeamLines], first: date, last: date) -> list[Broken] | None:
    """By day and then as the grid has the officers; None where the person plans none of the teams."""
    teams = list(teams)
    found = breaches_of(teams, first, last)
    if found is None:
        return None
    names = {one.id: f"{one.rank} {one.name}" for team in teams for one in team.people}
    places = {officer_id: place for place, officer_id in enumerate(names)}
    cells = sorted(by_cell(found).items(), key=lambda cell: (cell[0][1], places[cell[0][0]]))
    root = request.script_root
    return [
        Broken(day, names[officer_id], f"{root}/officers/{officer_id}/days/{day}", *marked)
        for (officer_id, day), marked in cells
        if first <= day <= last
    ]
