"""A notice in words: made from the rows it points to, when it is read."""

from collections.abc import Callable

from flask import url_for

from roster.models.absence import Absence
from roster.models.abstraction import Abstraction
from roster.models.contact_session import ContactSession
from roster.models.notice import Notice, NoticeKind
from roster.models.swap import Swap
from roster.services.absence_records import span_told
from roster.services.cell_changes import PLANNED
from roster.views.away_words import absence_kind, away
from roster.views.words import day, when

_PROMISE: dict[NoticeKind, str] = {
    NoticeKind.COVER_LOST: "{what} needs somebody: it is not covered",
    NoticeKind.COVER_BACK: "{what} is covered",
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
# What the officer reads, and what the sergeant does: never why it was asked for or declined.
_ABSENCE: dict[NoticeKind, tuple[str, str]] = {
    NoticeKind.ABSENCE_ASKED: ("You asked for {what}", "{who} asks for {what}"),
    NoticeKind.ABSENCE_APPROVED: ("Your {what} is approved", "{who}: {what} is approved"),
    NoticeKind.ABSENCE_DECLINED: ("Your {what} is declined", "{who}: {what} is declined"),
    NoticeKind.ABSENCE_CANCELLED: ("Your {what} is cancelled", "{who} has withdrawn {what}"),
}
# Only leave that sickness took the place of keeps a reason when it is cancelled.
_GIVEN_BACK = "Your {what} is given back: sickness is recorded then"
# What the officer who offers reads, and what everybody else does.
_SWAP: dict[NoticeKind, tuple[str, str]] = {
    NoticeKind.SWAP_OFFERED: ("You offer your duty of {what}", "{who} offers a duty: {what}"),
    NoticeKind.SWAP_TAKEN: (
        "{taker} would take your duty of {what}: your sergeant decides",
        "{taker} would take {who}’s duty of {what}",
    ),
    NoticeKind.SWAP_RELEASED: (
        "Whoever would take your duty of {what} has stepped back: it is offered again",
        "Nobody takes {who}’s duty of {what} any more: it is offered again",
    ),
    NoticeKind.SWAP_APPROVED: (
        "{taker} works your duty of {what}: the swap is approved",
        "You work {who}’s duty of {what}: the swap is approved",
    ),
    NoticeKind.SWAP_DECLINED: ("Your swap of {what} is declined", "The swap of {who}’s {what} is declined"),
    NoticeKind.SWAP_ENDED: (
        "Your offer of {what} has lapsed: the duty has begun or changed",
        "{who}’s offer of {what} stands no more",
    ),
}


def sentence(notice: Notice) -> str:
    """One sentence with a time."""
    if notice.contact_session and notice.kind in _PROMISE:
        return _PROMISE[notice.kind].format(what=_promise(notice.contact_session))
    if notice.abstraction and notice.kind in _TAKING:
        taking = notice.abstraction
        return _TAKING[notice.kind].format(what=_taking(taking), asker=taking.requested_by)
    if notice.absence and notice.kind in _ABSENCE:
        return _absence(notice, notice.absence)
    if notice.swap and notice.kind in _SWAP:
        return _swap(notice, notice.swap)
    if notice.kind is NoticeKind.ROSTER_PUBLISHED:
        return f"Your roster{f' from {day(notice.about_at)}' if notice.about_at else ''} is published"
    return _changed(notice)


def link(notice: Notice) -> str:
    """Where to look: the contact session, the request, the swap, or the person's own duties."""
    if notice.contact_session_id:
        return url_for("contact_sessions.show", contact_session_id=notice.contact_session_id)
    if notice.absence_id:
        return url_for("leave.show", absence_id=notice.absence_id)
    if notice.swap_id:
        return url_for("swaps.show", swap_id=notice.swap_id)
    return url_for("my_duties.show")


def _changed(notice: Notice) -> str:
    if notice.about_at is None:
        return "Something on your roster has changed"
    on = day(notice.about_at)
    if notice.key.endswith(PLANNED):
        return f"A rest day owed to you was planned on {on}, as a draft: it counts once it is published"
    return f"Your roster on {on} has changed"


def _promise(contact_session: ContactSession) -> str:
    return f"{contact_session.title} at {contact_session.venue.name}, {when(contact_session.span)}"


def _taking(abstraction: Abstraction) -> str:
    return f"{abstraction.category.name}, {when(abstraction.span)}"


def _absence(notice: Notice, absence: Absence) -> str:
    to_another = notice.recipient_id != absence.officer_id
    words = _ABSENCE[notice.kind][to_another]
    if notice.kind is NoticeKind.ABSENCE_CANCELLED and absence.decline_reason and not to_another:
        words = _GIVEN_BACK
    what = f"{absence_kind(absence.kind)}, {away(span_told(notice, absence))},"
    said = words.format(who=absence.officer.short_name, what=what)
    return said.removesuffix(",")


def _swap(notice: Notice, swap: Swap) -> str:
    words = _SWAP[notice.kind][notice.recipient_id != swap.officer_id]
    taker = swap.taker.short_name if swap.taker else "A colleague"
    return words.format(who=swap.officer.short_name, taker=taker, what=when(swap.span))


FILTERS: dict[str, Callable[[Notice], str]] = {"notice_sentence": sentence, "notice_link": link}
