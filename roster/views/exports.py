"""The roster on paper and in a spreadsheet: PDF, XLSX and CSV of what is on the screen."""

from collections.abc import Iterator

from flask import Blueprint, Response, request

from roster.files.roster_paper import Paper
from roster.files.roster_pdf import pdf_of
from roster.files.roster_xlsx import xlsx_of
from roster.forms.rosters import Asked, asked_of
from roster.permissions import may
from roster.views.downloads import csv_download
from roster.views.grid import Sheet
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
    header = ["Ward team", "Rank", "Name", "Number", *(["Skills"] if paper.with_skills else [])]
    return csv_download(_name(), header + [day.isoformat() for day in paper.dates], _rows(paper))


def _rows(paper: Paper) -> Iterator[list[object]]:
    """A line for each officer, under each team's contact sessions; the counts are the last."""
    more = [""] * (2 if paper.with_skills else 1)  # neither number nor skills
    if paper.holidays:
        yield ["", "", "Public holidays", *more, *map(paper.holidays.get, range(len(paper.dates)))]
    for team in paper.teams:
        yield [team.name, "", "Contact sessions", *more, *team.promises]
        for line in team.lines:
            named = [team.name, line.rank, line.name, line.number]
            skills = [line.skills] if paper.with_skills else []
            codes = ["–" if one is None else f"{one.code}*" if one.draft else one.code for one in line.cells]
            yield [*named, *skills, *codes]
    yield ["", "", paper.on_ward_words, *more, *paper.on_ward]


def _asked() -> Asked:
    return asked_of(request.args)


def _paper() -> Paper:
    """The page that the same address shows, with the same filters and the same reach."""
    roster = roster_asked(_asked())
    known = frozenset(team.id for team in roster.teams if may(actor(), "officer:show", team.id))
    return paper_of(Sheet(roster, known=known, flags=frozenset(), me=actor().officer_id))


def _file(body: bytes, kind: str, ending: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name()}.{ending}"'
    return response


def _name() -> str:
    asked = _asked()
    return f"roster-{asked.first.isoformat()}-to-{asked.last.isoformat()}"
