"""What others changed in the cells that somebody has before their eyes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, type_coerce

from roster import clock
from roster.extensions import db
from roster.models.account import Account
from roster.models.cell_change import CellChange
from roster.models.columns import SECONDS
from roster.models.officer import Officer, Posting
from roster.models.publication import Publication, PublicationTeam
from roster.queries.cells import Key, by_whom
from roster.queries.roster_days import Days

# PostgreSQL commits out of order: what was written before, and seen only now, is asked for again.
OVERLAP_SECONDS = 30
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of one cell."""

    id: int
    officer_id: int
    day: date
    before: str
    after: str
    account_id: int | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Publish:
    """A period of one of the teams became what counts."""

    account_id: int | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """Changes and publishes in the order of their ids, and what to ask for next time."""

    changes: Sequence[Changed]
    publishes: Sequence[Publish]
    since: int


def news_of(team_ids: Collection[int], days: Days, since: int) -> News:
    """What was changed since that second in the cells of these teams and days, in two statements."""
    now, asked = int(clock.now().timestamp()), max(0, since) - OVERLAP_SECONDS
    return News(_changes(team_ids, days, asked), _publishes(team_ids, days, asked), now)


def cells_within(officer_ids: Collection[int], team_ids: Collection[int], days: Days) -> set[Key]:
    """The days in sight on which these officers are posted to one of these ward teams."""
    asked = select(
        Posting.officer_id, type_coerce(Posting.first_day, SECONDS), type_coerce(Posting.last_day, SECONDS)
    ).where(
        Posting.officer_id.in_(officer_ids),
        Posting.team_id.in_(team_ids),
        Posting.first_day < days.span.end,
        Posting.last_day > days.span.start,
    )
    return {
        (officer_id, day)
        for officer_id, first, last in db.session.execute(asked)
        for day, begins in zip(days.dates, days.midnights, strict=False)
        if first <= begins < last
    }


def _changes(team_ids: Collection[int], days: Days, since: int) -> list[Changed]:
    posted = (
        select(Posting.id)
        .where(
            Posting.officer_id == CellChange.officer_id,
            Posting.team_id.in_(team_ids),
            Posting.first_day <= CellChange.day,
            Posting.last_day > CellChange.day,
        )
        .exists()
    )
    asked = (
        select(
            CellChange.id,
            CellChange.officer_id,
            CellChange.day,
            CellChange.before,
            CellChange.after,
            CellChange.account_id,
            by_whom(),
            CellChange.at,
        )
        .outerjoin(Account, Account.id == CellChange.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(
            CellChange.day >= days.span.start, CellChange.day < days.span.end, CellChange.at >= since, posted
        )
        .order_by(CellChange.id.desc())
        .limit(MOST)
    )
    return [Changed(*row) for row in reversed(db.session.execute(asked).all())]


def _publishes(team_ids: Collection[int], days: Days, since: int) -> list[Publish]:
    asked = (
        select(Publication.account_id, by_whom(), Publication.at)
        .outerjoin(Account, Account.id == Publication.account_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(
            Publication.id.in_(
                select(PublicationTeam.publication_id).where(PublicationTeam.team_id.in_(team_ids))
            ),
            Publication.at >= since,
            Publication.starts_at < days.span.end,
            Publication.ends_at > days.span.start,
        )
        .order_by(Publication.id)
    )
    return [Publish(*row) for row in db.session.execute(asked)]
