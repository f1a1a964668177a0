"""Changes to what was published: who has not acknowledged one, told by phone, acknowledged."""

from datetime import datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import Refusal
from roster.forms.reading import read_minute
from roster.models.cell_change import CellChange
from roster.queries.cell_changes import unacknowledged_in
from roster.services.cell_changes_told import acknowledge as acknowledge_change
from roster.services.cell_changes_told import tell_by_phone
from roster.views.guards import actor, reach, requires
from roster.views.words import moment

bp = Blueprint("cell_changes", __name__)


@bp.get("/roster/changes")
@requires("cell-change:tell")
def list_changes() -> str:
    """Whom a sergeant has still to reach."""
    changes = unacknowledged_in(reach("cell-change:tell") or ())
    return render_template("cell_changes/list.html", changes=changes, now=clock.now(), next="changes")


@bp.post("/cell-changes/<int:change_id>/tell")
@requires("cell-change:tell")
def tell(change_id: int) -> Response:
    """The officer was told by phone at that time."""
    change = tell_by_phone(change_id, _last(request.form.get("at", "")), by=actor())
    flash(f"Told by phone {moment(change.told_at or clock.now())}")
    return _back(change)


@bp.post("/cell-changes/<int:change_id>/acknowledge")
@requires("cell-change:acknowledge")
def acknowledge(change_id: int) -> Response:
    """The officer knows of the change."""
    acknowledge_change(change_id, by=actor())
    flash("Acknowledged: your sergeant can see that you know")
    return redirect(url_for("my_duties.show"))


def _last(text: str) -> datetime:
    """The last time that London's clocks showed it: late in the evening, that may be yesterday's."""
    if not text.strip():
        return clock.now()
    try:
        minute = read_minute(text)
    except (ValueError, OverflowError):
        raise Refusal("Enter a time on the 24-hour clock, such as 07:00. Nothing was changed") from None
    wall = time(minute // 60, minute % 60)
    today = clock.to_utc(datetime.combine(clock.today(), wall))
    if today <= clock.now():
        return today
    return clock.to_utc(datetime.combine(clock.today() - timedelta(days=1), wall))


def _back(change: CellChange) -> Response:
    if request.form.get("next") == "changes":
        return redirect(url_for("cell_changes.list_changes"))
    return redirect(url_for("officer_days.show", officer_id=change.officer_id, day=change.day))
