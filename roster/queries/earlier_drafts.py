"""Drafts that stand unpublished before a period, from today on: the roster has a hole there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from roster import clock
from roster.extensions import db
from roster.queries.engines import fitted, listed
from roster.rules.london import cell_day

_EARLIER = """
WITH w(id) AS LIST(:teams),
who AS MATERIALIZED (
  SELECT p.officer_id, p.first_day, p.last_day FROM w EACH posting AS p ON
    p.team_id = w.id AND p.last_day > :starts AND p.first_day < :ends PINNED),
drafts AS (
  SELECT d.starts_at FROM who EACH duty AS d ON d.officer_id = who.officer_id AND d.starts_at >= :starts
    AND d.starts_at < :ends AND d.starts_at >= who.first_day AND d.starts_at < who.last_day
    AND d.state = 'draft' PINNED
  UNION ALL
  SELECT r.day FROM who EACH rest_day AS r ON r.officer_id = who.officer_id AND r.day >= :starts
    AND r.day < :ends AND r.day >= who.first_day AND r.day < who.last_day AND r.state = 'draft' PINNED)
SELECT COUNT(*) AS drafts, MIN(starts_at) AS first FROM drafts
"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """How many there are, and the day of the first."""

    drafts: int
    first: date


def earlier_drafts(team_ids: Collection[int], before: date) -> Earlier | None:
    """Those of the teams; none where the period begins today, or nothing is a draft until then."""
    if before <= clock.today():
        return None
    starts, ends = (int(clock.midnight(day).timestamp()) for day in (clock.today(), before))
    bound = {"teams": listed(team_ids), "starts": starts, "ends": ends}
    row = db.session.execute(fitted(_EARLIER), bound).one()
    return Earlier(row.drafts, cell_day(row.first)) if row.drafts else None
