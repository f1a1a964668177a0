"""Who is on ward duty on a team's days, and how many of them may use each operational skill."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.skill import Skill
from roster.queries.strength_people import Posted

Skills = Mapping[str, str]  # names by code


@dataclass(frozen=True, slots=True)
class Mix:
    """One team on one day: how many are on ward duty, and how many with each skill, in their order."""

    team_id: int
    day: date
    officers: int
    skilled: tuple[int, ...]


def operational_skills() -> Skills:
    """In their order. They are those that PCSOs cannot hold; the others everybody holds."""
    asked = select(Skill.code, Skill.name).where(Skill.open_to_pcso.is_(False))
    rows = db.session.execute(asked.order_by(Skill.position, Skill.name))
    return {row.code: row.name for row in rows}


def skill_mix(
    people: Sequence[Posted], days: Mapping[int, Collection[date]], skills: Iterable[str]
) -> Iterator[Mix]:
    """Each of these days of each team; a skill counts with what it needs in date (RULES 8)."""
    codes = list(skills)
    for team_id, dates in days.items():
        for day in sorted(dates):
            at = int(clock.midnight(day).timestamp())
            there = [one for one in people if one.is_in(team_id, at) and one.is_on_ward(day)]
            held = [one.skills_at(at) for one in there]
            yield Mix(team_id, day, len(there), tuple(sum(code in one for one in held) for code in codes))
