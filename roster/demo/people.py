"""The invented people of the demo: who they are, where they are posted, how they work."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from roster.demo.names import CONSTABLES, PCSOS, SERGEANTS, SMALL_WARDS, STORY_TEAMS, WARDS
from roster.models.officer import Rank

# Each sergeant answers for a few wards; PS Hart's are the ones that the demo's story happens in.
HART = "Morgan Hart"
HART_WARDS = ("Biggin Hill", "Darwin", "Chelsfield")


class Posted(NamedTuple):
    """A posting: both days included, None is open."""

    ward: str
    first: date
    last: date | None = None


class Grant(NamedTuple):
    """A skill held from and to, both days included."""

    skill: str
    first: date
    last: date
    suspended: bool = False


@dataclass(slots=True)
class Person:
    """One invented officer; phase is how many weeks into the pattern the story's week is."""

    number: int
    name: str
    rank: Rank
    pattern: str
    phase: int
    postings: list[Posted] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    supervises: tuple[str, ...] = ()
    # How readily this one is taken, so that the fairness figures have something to show.
    drawn_on: float = 1.0

    @property
    def warrant_number(self) -> str:
        """PCSOs' numbers begin at 7301, sergeants' at 41, as in the trade."""
        base = {Rank.PCSO: 7300, Rank.PS: 41, Rank.INSPECTOR: 11}.get(self.rank, 1200)
        return f"{base + self.number}SN"

    def ward_on(self, day: date) -> str | None:
        for ward, first, last in self.postings:
            if first <= day and (last is None or day <= last):
                return ward
        return None

    def holds(self, skill: str, day: date) -> bool:
        return any(
            grant.skill == skill and grant.first <= day <= grant.last and not grant.suspended
            for grant in self.grants
        )


def everybody(chance: Random, today: date) -> list[Person]:
    """About 70 people: the ward teams, their sergeants, and the inspector."""
    people: list[Person] = []
    constables, pcsos = iter(CONSTABLES), iter(PCSOS)
    for ward in WARDS:
        if ward in STORY_TEAMS:
            people += [Person(0, *one, postings=[]) for one in STORY_TEAMS[ward]]
        else:
            phase = chance.randrange(5)
            people.append(Person(0, next(constables), Rank.PC, "constable", phase))
            if ward not in SMALL_WARDS:
                people.append(Person(0, next(constables), Rank.PC, "constable", (phase + 1) % 5))
            people.append(Person(0, next(pcsos), Rank.PCSO, "pcso", (phase + 3) % 5))
        for person in people:
            if not person.postings:
                person.postings = [Posted(ward, today - timedelta(days=chance.randrange(500, 2500)))]
                person.drawn_on = chance.choice((0.5, 0.8, 1.0, 1.0, 1.3, 1.6))
    people += _sergeants(today)
    people.append(Person(0, "Jonathan Cole", Rank.INSPECTOR, "office", 0))
    _part_timers(people)
    _moves(people, today)
    for number, person in enumerate(people, start=1):
        person.number = number
    return people


def _sergeants(today: date) -> list[Person]:
    others = [ward for ward in WARDS if ward not in HART_WARDS]
    groups = [others[n::6] for n in range(6)]
    found = []
    for name, wards in [(HART, list(HART_WARDS)), *zip(SERGEANTS, groups, strict=True)]:
        since = today - timedelta(days=900)
        found.append(Person(0, name, Rank.PS, "office", 0, [Posted(wards[0], since)]))
        found[-1].supervises = tuple(wards)
    return found


def _part_timers(people: list[Person]) -> None:
    for person in people:
        if person.name in ("Maureen Tapscott", "Beatriz Figueiredo"):
            person.pattern = "part_time"


def _moves(people: list[Person], today: date) -> None:
    """A few who came from, or soon go to, another ward; PCSOs and constables of larger teams."""
    moves = (
        ("Tom Whitcombe-Featherstonehaugh", "Biggin Hill", None, -95),
        ("Callum Reid", "Orpington", None, -210),
        ("Nadia Rahimi", "Bromley Town", None, -40),
        ("Imran Qureshi", "Penge & Cator", None, -150),
        ("Hannah Colebrook", None, "Clock House", 17),
        ("Kwabena Asante", None, "Bromley Town", 24),
    )
    for name, came_from, goes_to, in_days in moves:
        person = next(one for one in people if one.name == name)
        (now,) = person.postings
        changes = today + timedelta(days=in_days)
        first = came_from or now.ward
        person.postings = [
            Posted(first, now.first, changes - timedelta(days=1)),
            Posted(goes_to or now.ward, changes),
        ]
