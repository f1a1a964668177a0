"""The rows of a publish: which drafts it takes, in what order they are held, what comes of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from roster import clock
from roster.extensions import db
from roster.models.columns import FOREVER
from roster.queries.engines import engine_name, fitted
from roster.queries.seen import DUTY, REST_DAY, draft_mark
from roster.rules.findings import Worked
from roster.rules.london import cell_day
from roster.values import Span

# Officers posted to the teams during the period, in one order, so that two publishers queue.
_LOCK = """
SELECT id FROM officer WHERE id IN (
  SELECT officer_id FROM posting
  WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
ORDER BY id FOR NO KEY UPDATE
"""

# Then every ward team that these officers are in during the period, or the day after, into which a night
# may reach: the review of cover will hold them all, and a team that it added late could cross another change.
_LOCK_TEAMS = """
SELECT id FROM team WHERE id IN LIST(:teams) OR id IN (
  SELECT other.team_id FROM posting mine JOIN posting other ON other.officer_id = mine.officer_id
  WHERE mine.team_id IN LIST(:teams) AND mine.first_day < :ends AND mine.last_day > :starts
    AND other.first_day < :ends + 86400 AND other.last_day > :starts)
ORDER BY id FOR NO KEY UPDATE
"""

# Only drafts, so a second publisher finds nothing; and only those that fall on a posting to the teams.
_DUTIES = """
UPDATE duty SET state = 'published', published_at = :now, version = version + 1
WHERE state = 'draft' AND starts_at >= :starts AND starts_at < :ends
  AND (:everybody = 1 OR officer_id IN LIST(:officers))
  AND officer_id IN (SELECT officer_id FROM posting
    WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
  AND EXISTS (SELECT 1 FROM posting p WHERE p.officer_id = duty.officer_id
    AND p.team_id IN LIST(:teams) AND p.first_day <= duty.starts_at AND p.last_day > duty.starts_at)
RETURNING id, version, officer_id, starts_at, ends_at
"""
_REST_DAYS = """
UPDATE rest_day SET state = 'published', version = version + 1
WHERE state = 'draft' AND day >= :starts AND day < :ends
  AND (:everybody = 1 OR officer_id IN LIST(:officers))
  AND officer_id IN (SELECT officer_id FROM posting
    WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
  AND EXISTS (SELECT 1 FROM posting p WHERE p.officer_id = rest_day.officer_id
    AND p.team_id IN LIST(:teams) AND p.first_day <= rest_day.day AND p.last_day > rest_day.day)
RETURNING id, version, officer_id, day AS starts_at
"""


@dataclass(frozen=True)
class Rows:
    """What was a draft, and is published now."""

    duties: Sequence[Any]
    rest_days: Sequence[Any]

    @cached_property
    def firsts(self) -> dict[int, int]:
        """By officer, when the first of it begins."""
        begins: dict[int, int] = {}
        for row in (*self.duties, *self.rest_days):
            if row.starts_at < begins.get(row.officer_id, FOREVER):
                begins[row.officer_id] = row.starts_at
        return begins

    @cached_property
    def lasts(self) -> dict[int, int]:
        """The same of the last of it."""
        begins: dict[int, int] = {}
        for row in (*self.duties, *self.rest_days):
            if row.starts_at > begins.get(row.officer_id, 0):
                begins[row.officer_id] = row.starts_at
        return begins

    def of(self, officer_ids: Collection[int]) -> dict[int, Worked]:
        """What these officers get, as the rules read it."""
        work: dict[int, list[Span]] = {one: [] for one in officer_ids}
        rest: dict[int, set[date]] = {one: set() for one in officer_ids}
        for row in self.duties if officer_ids else ():
            if row.officer_id in work:
                work[row.officer_id].append(Span(row.starts_at, row.ends_at))
        for row in self.rest_days if officer_ids else ():
            if row.officer_id in rest:
                rest[row.officer_id].add(cell_day(row.starts_at))
        return {one: Worked(work[one], frozenset(rest[one])) for one in officer_ids}

    def marks(self) -> Iterator[str]:
        """By what a checklist knew them, when they were drafts."""
        for kind, found in ((DUTY, self.duties), (REST_DAY, self.rest_days)):
            for row in found:
                yield draft_mark(kind, row.id, row.version - 1, (row.officer_id, cell_day(row.starts_at)))

    @property
    def digest(self) -> str:
        """Proves later which rows it was about."""
        ids = [",".join(map(str, sorted(row.id for row in found))) for found in (self.duties, self.rest_days)]
        return sha256(" ".join(ids).encode()).hexdigest()


def lock_rows(bound: dict[str, Any]) -> None:
    """The officers first, then their teams, as every change locks them."""
    if engine_name() == "postgresql":
        db.session.execute(fitted(_LOCK), bound)
        db.session.execute(fitted(_LOCK_TEAMS), bound)


def publish_rows(bound: dict[str, Any]) -> Rows:
    """All of them, in two statements."""
    now = int(clock.now().timestamp())
    duties = db.session.execute(fitted(_DUTIES), bound | {"now": now}).all()
    rest_days = db.session.execute(fitted(_REST_DAYS), bound).all()
    db.session.expire_all()
    return Rows(duties, rest_days)
