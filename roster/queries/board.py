"""What a sergeant must know at a glance: who is on, who is away, and which promise is in danger."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, String, and_, case, or_, select, type_coerce

from roster.coverage.gaps import Gap
from roster.extensions import db
from roster.models.area import Team
from roster.models.contact_session import ContactSession, ContactSessionStatus, Naming, Venue
from roster.models.cover_flag import CoverFlag
from roster.models.officer import Officer, Posting, Rank
from roster.queries.cover_flags import read_gaps
from roster.values import Span

# As the grid lists them.
BY_RANK = case(
    {Rank.CHIEF_INSPECTOR: 0, Rank.INSPECTOR: 1, Rank.PS: 2, Rank.PC: 3}, value=Officer.rank, else_=4
)
DAY = 86_400  # no duty, abstraction or contact session is longer: the database sees to it


@dataclass(frozen=True, slots=True)
class Person:
    """An officer posted to one of the teams at some time in the span asked about."""

    officer_id: int
    name: str
    short_name: str
    team_id: int
    posted: Span


@dataclass(frozen=True, slots=True)
class Promise:
    """A contact session with its state and those named on it."""

    id: int
    team: str
    title: str
    venue: str
    span: Span
    needed: int
    state: str
    flag_id: int | None
    acknowledged: bool
    gaps: tuple[Gap, ...]
    named: tuple[tuple[int, str], ...] = field(default=())

    @property
    def named_ids(self) -> set[int]:
        return {officer_id for officer_id, _ in self.named}


def people_posted(team_ids: Collection[int], span: Span) -> list[Person]:
    """The officers of the teams, team by team, by rank and name."""
    rows = db.session.execute(
        select(
            Officer.id,
            type_coerce(Officer.rank, String),
            Officer.first_name,
            Officer.last_name,
            Posting.team_id,
            *_seconds(Posting.first_day, Posting.last_day),
        )
        .join(Posting, Posting.officer_id == Officer.id)
        .join(Team, Team.id == Posting.team_id)
        .where(Posting.team_id.in_(team_ids), Posting.first_day < span.end, Posting.last_day > span.start)
        .order_by(Team.name, Team.id, BY_RANK, Officer.last_name, Officer.first_name, Officer.id)
    )
    return [
        Person(one, f"{rank} {first} {last}", f"{rank} {last}", team, Span(starts, ends))
        for one, rank, first, last, team, starts, ends in rows
    ]


def promises_to_keep(team_ids: Collection[int], *spans: Span) -> list[Promise]:
    """The teams' planned contact sessions that reach into one of the spans, in order of time."""
    rows = db.session.execute(
        select(
            ContactSession.id,
            Team.name,
            ContactSession.title,
            Venue.name,
            *_seconds(ContactSession.starts_at, ContactSession.ends_at),
            ContactSession.officers_needed,
            type_coerce(CoverFlag.state, String),
            CoverFlag.id,
            CoverFlag.acknowledged_at,
            CoverFlag.gaps,
        )
        .join(Team, Team.id == ContactSession.team_id)
        .join(Venue, Venue.id == ContactSession.venue_id)
        .outerjoin(
            CoverFlag,
            (CoverFlag.contact_session_id == ContactSession.id) & CoverFlag.resolved_at.is_(None),
        )
        .where(
            ContactSession.team_id.in_(team_ids),
            ContactSession.status == ContactSessionStatus.PLANNED,
            or_(*(_reaches_into(span) for span in spans)),
        )
        .order_by(ContactSession.starts_at, ContactSession.id)
    ).all()
    named = _named_on([row[0] for row in rows])
    return [_promise(row, tuple(named.get(row[0], ()))) for row in rows]


def _reaches_into(span: Span) -> Any:
    return and_(
        ContactSession.starts_at > span.start - DAY,
        ContactSession.starts_at < span.end,
        ContactSession.ends_at > span.start,
    )


def _promise(row: Any, named: tuple[tuple[int, str], ...]) -> Promise:
    one, team, title, venue, starts, ends, needed, state, flag, acknowledged, gaps = row
    return Promise(
        one,
        team,
        title,
        venue,
        Span(starts, ends),
        needed,
        state or "covered",
        flag,
        acknowledged is not None,
        read_gaps(gaps or "[]"),
        named,
    )


def _named_on(contact_session_ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    rows = db.session.execute(
        select(
            Naming.contact_session_id,
            Officer.id,
            type_coerce(Officer.rank, String) + " " + Officer.last_name,
        )
        .join(Officer, Officer.id == Naming.officer_id)
        .where(Naming.contact_session_id.in_(contact_session_ids))
        .order_by(Officer.last_name, Officer.id)
    )
    named: dict[int, list[tuple[int, str]]] = {}
    for one, officer_id, name in rows:
        named.setdefault(one, []).append((officer_id, name))
    return named


def _seconds(*columns: Any) -> list[Any]:
    return [type_coerce(column, BigInteger) for column in columns]
