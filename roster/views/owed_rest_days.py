"""Rest days that are still owed, and giving one back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotFound
from roster.forms.owed_rest_days import ReRosterForm
from roster.permissions import may
from roster.queries.owed_rest_days import Owed, by_band, given_back_in, one_owed, owed_in, owed_to
from roster.queries.re_rostering import GivenBack, given_back_on
from roster.services.owed_rest_days import re_roster as give_back
from roster.views.guards import actor, ensure, reach, requires
from roster.views.officer_reach import tried
from roster.views.re_roster_words import done_words, given_back_lines
from roster.views.why_pages import why_of

bp = Blueprint("owed_rest_days", __name__)


@bp.get("/owed-rest-days")
@requires("owed-rest-day:show")
def list_owed() -> str:
    """Those of the person's wards, and the person's own."""
    teams, officer_id, at = reach("owed-rest-day:show") or frozenset(), actor().officer_id, _now()
    owed = owed_in(teams, at) if teams else []
    own = owed_to(officer_id, at) if officer_id else []
    return render_template(
        "owed_rest_days/list.html",
        oversees=bool(teams),
        owed=owed,
        counts=by_band(owed if teams else own),
        given_back=given_back_in(teams, at) if teams else [],
        own=own,
        can_give={one.id for one in owed if may(actor(), "owed-rest-day:re-roster", one.team_id or -1)},
    )


@bp.route("/owed-rest-days/<int:owed_id>/re-roster", methods=["GET", "POST"])
@requires("owed-rest-day:re-roster")
def re_roster(owed_id: int) -> str | Response:
    """Choose the day that becomes a rest day instead: what that does is shown before it is done."""
    owed, form = _owed(owed_id), ReRosterForm()
    found = _found(form, owed) if form.validate_on_submit() else None
    if found and (found.is_done or _given_back(form, owed, found)):
        flash(done_words(found, owed.officer))
        return redirect(url_for("owed_rest_days.list_owed"))
    if found:
        form.show(form.what)
    lines = list(given_back_lines(found, owed.officer)) if found else []
    return render_template(
        "owed_rest_days/re_roster.html", form=form, owed=owed, lines=lines, asks=found and found.impact
    )


def _found(form: ReRosterForm, owed: Owed) -> GivenBack | None:
    """What it would do; nothing where it is refused, which the form says."""
    found: list[GivenBack] = []
    on: Any = form.day.data
    tried(form, lambda: found.append(given_back_on(owed, on, form.told_day)))
    return next(iter(found), None)


def _given_back(form: ReRosterForm, owed: Owed, found: GivenBack) -> bool:
    """Whether it was done: once it was shown, and what was published only with its reason."""
    if not form.was_shown(form.what):
        return False
    why = why_of(form, form.what) if found.impact else None
    if found.impact and why is None:
        return False
    return tried(form, lambda: give_back(owed.id, found.cell.day, by=actor(), why=why))


def _owed(owed_id: int) -> Owed:
    owed = one_owed(owed_id, _now())
    if owed is None:
        raise NotFound
    ensure("owed-rest-day:re-roster", owed.team_id or -1)
    return owed


def _now() -> int:
    return int(clock.now().timestamp())
