"""The report and its rows as lines of a download."""

from collections.abc import Iterable, Iterator

from roster import clock
from roster.queries.report_facts import Category
from roster.queries.reports import Line as Figures
from roster.queries.reports import Report
from roster.rules.abstraction_rows import Measure
from roster.views.report_words import Line

REPORT_HEADER = (
    "From",
    "To",
    "Ward code",
    "Ward",
    "Category",
    "Counts as abstraction",
    "Exempt event",
    "Abstractions",
    "Abstractions without exempt events",
    "Abstracted minutes",
    "Abstracted minutes without exempt events",
    "Ward minutes lost",
    "Ward minutes lost without exempt events",
    "Minutes of duty",
    "Rate by minutes",
    "Rate by minutes without exempt events",
    "Shifts touched",
    "Shifts touched without exempt events",
    "Shifts",
    "Rate by shifts",
    "Rate by shifts without exempt events",
)
ROWS_HEADER = ("Officer", "Ward", "From", "To", "What", "Adds", "Why not all of it")


def report_rows(report: Report) -> Iterator[list[object]]:
    """Each ward with all categories and then one by one; all wards last."""
    wards: list[tuple[int | None, str, str]] = [(one.id, one.code, one.name) for one in report.facts.wards]
    if len(wards) != 1:
        wards.append((None, "", "All wards"))
    period = report.facts.period
    for ward_id, code, name in wards:
        start = [period.first.isoformat(), period.last.isoformat(), code, name]
        yield [*start, "All categories", "", "", *_figures(report.line(ward_id))]
        for category in report.categories:
            yield [*start, *_category(category), *_figures(report.line(ward_id, category.id))]


def rows_rows(lines: Iterable[Line]) -> Iterator[list[object]]:
    """Each row with its London wall times."""
    for line in lines:
        starts, ends = clock.to_london(line.span.start), clock.to_london(line.span.end)
        times = [f"{wall:%Y-%m-%d %H:%M}" for wall in (starts, ends)]
        yield [line.officer, line.ward, *times, line.what, line.adds, line.why]


def _category(category: Category) -> list[object]:
    return [category.name, _yes(category.counts), _yes(category.exempt)]


def _figures(line: Figures) -> list[object]:
    both = (True, False)
    return [
        *(line.figure(Measure.BEGUN, events) for events in both),
        *(line.figure(Measure.ABSTRACTED, events) for events in both),
        *(line.figure(Measure.LOST, events) for events in both),
        line.figure(Measure.DUTY),
        *(line.by_minutes(events).words for events in both),
        *(line.figure(Measure.TOUCHED, events) for events in both),
        line.figure(Measure.SHIFTS),
        *(line.by_shifts(events).words for events in both),
    ]


def _yes(flag: bool) -> str:
    return "Yes" if flag else "No"
