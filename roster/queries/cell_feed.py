"""What others changed in the cells that somebody has before their eyes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, literal, null, select, type_coerce, union_all

from roster import clock
from roster.extensions import db
from roster.models.absence import Absence
from roster.models.abstraction import Abstraction
from roster.models.account import Account
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange
from roster.models.columns import SECONDS, Instant
from roster.models.officer import Officer, Posting
from roster.models.publication import Publication, PublicationTeam
from roster.queries.cell_changes import posted_to
from roster.queries.cell_seen import Runs, joined
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
    """Changes and publishes in the order of their ids, and what to ask for next time.

    cells: all that may look otherwise now, those of officers with a new or altered absence or
    abstraction too. after: the last change of many, whose rest is asked for at once; else 0.
    seen: by which the next question says that it has these changes.
    """

    changes: Sequence[Changed]
    publishes: Sequence[Publish]
    cells: set[Key]
    since: int
    after: int = 0
    seen: Runs = ()


def news_of(team_ids: Collection[int], days: Days, since: int, after: int = 0, seen: Runs = ()) -> News:
    """What was changed since that second in the cells of these teams and days, in two statements.

    after: from the change after that one on, where the last answer held but a part of them. seen: the
    changes that whoever asks has drawn; they do not come again.
    """
    now, asked = int(clock.now().timestamp()), max(0, since) - OVERLAP_SECONDS
    changes = _changes(team_ids, days, asked, after, seen)
    publishes, away = _others(team_ids, days, asked)
    cells = {(one.officer_id, one.day) for one in changes}
    drawn = joined(seen, (one.id for one in changes))
    if len(changes) == MOST:
        return News(changes, publishes, cells, since, changes[-1].id, drawn)
    if away:
        cells |= cells_within(away, team_ids, days)
    return News(changes, publishes, cells, now, seen=drawn)


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


def _changes(team_ids: Collection[int], days: Days, since: int, after: int, seen: Runs) -> list[Changed]:
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
            CellChange.day >= days.span.start,
            CellChange.day < days.span.end,
            CellChange.at >= since,
            CellChange.id > after,
            *(~CellChange.id.between(first, last) for first, last in seen),
            posted_to(team_ids),
        )
        .order_by(CellChange.id)
        .limit(MOST)
    )
    return [Changed(*row) for row in db.session.execute(asked)]


def _others(team_ids: Collection[int], days: Days, since: int) -> tuple[list[Publish], set[int]]:
    """The publishes, and whose leave or abstractions were altered, in one statement.

    Neither absence nor abstraction keeps when it was altered: the audit does, in the same transaction.
    """
    nobody = (null(), literal(""), literal(since, Instant()))
    away = [
        select(table.officer_id, literal(0), *nobody)
        .join_from(AuditEntry, table, table.id == AuditEntry.subject_id)
        .where(AuditEntry.at >= since, AuditEntry.subject == subject)
        for table, subject in ((Absence, "absence"), (Abstraction, "abstraction"))
    ]
    rows: Sequence[Any] = db.session.execute(union_all(_publishes(team_ids, days, since), *away)).all()
    published = sorted(row for row in rows if row[0] == 0)
    return [Publish(*row[2:]) for row in published], {row[0] for row in rows if row[0]}


def _publishes(team_ids: Collection[int], days: Days, since: int) -> Select[Any]:
    return (
        select(literal(0), Publication.id, Publication.account_id, by_whom(), Publication.at)
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
    )
