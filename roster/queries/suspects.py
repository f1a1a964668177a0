"""Officers whose work may break a rule: a wide net, cast in one statement over a whole force.

Judging everybody takes two milliseconds each: 2,500 officers would hold up a publish for seconds.
Whoever is not in the net breaks no rule; whoever is in it is judged by the rules themselves.
"""

from collections.abc import Collection
from datetime import date

from roster.extensions import db
from roster.models.columns import DAY_SECONDS
from roster.queries.engines import fitted, listed
from roster.rules.breaches import Rule
from roster.rules.figures import AVERAGE_WEEK_WEEKS, in_force
from roster.rules.findings import reach
from roster.rules.london import WEEK, begins, monday_of
from roster.rules.periods import Period
from roster.rules.rule_sets import OFFICER_RULES, PCSO_RULES

# Days are counted as 24 hours here. Where the clocks change that is an hour wrong: the net is wider
# by two, and by a tour of 24 hours at each end of a window of weeks.
_SLACK, _WEEKS_SLACK = 7_200, 2 * DAY_SECONDS + 7_200
# A stretch too long for a rule reaches less far beyond the period than this, or shows so much of
# itself there: its duties lie at most seven days apart.
_MARGIN = 2 * WEEK

# An abstraction inside a duty adds no work; whoever has another one near the period is suspected for
# it. All others' tours are their duties: those that touch have no rest between them.
_NET = """
WITH o(id) AS LIST(:officers),
besides AS MATERIALIZED (
  SELECT a.officer_id, a.starts_at AS s, a.ends_at AS e
  FROM o EACH abstraction AS a ON a.officer_id = o.id AND a.starts_at >= :far
    AND a.starts_at < :beyond AND a.status IN ('confirmed', 'ended_early')
    AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.officer_id = a.officer_id
      AND d.starts_at > a.starts_at - 86400 AND d.starts_at <= a.starts_at
      AND d.ends_at >= a.ends_at) PINNED),
tour AS MATERIALIZED (
  SELECT d.officer_id, d.starts_at AS s, d.ends_at AS e, lag(d.ends_at) OVER line AS before,
    lag(d.starts_at, {days}) OVER line AS so_many_days_ago,
    lag(d.starts_at, {nights}) OVER line AS so_many_nights_ago
  {near_duties}
  WINDOW line AS (PARTITION BY d.officer_id ORDER BY d.starts_at)),
rest AS (
  SELECT r.officer_id, r.day, lead(r.day) OVER (PARTITION BY r.officer_id ORDER BY r.day) AS next
  FROM o EACH rest_day AS r ON r.officer_id = o.id AND r.day >= :near AND r.day < :after
    AND r.kind = 'rest_day' PINNED),
rested AS (
  SELECT officer_id, min(day) AS first, max(day) AS last, max(next - day) AS apart,
    max(CASE WHEN EXISTS (SELECT 1 FROM duty d WHERE d.officer_id = rest.officer_id
      AND d.starts_at >= rest.day AND d.starts_at < rest.day + 90000) THEN 1 ELSE 0 END) AS worked
  FROM rest GROUP BY officer_id),
worked AS (SELECT officer_id, min(s) AS first, max(s) AS last FROM tour GROUP BY officer_id),
weeks AS (
  SELECT officer_id, (s - :far) / 604800 AS week, sum(e - s) AS seconds
  FROM (SELECT d.officer_id, d.starts_at AS s, d.ends_at AS e
    {far_duties}
    UNION ALL SELECT officer_id, s, e FROM besides) AS work
  GROUP BY officer_id, (s - :far) / 604800)
SELECT officer_id FROM besides WHERE s >= :near AND s < :after
UNION
SELECT officer_id FROM tour
WHERE s - before < :rest OR e - s > :longest OR s - so_many_days_ago < {days} * 86400 + 86400
  OR (s - so_many_nights_ago < {nights} * 86400 + 86400
    AND (s / 86400 <> (e - 1) / 86400 OR s - s / 86400 * 86400 < 21600))
UNION
SELECT officer_id FROM (
  SELECT officer_id, week, max(s - GREATEST(before, :near + week * 604800)) AS longest,
    :near + week * 604800 + 604800 - max(e) AS still
  FROM (SELECT officer_id, s, e, COALESCE(before, 0) AS before, (s - :near) / 604800 AS week
    FROM tour) AS t
  GROUP BY officer_id, week) AS weekly
WHERE longest < :weekly AND still < :weekly
UNION
SELECT w.officer_id FROM worked w LEFT JOIN rested r ON r.officer_id = w.officer_id
WHERE r.worked = 1 OR r.apart > :apart OR r.first - w.first > :edge
  OR w.last - r.last > :edge
  OR (r.officer_id IS NULL AND w.last - w.first > :edge)
UNION
SELECT officer_id FROM (
  SELECT officer_id, sum(seconds) OVER (PARTITION BY officer_id ORDER BY week
    RANGE BETWEEN {weeks_before} PRECEDING AND CURRENT ROW) AS seconds
  FROM weeks) AS t
WHERE seconds > :average
"""

# Few officers' duties are looked up by officer; of a whole force's, reading the time through is faster.
_FEW = """FROM o EACH duty AS d ON d.officer_id = o.id AND d.starts_at >= {since}
    AND d.starts_at < {until} PINNED"""
_MANY = """FROM duty AS d WHERE d.starts_at >= {since} AND d.starts_at < {until}
    AND d.officer_id IN (SELECT id FROM o)"""
MANY_OFFICERS = 200


def suspects(officer_ids: Collection[int], first: date, last: date) -> set[int]:
    """Those of the officers who may have a breach on a day from first to last, both included."""
    known = reach(Period(first, last)).span
    bound = _limits(first) | {
        "officers": listed(officer_ids),
        "far": known.start - 7 * DAY_SECONDS,
        "beyond": known.end,
        "near": begins(monday_of(first) - _MARGIN),
        "after": begins(monday_of(last) + WEEK + _MARGIN),
    }
    duties = _MANY if len(officer_ids) >= MANY_OFFICERS else _FEW
    words: dict[str, str | int] = {
        "near_duties": duties.format(since=":near", until=":after"),
        "far_duties": duties.format(since=":far", until=":beyond"),
        "days": _strictest(Rule.CONSECUTIVE_DAYS, first),
        "nights": _strictest(Rule.CONSECUTIVE_NIGHTS, first),
        "weeks_before": in_force(AVERAGE_WEEK_WEEKS, first).value - 1,
    }
    return set(db.session.scalars(fitted(_NET.format(**words)), bound))


def _limits(day: date) -> dict[str, int]:
    weeks, apart = in_force(AVERAGE_WEEK_WEEKS, day).value, _strictest(Rule.REST_DAYS_APART, day)
    return {
        "rest": max(rules.figure(Rule.REST_GAP, day).value for rules in (OFFICER_RULES, PCSO_RULES)) * 60,
        "longest": _strictest(Rule.TOUR_LENGTH, day) * 60,
        "weekly": OFFICER_RULES.figure(Rule.WEEKLY_REST, day).value * 60 + _SLACK,
        # Between two rest days; and before the first or after the last, where tours start at any hour.
        "apart": (apart + 1) * DAY_SECONDS + _SLACK,
        "edge": (apart - 1) * DAY_SECONDS - _SLACK,
        "average": weeks * _strictest(Rule.AVERAGE_WEEK, day) * 60 - _WEEKS_SLACK,
    }


def _strictest(rule: Rule, day: date) -> int:
    """The figure of whichever employment is held to less."""
    return min(rules.figure(rule, day).value for rules in (OFFICER_RULES, PCSO_RULES))
