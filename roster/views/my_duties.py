"""My duties: what is next, what changed, the coming weeks, and what was taken. Phone first."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template

from roster import clock
from roster.queries.cell_changes import own_unacknowledged
from roster.queries.my_changes import unseen
from roster.queries.my_duties import weeks_of
from roster.queries.owed_rest_days import owed_count
from roster.queries.roster_days import Days
from roster.views.guards import actor, requires
from roster.views.my_duties_changes import told
from roster.views.my_duties_days import days_of
from roster.views.my_duties_next import next_of

bp = Blueprint("my_duties", __name__, url_prefix="/my-duties")

WEEKS_SHOWN = 4


@bp.get("")
@requires("my-duties:show")
def show() -> str:
    """The officer's own four weeks, and the four before for what they took."""
    officer_id = actor().officer_id
    found = _facts(officer_id) if officer_id else {}
    return render_template("my_duties/show.html", officer_id=officer_id, **found)


def _facts(officer_id: int) -> dict[str, Any]:
    today, count = clock.today(), WEEKS_SHOWN * 7
    before = Days.starting(today - timedelta(days=count), count)
    weeks = weeks_of(officer_id, before, Days.starting(today, count))
    losses = weeks.losses()
    return {
        "weeks": weeks,
        "next": next_of(officer_id, weeks),
        "by_week": [list(week) for _, week in groupby(days_of(weeks), lambda one: one.on.isocalendar()[:2])],
        "to_acknowledge": own_unacknowledged(officer_id),
        "owed": owed_count(officer_id),
        "changes": [told(change, weeks.marks) for change in unseen(officer_id)],
        "losses": losses,
        "lost": (sum(loss.minutes for loss in losses), sum(loss.ward_minutes for loss in losses)),
        "today": today,
    }
