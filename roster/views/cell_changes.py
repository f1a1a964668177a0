"""Changes to what was published: who has not acknowledged one, told by phone, acknowledged."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotFound, Refusal
from roster.extensions import db
from roster.forms.reading import Unread, read_telling
from roster.models.cell_change import CellChange
from roster.queries.cell_changes import calls_of, unacknowledged_in
from roster.services.cell_changes_told import acknowledge as acknowledge_change
from roster.services.cell_changes_told import tell_by_phone
from roster.views.cell_history import call_words
from roster.views.guards import actor, reach, requires
from roster.views.officer_days import day_page

bp = Blueprint("cell_changes", __name__)


@dataclass(frozen=True, slots=True)
class NotTold:
    """A call that could not be recorded, as it was typed, and why; field: where that is put right."""

    change_id: int
    text: str
    problem: str
    field: str


@bp.get("/roster/changes")
@requires("cell-change:tell")
def list_changes() -> str:
    """Whom a sergeant has still to reach."""
    return _list()


@bp.post("/cell-changes/<int:change_id>/tell")
@requires("cell-change:tell")
def tell(change_id: int) -> str | Response:
    """The officer was told by phone at that time."""
    text = request.form.get("at", "").strip()
    try:
        # To the minute, so that a second click is the same call; nothing is now.
        at = read_telling(text) if text else clock.now().replace(second=0)
        change = tell_by_phone(change_id, at, by=actor())
    except (Unread, Refusal) as problem:
        return _again(change_id, text, f"{problem}. Nothing was changed")
    flash(call_words(at, change.told_at or at, change.clear_days or 0))
    return _back(change)


@bp.post("/cell-changes/<int:change_id>/acknowledge")
@requires("cell-change:acknowledge")
def acknowledge(change_id: int) -> Response:
    """The officer knows of the change."""
    acknowledge_change(change_id, by=actor())
    flash("Acknowledged: your sergeant can see that you know")
    return redirect(url_for("my_duties.show"))


def _list(phoned: NotTold | None = None) -> str:
    changes = unacknowledged_in(reach("cell-change:tell") or ())
    calls = calls_of(changes)
    return render_template(
        "cell_changes/list.html", changes=changes, calls=calls, next="changes", phoned=phoned
    )


def _again(change_id: int, text: str, problem: str) -> str:
    """The page it was typed on, with what is wrong at its field."""
    change = db.session.get(CellChange, change_id)
    if change is None:
        raise NotFound
    waits = change.told_at is not None and change.acknowledged_at is None
    field = f"told-{change_id}" if waits else "main-content"
    phoned = NotTold(change_id, text, problem, field)
    if request.form.get("next") == "changes":
        return _list(phoned)
    return day_page(change.officer_id, change.day, phoned=phoned)


def _back(change: CellChange) -> Response:
    if request.form.get("next") == "changes":
        return redirect(url_for("cell_changes.list_changes"))
    return redirect(url_for("officer_days.show", officer_id=change.officer_id, day=change.day))
