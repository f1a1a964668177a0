"""Contact sessions with their states, what one of them needs, and who could be named on it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload, selectinload

from roster.errors import NotFound
from roster.extensions import db
from roster.models.area import Team
from roster.models.columns import DAY_SECONDS
from roster.models.contact_session import ContactSession, ContactSessionStatus, Naming, Venue
from roster.models.cover_flag import CoverFlag, FlagState
from roster.models.officer import Officer
from roster.models.skill import Skill
from roster.queries.areas import teams_within
from roster.queries.cover_flags import read_gaps
from roster.values import Span

# A page holds no more; its filters narrow the rest.
LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A contact session as lists show it; lost are the named officers who are not available."""

    id: int
    team_id: int
    team: str
    title: str
    venue: str
    span: Span
    needed: int
    skill: str | None
    state: str
    flag_id: int | None
    gaps: tuple[Any, ...] = ()
    named: tuple[tuple[int, str], ...] = ()

    @property
    def lost(self) -> frozenset[int]:
        return frozenset(cause.officer for gap in self.gaps for cause in gap.causes)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form about contact sessions offers."""

    teams: list[tuple[int, str]]
    venues: dict[int, list[tuple[int, str]]]  # by ward team
    skills: list[tuple[int, str]]


def list_contact_sessions(team_ids: Collection[int] | None, span: Span, state: str = "") -> list[Listed]:
    """Those that lie in the span, in order of time; no teams means every team."""
    asked = _listed().where(
        ContactSession.starts_at < span.end,
        ContactSession.ends_at > span.start,
        ContactSession.starts_at > span.start - DAY_SECONDS,
    )
    if team_ids is not None:
        asked = asked.where(ContactSession.team_id.in_(list(team_ids)))
    if state:
        asked = asked.where(*_in_state(state))
    rows = db.session.execute(
        asked.order_by(ContactSession.starts_at, ContactSession.id).limit(LONGEST_LIST)
    ).all()
    named = _named([row.id for row in rows])
    return [replace(_read(row), named=tuple(named[row.id])) for row in rows]


def show_contact_session(contact_session_id: int) -> ContactSession:
    """One, with its team, venue, skill and named officers."""
    found = db.session.scalar(
        select(ContactSession)
        .where(ContactSession.id == contact_session_id)
        .options(
            joinedload(ContactSession.team),
            joinedload(ContactSession.venue),
            joinedload(ContactSession.required_skill),
            selectinload(ContactSession.named),
        )
    )
    if found is None:
        raise NotFound
    return found


def choices(team_ids: Collection[int] | None) -> Choices:
    """The ward teams, the venues of each and every skill."""
    teams = teams_within(team_ids)
    venues = db.session.execute(
        _within(select(Venue.id, Venue.name, Venue.team_id), Venue.team_id, team_ids).order_by(Venue.name)
    ).all()
    skills = db.session.execute(select(Skill.id, Skill.name).order_by(Skill.position, Skill.name)).all()
    return Choices(
        [(team.id, team.name) for team in teams],
        {team.id: [(row.id, row.name) for row in venues if row.team_id == team.id] for team in teams},
        [(row.id, row.name) for row in skills],
    )


def _within(asked: Any, column: Any, team_ids: Collection[int] | None) -> Any:
    return asked if team_ids is None else asked.where(column.in_(list(team_ids)))


def _listed() -> Any:
    state = db.case(
        (ContactSession.status == ContactSessionStatus.CANCELLED, "cancelled"),
        else_=db.func.coalesce(db.cast(CoverFlag.state, db.String), "covered"),
    )
    return (
        select(
            ContactSession.id,
            ContactSession.team_id,
            ContactSession.title,
            ContactSession.starts_at,
            ContactSession.ends_at,
            ContactSession.officers_needed,
            Team.name.label("team"),
            Venue.name.label("venue"),
            Skill.name.label("skill"),
            state.label("state"),
            CoverFlag.id.label("flag_id"),
            CoverFlag.gaps,
        )
        .join(Team, Team.id == ContactSession.team_id)
        .join(Venue, Venue.id == ContactSession.venue_id)
        .outerjoin(Skill, Skill.id == ContactSession.required_skill_id)
        .outerjoin(
            CoverFlag,
            (CoverFlag.contact_session_id == ContactSession.id) & CoverFlag.resolved_at.is_(None),
        )
    )


def _in_state(state: str) -> list[Any]:
    cancelled = ContactSession.status == ContactSessionStatus.CANCELLED
    if state == "cancelled":
        return [cancelled]
    if state == "covered":
        return [~cancelled, CoverFlag.id.is_(None)]
    return [~cancelled, CoverFlag.state == FlagState(state)]


def _named(contact_session_ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    asked = (
        select(Naming.contact_session_id, Officer.id, Officer.rank, Officer.last_name)
        .join(Officer, Officer.id == Naming.officer_id)
        .where(Naming.contact_session_id.in_(contact_session_ids))
        .order_by(Officer.last_name, Officer.id)
    )
    for contact_session_id, officer_id, rank, last_name in db.session.execute(asked):
        found[contact_session_id].append((officer_id, f"{rank} {last_name}"))
    return found


def _read(row: Row[Any]) -> Listed:
    return Listed(
        row.id,
        row.team_id,
        row.team,
        row.title,
        row.venue,
        Span.between(row.starts_at, row.ends_at),
        row.officers_needed,
        row.skill,
        row.state,
        row.flag_id,
        read_gaps(row.gaps) if row.gaps else (),
    )
