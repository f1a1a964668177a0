"""The list of shifts: planners see it, the administrator keeps it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster.errors import NotFound
from roster.extensions import db
from roster.forms.shift_templates import KINDS, ShiftTemplateForm
from roster.models.duty import ShiftTemplate
from roster.queries.shift_templates import drafts_with, patterns_with, templates
from roster.services.shift_templates import change_template, create_template, withdraw_template
from roster.views.grid_faces import FILLS
from roster.views.guards import actor, requires
from roster.views.officer_reach import tried

bp = Blueprint("shift_templates", __name__, url_prefix="/shifts")


@bp.get("")
@requires("shift-template:show")
def list_templates() -> str:
    """Every shift, how it is drawn, and the two kinds of rest."""
    found = templates(with_withdrawn=True)
    return render_template("shift_templates/list.html", templates=found, fills=FILLS, kinds=dict(KINDS))


@bp.route("/new", methods=["GET", "POST"])
@requires("shift-template:change")
def create() -> str | Response:
    """A new shift, at the end of the list."""
    form = ShiftTemplateForm(data={"position": len(templates())})
    form.offer(FILLS)
    if form.validate_on_submit() and tried(form, lambda: create_template(form.shape, by=actor())):
        return _done(f"{form.shape.name} can be rostered from now on.")
    return render_template("shift_templates/edit.html", form=form, template=None, fills=FILLS)


@bp.route("/<int:template_id>", methods=["GET", "POST"])
@requires("shift-template:change")
def edit(template_id: int) -> str | Response:
    """Other hours, words or colour from now on."""
    form = ShiftTemplateForm()
    form.fill(_template(template_id))
    form.offer(FILLS)
    if form.validate_on_submit() and tried(
        form, lambda: change_template(template_id, form.shape, form.shown_version, by=actor())
    ):
        return _done(f"{form.shape.name} was changed. Duties that exist keep their hours.")
    facts = {"patterns": patterns_with(template_id), "drafts": drafts_with(template_id)}
    template = _template(template_id)
    return render_template("shift_templates/edit.html", form=form, template=template, fills=FILLS, **facts)


@bp.post("/<int:template_id>/withdraw")
@requires("shift-template:change")
def withdraw(template_id: int) -> Response:
    """Nobody can choose it any more."""
    name = _template(template_id).name
    withdraw_template(template_id, by=actor())
    return _done(f"{name} was withdrawn. Duties keep it; nobody can choose it any more.")


def _template(template_id: int) -> ShiftTemplate:
    found = db.session.get(ShiftTemplate, template_id)
    if found is None:
        raise NotFound
    return found


def _done(sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("shift_templates.list_templates"))
