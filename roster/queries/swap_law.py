"""Who may work a duty in another's place, and what keeps the others from it: on what was read before."""

from collections.abc import Iterator
from dataclasses import dataclass

from roster import clock
from roster.queries.swap_world import AWAY, DUTY, TAKEN, Person, World
from roster.rules.breaches import AnyBreach, Rule
from roster.rules.exchanges import new_breaches
from roster.values import Span

IN_THE_WAY = {
    DUTY: "has a duty then, {hours}",
    TAKEN: "is taken to other work then, {hours}",
    AWAY: "is away then",
}
BROKEN = {
    Rule.REST_GAP: "would rest {measured} between duties, not {limit}",
    Rule.TOUR_LENGTH: "would work {measured} on end, more than {limit}",
    Rule.CONSECUTIVE_DAYS: "would work {days} days in a row, more than {most}",
    Rule.CONSECUTIVE_NIGHTS: "would work {days} nights in a row, more than {most}",
}


@dataclass(frozen=True, slots=True)
class Deal:
    """A duty that changes hands, and what the taker gives for it."""

    giver: int
    taker: int
    duty: Span
    in_return: Span | None = None

    def sides(self) -> list[tuple[int, int, Span]]:
        """Who gives which duty to whom: one side, or two."""
        first = [(self.giver, self.taker, self.duty)]
        return first + ([(self.taker, self.giver, self.in_return)] if self.in_return else [])


@dataclass(frozen=True, slots=True)
class Bar:
    """Why somebody cannot work a duty: whose it is, and the words after the name."""

    officer_id: int
    words: str


def bars(world: World, deal: Deal) -> list[Bar]:
    """What keeps either of the two from it; nothing where it is lawful and both are skilled."""
    found = list(_bars(world[deal.taker], world[deal.giver], deal.duty, deal.in_return))
    if deal.in_return:
        return found + list(_bars(world[deal.giver], world[deal.taker], deal.in_return, deal.duty))
    giver = world[deal.giver]
    return found + list(_broken(giver, less=[deal.duty], more=[]))


def may_offer(person: Person, duty: Span) -> str:
    """Why the officer's own duty cannot be offered; empty where it can."""
    for mark in person.marks:
        if mark.what != DUTY and mark.span.overlaps(duty):
            return "You are taken to other work then" if mark.what == TAKEN else "You are away then already"
    return ""


def _bars(person: Person, other: Person, takes: Span, gives: Span | None) -> Iterator[Bar]:
    for mark in person.marks:
        if mark.span.overlaps(takes) and not (mark.what == DUTY and mark.span == gives):
            yield Bar(person.id, IN_THE_WAY[mark.what].format(hours=_hours(mark.span)))
            return
    for wanted in other.wanted:
        if wanted.span.overlaps(takes) and not person.holds(wanted):
            words = f"does not hold {wanted.skill} in date, which a contact session in that duty asks for"
            yield Bar(person.id, words)
    yield from _broken(person, less=[gives] if gives else [], more=[takes])


def _broken(person: Person, less: list[Span], more: list[Span]) -> Iterator[Bar]:
    for breach in new_breaches(person.work, less=less, more=more, rules=person.rules):
        yield Bar(person.id, _said(breach))


def _said(breach: AnyBreach) -> str:
    return BROKEN[breach.rule].format(
        measured=_length(breach.measured),
        limit=_length(breach.limit),
        days=breach.measured,
        most=breach.limit,
    )


def _hours(span: Span) -> str:
    starts, ends = clock.to_london(span.start), clock.to_london(span.end)
    return f"{starts:%H:%M}–{ends:%H:%M}"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
