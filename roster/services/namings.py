"""Who goes to a contact session: officers named on it, and stand-ins."""

from collections.abc import Collection

from sqlalchemy import select

from roster.coverage.stand_ins import cannot_be_there
from roster.errors import Changed, Refusal
from roster.extensions import db, transaction
from roster.models.contact_session import ContactSession
from roster.models.notice import NoticeKind
from roster.models.officer import Officer, Posting
from roster.permissions import Actor
from roster.queries.coverage import facts_of
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.services.promises import hold, refuse_cancelled, tell_named


@transaction()
def name_officers(
    contact_session_id: int,
    officer_ids: Collection[int],
    *,
    seen: Collection[int] | None = None,
    by: Actor,
) -> ContactSession:
    """These officers go, and no others; seen are those who were named when the person looked."""
    contact_session = hold(contact_session_id, "contact-session:name", by)
    refuse_cancelled(contact_session)
    before, after = {officer.id for officer in contact_session.named}, set(officer_ids)
    if after == before:
        return contact_session
    if seen is not None and set(seen) != before:
        raise Changed(yours=_said(after), theirs=_said(before))
    _name(contact_session, after, by)
    return contact_session


@transaction()
def name_stand_in(contact_session_id: int, officer_id: int, *, by: Actor) -> ContactSession:
    """This officer goes in place of whoever is named and cannot be there for any of it."""
    contact_session = hold(contact_session_id, "contact-session:name", by)
    refuse_cancelled(contact_session)
    before = {officer.id for officer in contact_session.named}
    if officer_id not in before:
        _name(contact_session, before - _cannot_be_there(contact_session_id) | {officer_id}, by)
    return contact_session


def _cannot_be_there(contact_session_id: int) -> set[int]:
    (judged,) = facts_of([contact_session_id])
    return {int(officer) for officer in cannot_be_there(judged.need, judged.facts)}


def _name(contact_session: ContactSession, after: set[int], by: Actor) -> None:
    before = {officer.id for officer in contact_session.named}
    _refuse_strangers(contact_session, after - before)
    contact_session.named = _officers(after)
    record(by, "contact-session:name", contact_session, before=sorted(before), after=sorted(after))
    tell_named(after - before, NoticeKind.NAMED, contact_session)
    tell_named(before - after, NoticeKind.NOT_NAMED, contact_session)
    # Whoever is named here cannot count elsewhere at that hour, and whoever is let go can.
    review_coverage(before ^ after, contact_session.span, sessions=(contact_session.id,), by=by)


def _refuse_strangers(contact_session: ContactSession, new: set[int]) -> None:
    """Only officers posted to the team during the session count (RULES 2), so only they are named.

    Others are not called by name: whoever tries one number after another would learn who has which.
    """
    span = contact_session.span
    posted = set(
        db.session.scalars(
            select(Posting.officer_id).where(
                Posting.team_id == contact_session.team_id,
                Posting.first_day < span.end,
                Posting.last_day > span.start,
            )
        )
    )
    if new - posted:
        raise Refusal(f"Whoever is named must be posted to {contact_session.team.name} then")


def _officers(officer_ids: set[int]) -> list[Officer]:
    asked = select(Officer).where(Officer.id.in_(officer_ids)).order_by(Officer.last_name, Officer.id)
    return list(db.session.scalars(asked))


def _said(officer_ids: set[int]) -> str:
    return ", ".join(officer.short_name for officer in _officers(officer_ids)) or "nobody"
