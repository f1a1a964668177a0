"""Who may work a duty in another's place, and what keeps the others from it: on what was read before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from roster import clock
from roster.queries.swap_world import AWAY, DUTY, TAKEN, Person, World
from roster.rules.breaches import AnyBreach, Rule
from roster.rules.exchanges import new_breaches
from roster.rules.london import cell_day
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
    Rule.REST_DAYS_APART: "would go {days} days without a rest day, more than {most}",
    Rule.WEEKLY_REST: "would rest {measured} at most in one of the weeks, not {limit}",
    Rule.AVERAGE_WEEK: "would work {measured} a week on average, more than {limit}",
    Rule.NIGHT_WORK: "would work {measured} in each 24 hours on average as a night worker, more than {limit}",
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

    @property
    def to_you(self) -> str:
        """As the officer reads it: you have a duty, are away, do not hold; the rest of the words stays."""
        for one, two in (("has ", "have "), ("is ", "are "), ("does ", "do ")):
            if self.words.startswith(one):
                return f"you {two}{self.words.removeprefix(one)}"
        return f"you {self.words}"

    def to_taker(self, taker: int, giver: str) -> str:
        """As the taker reads it, of either of the two."""
        return self.to_you if self.officer_id == taker else f"{giver} {self.words}"


def bars(world: World, deal: Deal) -> list[Bar]:
    """What keeps either of the two from it; nothing where it is lawful and both are skilled."""
    giver, taker = world[deal.giver], world[deal.taker]
    found = list(_bars(taker, giver, deal.duty, deal.in_return))
    for gives, takes, duty in deal.sides():
        found += _not_to_give(world[gives], duty)
        if lacking := world.manning.lacking(gives, takes, duty):
            found.append(Bar(takes, lacking))
    if deal.in_return:
        return found + list(_bars(giver, taker, deal.in_return, deal.duty))
    return found + list(_broken(giver, taker, gives=[deal.duty], takes=[]))


def may_offer(person: Person, duty: Span) -> str:
    """Why the officer's own duty cannot be offered; empty where it can."""
    bars = (f"{bar.to_you.capitalize()}: it cannot be offered" for bar in _not_to_give(person, duty))
    return next(bars, "")


def _not_to_give(person: Person, duty: Span) -> Iterator[Bar]:
    """Whoever is away or taken then has no duty to give: others plan with that time."""
    for mark in person.marks:
        if mark.what != DUTY and mark.span.overlaps(duty):
            yield Bar(person.id, IN_THE_WAY[mark.what].format(hours=_hours(mark.span)))
            return


def _bars(person: Person, other: Person, takes: Span, gives: Span | None) -> Iterator[Bar]:
    for mark in person.marks:
        if mark.span.overlaps(takes) and not (mark.what == DUTY and mark.span == gives):
            yield Bar(person.id, IN_THE_WAY[mark.what].format(hours=_hours(mark.span)))
            return
    for wanted in other.wanted:
        if wanted.span.overlaps(takes) and not person.holds(wanted):
            words = f"does not hold {wanted.skill} in date, which a contact session in that duty asks for"
            yield Bar(person.id, words)
    yield from _broken(person, other, gives=[gives] if gives else [], takes=[takes])


def _broken(person: Person, other: Person, gives: Sequence[Span], takes: Sequence[Span]) -> Iterator[Bar]:
    """Each rule once, however many weeks it would be broken in."""
    rests = _rests_for(person, other, gives, takes)
    found = new_breaches(person.worked, less=gives, more=takes, rests=rests)
    for breach in {one.rule: one for one in found}.values():
        yield Bar(person.id, _said(breach))


def _rests_for(person: Person, other: Person, gives: Sequence[Span], takes: Sequence[Span]) -> list[date]:
    """The other's rest days that come in place of what is given, on days that are free then."""
    works = {cell_day(one.start) for one in takes}
    free = {cell_day(one.start) for one in gives} & other.worked.rest_days - works
    return [day for day in free if not person.has_duty_on(day, besides=gives)]


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
