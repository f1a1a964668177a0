"""Publishing: a period's drafts become what counts, all of them or none, in a few statements."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select

from roster import clock
from roster.errors import NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.columns import FOREVER
from roster.models.notice import NoticeKind
from roster.models.publication import Publication, PublicationTeam
from roster.permissions import Actor, may
from roster.queries.breaches import breaches_parted
from roster.queries.engines import engine_name, fitted, listed
from roster.queries.suspects import suspects
from roster.rules.breaches import Severity
from roster.rules.findings import Worked
from roster.rules.london import cell_day
from roster.services.audit import record
from roster.services.coverage import review_teams
from roster.services.locks import lock_teams
from roster.services.notices import tell_each
from roster.values import Span

# Officers posted to the teams during the period, in one order, so that two publishers queue.
_LOCK = """
SELECT id FROM officer WHERE id IN (
  SELECT officer_id FROM posting
  WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
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
RETURNING id, officer_id, starts_at, ends_at
"""
_REST_DAYS = """
UPDATE rest_day SET state = 'published', version = version + 1
WHERE state = 'draft' AND day >= :starts AND day < :ends
  AND (:everybody = 1 OR officer_id IN LIST(:officers))
  AND officer_id IN (SELECT officer_id FROM posting
    WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
  AND EXISTS (SELECT 1 FROM posting p WHERE p.officer_id = rest_day.officer_id
    AND p.team_id IN LIST(:teams) AND p.first_day <= rest_day.day AND p.last_day > rest_day.day)
RETURNING id, officer_id, day AS starts_at
"""


class ReasonNeeded(Refusal):
    """What is to be published breaks a rule, and nobody has said why it must be so (RULES 6)."""


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with the form: its key, by which a second click is known, and why over breaches."""

    key: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """How many drafts became what counts."""

    duties: int = 0
    rest_days: int = 0
    breaches: int = field(default=0, compare=False)


@transaction()
def publish_duties(
    team_ids: Collection[int],
    period: Span,
    *,
    by: Actor,
    officer_ids: Collection[int] = (),
    given: Given = Given(),
) -> Published:
    """Publish the teams' drafts that start in the period; of these officers only, where some are named."""
    if not team_ids or not all(may(by, "duty:publish", team_id) for team_id in team_ids):
        raise NotAllowed
    bound = {"teams": listed(team_ids), "starts": period.start, "ends": period.end}
    _lock(team_ids, bound)
    key = _own_key(given.key, by)
    if before := _done_before(key):
        return before
    bound |= {"officers": listed(officer_ids), "everybody": 0 if officer_ids else 1}
    rows = _publish(bound)
    if not rows.firsts:
        return Published()
    broken = _broken(rows, period, given.reason)
    publication = _keep(key, period, by, rows, broken)
    publication.reason = given.reason if broken else ""
    _after(publication, team_ids, by, rows)
    return Published(len(rows.duties), len(rows.rest_days), len(broken))


@dataclass(frozen=True)
class _Rows:
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

    @property
    def digest(self) -> str:
        """Proves later which rows it was about."""
        ids = [",".join(map(str, sorted(row.id for row in found))) for found in (self.duties, self.rest_days)]
        return sha256(" ".join(ids).encode()).hexdigest()


def _lock(team_ids: Collection[int], bound: dict[str, Any]) -> None:
    """The officers first, then their teams, as every change locks them."""
    if engine_name() == "postgresql":
        db.session.execute(fitted(_LOCK), bound)
        lock_teams(team_ids)


def _own_key(key: str, by: Actor) -> str:
    """The form's key as it is kept: nobody can send another person's."""
    return sha256(f"{by.account_id} {key}".encode()).hexdigest()[:40] if key else ""


def _done_before(key: str) -> Published | None:
    """What the first click with this key published."""
    asked = select(Publication.duties, Publication.rest_days, Publication.breach_count)
    row = db.session.execute(asked.where(Publication.key == key)).first() if key else None
    return Published(*row) if row else None


def _publish(bound: dict[str, Any]) -> _Rows:
    now = int(clock.now().timestamp())
    duties = db.session.execute(fitted(_DUTIES), bound | {"now": now}).all()
    rest_days = db.session.execute(fitted(_REST_DAYS), bound).all()
    db.session.expire_all()
    return _Rows(duties, rest_days)


def _broken(rows: _Rows, period: Span, reason: str) -> list[dict[str, Any]]:
    """The breaches it is published over; each needs the reason, all share it.

    What was broken without these drafts needs none: it was published over before.
    """
    first, last = clock.london_date(period.start), clock.london_date(period.end - 1)
    drafts = rows.of(suspects(rows.firsts, first, last))
    broken = [
        {
            "officer": officer_id,
            "rule": one.rule.value,
            "days": [day.isoformat() for day in one.days],
            "measured": one.measured,
            "limit": one.limit,
        }
        for officer_id, found in sorted(breaches_parted(drafts, first, last).items())
        for one in found.due
        if one.severity is Severity.BREACH
    ]
    if broken and not reason:
        raise ReasonNeeded("Enter why this is published over a breach of the rules")
    return broken


def _keep(key: str, period: Span, by: Actor, rows: _Rows, broken: list[dict[str, Any]]) -> Publication:
    digest, now = rows.digest, clock.now()
    return Publication(
        key=key or sha256(f"{digest} {now}".encode()).hexdigest()[:40],
        at=now,
        account_id=by.account_id,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        duties=len(rows.duties),
        rest_days=len(rows.rest_days),
        breach_count=len(broken),
        breaches=json.dumps(broken),
        digest=digest,
    )


def _after(publication: Publication, team_ids: Collection[int], by: Actor, rows: _Rows) -> None:
    """Keep it with one entry for all of it, tell each officer once, and judge what it covers."""
    db.session.add(publication)
    db.session.flush()
    teams = sorted(set(team_ids))
    db.session.execute(
        insert(PublicationTeam), [{"publication_id": publication.id, "team_id": one} for one in teams]
    )
    record(by, "duty:publish", publication, teams=teams, **_told(publication))
    key = f"publication-{publication.id}"
    firsts = ((one, key, datetime.fromtimestamp(first, UTC)) for one, first in sorted(rows.firsts.items()))
    tell_each(NoticeKind.ROSTER_PUBLISHED, firsts)
    if rows.duties:
        touched = Span(min(row.starts_at for row in rows.duties), max(row.ends_at for row in rows.duties))
        review_teams(rows.firsts, team_ids, touched)


def _told(publication: Publication) -> dict[str, Any]:
    """What the entry says of it."""
    said = ("starts_at", "ends_at", "duties", "rest_days", "reason", "digest")
    return {name: getattr(publication, name) for name in said} | {"breaches": publication.breach_count}
