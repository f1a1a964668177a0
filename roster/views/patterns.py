"""Rotating patterns: the library, one pattern, who follows it, and laying it over a period."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotFound, Refusal
from roster.forms.patterns import (
    FIRST_WEEKS,
    USUAL_WEEKS,
    WEEKDAYS,
    AskLayForm,
    FollowForm,
    LayForm,
    PatternForm,
)
from roster.models.officer import Officer
from roster.permissions import may
from roster.planning.library import code_of
from roster.planning.patterns import monday, week_of
from roster.queries.areas import teams_within
from roster.queries.laying import Laying, free_from, laying_of
from roster.queries.officers import show_officer
from roster.queries.patterns import (
    choosable,
    contents,
    followed_in,
    follower_count,
    lines_of,
    patterns,
    show_pattern,
)
from roster.queries.shift_templates import templates
from roster.services.laying import LaidOut, lay_patterns, period_of
from roster.services.patterns import change_pattern, create_pattern, follow_pattern, withdraw_pattern
from roster.views import laying_words
from roster.views.grid_faces import FILLS
from roster.views.guards import actor, reach, requires
from roster.views.officer_reach import has_ended, tried
from roster.views.words import whole_day

bp = Blueprint("patterns", __name__)
WEEK = timedelta(days=7)


@bp.get("/patterns")
@requires("pattern:show")
def list_patterns() -> str:
    """The library, and who of the own teams follows which."""
    followed = followed_in(reach("pattern-line:change") or (), clock.today())
    return render_template("patterns/list.html", library=patterns(), followed=followed)


@bp.route("/patterns/new", methods=["GET", "POST"])
@requires("pattern:change")
def create() -> str | Response:
    """A new pattern, as a table of weeks."""
    form = PatternForm()
    form.open(templates(), FIRST_WEEKS, {})
    if _sent(form) and tried(form, lambda: create_pattern(form.plan, by=actor())):
        return _done(f"{form.plan.name} was saved. Officers can follow it now.")
    return _page(form)


@bp.get("/patterns/<int:pattern_id>")
@requires("pattern:show")
def show(pattern_id: int) -> str:
    """One pattern as a table of weeks, to be changed in place."""
    return _page(_opened(pattern_id), pattern_id)


@bp.post("/patterns/<int:pattern_id>")
@requires("pattern:change")
def edit(pattern_id: int) -> str | Response:
    """Save the table; rosters stay until it is laid again."""
    form = _opened(pattern_id)
    if _sent(form) and tried(
        form, lambda: change_pattern(pattern_id, form.plan, form.shown_version, by=actor())
    ):
        return _done(f"{form.plan.name} was changed. Rosters change when it is laid again.")
    return _page(form, pattern_id)


@bp.post("/patterns/<int:pattern_id>/withdraw")
@requires("pattern:change")
def withdraw(pattern_id: int) -> Response:
    """Nobody can choose it any more."""
    name = show_pattern(pattern_id).name
    withdraw_pattern(pattern_id, by=actor())
    return _done(f"{name} was withdrawn. Rosters made from it stay.")


@bp.route("/officers/<int:officer_id>/pattern", methods=["GET", "POST"])
@requires("pattern-line:change")
def follow(officer_id: int) -> str | Response:
    """Which pattern the officer follows, from when."""
    officer = _plannable_officer(officer_id)
    form = FollowForm(data=_as_followed(officer))
    form.offer(choosable())
    if form.validate_on_submit() and tried(
        form, lambda: follow_pattern(officer_id, form.following, by=actor())
    ):
        return _done(_followed(officer_id, form.following.first_day))
    lines = lines_of(officer_id)
    return render_template(
        "patterns/follow.html", form=form, officer=_plannable_officer(officer_id), lines=lines
    )


@bp.get("/patterns/lay")
@requires("pattern:lay")
def lay() -> str:
    """What laying would do, officer by officer, before it is done."""
    asked = _asked_to_lay()
    form = AskLayForm(asked, data=_usual())
    form.offer(teams_within(reach("pattern:lay")))
    return _lay_page(form, _preview(form) if asked and form.validate() else None)


@bp.post("/patterns/lay")
@requires("pattern:lay")
def lay_down() -> str | Response:
    """Lay what was shown, and show what it was changed to since; a second time changes nothing."""
    form = LayForm()
    form.offer(teams_within(reach("pattern:lay")))
    if form.validate() and request.args.get("shown") != form.details:
        form.refuse(laying_words.CHECK_AGAIN)
        return _lay_page(form, _preview(form))
    if not form.validate() or not tried(form, lambda: flash(laying_words.outcome(_laid(form)))):
        return _lay_page(form, None)
    shown: dict[str, Any] = {"from": form.first_day, "days": laying_words.shown_days(form.weeks.data)}
    return redirect(url_for("rosters.show", team=form.team.data, **shown))


def _sent(form: PatternForm) -> bool:
    """Whether the table was sent to be saved, and every code in it is known."""
    if request.method != "POST":
        return False
    asked, is_known = form.take(request.form), form.judge()
    return asked == "save" and form.validate() and is_known


def _opened(pattern_id: int) -> PatternForm:
    pattern = show_pattern(pattern_id)
    form = PatternForm(data={"name": pattern.name, "version": pattern.version})
    # A withdrawn shift stands only in withdrawn patterns, and stays readable there.
    shifts = templates(with_withdrawn=pattern.withdrawn)
    codes = {place: code_of(content) for place, content in contents(pattern.days).items()}
    form.open(shifts, pattern.weeks, codes)
    return form


def _page(form: PatternForm, pattern_id: int | None = None) -> str:
    shifts = templates()
    return render_template(
        "patterns/edit.html",
        form=form,
        shifts=shifts,
        lengths={one.code: form.length_of(one.code) for one in shifts},
        fills=FILLS,
        weekdays=WEEKDAYS,
        pattern=show_pattern(pattern_id) if pattern_id else None,
        followers=follower_count(pattern_id) if pattern_id else 0,
    )


def _plannable_officer(officer_id: int) -> Officer:
    """The officer, for whoever plans a ward team that is or will be theirs."""
    officer, _ = show_officer(officer_id)
    teams = {one.team_id for one in officer.postings if not has_ended(one)}
    if not any(may(actor(), "pattern-line:change", team_id) for team_id in teams):
        raise NotFound
    return officer


def _followed(officer_id: int, first_day: date) -> str:
    """What was saved, and what is followed once it ends."""
    saved = "Saved. It takes effect on the roster when patterns are laid."
    later = [line for line in lines_of(officer_id) if line.first_day > first_day]
    if not later:
        return saved
    line = min(later, key=lambda one: one.first_day)
    return f"{saved} From {whole_day(line.first_day)} on {line.pattern.name} is followed."


def _first_day_of(officer: Officer) -> date:
    """Next Monday, or the first day of a posting that begins later."""
    begins = [one.first_day for one in officer.postings if not has_ended(one)]
    return max(monday(clock.today()) + WEEK, min(begins))


def _as_followed(officer: Officer) -> dict[str, Any]:
    """What is followed on that first day as it stands, for the form to begin with."""
    day = _first_day_of(officer)
    for line in lines_of(officer.id):
        if line.first_day <= day and (line.last_day is None or day <= line.last_day):
            week = week_of(day, line.first_day, line.offset_weeks, line.pattern.weeks) + 1
            return {"first_day": day, "pattern": line.pattern_id, "week": week}
    return {"first_day": day, "week": 1}


def _usual() -> dict[str, Any]:
    """All one's teams, from the first Monday on which nothing is rostered yet."""
    planned = reach("pattern:lay") or frozenset()
    return {"team": sorted(planned), "first": free_from(planned), "weeks": USUAL_WEEKS}


def _asked_to_lay() -> MultiDict[str, str] | None:
    """What the address asks; from the grid it may name no team, meaning all, and days gone by."""
    if "weeks" not in request.args:
        return None
    asked = MultiDict(request.args)
    if "show" not in asked:
        usual = _usual()
        asked.setlist("team", asked.getlist("team") or [str(one) for one in usual["team"]])
        if not laying_words.is_to_come(asked.get("first", "")):
            asked["first"] = usual["first"].isoformat()
    return asked


def _laid(form: LayForm) -> LaidOut:
    return lay_patterns(
        form.team.data, form.first_day, form.weeks.data, by=actor(), overwrite=form.overwrite.data
    )


def _preview(form: LayForm) -> list[Laying] | None:
    try:
        period = period_of(form.first_day, form.weeks.data)
    except Refusal as refusal:
        form.refuse(str(refusal), "first")
        return None
    return laying_of(form.team.data, period, form.overwrite.data)


def _lay_page(form: LayForm, layings: list[Laying] | None) -> str:
    preview = laying_words.preview(layings) if layings is not None else None
    return render_template("patterns/lay.html", form=form, preview=preview)


def _done(sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("patterns.list_patterns"))
