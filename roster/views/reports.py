"""The abstraction report: the figures of a period, the rows behind each, and both as downloads."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from roster import clock
from roster.errors import NotFound
from roster.forms.reports import BehindForm, ReportForm, presets
from roster.queries.areas import teams_within
from roster.queries.report_facts import Facts, facts_for
from roster.queries.reports import Report, report_for, rows_behind
from roster.rules.abstraction_rows import Measure
from roster.rules.periods import Period
from roster.views.downloads import csv_download
from roster.views.guards import reach, requires
from roster.views.report_tables import REPORT_HEADER, ROWS_HEADER, report_rows, rows_rows
from roster.views.report_words import BY_CATEGORY, IN_MINUTES, MEASURES, Line, line_of

bp = Blueprint("reports", __name__, url_prefix="/reports")

A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """The period and ward teams of the address; sound where it could be read."""

    form: ReportForm
    sound: bool
    period: Period
    wards: list[int]
    query: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """A number of the report, and the rows it is the sum of."""

    measure: Measure
    events: str
    category: str
    lines: list[Line]

    @property
    def total(self) -> int:
        return sum(line.adds for line in self.lines)


@bp.get("/abstraction")
@requires("report:show")
def show() -> str:
    """A period by ward and category."""
    asked = _asked()
    chosen = request.args.get("measure", Measure.ABSTRACTED.value)
    measure = Measure(chosen) if chosen in BY_CATEGORY else Measure.ABSTRACTED
    page = {"report": report_for(asked.period, asked.wards), "measure": measure, "measures": MEASURES}
    return render_template(
        "reports/show.html",
        asked=asked,
        presets=presets(clock.today()),
        by_category=BY_CATEGORY,
        **page,
    )


@bp.get("/abstraction.csv")
@requires("report:show")
def download() -> Response | Redirect:
    """The same figures, a line for each ward and category."""
    asked = _asked()
    if not asked.sound:
        typed: dict[str, Any] = {name: request.args.get(name) for name in ("from", "to", "ward")}
        return redirect(url_for(".show", **typed))
    report: Report = report_for(asked.period, asked.wards)
    return csv_download(f"abstraction-{_days(asked)}", REPORT_HEADER, report_rows(report))


@bp.get("/abstraction/rows")
@requires("report:show")
def rows() -> str:
    """The rows behind a number; they add up to it."""
    asked = _asked()
    behind = _behind(asked)
    page = max(1, request.args.get("page", 1, int))
    return render_template(
        "reports/rows.html",
        asked=asked,
        behind=behind,
        measures=MEASURES,
        in_minutes=IN_MINUTES,
        lines=behind.lines[(page - 1) * A_PAGE : page * A_PAGE],
        page=page,
        pages=-(-len(behind.lines) // A_PAGE),
    )


@bp.get("/abstraction/rows.csv")
@requires("report:show")
def download_rows() -> Response | Redirect:
    """All the rows behind a number."""
    asked = _asked()
    behind = _behind(asked)
    name = f"abstraction-{behind.measure.value}-{_days(asked)}"
    return csv_download(name, ROWS_HEADER, rows_rows(behind.lines))


def _asked() -> Asked:
    teams = teams_within(reach("report:show"))
    form = ReportForm(request.args)
    form.offer(teams)
    sound = form.validate()
    period = form.period(clock.today())
    ward = form.ward.data if not form.ward.errors else None
    query = {"from": period.first.isoformat(), "to": period.last.isoformat(), "ward": ward}
    return Asked(form, sound, period, [team.id for team in teams if ward in (None, team.id)], query)


def _behind(asked: Asked) -> Behind:
    """Nothing of the sort: not a number of this report."""
    facts: Facts = facts_for(asked.period, asked.wards)
    form = BehindForm(request.args)
    form.offer(facts.categories.values())
    if not (asked.sound and form.validate()):
        raise NotFound
    measure, category = Measure(form.measure.data or Measure.ABSTRACTED), form.category.data
    found = rows_behind(facts, measure, category, exempt_events=form.events.data != "plain")
    lines = [line_of(row, adds, measure, facts) for row, adds in found]
    name = facts.categories[category].name if category else ""
    return Behind(measure, form.events.data or "every", name, lines)


def _days(asked: Asked) -> str:
    return f"{asked.period.first}-to-{asked.period.last}"
