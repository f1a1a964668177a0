"""Promises to the public: make one, move it, call it off, take it up again."""

from sqlalchemy import select

from roster.errors import Changed, Refusal
from roster.extensions import db, transaction
from roster.models.contact_session import ContactSession, ContactSessionStatus, Venue
from roster.models.notice import NoticeKind
from roster.permissions import Actor
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.services.promises import (
    Promise,
    check,
    ensure,
    hold,
    hold_team,
    plain,
    refuse_cancelled,
    sentence,
    tell_named,
    values_of,
    venue_of,
)

PLANNED, CANCELLED = ContactSessionStatus.PLANNED, ContactSessionStatus.CANCELLED


@transaction()
def create_contact_session(promise: Promise, *, by: Actor) -> ContactSession:
    """Promise it; sent twice, the same promise is made once."""
    ensure(by, "contact-session:create", promise.team_id)
    hold_team(promise.team_id)
    check(promise)
    venue = venue_of(promise)
    same = _alike(promise, venue)
    if same is not None:
        return same
    made = ContactSession(team_id=promise.team_id, **values_of(promise, venue))
    db.session.add(made)
    record(by, "contact-session:create", made, after=plain(made))
    review_coverage((), made.span, sessions=(made.id,), by=by)
    return made


@transaction()
def change_contact_session(
    contact_session_id: int, promise: Promise, *, version: int, by: Actor
) -> ContactSession:
    """Move it or change what it needs; version is the one the person was looking at."""
    contact_session = hold(contact_session_id, "contact-session:change", by)
    refuse_cancelled(contact_session)
    hold_team(contact_session.team_id)
    check(promise)
    if promise.team_id != contact_session.team_id:
        raise Refusal("A contact session stays with the ward team that promised it")
    seen, before, old_span = contact_session.version, plain(contact_session), contact_session.span
    for name, value in values_of(promise, venue_of(promise)).items():
        setattr(contact_session, name, value)
    after = plain(contact_session)
    if after == before:
        return contact_session
    if seen != version:
        raise Changed(yours=sentence(after), theirs=sentence(before))
    record(by, "contact-session:change", contact_session, before=before, after=after)
    named = _named(contact_session)
    tell_named(named, NoticeKind.SESSION_MOVED, contact_session)
    for span in sorted({old_span, contact_session.span}):
        review_coverage(named, span, sessions=(contact_session_id,), by=by)
    return contact_session


@transaction()
def cancel_contact_session(contact_session_id: int, because: str, *, by: Actor) -> ContactSession:
    """Call it off: nobody need go, its flag comes down, and those who were named are told."""
    contact_session = hold(contact_session_id, "contact-session:cancel", by)
    if contact_session.status is CANCELLED:
        return contact_session
    reason = " ".join(because.split())
    if not reason:
        raise Refusal("Say why it is cancelled")
    contact_session.status, contact_session.cancelled_because = CANCELLED, reason
    record(by, "contact-session:cancel", contact_session, before=PLANNED, after=CANCELLED, because=reason)
    named = _named(contact_session)
    tell_named(named, NoticeKind.SESSION_CANCELLED, contact_session)
    review_coverage(named, contact_session.span, sessions=(contact_session_id,), by=by)
    return contact_session


@transaction()
def reinstate_contact_session(contact_session_id: int, *, by: Actor) -> ContactSession:
    """Promise it again as it was, with the officers who were named."""
    contact_session = hold(contact_session_id, "contact-session:change", by)
    if contact_session.status is PLANNED:
        return contact_session
    contact_session.status, contact_session.cancelled_because = PLANNED, ""
    record(by, "contact-session:change", contact_session, before=CANCELLED, after=PLANNED)
    named = _named(contact_session)
    tell_named(named, NoticeKind.NAMED, contact_session)
    review_coverage(named, contact_session.span, sessions=(contact_session_id,), by=by)
    return contact_session


def _named(contact_session: ContactSession) -> set[int]:
    return {officer.id for officer in contact_session.named}


def _alike(promise: Promise, venue: Venue) -> ContactSession | None:
    values = values_of(promise, venue)
    return db.session.scalar(
        select(ContactSession).where(
            ContactSession.team_id == promise.team_id,
            ContactSession.status == PLANNED,
            ContactSession.venue_id == venue.id,
            ContactSession.title == values["title"],
            ContactSession.starts_at == promise.starts_at,
            ContactSession.ends_at == promise.ends_at,
        )
    )
