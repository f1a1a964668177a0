"""The month grid: officers down, days across; and publishing what is still a draft in it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.errors import NotAllowed
from roster.forms.rosters import COUNTS, asked_of
from roster.permissions import may
from roster.queries.duties import drafts_of
from roster.queries.rosters import Roster, Shift, roster_of
from roster.services.publishing import publish_duties
from roster.views.grid import Sheet, draw
from roster.views.grid_faces import FILLS
from roster.views.grid_list import draw_list, team_to_list
from roster.views.grid_promises import is_open
from roster.views.guards import actor, reach, requires
from roster.views.words import plural

bp = Blueprint("rosters", __name__, url_prefix="/roster")


@bp.get("")
@requires("roster:show")
def show() -> str:
    """My teams over four weeks, or as the address asks."""
    asked, mine = asked_of(request.args), reach("roster:show") or frozenset()
    if not mine.issuperset(asked.teams):
        raise NotAllowed
    sees_skills = may(actor(), "board:show")
    skill = asked.skill if sees_skills else ""
    roster = roster_of(mine, asked.teams, asked.days, skill)
    return render_template(
        "rosters/show.html",
        asked=asked,
        day_counts=COUNTS,
        skills=roster.skills if sees_skills else [],
        **_drawn(roster),
    )


@bp.get("/publish")
@requires("duty:publish")
def confirm() -> str:
    """How many drafts there are, team by team, before they are published."""
    asked, teams = asked_of(request.args), _publishable()
    drafts = drafts_of(teams, asked.days.span)
    return render_template("rosters/publish.html", asked=asked, drafts=drafts)


@bp.post("/publish")
@requires("duty:publish")
def publish() -> Response:
    """Publish them; a second click finds nothing left."""
    asked = asked_of(request.args)
    done = publish_duties(_publishable(), asked.days.span, by=actor())
    said = f"{plural(done.duties, 'duty', 'duties')} published: they count for cover from now on"
    flash(said if done.duties else "No draft was left to publish")
    return redirect(url_for("rosters.show", **asked.query()))


def _publishable() -> list[int]:
    """The teams asked for, or all that the person plans."""
    planned = reach("duty:publish") or frozenset()
    teams = set(asked_of(request.args).teams) or planned
    if not teams or not teams <= planned:
        raise NotAllowed
    return sorted(teams)


def _drawn(roster: Roster) -> dict[str, Any]:
    asking = actor()
    sheet = Sheet(
        roster,
        known=_teams(roster, "officer:show"),
        flags=_teams(roster, "cover-flag:show"),
        me=asking.officer_id,
        root=request.script_root,
    )
    listed = team_to_list(sheet, asking.posted_teams)
    return {
        "roster": roster,
        "table": draw(sheet),
        "listed": listed,
        "listing": draw_list(sheet, listed) if listed else "",
        "drafts": {
            team_id: sheet.drafts[team_id] for team_id in _teams(roster, "duty:publish") & set(sheet.drafts)
        },
        "needs": _needs(roster),
        "shifts": _shifts(roster),
    }


def _teams(roster: Roster, permission: str) -> frozenset[int]:
    """The teams on the page for which the person may do this."""
    return frozenset(team.id for team in roster.teams if may(actor(), permission, team.id))


def _needs(roster: Roster) -> dict[str, list[int]]:
    """The contact sessions that somebody must still act on, by state, in the order of the grid."""
    found: dict[str, list[int]] = {"uncovered": [], "at_risk": []}
    for team in roster.teams:
        for promises in team.promises.values():
            for promise in filter(is_open, promises):
                found[str(promise.state)].append(promise.id)
    return found


def _shifts(roster: Roster) -> list[tuple[Shift, str]]:
    """Each shift with its fill, for the key and to choose from."""
    return [(shift, FILLS.get(shift.colour, "pl")) for shift in roster.shifts]
