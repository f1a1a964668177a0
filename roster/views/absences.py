"""An officer who is not there: recorded at once, and cancelled. What is asked for is leave.py's."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotFound, Refusal
from roster.extensions import db
from roster.forms.absences import AbsenceForm
from roster.models.absence import Absence
from roster.services.absences import cancel_absence, record_absence
from roster.views import days
from roster.views.away_words import given_back, still_given_back
from roster.views.guards import actor, requires
from roster.views.officer_days import posted

bp = Blueprint("absences", __name__)
bp.record(days.teach)


@bp.route("/officers/<int:officer_id>/days/<day:day>/absences/new", methods=["GET", "POST"])
@requires("absence:record")
def record(officer_id: int, day: date) -> str | Response:
    """Sickness called in, or leave that was granted elsewhere."""
    officer, _ = posted(officer_id, day, "absence:record")
    form = AbsenceForm(first=day, last=day, kind=request.args.get("kind"))
    form.offer()
    if form.validate_on_submit():
        given = given_back(officer_id, form.kind.data, form.span)
        try:
            record_absence(officer, form.span, form.kind.data, by=actor())
        except Refusal as refusal:
            form.refuse(str(refusal))
        else:
            return _back(officer_id, day, f"{officer.name} is recorded as away{given}")
    return render_template("officer_days/absence.html", form=form, officer=officer, day=day)


@bp.post("/absences/<int:absence_id>/cancel")
@requires("absence:cancel")
def cancel(absence_id: int) -> Response:
    """The officer is there after all."""
    absence, day = _absence(absence_id, "absence:cancel")
    kept = still_given_back(absence)
    cancel_absence(absence, by=actor())
    return _back(absence.officer_id, day, f"Cancelled: the officer is available again{kept}")


def _absence(absence_id: int, permission: str) -> tuple[Absence, date]:
    absence = db.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    day = clock.london_date(absence.starts_at)
    posted(absence.officer_id, day, permission)
    return absence, day


def _back(officer_id: int, day: date, said: str) -> Response:
    flash(said)
    return redirect(url_for("officer_days.show", officer_id=officer_id, day=day))
