"""Minimum strength: who there is fills which need, one person never two (RULES 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """So many officers on a shift; None asks for no rank, or no skill, in particular."""

    shift: int
    officers: int
    rank: str | None = None
    skill: str | None = None

    @property
    def rarity(self) -> int:
        """How much it asks of a person: the hardest to fill is filled first."""
        return 2 * (self.skill is not None) + (self.rank is not None)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is there, for the shifts that this person's duty counts for."""

    officer_id: int
    shifts: frozenset[int]
    rank: str
    skills: frozenset[str] = frozenset()

    def fills(self, need: Need) -> bool:
        """Whether this person could be one of those who are needed."""
        return (
            need.shift in self.shifts
            and need.rank in (None, self.rank)
            and (need.skill is None or need.skill in self.skills)
        )


def filled(needs: Sequence[Need], present: Sequence[Present]) -> list[int]:
    """How many are there for each need, as many as can be in all; the rarest needs come first."""
    matching = _Matching(needs, present)
    counts = [0] * len(needs)
    for place in sorted(range(len(needs)), key=lambda at: (-needs[at].rarity, at)):
        while counts[place] < needs[place].officers and matching.add_one(place, set()):
            # Whoever filled a need before stays counted: others only change places.
            counts[place] += 1
    return counts


class _Matching:
    """Which need each person fills, by their places in the lists; grown by augmenting paths (Kuhn)."""

    def __init__(self, needs: Sequence[Need], present: Sequence[Present]) -> None:
        self.fills: dict[int, int] = {}
        self.able = [[at for at, person in enumerate(present) if person.fills(need)] for need in needs]

    def add_one(self, need: int, seen: set[int]) -> bool:
        """Find one more for the need, moving others from need to need where that frees somebody."""
        for person in self.able[need]:
            if person in seen:
                continue
            seen.add(person)
            if person not in self.fills or self.add_one(self.fills[person], seen):
                self.fills[person] = need
                return True
        return False
