"""The numbers over the roster that need somebody, and where each of them leads."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import request

from roster.forms.rosters import Asked
from roster.queries.roster_promises import Promise
from roster.queries.rosters import TeamLines
from roster.views.grid_promises import is_open

STATES = ("uncovered", "at_risk")


class Need(NamedTuple):
    """How many contact sessions somebody must still act on, and the address of the first or of all."""

    many: int
    address: str


def needs_of(teams: Iterable[TeamLines], asked: Asked, listed: bool) -> dict[str, Need]:
    """By state; a list has no pills to walk through, so there a number leads to pages."""
    found: dict[str, list[Promise]] = {state: [] for state in STATES}
    for promise in chain.from_iterable(chain.from_iterable(team.promises.values()) for team in teams):
        if is_open(promise):
            found[str(promise.state)].append(promise)
    return {
        state: Need(len(these), _page(state, these, asked) if listed else f"#cs-{these[0].id}")
        for state, these in found.items()
        if these
    }


def _page(state: str, promises: list[Promise], asked: Asked) -> str:
    """The contact session itself where it is one, else the list of all of them."""
    if len(promises) == 1:
        return f"{request.script_root}/contact-sessions/{promises[0].id}"
    teams = {promise.team_id for promise in promises}
    query: dict[str, Any] = {"state": state, "from": asked.first.isoformat(), "to": asked.last.isoformat()}
    if len(teams) == 1:
        query["team"] = teams.pop()
    return f"{request.script_root}/contact-sessions?{urlencode(query)}"
