"""Keeping cover flags true: what a change can touch is judged again in the change's transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from roster import clock
from roster.coverage.gaps import State, Verdict
from roster.extensions import db, transaction
from roster.models.cover_flag import Finder
from roster.permissions import Actor
from roster.queries.coverage import Judged, facts_of
from roster.queries.coverage_changes import Change, change_of, change_to
from roster.queries.coverage_force import flags_of, flags_to_tell, untrue_flags
from roster.queries.engines import engine_name, fitted, listed
from roster.services.coverage_writes import NOBODY, write_flags, write_notices
from roster.values import Span

COVERED = Verdict(State.COVERED)
# Of so many officers' contact sessions the facts take longer to read than the force to judge.
MANY_OFFICERS = 200
# For what is named by id alone, whatever its time.
_NO_TIME = Span(0, 1)
# Whoever changes what a team's cover rests on holds the team's row until the end: of two that each
# take another officer, the second sees what the first did. In order of id, so they never cross.
_LOCK = """
WITH o(id) AS LIST(:officers), s(id) AS LIST(:sessions), t(id) AS (
  SELECT p.team_id FROM o
  EACH posting AS p ON p.officer_id = o.id AND p.first_day < :ends AND p.last_day > :starts PINNED
  UNION
  SELECT c.team_id FROM s EACH contact_session AS c ON c.id = s.id PINNED)
SELECT id FROM team WHERE id = ANY(ARRAY(SELECT id FROM t)) ORDER BY id FOR NO KEY UPDATE
"""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many contact sessions were judged, and those whose flag was opened, changed, resolved."""

    judged: int
    opened: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    resolved: tuple[int, ...] = ()


@transaction()
def review_coverage(
    officer_ids: Collection[int],
    span: Span,
    *,
    sessions: Collection[int] = (),
    by: Actor | None = None,
    teams_held: bool = False,
) -> Reviewed:
    """Judge again every contact session that a change of these officers in the span can touch.

    Call it after the change, inside its transaction. Sessions named by id are judged whatever
    their time; a cancelled one's flag comes down. by made the change, saw what it does, and is not
    told of it. teams_held: lock_postings() was called.
    """
    db.session.flush()
    if not teams_held:
        _hold_teams(officer_ids, sessions, span)
    return _judged(facts_of(sessions, officer_ids=officer_ids, span=span), Finder.REQUEST, by)


@transaction()
def review_teams(
    officer_ids: Collection[int], team_ids: Collection[int], span: Span, *, by: Actor | None = None
) -> Reviewed:
    """The same of all the teams' contact sessions in the span, where many officers change at once.

    The whole force is judged faster than every fact about a great part of it is read.
    """
    if len(officer_ids) < MANY_OFFICERS:
        return review_coverage(officer_ids, span, by=by)
    db.session.flush()
    force = untrue_flags(span.start, span.end)
    now = int(clock.now().timestamp())
    changes = [
        change
        for one in flags_of(force.untrue, team_ids)
        if (change := change_to(force.bare.get(int(one.need.id), COVERED), one, now))
    ]
    return _written(force.judged, changes, Finder.REQUEST, by)


def _hold_teams(officer_ids: Collection[int], sessions: Collection[int], span: Span) -> None:
    if engine_name() == "postgresql":
        wanted = {"officers": listed(officer_ids), "sessions": listed(sessions)}
        db.session.execute(fitted(_LOCK), {**wanted, "starts": span.start, "ends": span.end})


def _judged(found: Sequence[Judged], found_by: Finder, by: Actor | None) -> Reviewed:
    now = int(clock.now().timestamp())
    changes = [change for one in found if (change := change_of(one, now))]
    return _written(len(found), changes, found_by, by)


def _written(judged: int, changes: list[Change], found_by: Finder, by: Actor | None) -> Reviewed:
    seen_by = (by.officer_id if by else None) or NOBODY
    write_flags(changes, found_by=found_by, at=int(clock.now().timestamp()), seen_by=seen_by)
    events: dict[str, list[int]] = {"opened": [], "changed": [], "resolved": []}
    for change in changes:
        events[change["event"]].append(change["id"])
    return Reviewed(judged, **{event: tuple(ids) for event, ids in events.items()})


@transaction()
def mend_flags(session_ids: Collection[int]) -> Reviewed:
    """Judge again what the scheduler found untrue; a request may have mended it since."""
    db.session.flush()
    _hold_teams((), session_ids, _NO_TIME)
    return _judged(facts_of(session_ids), Finder.SCHEDULER, None)


@transaction()
def tell_of_flags(since: int, until: int) -> None:
    """Tell of the standing flags of contact sessions that start in the time; each is told once."""
    write_notices(flags_to_tell(since, until), at=int(clock.now().timestamp()))
