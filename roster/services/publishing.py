"""Publishing: a period's drafts become what counts, all of them in a few statements."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from roster import clock
from roster.errors import NotAllowed
from roster.extensions import db, transaction
from roster.models.area import Team
from roster.permissions import Actor, may
from roster.queries.engines import engine_name, fitted, listed
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.values import Span

# Officers posted to the teams during the period, in one order, so that two publishers queue.
_LOCK = """
SELECT id FROM officer WHERE id IN (
  SELECT officer_id FROM posting
  WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
ORDER BY id FOR UPDATE
"""

# Only drafts, so a second click finds nothing; and only those that fall on a posting to the teams.
_DUTIES = """
UPDATE duty SET state = 'published', published_at = :now, version = version + 1
WHERE state = 'draft' AND starts_at >= :starts AND starts_at < :ends
  AND (:everybody = 1 OR officer_id IN LIST(:officers))
  AND officer_id IN (SELECT officer_id FROM posting
    WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
  AND EXISTS (SELECT 1 FROM posting p WHERE p.officer_id = duty.officer_id
    AND p.team_id IN LIST(:teams) AND p.first_day <= duty.starts_at AND p.last_day > duty.starts_at)
RETURNING id, officer_id, starts_at, ends_at
"""
_REST_DAYS = """
UPDATE rest_day SET state = 'published'
WHERE state = 'draft' AND day >= :starts AND day < :ends
  AND (:everybody = 1 OR officer_id IN LIST(:officers))
  AND officer_id IN (SELECT officer_id FROM posting
    WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
  AND EXISTS (SELECT 1 FROM posting p WHERE p.officer_id = rest_day.officer_id
    AND p.team_id IN LIST(:teams) AND p.first_day <= rest_day.day AND p.last_day > rest_day.day)
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Published:
    """How many drafts became what counts."""

    duties: int = 0
    rest_days: int = 0


@transaction()
def publish_duties(
    team_ids: Collection[int], period: Span, *, by: Actor, officer_ids: Collection[int] = ()
) -> Published:
    """Publish the teams' drafts that start in the period; of these officers only, where some are named."""
    if not team_ids or not all(may(by, "duty:publish", team_id) for team_id in team_ids):
        raise NotAllowed
    bound = {"teams": listed(team_ids), "starts": period.start, "ends": period.end}
    if engine_name() == "postgresql":
        db.session.execute(fitted(_LOCK), bound)
    bound |= {"officers": listed(officer_ids), "everybody": 0 if officer_ids else 1}
    now = int(clock.now().timestamp())
    duties = db.session.execute(fitted(_DUTIES), bound | {"now": now}).all()
    rest_days = db.session.execute(fitted(_REST_DAYS), bound).all()
    db.session.expire_all()
    if duties or rest_days:
        _record(by, team_ids, period, {"duties": duties, "rest_days": rest_days})
    if duties:
        touched = Span(min(duty.starts_at for duty in duties), max(duty.ends_at for duty in duties))
        review_coverage({duty.officer_id for duty in duties}, touched)
    return Published(len(duties), len(rest_days))


def _record(by: Actor, team_ids: Collection[int], period: Span, rows: dict[str, Any]) -> None:
    """One entry for all of it: the digest proves later which rows it was about."""
    ids = {table: sorted(row.id for row in found) for table, found in rows.items()}
    record(
        by,
        "duty:publish",
        db.session.get_one(Team, min(team_ids)),
        teams=sorted(team_ids),
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        **{table: len(found) for table, found in ids.items()},
        digest=sha256(repr(ids).encode()).hexdigest(),
    )
