"""What a contact session promises: checked, held while it changes, and as the audit keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from roster import clock
from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db
from roster.models.area import Team
from roster.models.contact_session import ContactSession, ContactSessionStatus, Venue
from roster.models.notice import NoticeKind
from roster.models.skill import Skill
from roster.permissions import Actor, may
from roster.services.notices import tell

LONGEST_SECONDS = 24 * 3600  # the database's own limit: it bounds how far every question looks back
MOST_OFFICERS = 50


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised; the venue is one of the team's, or a new name."""

    team_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    officers_needed: int = 1
    required_skill_id: int | None = None
    venue_id: int | None = None
    venue_name: str = ""


def ensure(by: Actor, permission: str, team_id: int) -> None:
    """Refuse whoever may not do this for that ward team."""
    if not may(by, permission, team_id):
        raise NotAllowed


def hold(contact_session_id: int, permission: str, by: Actor) -> ContactSession:
    """The contact session's row, kept from other writers, where the actor may change it yet."""
    found = db.session.scalar(
        select(ContactSession)
        .where(ContactSession.id == contact_session_id)
        # Not FOR UPDATE: flags and notices that point to this row need not wait for us.
        .with_for_update(key_share=True, of=ContactSession)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    ensure(by, permission, found.team_id)
    if found.ends_at <= clock.now():
        raise Refusal("This contact session is over, and stays as it was")
    return found


def hold_team(team_id: int) -> None:
    """The ward team's row, kept likewise: a promise or a venue sent twice at once is made once."""
    if db.session.scalar(select(Team.id).where(Team.id == team_id).with_for_update(key_share=True)) is None:
        raise NotFound


def refuse_cancelled(contact_session: ContactSession) -> None:
    """What is cancelled is taken up again first."""
    if contact_session.status is ContactSessionStatus.CANCELLED:
        raise Refusal("This contact session is cancelled. Take it up again first, on its own page")


def check(promise: Promise) -> None:
    """Refuse what cannot be promised, in words."""
    seconds = (promise.ends_at - promise.starts_at).total_seconds()
    skill_id = promise.required_skill_id
    rules = (
        (not promise.title.strip(), "Say what the contact session is called"),
        (seconds <= 0, "A contact session must end after it starts"),
        (seconds > LONGEST_SECONDS, "A contact session lasts 24 hours at most"),
        (promise.ends_at <= clock.now(), "That time has passed: promise a time that is still to come"),
        (
            not 1 <= promise.officers_needed <= MOST_OFFICERS,
            f"A contact session needs 1 to {MOST_OFFICERS} officers",
        ),
        (bool(skill_id) and db.session.get(Skill, skill_id) is None, "That skill is not in the catalogue"),
    )
    for broken, sentence in rules:
        if broken:
            raise Refusal(sentence)


def venue_of(promise: Promise) -> Venue:
    """One of the team's venues, or a new one; a name that the team knows already is that venue."""
    name = " ".join(promise.venue_name.split())
    if name:
        return _venue_called(name, promise.team_id)
    venue = db.session.get(Venue, promise.venue_id) if promise.venue_id else None
    if venue is None:
        raise Refusal("Say where it is held")
    if venue.team_id != promise.team_id:
        raise Refusal(f"{venue.name} is a venue of another ward team. Type its name to use it here too")
    return venue


def values_of(promise: Promise, venue: Venue) -> dict[str, Any]:
    """The columns as the promise fills them."""
    return {
        "title": " ".join(promise.title.split()),
        "starts_at": promise.starts_at,
        "ends_at": promise.ends_at,
        "officers_needed": promise.officers_needed,
        "required_skill_id": promise.required_skill_id or None,
        "venue": venue,
    }


def plain(contact_session: ContactSession) -> dict[str, Any]:
    """What the audit keeps of it."""
    return {
        "title": contact_session.title,
        "starts_at": contact_session.starts_at,
        "ends_at": contact_session.ends_at,
        "officers_needed": contact_session.officers_needed,
        "required_skill_id": contact_session.required_skill_id,
        "venue": contact_session.venue.name,
    }


def sentence(promised: dict[str, Any]) -> str:
    """What is promised on one line, for whoever changed it second."""
    starts, ends = clock.to_london(promised["starts_at"]), clock.to_london(promised["ends_at"])
    return (
        f"{promised['title']} at {promised['venue']}, {starts:%a} {starts.day} {starts:%b} "
        f"{starts:%H:%M}–{ends:%H:%M}, needs {promised['officers_needed']}"
    )


def tell_named(officer_ids: Iterable[int], kind: NoticeKind, contact_session: ContactSession) -> None:
    """Tell those who are to go, or no longer; once for each change."""
    key = f"contact-session:{contact_session.id}:{int(clock.now().timestamp())}"
    tell(officer_ids, kind, key, contact_session_id=contact_session.id)


def _venue_called(name: str, team_id: int) -> Venue:
    asked = select(Venue).where(Venue.team_id == team_id)
    for venue in db.session.scalars(asked):
        if venue.name.casefold() == name.casefold():
            return venue
    venue = Venue(team_id=team_id, name=name)
    db.session.add(venue)
    db.session.flush()
    return venue
