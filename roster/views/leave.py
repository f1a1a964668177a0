"""Leave and other absence: asked for by officers, decided by sergeants."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotAllowed
from roster.forms.leave import AllowanceForm, AskForm, DeclineForm, FindForm, year_words
from roster.permissions import may
from roster.queries.areas import teams_within
from roster.queries.leave import Request, leave_left, one_absence, own_absences
from roster.queries.postings import teams_during
from roster.rules.leave import leave_year
from roster.services.absences import approve_absence, decline_absence
from roster.services.leave import allow_leave, ask_absence, withdraw_absence
from roster.views import away_words, leave_words
from roster.views.guards import actor, reach, requires
from roster.views.leave_pages import decided_by, shown
from roster.views.leave_queue import Queue, queue_of
from roster.views.officer_reach import changeable, tried

bp = Blueprint("leave", __name__)
for room in (away_words, leave_words):
    for name_of, words in room.FILTERS.items():
        bp.add_app_template_filter(words, name_of)
STATES = {"waiting": "Waiting", "decided": "Decided"}


@bp.get("/my-leave")
@requires("absence:ask")
def mine() -> str:
    """The officer's own requests, and what is left of the leave year's leave."""
    officer_id, today = actor().officer_id, clock.today()
    return render_template(
        "leave/mine.html",
        officer_id=officer_id,
        found=own_absences(officer_id) if officer_id else [],
        left=leave_left(officer_id, today) if officer_id else None,
        year=year_words(leave_year(today)),
        now=clock.now(),
    )


@bp.route("/my-leave/ask", methods=["GET", "POST"])
@requires("absence:ask")
def ask() -> str | Response:
    """Days, or part of a day, off."""
    officer_id, form = actor().officer_id, AskForm()
    form.offer()
    if officer_id and form.validate_on_submit():
        asked = tried(
            form, lambda: ask_absence(officer_id, form.span, form.kind.data, form.note.data, by=actor())
        )
        if asked:
            flash("Asked for: your sergeant was told, and you will be told of the decision.")
            return redirect(url_for("leave.mine"))
    return render_template("leave/ask.html", form=form, officer_id=officer_id)


@bp.get("/leave")
@requires("request:decide")
def list_requests() -> str:
    """What waits for the sergeant, the oldest first; and what was decided."""
    teams = teams_within(reach("request:decide"))
    form = FindForm(formdata=MultiDict({"state": "waiting", **request.args.to_dict()}))
    form.team.offer([(team.id, team.name) for team in teams], empty="All teams")
    form.state.offer(list(STATES.items()))
    waiting = form.state.data == "waiting"
    if waiting:
        del form.until
    wanted = {team.id for team in teams if not form.team.data or team.id == form.team.data}
    queue = queue_of(actor(), wanted, form) if form.validate() else Queue()
    return render_template("leave/list.html", form=form, queue=queue, waiting=waiting)


@bp.get("/leave/<int:absence_id>")
@requires("absence:show")
def show(absence_id: int) -> str:
    """What was asked; for the sergeant also what approving it would do."""
    return _page(*_reachable(absence_id, "absence:show"), DeclineForm())


@bp.post("/leave/<int:absence_id>/approve")
@requires("request:decide")
def approve(absence_id: int) -> Response:
    """Yes."""
    found, _ = _reachable(absence_id, "absence:approve")
    approve_absence(found.absence, by=actor())
    flash(f"Approved: {found.officer} was told, and cover was judged again.")
    return redirect(url_for("leave.list_requests"))


@bp.post("/leave/<int:absence_id>/decline")
@requires("request:decide")
def decline(absence_id: int) -> str | Response:
    """No, and why not."""
    found, teams = _reachable(absence_id, "absence:decline")
    form = DeclineForm()
    if form.validate_on_submit() and tried(
        form, lambda: decline_absence(found.absence, form.reason.data, by=actor())
    ):
        flash(f"Declined: {found.officer} was told.")
        return redirect(url_for("leave.list_requests"))
    return _page(one_absence(absence_id), teams, form)


@bp.post("/leave/<int:absence_id>/withdraw")
@requires("absence:withdraw")
def withdraw(absence_id: int) -> Response:
    """The officer does not want it any more."""
    found, _ = _reachable(absence_id, "absence:withdraw")
    withdraw_absence(found.absence, by=actor())
    flash("Withdrawn: your sergeant was told.")
    return redirect(url_for("leave.mine"))


@bp.route("/officers/<int:officer_id>/leave-allowance", methods=["GET", "POST"])
@requires("leave-allowance:change")
def allow(officer_id: int) -> str | Response:
    """How much annual leave the officer has in a leave year."""
    officer = changeable(officer_id, "leave-allowance:change")
    name, year = officer.name, request.args.get("year", leave_year(clock.today()), int)
    left = leave_left(officer_id, clock.today()) if request.method == "GET" else None
    hours = left.allowance // 60 if left and left.allowance is not None else None
    form = AllowanceForm(data={"year": year, "hours": hours})
    form.offer()
    if form.validate_on_submit() and tried(form, lambda: _allowed(officer_id, form)):
        flash(f"{name} has {form.hours.data} hours of annual leave in {year_words(form.year.data)}.")
        return redirect(url_for("officers.show", officer_id=officer_id))
    return render_template("leave/allow.html", form=form, name=name, officer_id=officer_id)


def _allowed(officer_id: int, form: AllowanceForm) -> None:
    allow_leave(officer_id, form.year.data, form.hours.data * 60, by=actor())


def _reachable(absence_id: int, permission: str) -> tuple[Request, set[int]]:
    """The request, for its officer, its ward teams' sergeants and whoever else may decide it."""
    found = one_absence(absence_id)
    officer_id = found.absence.officer_id
    teams = teams_during(officer_id, found.span)
    within = any(may(actor(), permission, team, officer_id) for team in teams or {-1})
    if not within and not decided_by(actor(), found, teams):
        raise NotAllowed
    return found, teams


def _page(found: Request, teams: set[int], form: DeclineForm) -> str:
    return render_template("leave/show.html", **shown(actor(), found, teams, form))
