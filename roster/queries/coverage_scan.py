"""The cover question for the whole force, exactly, as one set-based statement."""

from typing import NamedTuple

from roster.extensions import db
from roster.queries.engines import fitted


class GapRow(NamedTuple):
    """A longest stretch on which the same number of officers is missing."""

    contact_session_id: int
    start: int
    end: int
    short_by: int
    state: str


# held: sessions that named officers hold from beginning to end, enough of them; most are, and are
# let go at once. For the others everybody counts. base: an officer's stretches of published ward
# duty inside a contact session while posted and skilled. blocks: what takes them away there.
# free: what is left. Then +1 and -1 at the ends of what is free, a running sum of all and of those
# named, and the stretches on which it is too low. LIMIT 1 OFFSET 0 pins a look-up as in engines.py.
_SCAN = """
WITH said AS MATERIALIZED (
  SELECT 'ward' AS ward, 'published' AS published, 'approved' AS approved,
    'confirmed' AS confirmed, 'ended_early' AS ended_early, false AS suspended),
planned AS MATERIALIZED (
  SELECT id, team_id, starts_at, ends_at, officers_needed AS needed, required_skill_id AS skill_id
  FROM contact_session
  WHERE status = 'planned'
    AND starts_at > :starts - 86400 AND starts_at < :ends AND ends_at > :starts),
busy AS MATERIALIZED (
  SELECT k.officer_id, o.id, o.starts_at, o.ends_at FROM contact_session AS o
  EACH naming AS k ON k.contact_session_id = o.id PINNED
  WHERE o.status = 'planned'
    AND o.starts_at > :starts - 172800 AND o.starts_at < :ends + 86400),
held AS MATERIALIZED (
  SELECT n.id FROM said CROSS JOIN planned AS n
  EACH naming AS k ON k.contact_session_id = n.id PINNED
  EACH posting AS p ON
    p.officer_id = k.officer_id AND p.first_day <= n.starts_at
    AND p.team_id = n.team_id AND p.last_day >= n.ends_at PINNED
  EACH duty AS d ON
    d.officer_id = k.officer_id AND d.starts_at > n.starts_at - 86400
    AND d.starts_at <= n.starts_at AND d.ends_at >= n.ends_at
    AND d.kind = said.ward AND d.state = said.published PINNED
  LEFT JOIN busy AS b ON
    b.officer_id = k.officer_id AND b.id <> n.id
    AND b.starts_at < n.ends_at AND b.ends_at > n.starts_at
  WHERE b.id IS NULL
    AND NOT EXISTS (SELECT 1 FROM abstraction AS x
      WHERE x.officer_id = k.officer_id AND x.starts_at > n.starts_at - 86400
        AND x.starts_at < n.ends_at AND x.ends_at > n.starts_at
        AND x.status IN ('confirmed', 'ended_early') LIMIT 1 OFFSET 0)
    AND NOT EXISTS (SELECT 1 FROM absence AS x
      WHERE x.officer_id = k.officer_id AND x.ends_at > n.starts_at
        AND x.starts_at < n.ends_at AND x.status = 'approved' LIMIT 1 OFFSET 0)
    AND (n.skill_id IS NULL OR EXISTS (SELECT 1 FROM skill_grant AS g
      WHERE g.officer_id = k.officer_id AND g.skill_id = n.skill_id AND NOT g.suspended
        AND g.first_day <= n.starts_at AND g.last_day >= n.ends_at LIMIT 1 OFFSET 0))
  GROUP BY n.id, n.needed HAVING count(*) >= n.needed),
need AS MATERIALIZED (
  SELECT n.* FROM planned AS n LEFT JOIN held AS h ON h.id = n.id WHERE h.id IS NULL),
who AS MATERIALIZED (
  SELECT n.id, n.starts_at, n.ends_at, p.officer_id,
    GREATEST(n.starts_at, p.first_day) AS a, LEAST(n.ends_at, p.last_day) AS b
  FROM need AS n
  EACH posting AS p ON
    p.team_id = n.team_id AND p.last_day > n.starts_at AND p.first_day < n.ends_at PINNED
  WHERE n.skill_id IS NULL
  UNION ALL
  SELECT n.id, n.starts_at, n.ends_at, p.officer_id,
    GREATEST(n.starts_at, p.first_day, g.first_day), LEAST(n.ends_at, p.last_day, g.last_day)
  FROM said CROSS JOIN need AS n
  EACH posting AS p ON
    p.team_id = n.team_id AND p.last_day > n.starts_at AND p.first_day < n.ends_at PINNED
  EACH skill_grant AS g ON
    g.officer_id = p.officer_id AND g.skill_id = n.skill_id AND g.suspended = said.suspended
    AND g.last_day > n.starts_at AND g.first_day < n.ends_at PINNED
  WHERE n.skill_id IS NOT NULL),
base AS MATERIALIZED (
  SELECT w.id, w.officer_id, w.starts_at, w.ends_at,
    CASE WHEN k.id IS NULL THEN 0 ELSE 1 END AS named,
    GREATEST(w.a, d.starts_at) AS a, LEAST(w.b, d.ends_at) AS b
  FROM said CROSS JOIN who AS w
  EACH duty AS d ON
    d.officer_id = w.officer_id AND d.starts_at > w.a - 86400 AND d.starts_at < w.b
    AND d.ends_at > w.a AND d.kind = said.ward AND d.state = said.published PINNED
  LEFT JOIN busy AS k ON k.id = w.id AND k.officer_id = w.officer_id
  WHERE w.a < w.b),
blocks AS MATERIALIZED (
  SELECT w.*, GREATEST(w.a, x.starts_at) AS c, LEAST(w.b, x.ends_at) AS d FROM said CROSS JOIN base AS w
  EACH abstraction AS x ON
    x.officer_id = w.officer_id AND x.starts_at > w.a - 86400 AND x.starts_at < w.b
    AND x.ends_at > w.a AND x.status IN (said.confirmed, said.ended_early) PINNED
  UNION ALL
  SELECT w.*, GREATEST(w.a, x.starts_at), LEAST(w.b, x.ends_at) FROM said CROSS JOIN base AS w
  EACH absence AS x ON
    x.officer_id = w.officer_id AND x.ends_at > w.a AND x.starts_at < w.b
    AND x.status = said.approved PINNED
  UNION ALL
  SELECT w.*, GREATEST(w.a, x.starts_at), LEAST(w.b, x.ends_at) FROM base AS w
  JOIN busy AS x ON
    x.officer_id = w.officer_id AND x.id <> w.id AND x.starts_at < w.b AND x.ends_at > w.a),
free AS MATERIALIZED (
  SELECT w.id, w.ends_at, w.named, w.a, w.b FROM base AS w
  LEFT JOIN blocks AS k ON k.id = w.id AND k.officer_id = w.officer_id AND k.a = w.a
  WHERE k.id IS NULL
  UNION ALL
  SELECT * FROM (
    SELECT id, ends_at, named,
      COALESCE(max(d) OVER (PARTITION BY id, officer_id, a ORDER BY c, d
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), a) AS a, c AS b
    FROM (
      SELECT * FROM blocks
      UNION ALL
      SELECT DISTINCT id, officer_id, starts_at, ends_at, named, a, b, b, b FROM blocks) AS cut
    ) AS holes
  WHERE a < b),
runs AS MATERIALIZED (
  SELECT id, moment, sum(CAST(sum(one) AS integer)) OVER so_far AS pool,
    sum(CAST(sum(named) AS integer)) OVER so_far AS named
  FROM (
    SELECT id, a AS moment, 1 AS one, named FROM free
    UNION ALL
    SELECT id, b, -1, -named FROM free WHERE b < ends_at
    UNION ALL
    SELECT id, starts_at, 0, 0 FROM need) AS steps
  GROUP BY id, moment
  WINDOW so_far AS (PARTITION BY id ORDER BY moment)),
worst AS MATERIALIZED (
  SELECT d.id, d.ends_at, d.needed, min(r.pool) < d.needed AS uncovered
  FROM need AS d JOIN runs AS r ON r.id = d.id
  GROUP BY d.id, d.ends_at, d.needed HAVING min(r.named) < d.needed),
levels AS (
  SELECT *, lag(short) OVER (PARTITION BY id ORDER BY moment) AS before FROM (
    SELECT w.id, w.ends_at, w.uncovered, r.moment,
      GREATEST(0, w.needed - CASE WHEN w.uncovered THEN r.pool ELSE r.named END) AS short
    FROM worst AS w JOIN runs AS r ON r.id = w.id) AS at_each),
turns AS (
  SELECT id, moment, short, uncovered,
    lead(moment, 1, ends_at) OVER (PARTITION BY id ORDER BY moment) AS until
  FROM levels WHERE before IS NULL OR before <> short)
SELECT id, moment, until, short, CASE WHEN uncovered THEN 'uncovered' ELSE 'at_risk' END
FROM turns WHERE short > 0 ORDER BY id, moment
"""


def scan(starts: int, ends: int) -> list[GapRow]:
    """Every gap of the planned contact sessions that reach into the time, in UTC epoch seconds."""
    rows = db.session.execute(fitted(_SCAN), {"starts": starts, "ends": ends})
    return [GapRow(*row) for row in rows]
