"""Minimum strength: one person fills one need, and no better choice of people was missed."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.rules.strength import Need, Present, filled

EARLY, LATE = 1, 2
TASER, DRIVER = "taser", "response_driver"


def person(number: int, skills: str = "", rank: str = "PC", shifts=(LATE,)) -> Present:
    return Present(number, frozenset(shifts), rank, frozenset(skills.split()))


@pytest.mark.parametrize(
    ("needs", "people", "found"),
    [
        ([Need(LATE, 2)], [], [0]),
        ([Need(LATE, 2)], [person(1)], [1]),
        ([Need(LATE, 2)], [person(1), person(2), person(3)], [2]),
        ([Need(LATE, 1)], [person(1, shifts=[EARLY])], [0]),
        # A taser-trained response driver is never both.
        (
            [Need(LATE, 1, skill=TASER), Need(LATE, 1, skill=DRIVER)],
            [person(1, "taser response_driver")],
            [1, 0],
        ),
        # The one who can do both makes way for the one who can do only one of them.
        (
            [Need(LATE, 1, skill=TASER), Need(LATE, 1, skill=DRIVER)],
            [person(1, "taser response_driver"), person(2, "taser")],
            [1, 1],
        ),
        # Two officers and a driver besides are three people.
        ([Need(LATE, 2), Need(LATE, 1, skill=DRIVER)], [person(1, "response_driver"), person(2)], [1, 1]),
        # Whoever is needed for a skill is not spent on what anybody can do.
        ([Need(LATE, 1), Need(LATE, 1, skill=DRIVER)], [person(1, "response_driver")], [0, 1]),
        ([Need(LATE, 1, "PS"), Need(LATE, 1, "PC")], [person(1, rank="PS"), person(2, rank="PS")], [1, 0]),
        ([Need(LATE, 1, "PC", TASER)], [person(1, "taser", "PCSO"), person(2)], [0]),
        # One long duty counts for two shifts, and for one need of them.
        ([Need(EARLY, 1), Need(LATE, 1)], [person(1, shifts=[EARLY, LATE])], [1, 0]),
        # A chain of three who change places.
        (
            [Need(LATE, 1, skill="a"), Need(LATE, 1, skill="b"), Need(LATE, 1, skill="c")],
            [person(1, "a b"), person(2, "b c"), person(3, "a")],
            [1, 1, 1],
        ),
    ],
)
def test_who_fills_what(needs, people, found) -> None:
    assert filled(needs, people) == found


ranks, skills = st.sampled_from(["PC", "PS"]), st.sampled_from(["taser", "level_2"])
needs = st.builds(
    Need, st.sampled_from([EARLY, LATE]), st.integers(1, 2), st.none() | ranks, st.none() | skills
)
people = st.builds(
    Present, st.integers(1, 99), st.frozensets(st.sampled_from([EARLY, LATE])), ranks, st.frozensets(skills)
)


def every_way(needs, people):
    """The counts of every way to send people to needs, or home."""
    choices = [[None, *[at for at, need in enumerate(needs) if one.fills(need)]] for one in people]
    for chosen in product(*choices):
        counts = [chosen.count(at) for at in range(len(needs))]
        if all(count <= need.officers for count, need in zip(counts, needs, strict=True)):
            yield counts


@settings(max_examples=300)
@given(needs=st.lists(needs, max_size=4), people=st.lists(people, max_size=5))
def test_no_way_of_sending_people_fills_more_nor_a_rarer_need_better(needs, people) -> None:
    found = filled(needs, people)
    ways = list(every_way(needs, people))
    assert found in ways
    assert sum(found) == max(map(sum, ways))
    order = sorted(range(len(needs)), key=lambda at: (-needs[at].rarity, at))
    best = max([counts[at] for at in order] for counts in ways)
    assert [found[at] for at in order] == best
