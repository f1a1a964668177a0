"""Abstractions: log one, list them, look at one, end it early, cancel it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import Refusal
from roster.forms.abstractions import STATUS_WORDS, CancelForm, FindForm
from roster.queries.abstractions import abstraction_row, categories
from roster.queries.areas import teams_within
from roster.queries.taken import LONGEST_LIST, Sought, Taken, history_of, list_taken, one_taken
from roster.services.abstractions import cancel_abstraction, end_early
from roster.values import Span
from roster.views.abstraction_drafts import draft
from roster.views.abstraction_endings import cancel_lines, ending, rest_day_of
from roster.views.abstraction_said import ended, logged
from roster.views.guards import actor, ensure, reach, requires
from roster.views.taken_words import notice_given, taken_words

bp = Blueprint("abstractions", __name__, url_prefix="/abstractions")


@bp.route("/new", methods=["GET", "POST"])
@requires("abstraction:log")
def log() -> str | Response:
    """Fill in, see what it does, confirm: on one page."""
    asked = draft()
    form = asked.form
    if asked.is_confirmed:
        try:
            abstraction = asked.log(by=actor())
        except Refusal as refusal:
            form.refuse(str(refusal))
        else:
            logged(abstraction)
            return redirect(asked.way_back)
    return asked.page()


@bp.get("")
@requires("abstraction:show")
def list_abstractions() -> str:
    """Who is away now, who will be and who was; what is sought is in the address."""
    teams = teams_within(reach("abstraction:show"))
    form = _finder(teams)
    sought = _sought(form) if form.validate() else None
    found = list_taken([team.id for team in teams], sought) if sought else []
    return render_template(
        "abstractions/list.html",
        form=form,
        found=found,
        groups=_groups(found),
        longest=LONGEST_LIST,
        here=request.script_root + request.full_path.rstrip("?"),
        now=_now(),
        words=STATUS_WORDS,
    )


@bp.get("/<int:abstraction_id>")
@requires("abstraction:show")
def show(abstraction_id: int) -> str:
    """One of them with its history."""
    taken = _reachable(abstraction_id, "abstraction:show")
    history = [(one.at, taken_words(one)) for one in history_of(abstraction_id)]
    return render_template(
        "abstractions/show.html",
        taken=taken,
        history=history,
        notice=notice_given(taken),
        owed=rest_day_of(taken),
        words=STATUS_WORDS,
        now=_now(),
    )


@bp.route("/<int:abstraction_id>/end", methods=["GET", "POST"])
@requires("abstraction:end")
def end(abstraction_id: int) -> str | Response:
    """The officer was, or will be, back before it was to end."""
    asked = ending(_reachable(abstraction_id, "abstraction:end"))
    if asked.is_confirmed:
        try:
            end_early(abstraction_row(abstraction_id), asked.at, by=actor(), seen=asked.form.seen())
        except Refusal as refusal:
            asked.form.refuse(str(refusal), "ends")
        else:
            ended(asked.taken, asked.at)
            return redirect(url_for("abstractions.show", abstraction_id=abstraction_id))
    return asked.page()


@bp.route("/<int:abstraction_id>/cancel", methods=["GET", "POST"])
@requires("abstraction:cancel")
def cancel(abstraction_id: int) -> str | Response:
    """It does not happen, or never did."""
    taken = _reachable(abstraction_id, "abstraction:cancel")
    form = CancelForm(data={"version": taken.version})
    if form.validate_on_submit():
        cancel_abstraction(abstraction_row(abstraction_id), by=actor(), seen=form.seen())
        flash(f"{taken.officer} is not taken after all, and was told.", "success")
        return redirect(url_for("abstractions.show", abstraction_id=abstraction_id))
    return render_template(
        "abstractions/cancel.html", taken=taken, form=form, lines=cancel_lines(taken), words=STATUS_WORDS
    )


def _groups(found: list[Taken]) -> list[tuple[str, list[Taken]]]:
    """What somebody can still act on apart from what is over; a group without rows is left out."""
    now = _now()
    ahead, over = [[one for one in found if (one.span.end > now) is is_ahead] for is_ahead in (True, False)]
    return [(heading, rows) for heading, rows in (("Now and to come", ahead), ("Past", over)) if rows]


def _reachable(abstraction_id: int, permission: str) -> Taken:
    taken = one_taken(abstraction_id)
    ensure(permission, taken.team_id)
    return taken


def _finder(teams: list[Any]) -> FindForm:
    form = FindForm(formdata=request.args)
    form.team.offer([(team.id, team.name) for team in teams], empty="All teams")
    form.category.offer([(one.id, one.name) for one in categories()], empty="Everything")
    form.status.offer([(status, word) for status, word in STATUS_WORDS.items()], empty="Any")
    return form


def _sought(form: FindForm) -> Sought:
    first, last = form.days(clock.today())
    days = Span.between(clock.midnight(first), clock.midnight(last + timedelta(days=1)))
    return Sought(days, form.team.data, form.category.data, form.status.data)


def _now() -> int:
    return int(clock.now().timestamp())
