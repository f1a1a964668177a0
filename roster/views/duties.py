"""An officer's duty: added to a day, changed, removed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotFound
from roster.extensions import db
from roster.forms.duties import DutyForm, RemoveForm
from roster.models.duty import Duty, DutyKind, DutyState, ShiftTemplate
from roster.queries.cell_values import Cell, Held
from roster.queries.cells import Sheet, sheet_of
from roster.queries.officer_days import shift_templates
from roster.services.duties import add_duty, change_duty, remove_duty
from roster.views import days
from roster.views.cell_words import Line
from roster.views.guards import actor, requires
from roster.views.officer_days import posted
from roster.views.officer_reach import tried
from roster.views.why_pages import READY, Said, weighed

bp = Blueprint("duties", __name__)
bp.record(days.teach)


@bp.route("/officers/<int:officer_id>/days/<day:day>/duties/new", methods=["GET", "POST"])
@requires("duty:add")
def add(officer_id: int, day: date) -> str | Response:
    """A new duty on that day, as a draft; on a published day with its reason."""
    officer, _ = posted(officer_id, day, "duty:add")
    form, said = _form(), READY
    if form.read(day):
        said = _weighed(form, officer_id, day, None)
        chosen = form.span, form.chosen
        if said.ready and tried(form, lambda: add_duty(officer, *chosen, by=actor(), why=said.why)):
            counts = "Added, and the officer is told"
            drafted = "Added as a draft: it counts once it is published"
            return _back(officer_id, day, counts if said.why else drafted)
    return _page(form, officer, day, None, said.lines)


@bp.route("/duties/<int:duty_id>/change", methods=["GET", "POST"])
@requires("duty:change")
def change(duty_id: int) -> str | Response:
    """Other times or another shift on the same day."""
    duty, day = _duty(duty_id, "duty:change")
    officer_id, form, said = duty.officer_id, _form(), READY
    form.fill(duty)
    if form.read(day):
        said = _weighed(form, officer_id, day, duty)
        chosen = form.span, form.chosen, form.shown_version
        if said.ready and tried(form, lambda: change_duty(duty, *chosen, by=actor(), why=said.why)):
            return _back(officer_id, day, "Changed, and the officer is told" if said.why else "Changed")
    return _page(form, duty.officer, day, duty, said.lines)


@bp.route("/duties/<int:duty_id>/remove", methods=["GET", "POST"])
@requires("duty:remove")
def remove(duty_id: int) -> str | Response:
    """Take it off the roster, once that was confirmed."""
    duty, day = _duty(duty_id, "duty:remove")
    officer_id, form, said = duty.officer_id, RemoveForm(version=duty.version), READY
    if form.validate_on_submit():
        said = _weighed(form, officer_id, day, duty)
        version = form.shown_version
        if said.ready and tried(form, lambda: remove_duty(duty, version, by=actor(), why=said.why)):
            return _back(officer_id, day, "Removed, and the officer is told" if said.why else "Removed")
    return render_template("officer_days/remove.html", form=form, duty=duty, day=day, lines=said.lines)


def _weighed(form: DutyForm | RemoveForm, officer_id: int, day: date, duty: Duty | None) -> Said:
    """What the change means for the cell, where it is published."""
    sheet = sheet_of([officer_id], day, day)
    before = sheet.cell(officer_id, day)
    left = tuple(one for one in before.duties if duty is None or one.id != duty.id)
    if isinstance(form, RemoveForm):
        after = replace(before, duties=left)
    else:
        after = replace(before, duties=(*left, _held(form, sheet, before)), rest=None)
    if duty and duty.state is DutyState.DRAFT:
        return READY
    return weighed(form, form.what, before, after)


def _held(form: DutyForm, sheet: Sheet, before: Cell) -> Held:
    shift = sheet.shifts[form.chosen.id] if isinstance(form.chosen, ShiftTemplate) else None
    kind = shift.kind if shift else DutyKind(str(form.shift.data))
    return Held(form.span, kind, shift, state=DutyState(before.state or DutyState.DRAFT))


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


def _page(form: DutyForm, officer: Any, day: date, duty: Duty | None, lines: Sequence[Line]) -> str:
    return render_template(
        "officer_days/duty.html", form=form, officer=officer, day=day, duty=duty, lines=lines
    )


def _back(officer_id: int, day: date, said: str) -> Response:
    flash(said)
    if request.form.get("next") == "roster":
        return redirect(url_for("rosters.show"))
    return redirect(url_for("officer_days.show", officer_id=officer_id, day=day))
