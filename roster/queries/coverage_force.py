"""Where the standing flags of the whole force are not what its cover says."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from roster.coverage.gaps import Need, State, Verdict, judge
from roster.extensions import db
from roster.models.contact_session import ContactSessionStatus
from roster.models.notice import NoticeKind
from roster.queries.coverage import Judged, Standing, judged_from
from roster.queries.coverage_changes import Change, fingerprint_of, gaps_json, lost_key
from roster.queries.coverage_statements import FLAG, KNOWN, SAID, WHO, filled
from roster.queries.engines import fitted, listed
from roster.values import Span

# held: sessions that officers named for them hold from beginning to end, each alone, and enough of
# them. Most are, and are covered without a closer look. The facts of all others are read in the same
# breath; then every standing flag (also of a cancelled session, which should have none); then how many
# sessions there are. OFFSET 0 pins a look-up as in engines.py; for the first row alone PostgreSQL would
# rather begin to read through the table.
_FORCE = """
WITH {said},
planned AS MATERIALIZED (
  SELECT id, team_id, starts_at, ends_at, officers_needed, required_skill_id, status
  FROM contact_session
  WHERE status = 'planned'
    AND starts_at > :starts - 86400 AND starts_at < :ends AND ends_at > :starts),
busy AS MATERIALIZED (
  SELECT k.officer_id, o.id, o.starts_at, o.ends_at FROM contact_session AS o
  EACH naming AS k ON k.contact_session_id = o.id PINNED
  WHERE o.status = 'planned'
    AND o.starts_at > :starts - 172800 AND o.starts_at < :ends + 86400),
held AS (
  SELECT n.id FROM said CROSS JOIN planned AS n
  EACH naming AS k ON k.contact_session_id = n.id PINNED
  EACH posting AS p ON
    p.officer_id = k.officer_id AND p.first_day <= n.starts_at
    AND p.team_id = n.team_id AND p.last_day >= n.ends_at PINNED
  EACH duty AS d ON
    d.officer_id = k.officer_id AND d.starts_at > n.starts_at - 86400
    AND d.starts_at <= n.starts_at AND d.ends_at >= n.ends_at
    AND d.kind = said.ward AND d.state = said.published PINNED
  WHERE NOT EXISTS (SELECT 1 FROM busy AS b
      WHERE b.officer_id = k.officer_id AND b.id <> n.id
        AND b.starts_at < n.ends_at AND b.ends_at > n.starts_at)
    AND NOT EXISTS (SELECT 1 FROM abstraction AS x
      WHERE x.officer_id = k.officer_id AND x.starts_at > n.starts_at - 86400
        AND x.starts_at < n.ends_at AND x.ends_at > n.starts_at
        AND x.status IN ('confirmed', 'ended_early') LIMIT 1000 OFFSET 0)
    AND NOT EXISTS (SELECT 1 FROM absence AS x
      WHERE x.officer_id = k.officer_id AND x.ends_at > n.starts_at
        AND x.starts_at < n.ends_at AND x.status = 'approved' LIMIT 1000 OFFSET 0)
    AND (n.required_skill_id IS NULL OR EXISTS (SELECT 1 FROM skill_grant AS g
      WHERE g.officer_id = k.officer_id AND g.skill_id = n.required_skill_id AND NOT g.suspended
        AND g.first_day <= n.starts_at AND g.last_day >= n.ends_at LIMIT 1000 OFFSET 0))
  GROUP BY n.id, n.officers_needed HAVING count(*) >= n.officers_needed),
need AS MATERIALIZED (
  SELECT * FROM planned WHERE id NOT IN (SELECT id FROM held)),
{who}
{known}
UNION ALL
SELECT 8, s.id, CASE WHEN f.lost_to_abstraction THEN 1 ELSE 0 END, 0, 0, f.fingerprint
FROM contact_session AS s
EACH cover_flag AS f ON f.id = (
  SELECT x.id FROM cover_flag AS x WHERE x.contact_session_id = s.id AND x.resolved_at IS NULL) PINNED
WHERE s.starts_at > :starts - 86400 AND s.starts_at < :ends AND s.ends_at > :starts
UNION ALL
SELECT 9, count(*), 0, 0, 0, '' FROM planned
"""
_STATEMENT = filled(_FORCE, said=SAID, who=WHO, known=KNOWN, taken="on_ward")
_COUNT = 9

_STANDING = """
SELECT s.id, s.team_id, f.opened_at, f.state, f.gaps FROM contact_session AS s
EACH cover_flag AS f ON f.id = (
  SELECT x.id FROM cover_flag AS x WHERE x.contact_session_id = s.id AND x.resolved_at IS NULL) PINNED
WHERE s.starts_at >= :since AND s.starts_at < :until
"""

_NEEDS = """
WITH k(id) AS LIST(:sessions)
SELECT s.id, s.team_id, s.starts_at, s.ends_at, s.officers_needed, s.status, f.opened_at, f.state,
  f.fingerprint, f.gaps, CASE WHEN f.lost_to_abstraction THEN 1 ELSE 0 END
FROM k EACH contact_session AS s ON s.id = k.id PINNED
LEFT JOIN cover_flag AS f ON f.contact_session_id = s.id AND f.resolved_at IS NULL
WHERE s.team_id IN LIST(:teams)
"""


@dataclass(frozen=True, slots=True)
class Force:
    """How many planned contact sessions there are, what is bare, and whose flag is missing or not true."""

    judged: int
    bare: dict[int, Verdict]
    untrue: tuple[int, ...]


def untrue_flags(starts: int, ends: int) -> Force:
    """Judge every contact session that reaches into the time, and compare its flag."""
    rows = db.session.execute(fitted(_STATEMENT), {"starts": starts, "ends": ends}).fetchall()
    flags = {row[1]: (row[5], row[2]) for row in rows if row[0] == FLAG}
    (judged,) = (row[1] for row in rows if row[0] == _COUNT)
    bare = dict(_bare(row for row in rows if row[0] < FLAG))
    true = {
        one: (fingerprint_of(verdict, gaps_json(verdict)), verdict.lost_to_abstraction)
        for one, verdict in bare.items()
    }
    differ = {one for one in true.keys() | flags.keys() if true.get(one) != flags.get(one)}
    return Force(judged, bare, tuple(sorted(differ)))


def _bare(rows: Iterator[Any]) -> Iterator[tuple[int, Verdict]]:
    for one in judged_from(rows):
        verdict = judge(one.need, one.facts)
        if verdict.state is not State.COVERED:
            yield int(one.need.id), verdict


def flags_of(session_ids: Collection[int], team_ids: Collection[int]) -> list[Judged]:
    """These contact sessions, as far as they are the teams', with their flags and without facts."""
    bound = {"sessions": listed(session_ids), "teams": listed(team_ids)}
    return [
        Judged(
            Need(one, Span(start, end), needed),
            team,
            status == ContactSessionStatus.CANCELLED,
            flag=Standing(*flag) if flag[0] is not None else None,
        )
        for one, team, start, end, needed, status, *flag in db.session.execute(fitted(_NEEDS), bound)
    ]


def flags_to_tell(since: int, until: int) -> list[Change]:
    """The standing flags of contact sessions that start in the time, as something to be told."""
    rows: Any = db.session.execute(fitted(_STANDING), {"since": since, "until": until})
    kind = NoticeKind.COVER_LOST.value
    return [
        {"id": one, "team": team, "kind": kind, "key": lost_key(one, opened_at, state, gaps)}
        for one, team, opened_at, state, gaps in rows
    ]
