"""An officer's skills: granting one, ending it, suspending it and lifting that. Below /officers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotFound
from roster.forms.skills import ExpireForm, GrantForm
from roster.models.officer import Officer, Rank
from roster.models.skill import SkillGrant
from roster.queries.skills import grants_of, skills
from roster.services.skills import expire_grant, grant_skill, lift_suspension, suspend_grant
from roster.views.guards import actor, requires
from roster.views.officer_reach import changeable, tried

bp = Blueprint("skills", __name__, url_prefix="/<int:officer_id>/skills")


@bp.route("/grant", methods=["GET", "POST"])
@requires("skill:grant")
def grant(officer_id: int) -> str | Response:
    """Grant a skill; no last day means as long as it is valid."""
    form = _grant_form(changeable(officer_id, "skill:grant"))
    if form.validate_on_submit() and tried(form, lambda: _give(officer_id, form)):
        return _done(officer_id, "The skill was granted, and cover was judged again.")
    return render_template("officers/grant.html", form=form, officer=changeable(officer_id, "skill:grant"))


@bp.route("/<int:grant_id>/expire", methods=["GET", "POST"])
@requires("skill:expire")
def expire(officer_id: int, grant_id: int) -> str | Response:
    """End a grant sooner than it would."""
    _held(officer_id, grant_id, "skill:expire")
    form = ExpireForm(data={"last_day": clock.today()})
    if form.validate_on_submit() and tried(form, lambda: _end(grant_id, form)):
        return _done(officer_id, "The skill ends on that day, and cover was judged again.")
    held = _held(officer_id, grant_id, "skill:expire")
    return render_template("officers/expire.html", form=form, grant=held)


@bp.post("/<int:grant_id>/suspend")
@requires("skill:expire")
def suspend(officer_id: int, grant_id: int) -> Response:
    """It may not be used until that is lifted."""
    _held(officer_id, grant_id, "skill:expire")
    suspend_grant(grant_id, by=actor())
    return _done(officer_id, "The skill is suspended, and cover was judged again.")


@bp.post("/<int:grant_id>/lift")
@requires("skill:grant")
def lift(officer_id: int, grant_id: int) -> Response:
    """It may be used again."""
    _held(officer_id, grant_id, "skill:grant")
    lift_suspension(grant_id, by=actor())
    return _done(officer_id, "The suspension is lifted, and cover was judged again.")


def _grant_form(officer: Officer) -> GrantForm:
    form = GrantForm(data={"first_day": clock.today()})
    form.offer(skill for skill in skills() if skill.open_to_pcso or officer.rank is not Rank.PCSO)
    return form


def _give(officer_id: int, form: GrantForm) -> SkillGrant:
    first_day = form.first_day.data or clock.today()
    return grant_skill(officer_id, form.skill.data, first_day, form.last_day.data, by=actor())


def _end(grant_id: int, form: ExpireForm) -> SkillGrant:
    return expire_grant(grant_id, form.last_day.data or clock.today(), by=actor())


def _held(officer_id: int, grant_id: int, permission: str) -> SkillGrant:
    """The officer's own grant: another's id under this officer's address is not there."""
    changeable(officer_id, permission)
    held = next((one for one in grants_of(officer_id) if one.id == grant_id), None)
    if held is None:
        raise NotFound
    return held


def _done(officer_id: int, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("officers.show", officer_id=officer_id))
