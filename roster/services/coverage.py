"""Keeping cover flags true: what a change can touch is judged again in the change's transaction."""

from collections.abc import Collection
from dataclasses import dataclass

from roster import clock
from roster.extensions import db, transaction
from roster.models.cover_flag import Finder
from roster.queries.coverage import facts_of
from roster.queries.coverage_changes import change_of
from roster.queries.coverage_force import flags_to_tell
from roster.queries.engines import engine_name, fitted, listed
from roster.services.coverage_writes import write_flags, write_notices
from roster.values import Span

# For what is named by id alone, whatever its time.
_NO_TIME = Span(0, 1)
# Whoever changes what a team's cover rests on holds the team's row until the end: of two that each
# take another officer, the second sees what the first did. In order of id, so they never cross.
_LOCK = """
SELECT id FROM team WHERE id IN (
  SELECT team_id FROM posting WHERE officer_id IN LIST(:officers)
    AND first_day < :ends AND last_day > :starts
  UNION SELECT team_id FROM contact_session WHERE id IN LIST(:sessions))
ORDER BY id FOR NO KEY UPDATE
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
    found_by: Finder = Finder.REQUEST,
) -> Reviewed:
    """Judge again every contact session that a change of these officers in the span can touch.

    Call it after the change, inside its transaction. Sessions named by id are judged whatever
    their time; a cancelled one's flag comes down.
    """
    db.session.flush()
    if engine_name() == "postgresql":
        wanted = {"officers": listed(officer_ids), "sessions": listed(sessions)}
        db.session.execute(fitted(_LOCK), {**wanted, "starts": span.start, "ends": span.end})
    judged = facts_of(sessions, officer_ids=officer_ids, span=span)
    now = int(clock.now().timestamp())
    changes = [change for one in judged if (change := change_of(one, now))]
    write_flags(changes, found_by=found_by, at=now)
    events: dict[str, list[int]] = {"opened": [], "changed": [], "resolved": []}
    for change in changes:
        events[change["event"]].append(change["id"])
    return Reviewed(len(judged), **{event: tuple(ids) for event, ids in events.items()})


@transaction()
def mend_flags(session_ids: Collection[int]) -> Reviewed:
    """Judge again what the scheduler found untrue; a request may have mended it since."""
    nobody: tuple[int, ...] = ()
    return review_coverage(nobody, _NO_TIME, sessions=session_ids, found_by=Finder.SCHEDULER)


@transaction()
def tell_of_flags(since: int, until: int) -> None:
    """Tell of the standing flags of contact sessions that start in the time; each is told once."""
    write_notices(flags_to_tell(since, until), at=int(clock.now().timestamp()))
