"""The checklist before publishing, in words: breaches, lead time, cover, skills and what is new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from roster import clock
from roster.queries.checklists import Checklist
from roster.queries.skill_mix import Mix
from roster.rules.breaches import Found, Severity
from roster.rules.lead_time import LeadTime, lead_time
from roster.views.breach_words import sentence
from roster.views.cover_words import listed
from roster.views.words import day, plural

MOST_DAYS_NAMED = 6  # more days than these are only counted


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that this would be published over, or advice: whose, where it is drawn, its sentence."""

    officer_id: int
    officer: str
    days: tuple[date, ...]
    sentence: str
    is_breach: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """How a team stands to the one-month and the three-month rule."""

    team: str
    published_to: date
    lead: LeadTime


@dataclass(frozen=True, slots=True)
class Lines:
    """What the page says, part by part."""

    broken: tuple[Broken, ...]
    ahead: tuple[Ahead, ...]
    lacking: tuple[str, ...]

    @property
    def breaches(self) -> int:
        """How many of them need the reason."""
        return sum(one.is_breach for one in self.broken)


def lines_of(found: Checklist) -> Lines:
    """Everything on the checklist that takes a sentence."""
    return Lines(tuple(_broken(found)), tuple(_ahead(found)), tuple(_lacking(found)))


def _broken(found: Checklist) -> list[Broken]:
    """Breaches before advice, then in the order of the officers."""
    names = {one.officer_id: one.officer for one in found.newly}
    every = [
        _one(officer_id, name, one) for officer_id, name in names.items() for one in _of(found, officer_id)
    ]
    return sorted(every, key=lambda one: not one.is_breach)


def _of(found: Checklist, officer_id: int) -> Iterable[Found]:
    return found.breaches.get(officer_id, ())


def _one(officer_id: int, name: str, found: Found) -> Broken:
    return Broken(officer_id, name, found.days, sentence(found), found.severity is Severity.BREACH)


def _ahead(found: Checklist) -> Iterator[Ahead]:
    for team, reached in found.published_to.items():
        yield Ahead(team, reached, lead_time(found.period.first, reached, clock.today()))


def _lacking(found: Checklist) -> Iterator[str]:
    """Days with somebody on ward duty and nobody who holds a skill; days with nobody at all."""
    nobody = [mix.day for mix in found.mix if not mix.officers]
    if nobody:
        yield f"Nobody on ward duty: {_days(nobody)}."
    for place, skill in enumerate(found.skills):
        days = [mix.day for mix in found.mix if _lacks(mix, place)]
        if days:
            yield f"Nobody with {skill} on ward duty: {_days(days)}."


def _lacks(mix: Mix, place: int) -> bool:
    return bool(mix.officers) and not mix.skilled[place]


def _days(days: list[date]) -> str:
    if len(days) <= MOST_DAYS_NAMED:
        return listed(map(day, days))
    return f"{plural(len(days), 'day')}, the first {day(days[0])}"
