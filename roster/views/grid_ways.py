"""Around the grid: where one can go from the period in sight, and what the rules say of it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request, url_for

from roster.forms.rosters import Asked
from roster.permissions import may
from roster.rules.breaches import Found
from roster.views.grid_breaches import by_cell
from roster.views.guards import actor

# Endpoint, words, permission; each is handed the period in sight.
WAYS = [
    ("patterns.lay", "Lay a pattern", "pattern:lay"),
    ("publishing.check", "How far ahead it is published", "duty:publish"),
    ("owed_rest_days.list_owed", "Owed rest days", "owed-rest-day:re-roster"),
    ("exports.pdf", "A3 PDF", "roster:show"),
    ("exports.xlsx", "Excel workbook", "roster:show"),
    ("exports.csv", "CSV", "roster:show"),
]


def address(asked: Asked, step: int = 0, path: str = "/roster", **others: Any) -> str:
    """Where the same question is asked; written out, as url_for took a tenth of the page for these."""
    query = urlencode(asked.query(step, **others), doseq=True)
    return f"{request.script_root}{path}{'?' if query else ''}{query}"


def ways_of(asked: Asked) -> list[tuple[str, str]]:
    """Words and address of each place that the person may go to."""
    return [
        (words, _path(endpoint, request.script_root) + _asked_as(endpoint, asked))
        for endpoint, words, permission in WAYS
        if endpoint in current_app.view_functions and may(actor(), permission)
    ]


@lru_cache(maxsize=64)
def _path(endpoint: str, _root: str) -> str:
    return url_for(endpoint)


def _asked_as(endpoint: str, asked: Asked) -> str:
    """The period in the words of the place that is gone to."""
    if endpoint == "owed_rest_days.list_owed":
        return ""
    query: Mapping[str, Any] = asked.query()
    if endpoint == "patterns.lay":
        first = f"{asked.first.day}/{asked.first.month}/{asked.first.year}"
        query = {"first": first, "weeks": asked.count // 7, "team": asked.teams}
    return f"?{urlencode(query, doseq=True)}"


def breaches_json(found: Mapping[int, Sequence[Found]]) -> dict[str, dict[str, Any]]:
    """By officer and ISO day: whether it is more than advice, and the sentences."""
    cells: dict[str, dict[str, Any]] = {}
    for (officer_id, day), marked in by_cell(found).items():
        cells.setdefault(str(officer_id), {})[day.isoformat()] = marked._asdict()
    return cells
