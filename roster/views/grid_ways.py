"""Around the grid: where one can go from the period in sight, and what the rules say of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, url_for

from roster.forms.rosters import Asked
from roster.permissions import may
from roster.rules.breaches import Found
from roster.views.grid_breaches import by_cell
from roster.views.guards import actor

# Endpoint, words, permission; each is handed the period in sight.
WAYS = [
    ("patterns.lay", "Lay a pattern", "pattern:lay"),
    ("owed_rest_days.list_owed", "Owed rest days", "owed-rest-day:re-roster"),
    ("exports.pdf", "A3 PDF", "roster:show"),
    ("exports.xlsx", "Excel workbook", "roster:show"),
    ("exports.csv", "CSV", "roster:show"),
]


def ways_of(asked: Asked) -> list[tuple[str, str]]:
    """Words and address of each place that the person may go to."""
    return [
        (words, url_for(endpoint, **asked.query()))
        for endpoint, words, permission in WAYS
        if endpoint in current_app.view_functions and may(actor(), permission)
    ]


def breaches_json(found: Mapping[int, Sequence[Found]]) -> dict[str, dict[str, Any]]:
    """By officer and ISO day: whether it is more than advice, and the sentences."""
    cells: dict[str, dict[str, Any]] = {}
    for (officer_id, day), marked in by_cell(found).items():
        cells.setdefault(str(officer_id), {})[day.isoformat()] = marked._asdict()
    return cells
