"""The roster on paper and in a spreadsheet: PDF, XLSX and CSV of what is on the screen."""

from flask import Blueprint, Response, request

from roster.files.roster_csv import csv_of
from roster.files.roster_paper import Paper
from roster.files.roster_pdf import pdf_of
from roster.files.roster_xlsx import xlsx_of
from roster.forms.rosters import Asked, asked_of
from roster.permissions import may
from roster.views.downloads import csv_download
from roster.views.grid import Sheet
from roster.views.grid_breaches import breaches_of
from roster.views.grid_strength import strength_on
from roster.views.guards import actor, requires
from roster.views.roster_asked import roster_asked
from roster.views.roster_papers import paper_of

bp = Blueprint("exports", __name__)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/roster.pdf")
@requires("roster:show")
def pdf() -> Response:
    """A3 landscape."""
    return _file(pdf_of(_paper()), "application/pdf", "pdf")


@bp.get("/roster.xlsx")
@requires("roster:show")
def xlsx() -> Response:
    """A workbook with real dates."""
    return _file(xlsx_of(_paper()), WORKBOOK, "xlsx")


@bp.get("/roster.csv")
@requires("roster:show")
def csv() -> Response:
    """Codes under dates, with contact sessions and counts; a draft ends with a star."""
    paper = _paper()
    return csv_download(_name(), *csv_of(paper))


def _asked() -> Asked:
    return asked_of(request.args)


def _paper() -> Paper:
    """The page that the same address shows, with the same filters and the same reach."""
    asked = _asked()
    roster = roster_asked(asked)
    known = frozenset(team.id for team in roster.teams if may(actor(), "officer:show", team.id))
    sheet = Sheet(roster, known=known, flags=frozenset(), me=actor().officer_id)
    sheet.strength = strength_on(roster, asked)
    return paper_of(sheet, breaches_of(roster.teams, asked.first, asked.last), asked.teams)


def _file(body: bytes, kind: str, ending: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name()}.{ending}"'
    return response


def _name() -> str:
    asked = _asked()
    return f"roster-{asked.first.isoformat()}-to-{asked.last.isoformat()}"
