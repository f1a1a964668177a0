"""A cover flag: what is missing, why, officer by officer, and every way out of it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import Refusal
from roster.models.cover_flag import CoverFlag
from roster.queries.candidates import who_could
from roster.queries.cover_flags import acknowledged_by, latest_flag, read_gaps, show_flag, told_of
from roster.services.cover_flags import acknowledge as acknowledge_flag
from roster.services.namings import name_stand_in
from roster.views.abstraction_drafts import local
from roster.views.contact_sessions import outcome_of
from roster.views.guards import actor, ensure, requires
from roster.views.row_ids import row_id

bp = Blueprint("cover_flags", __name__, url_prefix="/flags")


@bp.get("/<int:flag_id>")
@requires("cover-flag:show")
def show(flag_id: int) -> str:
    """The gap in a sentence with its times, its causes, who could stand in, and the flag's life."""
    flag = _within_reach(flag_id, "cover-flag:show")
    page: dict[str, Any] = {"flag": flag, "gaps": read_gaps(flag.gaps), "now": clock.now()}
    if flag.resolved_at is None:
        page["candidates"] = who_could(flag.contact_session)
    else:
        page["latest"] = latest_flag(flag.contact_session_id)
    page |= {"told": told_of(flag), "acknowledged_by": acknowledged_by(flag)}
    return render_template("cover_flags/show.html", contact_session=flag.contact_session, **page)


@bp.post("/<int:flag_id>/name")
@requires("contact-session:name")
def name(flag_id: int) -> Response:
    """Name a stand-in there and then, and say what that led to."""
    contact_session_id = _within_reach(flag_id, "contact-session:name").contact_session_id
    officer_id = request.form.get("officer_id", type=row_id) or 0
    try:
        name_stand_in(contact_session_id, officer_id, by=actor())
    except Refusal as refusal:
        flash(f"{refusal}.", "error")
    else:
        flash(*outcome_of(contact_session_id))
    return _back(flag_id)


@bp.post("/<int:flag_id>/acknowledge")
@requires("cover-flag:acknowledge")
def acknowledge(flag_id: int) -> Response:
    """Somebody has it in hand."""
    _within_reach(flag_id, "cover-flag:acknowledge")
    acknowledge_flag(flag_id, by=actor())
    flash("You have acknowledged this flag: the others see that it is in hand.", "success")
    return _back(flag_id)


def _within_reach(flag_id: int, permission: str) -> CoverFlag:
    flag = show_flag(flag_id)
    ensure(permission, flag.contact_session.team_id)
    return flag


def _back(flag_id: int) -> Response:
    """To where the person came from, such as the board of one team; else to the flag's own page."""
    return redirect(local(request.form.get("next"), url_for(".show", flag_id=flag_id)))
