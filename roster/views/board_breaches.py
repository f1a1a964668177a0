"""The board's cards of broken rules of rest: whose, when, by how much, and what would mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roster import clock
from roster.queries.board import Person
from roster.rules.breaches import Found, Rule
from roster.views.breach_words import sentence
from roster.views.words import duration, plural

MOST_CARDS = 6  # more of them would hide the days ahead: the roster shows each


@dataclass(frozen=True, slots=True)
class Broken:
    """What is broken for one officer in the days ahead, from its first day on."""

    person: Person
    day: date
    headline: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Breaches:
    """The cards, the nearest first, and how many officers more there are."""

    cards: tuple[Broken, ...] = ()
    more: int = 0


def breach_cards(people: Sequence[Person], found: Mapping[int, Sequence[Found]]) -> Breaches:
    """A card for each officer, for the days on which the officer is posted to the teams."""
    cards = []
    for person in people:
        own = [one for one in found.get(person.officer_id, ()) if _is_ours(person, one)]
        if own:
            cards.append(_card(person, own))
    cards.sort(key=lambda card: card.day)
    return Breaches(tuple(cards[:MOST_CARDS]), max(0, len(cards) - MOST_CARDS))


def _is_ours(person: Person, found: Found) -> bool:
    return person.posted.covers(clock.midnight(found.days[0]))


def _card(person: Person, found: Sequence[Found]) -> Broken:
    first, *others = found
    more = f" and {plural(len(others), 'more broken rule')}" if others else ""
    headline = f"{_by_how_much(first)}{more} for {person.short_name}"
    return Broken(person, first.days[0], headline, tuple(map(sentence, found)))


def _by_how_much(found: Found) -> str:
    """10 h rest, 8 duty days in a row: the rule and what was measured, in a few words."""
    measured = found.measured
    return {
        Rule.REST_GAP: f"{duration(measured)} rest",
        Rule.TOUR_LENGTH: f"{duration(measured)} on duty at a stretch",
        Rule.CONSECUTIVE_DAYS: f"{plural(measured, 'duty day')} in a row",
        Rule.CONSECUTIVE_NIGHTS: f"{plural(measured, 'night')} in a row",
        Rule.REST_DAYS_APART: f"{plural(measured, 'day')} without a rostered rest day",
        Rule.WEEKLY_REST: f"{duration(measured)} the longest rest of a week",
    }[found.rule]
