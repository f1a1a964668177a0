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

_WORK = """
  SELECT d.officer_id, d.starts_at AS s, d.ends_at AS e
  FROM o EACH duty AS d ON d.officer_id = o.id AND d.starts_at >= :{first}
    AND d.starts_at < :{last} PINNED
  UNION ALL
  SELECT a.officer_id, a.starts_at, a.ends_at
  FROM o EACH abstraction AS a ON a.officer_id = o.id AND a.starts_at >= :{first}
    AND a.starts_at < :{last} AND a.status IN ('confirmed', 'ended_early')
    AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.officer_id = a.officer_id
      AND d.starts_at > a.starts_at - 86400 AND d.starts_at <= a.starts_at
      AND d.ends_at >= a.ends_at) PINNED"""
# An abstraction inside a duty adds no work. A tour begins where all that began before it has ended.
_NET = """
WITH o(id) AS LIST(:officers),
laid AS (
  SELECT officer_id, s, e, max(e) OVER (PARTITION BY officer_id ORDER BY s, e
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM ({near}) AS work),
tour AS MATERIALIZED (
  SELECT officer_id, s, before, lag(s, {days}) OVER line AS so_many_days_ago,
    lag(s, {nights}) OVER line AS so_many_nights_ago,
    COALESCE(lead(before) OVER line, e) AS e, (s - :near) / 604800 AS week
  FROM laid WHERE before IS NULL OR before < s
  WINDOW line AS (PARTITION BY officer_id ORDER BY s)),
rest AS (
  SELECT r.officer_id, r.day, lead(r.day) OVER (PARTITION BY r.officer_id ORDER BY r.day) AS next
  FROM o EACH rest_day AS r ON r.officer_id = o.id AND r.day >= :near AND r.day < :after
    AND r.kind = 'rest_day' PINNED),
rested AS (
  SELECT officer_id, min(day) AS first, max(day) AS last, max(next - day) AS apart,
    max(CASE WHEN EXISTS (SELECT 1 FROM duty d WHERE d.officer_id = rest.officer_id
        AND d.starts_at >= rest.day AND d.starts_at < rest.day + 90000)
      OR EXISTS (SELECT 1 FROM abstraction a WHERE a.officer_id = rest.officer_id
        AND a.starts_at >= rest.day AND a.starts_at < rest.day + 90000) THEN 1 ELSE 0 END) AS worked
  FROM rest GROUP BY officer_id),
worked AS (SELECT officer_id, min(s) AS first, max(s) AS last FROM tour GROUP BY officer_id),
weeks AS (
  SELECT officer_id, (s - :far) / 604800 AS week, sum(e - s) AS seconds
  FROM ({far}) AS work GROUP BY officer_id, (s - :far) / 604800)
SELECT officer_id FROM tour
WHERE s - before < :rest OR e - s > :longest OR s - so_many_days_ago < {days} * 86400 + 86400
  OR (s - so_many_nights_ago < {nights} * 86400 + 86400
    AND (s / 86400 <> (e - 1) / 86400 OR s - s / 86400 * 86400 < 21600))
UNION
SELECT officer_id FROM (
  SELECT officer_id, week,
    max(s - GREATEST(COALESCE(before, 0), :near + week * 604800)) AS longest,
    :near + week * 604800 + 604800 - max(e) AS still
  FROM tour GROUP BY officer_id, week) AS t
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
    words = {
        "near": _WORK.format(first="near", last="after"),
        "far": _WORK.format(first="far", last="beyond"),
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
