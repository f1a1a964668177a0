"""Changes to what was published: who has not acknowledged one, told by phone, acknowledged."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import Refusal
from roster.forms.reading import Unread, read_moment
from roster.models.cell_change import CellChange
from roster.queries.cell_changes import calls_of, unacknowledged_in
from roster.services.cell_changes_told import acknowledge as acknowledge_change
from roster.services.cell_changes_told import tell_by_phone
from roster.views.cell_history import call_words
from roster.views.guards import actor, reach, requires

bp = Blueprint("cell_changes", __name__)


@bp.get("/roster/changes")
@requires("cell-change:tell")
def list_changes() -> str:
    """Whom a sergeant has still to reach."""
    changes = unacknowledged_in(reach("cell-change:tell") or ())
    calls = calls_of(changes)
    return render_template("cell_changes/list.html", changes=changes, calls=calls, next="changes")


@bp.post("/cell-changes/<int:change_id>/tell")
@requires("cell-change:tell")
def tell(change_id: int) -> Response:
    """The officer was told by phone at that time."""
    at = _typed(request.form.get("at", ""))
    change = tell_by_phone(change_id, at, by=actor())
    flash(call_words(at, change.told_at or at, change.clear_days or 0))
    return _back(change)


@bp.post("/cell-changes/<int:change_id>/acknowledge")
@requires("cell-change:acknowledge")
def acknowledge(change_id: int) -> Response:
    """The officer knows of the change."""
    acknowledge_change(change_id, by=actor())
    flash("Acknowledged: your sergeant can see that you know")
    return redirect(url_for("my_duties.show"))


def _typed(text: str) -> datetime:
    """To the minute, so that a second click is the same call; nothing is now."""
    try:
        return read_moment(text) if text.strip() else clock.now().replace(second=0)
    except Unread as problem:
        raise Refusal(f"{problem}. Nothing was changed") from None
    except (ValueError, OverflowError):
        raise Refusal(
            "Enter a time on the 24-hour clock, such as 07:00, or a day before it, such as 23 Nov 07:00. "
            "Nothing was changed"
        ) from None


def _back(change: CellChange) -> Response:
    if request.form.get("next") == "changes":
        return redirect(url_for("cell_changes.list_changes"))
    return redirect(url_for("officer_days.show", officer_id=change.officer_id, day=change.day))
