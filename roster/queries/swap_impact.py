"""What a swap does to contact sessions: who goes in whose place, and how they are covered then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from roster import clock
from roster.coverage.gaps import Facts, Need, OfficerId, Stretch, judge
from roster.coverage.stand_ins import stand_ins
from roster.extensions import db
from roster.models.contact_session import ContactSession, ContactSessionStatus, Naming
from roster.queries.coverage import Judged, facts_of
from roster.queries.harm import SessionChange, session_changes
from roster.queries.losses import Weighed
from roster.queries.swap_law import Deal
from roster.values import Span, subtract


@dataclass(frozen=True, slots=True)
class Handed:
    """A contact session that somebody is named on: whoever works the duty goes, where that counts."""

    contact_session_id: int
    before: frozenset[int]
    after: frozenset[int]


def named_in(officer_id: int, span: Span) -> list[int]:
    """The planned contact sessions to come on which the officer is named in that time."""
    asked = (
        select(ContactSession.id)
        .join(Naming, Naming.contact_session_id == ContactSession.id)
        .where(
            Naming.officer_id == officer_id,
            ContactSession.status == ContactSessionStatus.PLANNED,
            ContactSession.starts_at < span.end,
            ContactSession.ends_at > span.start,
            ContactSession.ends_at > clock.now(),
        )
    )
    return sorted(db.session.scalars(asked))


def handed_over(deal: Deal) -> list[Handed]:
    """On which contact sessions the taker goes in the giver's place; and the giver in the taker's."""
    found: dict[int, Handed] = {}
    for giver, taker, span in deal.sides():
        for judged in facts_of(named_in(giver, span)):
            before = frozenset(int(one) for one in judged.need.named)
            goes = {taker} if _counts(judged, taker) else set()
            found[int(judged.need.id)] = Handed(int(judged.need.id), before, before - {giver} | goes)
    return [found[one] for one in sorted(found)]


def changes_of(deal: Deal) -> tuple[SessionChange, ...]:
    """Each contact session that the swap touches, as it is and as it would be."""
    handed = {one.contact_session_id: one for one in handed_over(deal)}
    people, spans = [deal.giver, deal.taker], [span for _, _, span in deal.sides()]
    touched: dict[int, Judged] = {}
    for span in spans:
        for judged in facts_of((), officer_ids=people, span=span):
            if not judged.cancelled:
                touched[int(judged.need.id)] = judged
    return session_changes([_weighed(one, handed.get(key), deal) for key, one in touched.items()])


def _counts(judged: Judged, officer_id: int) -> bool:
    """Whether somebody posted there could cover it at all: RULES 2, all but the duty itself."""
    span = judged.need.span
    for one in judged.facts:
        if one.officer == officer_id:
            skilled = one.skilled is None or _covers(one.skilled, span)
            return _covers(one.posted, span) and skilled
    return False


def _covers(stretches: Sequence[Stretch], span: Span) -> bool:
    return not subtract([span], [Span(start, end) for start, end in stretches])


def _weighed(judged: Judged, handed: Handed | None, deal: Deal) -> Weighed:
    need, facts = judged.need, judged.facts
    then = [_after(one, deal) for one in facts]
    named = frozenset[OfficerId](handed.after) if handed else need.named
    new = Need(need.id, need.span, need.officers_needed, named)
    return Weighed(need, judge(need, facts), judge(new, then), deal.giver in need.named, stand_ins(new, then))


def _after(facts: Facts, deal: Deal) -> Facts:
    """The duties as they would be: those of the two change places."""
    duties = [Span(start, end) for start, end in facts.duties]
    for giver, taker, span in deal.sides():
        if facts.officer == giver:
            duties = subtract(duties, [span])
        elif facts.officer == taker:
            duties = [*duties, span]
    return replace(facts, duties=[(one.start, one.end) for one in duties])
