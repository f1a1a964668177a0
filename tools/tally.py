"""How a run of the tests is summed up: what ran on which database, and in which browser."""

from collections.abc import Mapping

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "chromium": "Chromium"}


def sentence(counts: Mapping[str, int]) -> str:
    """`SQLite 3.40.1: 812 tests; PostgreSQL 15.18: 812 tests; Chromium 156: 14 journeys`."""
    labels = [label for name in ENGINES.values() for label in counts if label.startswith(name)]
    return "; ".join(f"{label}: {counts[label]} {noun(label)}" for label in labels) or "nothing"


def noun(label: str) -> str:
    return "journeys" if label.startswith("Chromium") else "tests"
