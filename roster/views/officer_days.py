"""One officer on one day: what stands, what can be done about it, and how it came about."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import NotAllowed, NotFound
from roster.extensions import db
from roster.models.officer import Officer
from roster.permissions import may
from roster.queries.breaches import breaches_in
from roster.queries.cell_changes import calls_of, changes_of
from roster.queries.officer_days import OfficerDay, history_of, officer_day, span_of_day
from roster.queries.postings import team_at
from roster.queries.publications import published_day
from roster.services.publishing import Given, ListChanged, ReasonNeeded, publish_duties
from roster.views import cell_history, day_words, days
from roster.views.cell_history import Past, past_of
from roster.views.grid_breaches import by_cell
from roster.views.guards import actor, ensure, requires
from roster.views.words import plural

bp = Blueprint("officer_days", __name__, url_prefix="/officers/<int:officer_id>/days/<day:day>")
bp.record(days.teach)
for name_of, words in (day_words.FILTERS | cell_history.FILTERS).items():
    bp.add_app_template_filter(words, name_of)


@bp.get("")
@requires("officer-day:show")
def show(officer_id: int, day: date) -> str:
    """What the officer has on that day."""
    return day_page(officer_id, day)


def day_page(officer_id: int, day: date, phoned: object = None) -> str:
    """The page; phoned: a call typed on it that could not be recorded."""
    officer, team_id = posted(officer_id, day, "officer-day:show", own="my-duties:show")
    shown = officer_day(officer_id, day, drafts=may(actor(), "draft:show", team_id))
    return render_template(
        "officer_days/show.html",
        officer=officer,
        team_id=team_id,
        shown=shown,
        step=timedelta(days=1),
        phoned=phoned,
        tells=may(actor(), "cell-change:tell", team_id),
        **_beside(officer_id, team_id, shown),
    )


def _beside(officer_id: int, team_id: int, shown: OfficerDay) -> dict[str, Any]:
    """What is not everybody's: how the day came about, and what the rules say of it with its drafts."""
    with_drafts = may(actor(), "draft:show", team_id)
    is_open = may(actor(), "officer:show", team_id, officer_id)
    found = breaches_in([officer_id], shown.day, shown.day) if with_drafts else {}
    past = _past(officer_id, team_id, shown) if is_open else []
    return {
        "is_open": is_open,
        "past": past,
        "calls": calls_of([one.change for one in past if one.change]),
        "broken": by_cell(found).get((officer_id, shown.day)),
    }


def _past(officer_id: int, team_id: int, shown: OfficerDay) -> list[Past]:
    """How the day came about; what was tried in drafts, and why over a breach, is the planner's."""
    changes, published = changes_of(officer_id, shown.day), published_day(officer_id, team_id, shown.day)
    past = past_of(changes, history_of(officer_id, shown), published)
    if may(actor(), "draft:show", team_id):
        return past
    # The reason is one for all whose breaches were published over, and may name others.
    return [replace(one, why="") for one in past if not one.change or one.change.published]


@bp.post("/publish")
@requires("duty:publish")
def publish(officer_id: int, day: date) -> Response:
    """Publish the drafts that the page showed; the checklist shows others, and asks for a reason."""
    _, team_id = posted(officer_id, day, "duty:publish")
    given = Given(seen=frozenset(request.form.get("seen", "").split()))
    try:
        done = publish_duties([team_id], span_of_day(day), by=actor(), officer_ids=[officer_id], given=given)
    except (ReasonNeeded, ListChanged):
        return redirect(url_for("publishing.check", officer=officer_id, day=day, team=team_id))
    flash(f"{plural(done.duties, 'duty', 'duties')} published" if done.duties else "No draft was left")
    return redirect(url_for(".show", officer_id=officer_id, day=day))


def posted(officer_id: int, day: date, permission: str, own: str = "") -> tuple[Officer, int]:
    """The officer and the team of that day, where the person may do this for them.

    own: what opens one's own day too, in whatever team one is by then.
    """
    officer = db.session.get(Officer, officer_id)
    team_id = team_at(officer_id, clock.midnight(day))
    if officer is None:
        raise NotFound
    if team_id is None:
        raise NotAllowed
    if not own or not may(actor(), own, officer_id=officer_id):
        ensure(permission, team_id)
    return officer, team_id
