"""The table of results, on the screen and in benchmarks/results.md."""

import os
import platform
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

HEADINGS = ("id", "engine", "years", "what", "floor", "ours", "ratio", "bar", "met?")
RIGHT = {"floor", "ours", "ratio"}
LIBRARIES = ("flask", "sqlalchemy", "jinja2", "psycopg", "gunicorn")


@dataclass(frozen=True, slots=True)
class Result:
    """One line: what was measured, its floor in the same run, and the bar."""

    id: str
    engine: str
    years: str
    what: str
    floor: str
    ours: str
    bar: str
    met: bool
    ratio: float | None = None

    def cells(self) -> tuple[str, ...]:
        """As the table shows them."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        met = "yes" if self.met else "**NO**"
        return (
            *(self.id, self.engine, self.years, self.what),
            *(self.floor, self.ours, ratio, self.bar, met),
        )


def ms(seconds: float) -> str:
    """1.7 ms."""
    return f"{seconds * 1000:.{1 if seconds >= 0.01 else 2}f} ms"


def table(results: Iterable[Result]) -> str:
    """The results as a Markdown table, its columns lined up so that a screen shows it too."""
    rows = [HEADINGS, *(result.cells() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]

    def line(row: tuple[str, ...]) -> str:
        cells = (
            cell.rjust(width) if heading in RIGHT else cell.ljust(width)
            for heading, cell, width in zip(HEADINGS, row, widths, strict=True)
        )
        return f"| {' | '.join(cells)} |"

    rule = "|".join(
        "-" * (width + 1) + (":" if heading in RIGHT else "-")
        for heading, width in zip(HEADINGS, widths, strict=True)
    )
    return "\n".join([line(rows[0]), f"|{rule}|", *(line(row) for row in rows[1:])])


def machine(labels: Iterable[str]) -> str:
    """What it was measured on, without naming the machine."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    engines = ", ".join(labels) or f"SQLite {sqlite3.sqlite_version}"
    return (
        f"{os.cpu_count()} cores (load {os.getloadavg()[2]:.1f} over the last 15 minutes), "
        f"{platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {engines}, {libraries}."
    )


def write(path: Path, results: list[Result], labels: Iterable[str], scale: str, today: date) -> None:
    """The page that is kept beside the code."""
    missed = sum(not result.met for result in results)
    verdict = f"{missed} of {len(results)} bars are missed." if missed else "Every bar is met."
    path.write_text(
        "# What was measured\n\n"
        "Written by `make bench`, which builds its own data. Trust the ratios: each floor ran in turns\n"
        "with what it is compared to, and both are medians.\n\n"
        f"{today.day} {today:%B %Y}. {machine(labels)}\n\n{scale}\n\n"
        f"{verdict}\n\n{table(results)}\n",
        encoding="utf-8",
    )
