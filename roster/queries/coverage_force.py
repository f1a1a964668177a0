"""Where the standing flags of the whole force are not what its cover says."""

from dataclasses import dataclass
from typing import Any

from roster.extensions import db
from roster.models.notice import NoticeKind
from roster.queries.coverage import facts_of
from roster.queries.coverage_changes import Change, change_of, lost_key
from roster.queries.coverage_scan import scan
from roster.queries.engines import fitted

# Every contact session that reaches into the time, with its standing flag where it has one.
_STANDING = """
WITH need AS MATERIALIZED (
  SELECT id, team_id, status, starts_at FROM contact_session
  WHERE starts_at > :starts - 86400 AND starts_at < :ends AND ends_at > :starts)
SELECT n.id, n.team_id, n.starts_at, f.opened_at, f.state, f.gaps FROM need AS n
EACH cover_flag AS f ON f.id = (
  SELECT x.id FROM cover_flag AS x WHERE x.contact_session_id = n.id AND x.resolved_at IS NULL) PINNED
UNION ALL
SELECT 0, count(*), 0, 0, '', '' FROM need WHERE status = 'planned'
"""


@dataclass(frozen=True, slots=True)
class Force:
    """How many planned contact sessions there are, and those whose flag is missing or not true."""

    judged: int
    untrue: tuple[int, ...]


def untrue_flags(starts: int, ends: int) -> Force:
    """Judge every contact session that reaches into the time, and compare its flag."""
    short = {row.contact_session_id for row in scan(starts, ends)}
    standing = _standing(starts, ends)
    changed = [int(one.need.id) for one in facts_of(short) if change_of(one, starts)]
    back = [row[0] for row in standing if row[0] and row[0] not in short]
    judged = next(row[1] for row in standing if not row[0])
    return Force(judged, tuple(sorted([*changed, *back])))


def flags_to_tell(since: int, until: int) -> list[Change]:
    """The standing flags of contact sessions that start in the time, as something to be told."""
    return [
        {
            "id": one,
            "team": team,
            "kind": NoticeKind.COVER_LOST.value,
            "key": lost_key(one, opened_at, state, gaps),
        }
        for one, team, starts_at, opened_at, state, gaps in _standing(since, until)
        if one and starts_at >= since
    ]


def _standing(starts: int, ends: int) -> list[Any]:
    rows = db.session.execute(fitted(_STANDING), {"starts": starts, "ends": ends})
    return [tuple(row) for row in rows]
