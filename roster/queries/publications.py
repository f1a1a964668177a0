"""What was published of an officer's day: by whom, when, for whom, and over which breaches."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from roster import clock
from roster.extensions import db
from roster.models.account import Account
from roster.models.officer import Officer
from roster.models.publication import (
    Publication,
    PublicationOfficer,
    PublicationTeam,
    PublishedOfficer,
)
from roster.queries.cells import by_whom
from roster.rules.breaches import Rule
from roster.rules.london import DAY


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """One publish that the officer's day was in; of_officer: it was not for the whole ward team.

    rules: those that it broke for the officer on that day; reason: why it was published over them.
    """

    at: datetime
    by: str
    starts_at: datetime
    ends_at: datetime
    of_officer: bool
    rules: Sequence[Rule] = ()
    reason: str = ""


def published_day(officer_id: int, team_id: int, day: date) -> list[PublishedDay]:
    """The publishes of that day, the newest first; the officer is in that ward team on it."""
    asked = (
        select(Publication, by_whom(), PublicationOfficer.officer_id)
        .outerjoin(PublicationOfficer, _names(officer_id))
        .outerjoin(Account, Account.id == Publication.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(*_covers(officer_id, team_id, day))
    )
    rows = db.session.execute(asked.order_by(Publication.id.desc()))
    return [_published(row, by, named, (officer_id, day)) for row, by, named in rows]


def is_published(officer_id: int, team_id: int, day: date) -> bool:
    """Whether the officer's day was published: with the whole ward team's, or for the officer."""
    asked = (
        select(Publication.id)
        .outerjoin(PublicationOfficer, _names(officer_id))
        .where(*_covers(officer_id, team_id, day))
    )
    return db.session.scalar(asked.limit(1)) is not None


def _names(officer_id: int) -> Any:
    return (PublicationOfficer.publication_id == Publication.id) & (
        PublicationOfficer.officer_id == officer_id
    )


def _covers(officer_id: int, team_id: int, day: date) -> Sequence[Any]:
    """It took drafts of the officer around that day; or it is the team's, for everybody or for the officer.

    The first holds in whatever ward team the officer is by now.
    """
    at, until = (int(clock.midnight(one).timestamp()) for one in (day, day + DAY))
    took = select(PublishedOfficer.officer_id).where(
        PublishedOfficer.publication_id == Publication.id,
        PublishedOfficer.officer_id == officer_id,
        PublishedOfficer.first_at < until,
        PublishedOfficer.last_at >= at,
    )
    anybody = aliased(PublicationOfficer)
    named = select(anybody.officer_id).where(anybody.publication_id == Publication.id)
    of_team = select(PublicationTeam.team_id).where(
        PublicationTeam.publication_id == Publication.id, PublicationTeam.team_id == team_id
    )
    of_all = or_(PublicationOfficer.officer_id == officer_id, ~named.exists())
    whose = or_(took.exists(), and_(of_team.exists(), of_all))
    return Publication.starts_at <= at, Publication.ends_at > at, whose


def _published(row: Publication, by: str, named: int | None, about: tuple[int, date]) -> PublishedDay:
    officer_id, day = about
    broken = [
        Rule(one["rule"])
        for one in json.loads(row.breaches)
        if one["officer"] == officer_id and day.isoformat() in one["days"]
    ]
    rules, reason = tuple(dict.fromkeys(broken)), row.reason if broken else ""
    return PublishedDay(row.at, by, row.starts_at, row.ends_at, named is not None, rules, reason)
