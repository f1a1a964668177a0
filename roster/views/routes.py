"""Every noun's pages."""

import importlib

from flask import Blueprint

NOUNS = [
    "sign_in",
    "board",
    "notices",
    "health",
    "rosters",
    "officer_days",
    "duties",
    "absences",
    "abstractions",
    "contact_sessions",
    "cover_flags",
    "my_duties",
    "officers",
    "reports",
]


def _blueprints() -> list[Blueprint]:
    found = []
    for noun in NOUNS:
        try:
            found.append(importlib.import_module(f"roster.views.{noun}").bp)
        except ModuleNotFoundError as e:
            if noun not in str(e):
                raise
    return found


BLUEPRINTS = _blueprints()
