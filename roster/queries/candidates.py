"""Who could be named on a contact session, and what keeps the others from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from roster.coverage.gaps import CauseKind
from roster.coverage.stand_ins import availability
from roster.models.contact_session import ContactSession
from roster.queries.coverage import facts_of
from roster.queries.doings import Around, Doing, doings_around
from roster.values import Span, intersect, subtract, union


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer of the team, or one who is named all the same.

    pieces: the officer's posted time within the session, None where free, else the cause.
    """

    officer_id: int
    name: str
    short_name: str
    named: bool
    pieces: tuple[tuple[Span, CauseKind | None], ...]
    doings: tuple[Doing, ...]

    def free(self, within: Iterable[Span]) -> list[Span]:
        """When the officer is available, of the spans asked about."""
        return intersect([span for span, cause in self.pieces if cause is None], within)

    def fills(self, within: Iterable[Span]) -> str:
        """Whole, part or none of the spans asked about."""
        asked = union(within)
        free = self.free(asked)
        if not free:
            return "none"
        return "part" if subtract(asked, free) else "whole"


def who_could(contact_session: ContactSession) -> list[Candidate]:
    """Those who are free for the whole of it first, then for part, then the others; by name."""
    span, named = contact_session.span, {officer.id for officer in contact_session.named}
    pieces = {
        int(officer): tuple(parts)
        for judged in facts_of([contact_session.id])
        for officer, parts in availability(judged.need, judged.facts).items()
    }
    around = doings_around(pieces.keys() | named, span, contact_session.required_skill_id, contact_session.id)
    found = [_candidate(one, pieces.get(one, ()), around[one], one in named) for one in around]
    order = ("whole", "part", "none")
    return sorted(found, key=lambda one: (order.index(one.fills([span])), one.short_name, one.officer_id))


def _candidate(
    officer_id: int, pieces: tuple[tuple[Span, CauseKind | None], ...], around: Around, named: bool
) -> Candidate:
    return Candidate(officer_id, around.name, around.short_name, named, pieces, around.doings)
