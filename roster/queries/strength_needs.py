"""What ward teams need on their shifts: asked for alone, or together with the facts it is judged by."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from roster.extensions import db
from roster.planning.patterns import Shift
from roster.queries.engines import fitted, listed
from roster.rules.strength import Need

NEEDS_LAYER = 4
# As narrow as the facts (strength_people.py), so that one statement may bring both.
NEEDS = """
SELECT m.id, 4 AS layer, t.position, 0, m.team_id, CAST(JSON_LIST(m.weekday, m.officers, m.rank,
  s.code, s.name, t.id, t.code, t.name, t.start_minute, t.end_minute) AS TEXT)
FROM minimum_strength m
JOIN shift_template t ON t.id = m.shift_template_id LEFT JOIN skill s ON s.id = m.skill_id
WHERE m.team_id IN LIST(:teams)
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A need as the table has it, with its words; within the need a skill is its code."""

    team_id: int
    weekday: int | None
    need: Need
    skill: str  # its name
    shift: Shift

    def holds_on(self, team_id: int, day: date) -> bool:
        """Whether the team needs it on that day."""
        return self.team_id == team_id and self.weekday in (None, day.weekday())


def needs_of(team_ids: Collection[int]) -> list[Asked]:
    """What the teams need, in the order of the shifts."""
    return asked_from(db.session.execute(fitted(NEEDS), {"teams": listed(team_ids)}))


def asked_from(rows: Iterable[Sequence[Any]]) -> list[Asked]:
    """The same from rows as NEEDS gives them."""
    found = [(row[2], row[0], row[4], json.loads(row[5])) for row in rows]
    found.sort(key=lambda one: (one[0], one[3][6], one[1]))  # place of the shift, its code, the line's id
    return [_asked(team_id, words) for _, _, team_id, words in found]


def _asked(team_id: int, words: Sequence[Any]) -> Asked:
    weekday, officers, rank, skill, skill_name, shift_id, code, name, starts, ends = words
    need, shift = Need(shift_id, officers, rank, skill), Shift(shift_id, code, name, starts, ends)
    return Asked(team_id, weekday, need, skill_name or "", shift)
