"""The abstraction report: the figures of a period, the rows behind each, and both as downloads."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from roster import clock
from roster.forms.reports import presets
from roster.queries.reports import report_for
from roster.rules.abstraction_rows import Measure
from roster.views.downloads import csv_download
from roster.views.guards import requires
from roster.views.report_asked import Asked, asked_of
from roster.views.report_behind import behind_of, sheet_of
from roster.views.report_tables import REPORT_HEADER, ROWS_HEADER, report_rows, rows_rows
from roster.views.report_words import BY_CATEGORY, IN_MINUTES, MEASURES

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("/abstraction")
@requires("report:show")
def show() -> str:
    """A period by ward and category; no figures where it cannot be told of what."""
    asked = asked_of("measure")
    return render_template(
        "reports/show.html",
        asked=asked,
        report=report_for(asked.period, asked.wards) if asked.sound else None,
        presets=presets(clock.today()),
        by_category=BY_CATEGORY,
        measure=Measure,
        measures=MEASURES,
    )


@bp.get("/abstraction.csv")
@requires("report:show")
def download() -> Response | Redirect:
    """The same figures, a line for each ward and category."""
    asked = asked_of("measure")
    if not asked.sound:
        typed: dict[str, Any] = {name: request.args.get(name) for name in ("from", "to", "ward", "measure")}
        return redirect(url_for(".show", **typed))
    report = report_for(asked.period, asked.wards)
    return csv_download(f"abstraction-{_days(asked)}", REPORT_HEADER, report_rows(report))


@bp.get("/abstraction/rows")
@requires("report:show")
def rows() -> str:
    """The rows behind a number; they add up to it."""
    asked = asked_of("table")
    behind = behind_of(asked)
    return render_template(
        "reports/rows.html",
        asked=asked,
        behind=behind,
        measures=MEASURES,
        in_minutes=IN_MINUTES,
        sheet=sheet_of(behind, request.args.get("page", 1, int)),
    )


@bp.get("/abstraction/rows.csv")
@requires("report:show")
def download_rows() -> Response:
    """All the rows behind a number."""
    asked = asked_of("table")
    behind = behind_of(asked)
    name = f"abstraction-{behind.measure.value}-{_days(asked)}"
    return csv_download(name, ROWS_HEADER, rows_rows(behind.lines()))


def _days(asked: Asked) -> str:
    return f"{asked.period.first}-to-{asked.period.last}"
