"""The month grid: officers down, days across."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from werkzeug.wrappers import Response

from roster import clock
from roster.forms.rosters import COUNTS, Asked, asked_of, read_asked
from roster.permissions import may
from roster.queries.roster_marks import Shift
from roster.queries.roster_people import postings_in
from roster.queries.rosters import Roster, Skill
from roster.queries.strength import strength_of
from roster.views.grid import Sheet, draw
from roster.views.grid_breaches import breaches_of_posted
from roster.views.grid_broken import broken_ones
from roster.views.grid_faces import FILLS
from roster.views.grid_list import listing_of
from roster.views.grid_needs import needs_of
from roster.views.grid_open import card, open_ones
from roster.views.grid_strength import by_team, strength_on
from roster.views.grid_ways import address, breaches_json, ways_of
from roster.views.guards import actor, reach, requires
from roster.views.own_times import own_kinds
from roster.views.paper_marks import teams_words
from roster.views.roster_asked import roster_asked

bp = Blueprint("rosters", __name__, url_prefix="/roster")


@bp.get("")
@requires("roster:show")
def show() -> str:
    """My teams over four weeks, or as the address asks."""
    asked = read_asked(request.args)
    roster = roster_asked(asked)
    skills = roster.skills if may(actor(), "board:show") else []
    return render_template(
        "rosters/show.html",
        asked=asked,
        wrong=_wrong(asked, skills),
        day_counts=COUNTS,
        skills=skills,
        here=partial(address, asked),
        ways=ways_of(asked),
        **_drawn(roster, asked),
    )


@bp.get("/rules")
@requires("cell:change")
def rules() -> Response:
    """What the rules say about the cells that the person plans: the page itself comes without."""
    asked, planned = asked_of(request.args), reach("cell:change") or frozenset()
    teams = planned & (set(asked.teams) or planned)
    strength = by_team(strength_of(teams, asked.first, asked.last))
    if "strength" in request.args:
        sheet = _sheet(roster_asked(asked))
        draw(sheet)
        return jsonify(strength=strength, on_ward=sheet.on_ward, drafts=_drafts(sheet).total())
    found = breaches_of_posted(postings_in(teams, asked.days), asked.first, asked.last)
    return jsonify(strength=strength, breaches=breaches_json(found))


def _wrong(asked: Asked, skills: Sequence[Skill]) -> Mapping[str, str]:
    """What must be put right before there is a roster to show; a skill only for those who may ask for one."""
    if skills and asked.skill and asked.skill not in {skill.code for skill in skills}:
        return {"skill": "Choose a skill from the list", **asked.wrong}
    return asked.wrong


def _sheet(roster: Roster) -> Sheet:
    return Sheet(
        roster,
        known=_teams(roster, "officer:show"),
        flags=_teams(roster, "cover-flag:show"),
        plans=_teams(roster, "cell:change"),
        me=actor().officer_id,
        root=request.script_root,
    )


def _drawn(roster: Roster, asked: Asked) -> dict[str, Any]:
    sheet = _sheet(roster)
    sheet.strength = strength_on(roster, asked)
    listing = listing_of(sheet, actor().posted_teams, asked) if _wants_list() else None
    return {
        "roster": roster,
        "table": draw(sheet),
        "listing": listing,
        "drafts": _drafts(sheet),
        "open_ones": list(map(card, open_ones(sheet))),
        "broken": broken_ones(roster.teams, asked.first, asked.last) if "rules" in request.args else None,
        "needs": needs_of(roster.teams, asked, listed=bool(listing)),
        "shifts": _shifts(roster),
        "own_kinds": own_kinds(roster),
        "plans": sheet.plans if not listing else (),
        "now": clock.now(),
        "teams_words": teams_words(roster, bool(asked.teams)),
    }


def _drafts(sheet: Sheet) -> Counter[int]:
    """How many the person may publish, by team, once the sheet is drawn."""
    teams = _teams(sheet.roster, "duty:publish") & set(sheet.drafts)
    return Counter({team_id: sheet.drafts[team_id] for team_id in teams})


def _wants_list() -> bool:
    """A telephone gets the list at once; another narrow window fetches it."""
    return request.args.get("as", "list" if "Mobi" in request.user_agent.string else "") == "list"


def _teams(roster: Roster, permission: str) -> frozenset[int]:
    """The teams on the page for which the person may do this."""
    return frozenset(team.id for team in roster.teams if may(actor(), permission, team.id))


def _shifts(roster: Roster) -> list[tuple[Shift, str]]:
    """Each shift with its fill, for the key and to choose from."""
    return [(shift, FILLS.get(shift.colour, "pl")) for shift in roster.shifts]
