"""The best statement that could be written by hand for the cover of the whole force: P1's floor.

Exact, as RULES 3 asks. A contact session whose named officers each hold all of it is covered, and
most are: one look by index at each naming passes them over. Only for the rest is everybody looked
at, with +1 and -1 where somebody becomes free or is taken, a running sum, and its low stretches.
"""

import re

# On PostgreSQL a LATERAL with OFFSET 0 keeps the look-up by index; on SQLite CROSS JOIN keeps the
# order in which it is written.
_EACH = re.compile(r"\[(\w+) (\w+): (.*?)\]", re.DOTALL)
_FORMS = {
    "postgresql": r"CROSS JOIN LATERAL (SELECT * FROM \1 AS \2 WHERE \3 OFFSET 0) AS \2",
    "sqlite": r"CROSS JOIN \1 AS \2 ON \3",
}

_STATEMENT = """
WITH planned AS MATERIALIZED (
  SELECT id, team_id, starts_at AS s, ends_at AS e, officers_needed AS n, required_skill_id AS skill
  FROM contact_session
  WHERE status = 'planned' AND starts_at > {starts} - 86400 AND starts_at < {ends}
    AND ends_at > {starts}),
busy AS MATERIALIZED (
  SELECT k.officer_id, q.id, q.starts_at AS s, q.ends_at AS e FROM contact_session AS q
  [naming k: k.contact_session_id = q.id]
  WHERE q.status = 'planned' AND q.starts_at > {starts} - 172800 AND q.starts_at < {ends} + 86400),
clash AS MATERIALIZED (
  SELECT DISTINCT one.id, one.officer_id FROM busy AS one JOIN busy AS two
    ON two.officer_id = one.officer_id AND two.id <> one.id AND two.s < one.e AND two.e > one.s),
sure AS (
  SELECT p.id FROM planned AS p
  [naming k: k.contact_session_id = p.id]
  [posting o: o.officer_id = k.officer_id AND o.team_id = p.team_id
    AND o.first_day <= p.s AND o.last_day >= p.e]
  [duty d: d.officer_id = k.officer_id AND d.starts_at > p.s - 86400 AND d.starts_at <= p.s
    AND d.ends_at >= p.e AND d.kind = 'ward' AND d.state = 'published']
  WHERE NOT EXISTS (SELECT 1 FROM abstraction AS x
      WHERE x.officer_id = k.officer_id AND x.starts_at > p.s - 86400 AND x.starts_at < p.e
        AND x.ends_at > p.s AND x.status IN ('confirmed', 'ended_early'))
    AND NOT EXISTS (SELECT 1 FROM absence AS x
      WHERE x.officer_id = k.officer_id AND x.ends_at > p.s AND x.starts_at < p.e
        AND x.status = 'approved')
    AND NOT EXISTS (SELECT 1 FROM clash AS x WHERE x.id = p.id AND x.officer_id = k.officer_id)
    AND (p.skill IS NULL OR EXISTS (SELECT 1 FROM skill_grant AS g
      WHERE g.officer_id = k.officer_id AND g.skill_id = p.skill AND NOT g.suspended
        AND g.first_day <= p.s AND g.last_day >= p.e))
  GROUP BY p.id, p.n HAVING count(*) >= p.n),
need AS MATERIALIZED (SELECT * FROM planned WHERE id NOT IN (SELECT id FROM sure)),
people AS MATERIALIZED (
  SELECT p.id, p.s, p.e, o.officer_id, GREATEST(p.s, o.first_day) AS a, LEAST(p.e, o.last_day) AS b
  FROM need AS p
  [posting o: o.team_id = p.team_id AND o.last_day > p.s AND o.first_day < p.e]
  WHERE p.skill IS NULL
  UNION ALL
  SELECT p.id, p.s, p.e, o.officer_id,
    GREATEST(p.s, o.first_day, g.first_day), LEAST(p.e, o.last_day, g.last_day)
  FROM need AS p
  [posting o: o.team_id = p.team_id AND o.last_day > p.s AND o.first_day < p.e]
  [skill_grant g: g.officer_id = o.officer_id AND g.skill_id = p.skill AND NOT g.suspended
    AND g.last_day > p.s AND g.first_day < p.e]
  WHERE p.skill IS NOT NULL),
on_ward AS MATERIALIZED (
  SELECT w.id, w.e, w.officer_id, GREATEST(w.a, d.starts_at) AS a, LEAST(w.b, d.ends_at) AS b,
    CASE WHEN EXISTS (SELECT 1 FROM naming AS k
      WHERE k.contact_session_id = w.id AND k.officer_id = w.officer_id) THEN 1 ELSE 0 END AS named
  FROM people AS w
  [duty d: d.officer_id = w.officer_id AND d.starts_at > w.a - 86400 AND d.starts_at < w.b
    AND d.ends_at > w.a AND d.kind = 'ward' AND d.state = 'published']
  WHERE w.a < w.b),
cuts AS (
  SELECT w.*, x.starts_at AS c, x.ends_at AS d FROM on_ward AS w
  [abstraction x: x.officer_id = w.officer_id AND x.starts_at > w.a - 86400 AND x.starts_at < w.b
    AND x.ends_at > w.a AND x.status IN ('confirmed', 'ended_early')]
  UNION ALL
  SELECT w.*, x.starts_at, x.ends_at FROM on_ward AS w
  [absence x: x.officer_id = w.officer_id AND x.ends_at > w.a AND x.starts_at < w.b
    AND x.status = 'approved']
  UNION ALL
  SELECT w.*, x.s, x.e FROM on_ward AS w JOIN busy AS x
    ON x.officer_id = w.officer_id AND x.id <> w.id AND x.s < w.b AND x.e > w.a
  UNION ALL
  SELECT w.*, w.b, w.b FROM on_ward AS w),
free AS MATERIALIZED (
  SELECT * FROM (
    SELECT id, e, named, COALESCE(max(d) OVER (PARTITION BY id, officer_id, a ORDER BY c, d
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), a) AS f, c AS t FROM cuts) AS holes
  WHERE f < t),
runs AS MATERIALIZED (
  SELECT id, at, sum(sum(one)) OVER up_to AS pool, sum(sum(named)) OVER up_to AS named
  FROM (
    SELECT id, f AS at, 1 AS one, named FROM free
    UNION ALL SELECT id, t, -1, -named FROM free WHERE t < e
    UNION ALL SELECT id, s, 0, 0 FROM need) AS steps
  GROUP BY id, at WINDOW up_to AS (PARTITION BY id ORDER BY at)),
short AS (
  SELECT p.id, p.e, CASE WHEN l.pool < p.n THEN 'uncovered' ELSE 'at_risk' END AS state, r.at,
    GREATEST(0, p.n - CASE WHEN l.pool < p.n THEN r.pool ELSE r.named END) AS short
  FROM need AS p
  JOIN (SELECT id, min(pool) AS pool, min(named) AS named FROM runs GROUP BY id) AS l
    ON l.id = p.id AND l.named < p.n
  JOIN runs AS r ON r.id = p.id),
turns AS (
  SELECT id, state, at, short, lead(at, 1, e) OVER (PARTITION BY id ORDER BY at) AS until
  FROM (SELECT short.*, lag(short) OVER (PARTITION BY id ORDER BY at) AS before FROM short) AS each_one
  WHERE before IS NULL OR before <> short)
SELECT id, at, until, short, state FROM turns WHERE short > 0 ORDER BY id, at
"""


def statement(engine: str, starts: int, ends: int) -> str:
    """The statement in the engine's own words."""
    words = _EACH.sub(_FORMS[engine], _STATEMENT.format(starts=starts, ends=ends))
    if engine == "sqlite":
        words = words.replace("GREATEST(", "max(").replace("LEAST(", "min(")
    return words
