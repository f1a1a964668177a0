"""Minimum strength of a ward team: what it needs, and changing that."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.forms.minimum_strengths import WEEKDAYS, StrengthForm
from roster.planning.patterns import monday
from roster.queries.areas import teams_within
from roster.queries.minimum_strengths import minimums_of
from roster.queries.shift_templates import templates
from roster.queries.skills import skills
from roster.queries.strength import strength_of
from roster.services.minimum_strengths import Line, set_strength
from roster.views.guards import actor, ensure, reach, requires
from roster.views.officer_reach import tried

bp = Blueprint("minimum_strengths", __name__, url_prefix="/teams/<int:team_id>/minimum-strength")
SHOWN = timedelta(days=27)


@bp.get("")
@requires("minimum-strength:show")
def show(team_id: int) -> str:
    """What the team needs, and where the coming four weeks fall short of it."""
    ensure("minimum-strength:show", team_id)
    return _page(team_id, _form())


@bp.post("")
@requires("minimum-strength:change")
def change(team_id: int) -> str | Response:
    """Set one line; a number of 0 takes it away."""
    ensure("minimum-strength:change", team_id)
    form = _form()
    if form.validate_on_submit() and tried(form, lambda: _set(team_id, form)):
        flash("Saved. The roster counts by it from now on.", "success")
        return redirect(url_for("minimum_strengths.show", team_id=team_id))
    return _page(team_id, form)


def _form() -> StrengthForm:
    form = StrengthForm(data={"officers": 1})
    # The withdrawn ones too: a line that holds one must be within reach.
    form.offer(templates(with_withdrawn=True), skills())
    return form


def _set(team_id: int, form: StrengthForm) -> None:
    line = Line(form.shift.data, form.weekday.data, form.rank.data, form.skill.data)
    set_strength(team_id, line, form.officers.data or 0, by=actor())


def _page(team_id: int, form: StrengthForm) -> str:
    first = monday(clock.today())
    days = strength_of([team_id], first, first + SHOWN)
    teams = teams_within(reach("minimum-strength:show"))
    return render_template(
        "minimum_strengths/show.html",
        form=form,
        minimums=minimums_of(team_id),
        weekdays=WEEKDAYS,
        short=[(day, one) for (_, day), found in days.items() for one in found if one.short],
        team=next(one for one in teams if one.id == team_id),
        teams=teams,
    )
