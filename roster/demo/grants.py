"""Who holds which skill from when to when: current, due, due now, lapsed and suspended ones."""

from datetime import date, timedelta
from random import Random

from roster.demo.people import Grant, Person
from roster.models.officer import Rank
from roster.services.catalogue import SKILLS

MONTHS = {code: months for code, _, _, months, _ in SKILLS}
PCSO_SKILLS = ("personal_safety", "first_aid")
# How many constables in a hundred hold each; invented.
SHARE = {"taser": 60, "response_driver": 45, "level_2": 35}

# The story needs these of its people, all in date.
SURE = {
    "Amina Shah": ("taser", "response_driver", "level_2"),
    "Ciarán O'Neill": ("response_driver",),
    "Ben Okafor": ("taser", "level_2"),
    "Rosa Marsh": ("taser", "response_driver"),
    "Priya Nair": ("taser", "response_driver"),
    "Lee Grant": ("level_2",),
}


def grants_of(person: Person, chance: Random, today: date) -> list[Grant]:
    """Everything that the person ever held, skill by skill."""
    sure = person.name in SURE
    found: list[Grant] = []
    for skill in _held(person, chance):
        # How long it still runs; spread evenly it gives as many due ones as a real team has.
        left = chance.randrange(120, 330) if sure else chance.randrange(0, MONTHS[skill] * 30)
        lapsed = not sure and chance.random() < 0.06
        last = today - timedelta(days=chance.randrange(3, 60)) if lapsed else today + timedelta(days=left)
        suspended = not sure and not lapsed and chance.random() < 0.03
        found += _renewed(skill, last, suspended)
    return found


def _held(person: Person, chance: Random) -> list[str]:
    if person.rank is Rank.PCSO:
        return list(PCSO_SKILLS)
    drawn = [skill for skill, share in SHARE.items() if chance.randrange(100) < share]
    return [*PCSO_SKILLS, "level_3", *SURE.get(person.name, drawn)]


def _renewed(skill: str, last: date, suspended: bool) -> list[Grant]:
    """The grant that ends then, and the one before it, which ended the day before this began."""
    length = timedelta(days=MONTHS[skill] * 365 // 12)
    first = last - length + timedelta(days=1)
    before = first - timedelta(days=1)
    return [Grant(skill, before - length + timedelta(days=1), before), Grant(skill, first, last, suspended)]
