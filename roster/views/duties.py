"""An officer's duty: added to a day, changed, removed."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotFound, Refusal
from roster.extensions import db
from roster.forms.duties import DutyForm, RemoveForm
from roster.models.duty import Duty
from roster.queries.officer_days import shift_templates
from roster.services.duties import add_duty, change_duty, remove_duty
from roster.views import days
from roster.views.guards import actor, requires
from roster.views.officer_days import posted

bp = Blueprint("duties", __name__)
bp.record(days.teach)


@bp.route("/officers/<int:officer_id>/days/<day:day>/duties/new", methods=["GET", "POST"])
@requires("duty:add")
def add(officer_id: int, day: date) -> str | Response:
    """A new duty on that day, as a draft."""
    officer, _ = posted(officer_id, day, "duty:add")
    form = _form()
    if form.read(day):
        try:
            add_duty(officer, form.span, form.chosen, by=actor())
        except Refusal as refusal:
            form.refuse(str(refusal))
        else:
            return _back(officer_id, day, "Added as a draft: it counts once it is published")
    return _page(form, officer, day, None)


@bp.route("/duties/<int:duty_id>/change", methods=["GET", "POST"])
@requires("duty:change")
def change(duty_id: int) -> str | Response:
    """Other times or another shift on the same day."""
    duty, day = _duty(duty_id, "duty:change")
    form = _form()
    form.fill(duty)
    if form.read(day):
        try:
            change_duty(duty, form.span, form.chosen, form.shown_version, by=actor())
        except Refusal as refusal:
            form.refuse(str(refusal))
        else:
            return _back(duty.officer_id, day, "Changed")
    return _page(form, duty.officer, day, duty)


@bp.route("/duties/<int:duty_id>/remove", methods=["GET", "POST"])
@requires("duty:remove")
def remove(duty_id: int) -> str | Response:
    """Take it off the roster, once that was confirmed."""
    duty, day = _duty(duty_id, "duty:remove")
    officer_id, form = duty.officer_id, RemoveForm(version=duty.version)
    if form.validate_on_submit():
        version = form.version.data
        remove_duty(duty, int(version) if str(version).isdecimal() else 0, by=actor())
        return _back(officer_id, day, "Removed")
    return render_template("officer_days/remove.html", form=form, duty=duty, day=day)


def _form() -> DutyForm:
    form = DutyForm()
    form.offer(shift_templates())
    return form


def _duty(duty_id: int, permission: str) -> tuple[Duty, date]:
    duty = db.session.get(Duty, duty_id)
    if duty is None:
        raise NotFound
    day = clock.london_date(duty.starts_at)
    posted(duty.officer_id, day, permission)
    return duty, day


def _page(form: DutyForm, officer: Any, day: date, duty: Duty | None) -> str:
    return render_template("officer_days/duty.html", form=form, officer=officer, day=day, duty=duty)


def _back(officer_id: int, day: date, said: str) -> Response:
    flash(said)
    if request.form.get("next") == "roster":
        return redirect(url_for("rosters.show"))
    return redirect(url_for("officer_days.show", officer_id=officer_id, day=day))
