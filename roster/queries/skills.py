"""Who holds which skill from when to when, and the contact sessions that hang on it."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from roster.extensions import db
from roster.models.skill import Skill, SkillGrant
from roster.queries.engines import fitted, listed
from roster.rules.skills import IN_DATE, Grant, SkillState, missing, standing
from roster.values import Span

# A contact session lasts 24 hours at most (CHECK): one that reaches the span began within a day of it.
_ASKING = """
SELECT s.id FROM posting AS p
EACH contact_session AS s ON
  s.team_id = p.team_id AND s.starts_at > :starts - 86400
  AND s.starts_at < :ends AND s.ends_at > :starts
  AND s.starts_at < p.last_day AND s.ends_at > p.first_day
  AND s.required_skill_id = :skill AND s.status = 'planned' PINNED
WHERE p.officer_id = :officer AND p.first_day < :ends AND p.last_day > :starts
ORDER BY s.id
"""

_HELD_BY = """
SELECT s.id FROM team AS t
EACH contact_session AS s ON
  s.team_id = t.id AND s.starts_at > :starts - 86400
  AND s.starts_at < :ends AND s.ends_at > :starts AND s.status = 'planned' PINNED
WHERE t.id IN LIST(:teams)
ORDER BY s.id
"""


class Held(NamedTuple):
    """A skill that an officer holds or held, how it stands on a day, and what it lacks to be used."""

    skill: Skill
    state: SkillState
    last_day: date | None
    lacking: tuple[str, ...] = ()


def skills() -> list[Skill]:
    """The whole catalogue, in its order."""
    return list(db.session.scalars(select(Skill).order_by(Skill.position, Skill.name)))


def grants_of(officer_id: int) -> list[SkillGrant]:
    """Every grant the officer ever held, with its skill; the newest of each skill first."""
    return list(
        db.session.scalars(
            select(SkillGrant)
            .join(SkillGrant.skill)
            .where(SkillGrant.officer_id == officer_id)
            .options(joinedload(SkillGrant.skill))
            .order_by(Skill.position, Skill.name, SkillGrant.first_day.desc())
        )
    )


def held_by(officer_ids: Collection[int], on: date) -> dict[int, list[Held]]:
    """By officer, each skill as it stands on that day, in the order of the catalogue."""
    rows = db.session.scalars(
        select(SkillGrant)
        .join(SkillGrant.skill)
        .where(SkillGrant.officer_id.in_(officer_ids))
        .options(joinedload(SkillGrant.skill))
        .order_by(Skill.position, Skill.name)
    )
    grants: dict[tuple[int, Skill], list[Grant]] = {}
    for row in rows:
        one = Grant(row.first_day, row.last_day, row.suspended)
        grants.setdefault((row.officer_id, row.skill), []).append(one)
    held: dict[int, list[Held]] = {}
    for (officer_id, skill), known in grants.items():
        if stands := standing(known, on):
            held.setdefault(officer_id, []).append(Held(skill, *stands))
    return {officer_id: _with_lacking(found) for officer_id, found in held.items()}


def _with_lacking(held: list[Held]) -> list[Held]:
    """What a skill needs beside itself may have lapsed since it was granted."""
    in_date = {one.skill.code for one in held if one.state in IN_DATE}
    names = {one.skill.code: one.skill.name for one in held}

    def lacking(one: Held) -> tuple[str, ...]:
        codes = missing(one.skill.code, in_date) if one.state in IN_DATE else ()
        return tuple(names.get(code, _plain(code)) for code in codes)

    return [one._replace(lacking=lacking(one)) for one in held]


def _plain(code: str) -> str:
    return code.replace("_", " ").capitalize()


def in_date_on(officer_id: int, day: date) -> set[str]:
    """The codes of the skills that the officer may use on that day."""
    return {
        grant.skill.code
        for grant in grants_of(officer_id)
        if not grant.suspended
        and grant.first_day <= day
        and (grant.last_day is None or day <= grant.last_day)
    }


def sessions_asking(officer_id: int, skill_id: int, span: Span) -> list[int]:
    """The planned contact sessions in the span that ask for the skill of the officer's ward teams."""
    asked = {"officer": officer_id, "skill": skill_id, "starts": span.start, "ends": span.end}
    return list(db.session.scalars(fitted(_ASKING), asked))


def sessions_held_by(team_ids: Collection[int], span: Span) -> list[int]:
    """The planned contact sessions of these ward teams in the span."""
    asked = {"teams": listed(team_ids), "starts": span.start, "ends": span.end}
    return list(db.session.scalars(fitted(_HELD_BY), asked))
