"""Who is on ward duty on each day of a period, and how many of them hold each operational skill."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roster import clock
from roster.extensions import db
from roster.queries.engines import fitted, listed
from roster.rules.periods import Period
from roster.values import Span, subtract

# The skills of operational duty are those that PCSOs cannot hold; the others everybody holds.
_GRANTS = """
WITH o(id) AS LIST(:officers)
SELECT -1 AS officer_id, s.id AS skill_id, s.position AS first_day, 0 AS last_day, s.name
FROM skill s WHERE NOT s.open_to_pcso
UNION ALL
SELECT g.officer_id, g.skill_id, g.first_day, g.last_day, ''
FROM o EACH skill_grant AS g ON g.officer_id = o.id AND g.last_day > :starts AND g.first_day < :ends
  AND NOT g.suspended PINNED
ORDER BY 1, 3
"""


@dataclass(slots=True)
class Mix:
    """Who is on ward duty on a day: how many, and how many with each operational skill, in order."""

    day: date
    officers: set[int] = field(default_factory=set)
    skilled: list[int] = field(default_factory=list)


def skill_mix(rows: Sequence[Any], period: Period, bound: dict[str, Any]) -> tuple[list[str], list[Mix]]:
    """The operational skills by name, and each day with as many numbers in their order."""
    days = _on_ward(rows, period)
    skills, held = _held({row.officer_id for row in rows}, bound)
    for mix in days.values():
        now = int(clock.midnight(mix.day).timestamp())
        for skill in skills:
            grants = (held.get((officer, skill), ()) for officer in mix.officers)
            holders = [one for one in grants if any(first <= now < last for first, last in one)]
            mix.skilled.append(len(holders))
    return list(skills.values()), list(days.values())


def _on_ward(rows: Sequence[Any], period: Period) -> dict[date, Mix]:
    """By day, who has ward duty of which something is left; layer 2 is what takes an officer away."""
    away: dict[int, list[Span]] = {}
    for row in rows:
        if row.layer == 2:
            away.setdefault(row.officer_id, []).append(Span(row.starts_at, row.ends_at))
    days = {day: Mix(day) for day in period}
    for row in rows:
        if row.layer == 0 and row.kind == "ward":
            duty = Span(row.starts_at, row.ends_at)
            if subtract([duty], away.get(row.officer_id, ())):
                days[clock.london_date(row.starts_at)].officers.add(row.officer_id)
    return days


def _held(
    officer_ids: Collection[int], bound: dict[str, Any]
) -> tuple[dict[int, str], dict[tuple[int, int], list[tuple[int, int]]]]:
    """The operational skills in their order, and who holds which from when to when."""
    skills: dict[int, str] = {}
    held: dict[tuple[int, int], list[tuple[int, int]]] = {}
    asked = bound | {"officers": listed(officer_ids)}
    for row in db.session.execute(fitted(_GRANTS), asked):
        if row.officer_id < 0:
            skills[row.skill_id] = row.name
        else:
            held.setdefault((row.officer_id, row.skill_id), []).append((row.first_day, row.last_day))
    return skills, held
