"""A notice in words: made from the rows it points to, when it is read."""

from collections.abc import Callable

from flask import url_for

from roster.models.abstraction import Abstraction
from roster.models.contact_session import ContactSession
from roster.models.notice import Notice, NoticeKind
from roster.views.words import day, when

_PROMISE: dict[NoticeKind, str] = {
    NoticeKind.COVER_LOST: "{what} has lost its cover",
    NoticeKind.COVER_BACK: "{what} is covered again",
    NoticeKind.NAMED: "You are named on {what}",
    NoticeKind.NOT_NAMED: "You are no longer named on {what}",
    NoticeKind.SESSION_CANCELLED: "{what} is cancelled",
    NoticeKind.SESSION_MOVED: "{what}: its time, place or needs have changed",
}
_TAKING: dict[NoticeKind, str] = {
    NoticeKind.TAKEN: "You are taken to {what}, asked for by {asker}",
    NoticeKind.TAKING_ENDED: "{what} ended early: you are back on your ward",
    NoticeKind.TAKING_CANCELLED: "{what} is cancelled: your duty stands as it was",
}


def sentence(notice: Notice) -> str:
    """One sentence with a time."""
    if notice.contact_session and notice.kind in _PROMISE:
        return _PROMISE[notice.kind].format(what=_promise(notice.contact_session))
    if notice.abstraction and notice.kind in _TAKING:
        taking = notice.abstraction
        return _TAKING[notice.kind].format(what=_taking(taking), asker=taking.requested_by)
    if notice.about_at:
        return f"Your duty on {day(notice.about_at)} has changed"
    return "Something on your roster has changed"


def link(notice: Notice) -> str:
    """Where to look: the contact session, or the person's own duties."""
    if notice.contact_session_id:
        return url_for("contact_sessions.show", contact_session_id=notice.contact_session_id)
    return url_for("my_duties.show")


def _promise(contact_session: ContactSession) -> str:
    return f"{contact_session.title} at {contact_session.venue.name}, {when(contact_session.span)}"


def _taking(abstraction: Abstraction) -> str:
    return f"{abstraction.category.name}, {when(abstraction.span)}"


FILTERS: dict[str, Callable[[Notice], str]] = {"notice_sentence": sentence, "notice_link": link}
