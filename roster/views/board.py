"""The board: what needs me, what today looks like, what is coming."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request

from roster import clock
from roster.permissions import may
from roster.queries.areas import TeamName, teams_within
from roster.queries.board import Promise, people_posted, promises_to_keep
from roster.queries.marks import Mark, marks_of
from roster.queries.stand_ins import StandIn, stand_in_for
from roster.values import Span
from roster.views.board_lanes import drawn
from roster.views.board_week import day_ahead, taken_in, week_of, whole_day
from roster.views.guards import actor, reach, requires

bp = Blueprint("board", __name__, url_prefix="/board")

DAYS_SHOWN = 8  # today and the next seven
DAY_SECONDS = 86_400
PRESSING = 2 * DAY_SECONDS  # so near that the hour matters more than the state
DAYS_WATCHED = 28  # as far as the scheduler judges every minute


@bp.get("")
@requires("board:show")
def show() -> str:
    """Today and the next seven days for my teams, the open flags first."""
    day = _asked_day()
    teams = teams_within(reach("board:show"))
    chosen = _chosen(teams)
    here = request.script_root + request.full_path.rstrip("?")
    facts = _facts(day, [team.id for team in chosen])
    return render_template("board/show.html", day=day, teams=teams, chosen=chosen, here=here, **facts)


def _chosen(teams: list[TeamName]) -> list[TeamName]:
    """All of mine, or the one asked for: a board of no team would say that nothing is in danger."""
    asked = request.args.get("team")
    chosen = [team for team in teams if asked in (None, "", str(team.id))]
    return chosen if chosen or not asked else abort(404)


def _facts(day: date, team_ids: list[int]) -> dict[str, Any]:
    """All that the page shows; the statements it takes do not grow with the people."""
    days = [day + timedelta(days=step) for step in range(DAYS_SHOWN)]
    shown, week = Span(whole_day(day).start, whole_day(days[-1]).end + 6 * 3600), week_of(day)
    known = Span(week.span.start, shown.end)
    people = people_posted(team_ids, known)
    marks = marks_of({person.officer_id for person in people}, known)
    promises = promises_to_keep(team_ids, _watched(shown))
    needs = [promise for promise in promises if promise.flag_id and promise.span.end > _now()]
    return {
        "took": {*marks, *_marks_beyond(needs, known)},
        "lanes": drawn(day, people, marks, promises),
        "ahead": [day_ahead(one, people, marks, promises) for one in days],
        "taken": taken_in(week, people, marks),
        "promises": [promise for promise in promises if promise.span.overlaps(shown)],
        "needs": sorted(needs, key=_most_pressing),
        "stand_ins": _stand_ins(needs),
    }


def _stand_ins(needs: list[Promise]) -> dict[int, StandIn]:
    """The first who could stand in for each, for whoever may name somebody."""
    found = stand_in_for([need.id for need in needs]) if may(actor(), "contact-session:name") else {}
    return {one: officers[0] for one, officers in found.items() if officers}


def _marks_beyond(needs: list[Promise], known: Span) -> list[Mark]:
    """The same of those named on what lies beyond: a cause is no other for the day one looks at."""
    beyond = [need for need in needs if need.span.clip(known) != need.span]
    if not beyond:
        return []
    span = Span(min(need.span.start for need in beyond), max(need.span.end for need in beyond))
    return marks_of({one for need in beyond for one in need.named_ids}, span)


def _most_pressing(promise: Promise) -> tuple[int, int]:
    """What is upon us, then what nobody could cover this week, then the rest; each by its hour."""
    ahead = promise.span.start - _now()
    if ahead < PRESSING:
        return 0, promise.span.start
    return (1 if promise.state == "uncovered" and ahead < DAYS_SHOWN * DAY_SECONDS else 2), promise.span.start


def _watched(shown: Span) -> Span:
    now = _now()
    return Span(min(shown.start, now), max(shown.end, now + DAYS_WATCHED * DAY_SECONDS))


def _now() -> int:
    return int(clock.now().timestamp())


def _asked_day() -> date:
    given = request.args.get("day")
    if not given:
        return clock.today()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        abort(404)
    # The calendar ends somewhere: the week around a day must not reach over its edge.
    return day if 2000 <= day.year <= 2099 else abort(404)
