"""The board: what needs me, what today looks like, what is coming."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request

from roster import clock
from roster.permissions import may
from roster.queries.areas import TeamName, teams_within
from roster.queries.board import Promise, people_posted, promises_to_keep
from roster.queries.breaches import rest_breaches_in
from roster.queries.cell_changes import unacknowledged_count
from roster.queries.marks import Mark, marks_of
from roster.queries.stand_ins import StandIn, stand_in_for
from roster.rules.periods import Period
from roster.values import Span
from roster.views.board_breaches import breach_cards
from roster.views.board_lanes import drawn
from roster.views.board_week import day_ahead, taken_in, week_of
from roster.views.guards import actor, reach, requires
from roster.views.words import stale_after

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
    days, week, soon = _days_from(day), week_of(day), _days_from(clock.today())
    shown = Span(days.span.start, days.span.end + 6 * 3600)
    known = Span(week.span.start, shown.end)
    people = people_posted(team_ids, _hull([known, soon.span]))
    marks = marks_of({person.officer_id for person in people}, known)
    promises = promises_to_keep(team_ids, shown, Span(_now(), _now() + DAYS_WATCHED * DAY_SECONDS))
    needs = sorted((one for one in promises if one.flag_id and one.span.end > _now()), key=_most_pressing)
    return {
        "took": {*marks, *_marks_beyond(needs, known)},
        "lanes": drawn(day, people, marks, promises),
        "ahead": [day_ahead(one, people, marks, promises) for one in days],
        "taken": taken_in(week, people, marks),
        "promises": [promise for promise in promises if promise.span.overlaps(shown)],
        "needs": needs,
        "stand_ins": _stand_ins(needs),
        "now": _now(),
        "stale_after": stale_after(),
        "unknown": unacknowledged_count((reach("cell-change:tell") or frozenset()).intersection(team_ids)),
        "breaches": breach_cards(people, rest_breaches_in({one.officer_id for one in people}, soon)),
    }


def _stand_ins(needs: list[Promise]) -> dict[int, StandIn]:
    """The first who could stand in for each, for whoever may name somebody."""
    found = stand_in_for([need.id for need in needs]) if may(actor(), "contact-session:name") else {}
    return {one: officers[0] for one, officers in found.items() if officers}


def _days_from(day: date) -> Period:
    """The day and the next seven."""
    return Period(day, day + timedelta(days=DAYS_SHOWN - 1))


def _marks_beyond(needs: list[Promise], known: Span) -> list[Mark]:
    """The same of those named on what lies beyond: a cause is no other for the day one looks at."""
    beyond = [need for need in needs if need.span.clip(known) != need.span]
    if not beyond:
        return []
    return marks_of({one for need in beyond for one in need.named_ids}, _hull([need.span for need in beyond]))


def _hull(spans: list[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _most_pressing(promise: Promise) -> tuple[int, int]:
    """What is upon us, then what nobody could cover this week, then the rest; each by its hour."""
    ahead = promise.span.start - _now()
    if ahead < PRESSING:
        return 0, promise.span.start
    return (1 if promise.state == "uncovered" and ahead < DAYS_SHOWN * DAY_SECONDS else 2), promise.span.start


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
