"""One cell as an ordinary form: what was typed in it, and what the page then shows."""

from datetime import date
from typing import Any

from roster.forms.cells import CellForm
from roster.queries.cell_impact import impacts_of
from roster.queries.cell_values import ABSENCE_CODES, ABSENCE_WORDS, REST_CODES, REST_WORDS, Cell
from roster.queries.cells import shifts_by_id
from roster.services.cell_answers import Answer, Conflict, NeedsReason, Refused, Wanted
from roster.services.cells import save_cells
from roster.views.cell_words import impact_lines
from roster.views.guards import actor
from roster.views.why_pages import why_of

OWN_TIMES = ("0800-1600", "own times on the ward; CT0900-1200 at court, CRS… on a course, OF… in the office")


def typed(form: CellForm, officer_id: int, day: date) -> Answer:
    """What became of it; a reason counts once the effects of this very code were shown."""
    wanted = Wanted(officer_id, day, form.code.data or "", form.token.data or "")
    asked = form.was_shown(form.what)
    (answer,) = save_cells([wanted], by=actor(), why=why_of(form, form.what) if asked else None)
    if isinstance(answer, Refused):
        form.refuse(answer.problem, "code")
    elif isinstance(answer, NeedsReason):
        form.show(form.what)
    elif isinstance(answer, Conflict):
        # Saving again is to have it so knowingly.
        form.token.data = answer.cell.token
    return answer


def on_form(form: CellForm, cell: Cell, answer: Answer | None) -> dict[str, Any]:
    """What the page shows besides the officer and the day."""
    impact = answer.impact if isinstance(answer, NeedsReason) else None
    if isinstance(answer, NeedsReason) and form.told_day:
        (impact,) = impacts_of([(answer.cell, answer.after)], form.told_day)
    return {
        "form": form,
        "cell": answer.cell if answer else cell,
        "conflict": answer if isinstance(answer, Conflict) else None,
        "lines": impact_lines(impact) if impact else [],
        "codes": codes(),
    }


def codes() -> list[tuple[str, str]]:
    """What there is to type, with what it means."""
    shifts = [
        (one.code, f"{one.name} {_clock(one.start_minute)}–{_clock(one.end_minute)}")
        for one in shifts_by_id().values()
        if not one.withdrawn
    ]
    rests = [(code, REST_WORDS[kind]) for code, kind in REST_CODES.items()]
    absences = [(code, ABSENCE_WORDS[kind]) for code, kind in ABSENCE_CODES.items()]
    return [*shifts, *rests, *absences, OWN_TIMES]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
