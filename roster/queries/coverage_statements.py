"""The statements about the cover of some contact sessions; engines.py fits them to the engine."""

# A span of at most 24 hours (CHECK) that reaches a moment began less than 24 hours before it.
TOUCHED = """
  WITH asked(id) AS LIST(:officers)
  SELECT s.id FROM asked AS o
  EACH posting AS p ON p.officer_id = o.id AND p.first_day < :ends AND p.last_day > :starts PINNED
  EACH contact_session AS s ON
    s.team_id = p.team_id AND s.starts_at > :starts - 86400
    AND s.starts_at < :ends AND s.ends_at > :starts
    AND s.starts_at < p.last_day AND s.ends_at > p.first_day PINNED
"""

# A condition on one table alone makes an analysed SQLite read all of it for a Bloom filter (100 ms
# instead of 25): so the words to look for come from said, a row of ours, and a flag by its id.
SAID = """said AS MATERIALIZED (
  SELECT 'ward' AS ward, 'published' AS published, 'approved' AS approved,
    'confirmed' AS confirmed, 'ended_early' AS ended_early, false AS suspended)"""

# who: the officers posted to the team of each contact session in need. on_ward: their published ward
# duty that reaches into it.
WHO = """who AS MATERIALIZED (
  SELECT n.id, n.starts_at, n.ends_at, n.required_skill_id,
    p.officer_id, p.first_day, p.last_day
  FROM need AS n EACH posting AS p ON
    p.team_id = n.team_id AND p.last_day > n.starts_at AND p.first_day < n.ends_at PINNED),
on_ward AS MATERIALIZED (
  SELECT w.id, w.starts_at, w.ends_at, w.officer_id, d.starts_at AS begins, d.ends_at AS until
  FROM said CROSS JOIN who AS w EACH duty AS d ON
    d.officer_id = w.officer_id AND d.starts_at > w.starts_at - 86400
    AND d.starts_at < w.ends_at AND d.ends_at > w.starts_at
    AND d.kind = said.ward AND d.state = said.published PINNED)"""

# One row a fact, numbered by what it says, out of need, who, on_ward and busy: who is named for what,
# found by the hours, not by the officers' history. Ended postings, old duties and old abstractions are
# passed over by index. taken: for whom it is asked what takes them away.
KNOWN = """
SELECT 0, id, team_id, starts_at, ends_at,
  officers_needed || ' ' || COALESCE(required_skill_id, 0) || ' ' || status FROM need
UNION ALL
SELECT 1, id, officer_id, first_day, last_day, '' FROM who
UNION ALL
SELECT 2, w.id, w.officer_id, g.first_day, g.last_day, '' FROM said CROSS JOIN who AS w
EACH skill_grant AS g ON
  g.officer_id = w.officer_id AND g.skill_id = w.required_skill_id AND g.suspended = said.suspended
  AND g.last_day > w.starts_at AND g.first_day < w.ends_at PINNED
UNION ALL
SELECT 3, id, officer_id, begins, until, '' FROM on_ward
UNION ALL
SELECT 4, w.id, w.officer_id, a.starts_at, a.ends_at, '' FROM said CROSS JOIN {taken} AS w
EACH abstraction AS a ON
  a.officer_id = w.officer_id AND a.starts_at > w.starts_at - 86400
  AND a.starts_at < w.ends_at AND a.ends_at > w.starts_at
  AND a.status IN (said.confirmed, said.ended_early) PINNED
UNION ALL
SELECT 5, w.id, w.officer_id, b.starts_at, b.ends_at, '' FROM said CROSS JOIN {taken} AS w
EACH absence AS b ON
  b.officer_id = w.officer_id AND b.ends_at > w.starts_at
  AND b.starts_at < w.ends_at AND b.status = said.approved PINNED
UNION ALL
SELECT 6, w.id, w.officer_id, b.starts_at, b.ends_at, '' FROM {taken} AS w
JOIN busy AS b ON
  b.officer_id = w.officer_id AND b.id <> w.id
  AND b.starts_at < w.ends_at AND b.ends_at > w.starts_at
UNION ALL
SELECT 7, n.id, k.officer_id, 0, 0, '' FROM need AS n
EACH naming AS k ON k.contact_session_id = n.id PINNED
"""
NEED, POSTED, NAMED, FLAG = 0, 1, 7, 8

_NEED_ALSO_NAMED = """touched(id) AS ({touched}
  UNION SELECT id FROM contact_session WHERE id IN LIST(:sessions)),
need AS MATERIALIZED (
  SELECT s.* FROM touched AS t EACH contact_session AS s ON s.id = t.id PINNED)"""
_NEED = "need AS MATERIALIZED ({touched})"
_FACTS = """
WITH {said},
{need},
{who},
busy AS MATERIALIZED (
  SELECT k.officer_id, o.id, o.starts_at, o.ends_at FROM contact_session AS o
  EACH naming AS k ON k.contact_session_id = o.id PINNED
  WHERE o.status = 'planned'
    AND o.starts_at > (SELECT min(starts_at) FROM need) - 86400
    AND o.starts_at < (SELECT max(ends_at) FROM need)
    AND o.ends_at > (SELECT min(starts_at) FROM need))
{known}
UNION ALL
SELECT 8, n.id, CASE WHEN f.lost_to_abstraction THEN 1 ELSE 0 END, f.opened_at, 0,
  f.state || ' ' || f.fingerprint || ' ' || f.gaps FROM need AS n
EACH cover_flag AS f ON f.id = (
  SELECT x.id FROM cover_flag AS x WHERE x.contact_session_id = n.id AND x.resolved_at IS NULL) PINNED
"""


def filled(statement: str, **words: str) -> str:
    """The statement with words of ours put in, one after the other; never what somebody typed."""
    for name, one in words.items():
        statement = statement.replace(f"{{{name}}}", one)
    return statement


# Who is off duty is asked about too: a page may ask what it would be like were they given a duty.
_ALL = {"said": SAID, "who": WHO, "known": KNOWN, "taken": "who"}
# Of contact sessions that are named by their ids, and of those that officers' time can touch.
FACTS = filled(_FACTS, need=filled(_NEED_ALSO_NAMED, touched=TOUCHED), **_ALL)
# The latter alone, where they are a few.
FACTS_TOUCHED = filled(
    _FACTS, need=filled(_NEED, touched=TOUCHED.replace("SELECT s.id", "SELECT DISTINCT s.*")), **_ALL
)
