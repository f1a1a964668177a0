"""The contact sessions over the grid, with their standing flags, in one statement."""

from collections.abc import Collection
from typing import NamedTuple

from roster.extensions import db
from roster.queries.engines import fitted, listed
from roster.queries.roster_days import Days

_CONTACT_SESSIONS = """
WITH w(id) AS LIST(:chosen)
SELECT c.id, c.team_id, c.starts_at, c.ends_at, c.title, v.name AS venue, c.officers_needed,
  f.id AS flag_id, f.state, f.gaps
FROM w EACH contact_session AS c ON c.team_id = w.id
  AND c.starts_at >= :starts AND c.starts_at < :ends AND c.status = 'planned' PINNED
JOIN venue v ON v.id = c.venue_id
LEFT JOIN cover_flag f ON f.contact_session_id = c.id AND f.resolved_at IS NULL
ORDER BY c.starts_at, c.id
"""


class Promise(NamedTuple):
    """A planned contact session, with its standing flag where it has one."""

    id: int
    team_id: int
    start: int
    end: int
    title: str
    venue: str
    needed: int
    flag_id: int | None
    state: str | None
    gaps: str | None


Promises = dict[int, list[Promise]]  # by day of the period


def promises_of(team_ids: Collection[int], days: Days) -> dict[int, Promises]:
    """By team and day, what is planned there, in the order of its hours."""
    found: dict[int, Promises] = {}
    bound = {"chosen": listed(team_ids), "starts": days.span.start, "ends": days.span.end}
    for promise in map(Promise._make, db.session.execute(fitted(_CONTACT_SESSIONS), bound)):
        number = days.number_of(promise.start)
        found.setdefault(promise.team_id, {}).setdefault(number, []).append(promise)
    return found
