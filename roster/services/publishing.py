"""Publishing: a period's drafts become what counts, all of them or none, in a few statements."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select

from roster import clock
from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.notice import NoticeKind
from roster.models.publication import (
    Publication,
    PublicationOfficer,
    PublicationTeam,
    PublishedOfficer,
)
from roster.permissions import Actor, may
from roster.queries.breaches import breaches_parted
from roster.queries.engines import listed
from roster.queries.seen import breach_mark, drafts_in
from roster.queries.suspects import suspects
from roster.rules.breaches import Severity
from roster.services.audit import record
from roster.services.coverage import review_teams
from roster.services.notices import tell_each
from roster.services.publishing_rows import Rows, lock_rows, publish_rows
from roster.values import Span


class ReasonNeeded(Refusal):
    """What is to be published breaks a rule, and nobody has said why it must be so (RULES 6)."""


class ListChanged(Changed):
    """The drafts, or the rules that they break, are not those that somebody looked at."""

    def __init__(self) -> None:
        super().__init__("what the page showed", "other drafts, or other breaches by them")


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with the form: its key, by which a second click is known, and why over breaches.

    seen: the marks of what the page showed; without them nothing is compared.
    """

    key: str = ""
    reason: str = ""
    seen: frozenset[str] | None = None


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
    lock_rows(bound)
    key = _own_key(given.key, by)
    if before := _done_before(key):
        return before
    bound |= {"officers": listed(officer_ids), "everybody": 0 if officer_ids else 1}
    rows = publish_rows(bound)
    if not rows.firsts:
        return Published()
    broken = _broken(rows, period)
    _refuse(rows, broken, given)
    publication = _keep(key, period, by, rows, broken)
    publication.reason = given.reason if broken else ""
    _add(publication, team_ids, officer_ids, rows)
    _after(publication, team_ids, by, rows)
    return Published(len(rows.duties), len(rows.rest_days), len(broken))


def _own_key(key: str, by: Actor) -> str:
    """The form's key as it is kept: nobody can send another person's."""
    return sha256(f"{by.account_id} {key}".encode()).hexdigest()[:40] if key else ""


def _done_before(key: str) -> Published | None:
    """What the first click with this key published."""
    asked = select(Publication.duties, Publication.rest_days, Publication.breach_count)
    row = db.session.execute(asked.where(Publication.key == key)).first() if key else None
    return Published(*row) if row else None


def _broken(rows: Rows, period: Span) -> list[dict[str, Any]]:
    """The breaches it is published over: what was broken without these drafts was published over before."""
    first, last = clock.london_date(period.start), clock.london_date(period.end - 1)
    drafts = rows.of(suspects(rows.firsts, first, last))
    return [
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


def _refuse(rows: Rows, broken: list[dict[str, Any]], given: Given) -> None:
    """What nobody has looked at, and breaches that nobody gives the reason for; all share it."""
    if given.seen is not None:
        marks = {breach_mark(one["officer"], one["rule"], one["days"][0], one["measured"]) for one in broken}
        if drafts_in(given.seen) != set(rows.marks()) or not given.seen.issuperset(marks):
            raise ListChanged
    if broken and not given.reason:
        raise ReasonNeeded("Enter why this is published over a breach of the rules")


def _keep(key: str, period: Span, by: Actor, rows: Rows, broken: list[dict[str, Any]]) -> Publication:
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


def _add(
    publication: Publication, team_ids: Collection[int], officer_ids: Collection[int], rows: Rows
) -> None:
    """With the teams it is for, the officers where it is not for all, and those whose drafts it took."""
    db.session.add(publication)
    db.session.flush()
    for table, name, ids in (
        (PublicationTeam, "team_id", team_ids),
        (PublicationOfficer, "officer_id", officer_ids),
    ):
        named = [{"publication_id": publication.id, name: one} for one in sorted(set(ids))]
        if named:
            db.session.execute(insert(table), named)
    db.session.execute(insert(PublishedOfficer), list(_taken(publication, rows)))


def _taken(publication: Publication, rows: Rows) -> Iterator[dict[str, Any]]:
    for officer_id, first in sorted(rows.firsts.items()):
        yield {
            "publication_id": publication.id,
            "officer_id": officer_id,
            "first_at": datetime.fromtimestamp(first, UTC),
            "last_at": datetime.fromtimestamp(rows.lasts[officer_id], UTC),
        }


def _after(publication: Publication, team_ids: Collection[int], by: Actor, rows: Rows) -> None:
    """One audit entry for all of it; each officer is told once, and what it covers is judged."""
    record(by, "duty:publish", publication, teams=sorted(set(team_ids)), **_told(publication))
    key = f"publication-{publication.id}"
    firsts = ((one, key, datetime.fromtimestamp(first, UTC)) for one, first in sorted(rows.firsts.items()))
    tell_each(NoticeKind.ROSTER_PUBLISHED, firsts)
    if rows.duties:
        touched = Span(min(row.starts_at for row in rows.duties), max(row.ends_at for row in rows.duties))
        review_teams(rows.firsts, team_ids, touched, by=by)


def _told(publication: Publication) -> dict[str, Any]:
    """What the entry says of it."""
    said = ("starts_at", "ends_at", "duties", "rest_days", "reason", "digest")
    return {name: getattr(publication, name) for name in said} | {"breaches": publication.breach_count}
