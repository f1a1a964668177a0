"""Skills change hands: granting one, ending it, suspending it and lifting that again (RULES 8)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from roster import clock
from roster.clock import midnight
from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.columns import FOREVER
from roster.models.officer import Officer, Rank
from roster.models.skill import Skill, SkillGrant
from roster.permissions import Actor, may
from roster.queries.postings import team_at, teams_during
from roster.queries.skills import grants_of, in_date_on, sessions_asking
from roster.queries.skills import skills as catalogue
from roster.rules.skills import last_day_of, missing
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.services.locks import lock_officer, lock_teams
from roster.values import Span


@transaction()
def grant_skill(
    officer_id: int, skill_id: int, first_day: date, last_day: date | None, *, by: Actor
) -> SkillGrant:
    """The officer holds the skill from day to day, both included; None: as long as it is valid."""
    officer = _held(officer_id, "skill:grant", by)
    skill = db.session.get(Skill, skill_id)
    if skill is None:
        raise NotFound
    last_day = last_day or last_day_of(first_day, skill.validity_months)
    _refuse_what_cannot_be(officer, skill, first_day, last_day)
    grant = SkillGrant(officer=officer, skill=skill, first_day=first_day, last_day=last_day, suspended=False)
    db.session.add(grant)
    record(by, "skill:grant", grant, after=_values(grant))
    _review(grant, first_day, last_day, by)
    return grant


@transaction()
def expire_grant(grant_id: int, last_day: date, *, by: Actor) -> SkillGrant:
    """The grant ends with that day, sooner than it would have."""
    grant = _held_grant(grant_id, "skill:expire", by)
    before, until = _values(grant), grant.last_day
    if last_day < grant.first_day:
        raise Refusal(f"It begins on {_written(grant.first_day)}: it cannot end before that")
    if until is not None and last_day >= until:
        raise Refusal(f"It ends on {_written(until)} as it is. To make it last longer, grant the skill again")
    grant.last_day = last_day
    record(by, "skill:expire", grant, before=before, after=_values(grant))
    _review(grant, last_day + timedelta(days=1), until, by)
    return grant


@transaction()
def suspend_grant(grant_id: int, *, by: Actor) -> SkillGrant:
    """The skill may not be used until that is lifted."""
    return _set_suspended(grant_id, True, "skill:expire", by)


@transaction()
def lift_suspension(grant_id: int, *, by: Actor) -> SkillGrant:
    """The skill may be used again, as long as it is in date."""
    return _set_suspended(grant_id, False, "skill:grant", by)


def _set_suspended(grant_id: int, suspended: bool, permission: str, by: Actor) -> SkillGrant:
    grant = _held_grant(grant_id, permission, by)
    if grant.suspended is suspended:
        return grant  # the button was pressed twice
    before = _values(grant)
    grant.suspended = suspended
    record(by, permission, grant, before=before, after=_values(grant))
    _review(grant, grant.first_day, grant.last_day, by)
    return grant


def _held(officer_id: int, permission: str, by: Actor) -> Officer:
    """The officer, locked, when the actor may change the skills of today's ward team."""
    officer = lock_officer(officer_id)
    # -1 is no team: an officer without a posting is the administrator's.
    if not may(by, permission, team_at(officer_id, clock.now()) or -1):
        raise NotAllowed
    return officer


def _held_grant(grant_id: int, permission: str, by: Actor) -> SkillGrant:
    grant = db.session.get(SkillGrant, grant_id)
    if grant is None:
        raise NotFound
    _held(grant.officer_id, permission, by)
    db.session.refresh(grant)
    return grant


def _refuse_what_cannot_be(officer: Officer, skill: Skill, first_day: date, last_day: date) -> None:
    if officer.rank is Rank.PCSO and not skill.open_to_pcso:
        raise Refusal(f"{officer.short_name} is a PCSO, and PCSOs cannot hold {skill.name}")
    if last_day < first_day:
        raise Refusal("The last day is before the first day")
    for other in grants_of(officer.id):
        ends = other.last_day or date.max
        if other.skill_id == skill.id and other.first_day <= last_day and first_day <= ends:
            raise Refusal(f"{officer.short_name} already holds {skill.name} {_days(other)}")
    lacking = missing(skill.code, in_date_on(officer.id, first_day))
    if lacking:
        raise Refusal(
            f"{skill.name} needs {_names(lacking)} in date on {_written(first_day)}. Grant that first"
        )


def _names(codes: Iterable[str]) -> str:
    named = {skill.code: skill.name for skill in catalogue()}
    return " and ".join(named.get(code, code.replace("_", " ")) for code in codes)


def _review(grant: SkillGrant, first_day: date, last_day: date | None, by: Actor) -> None:
    """Judge again exactly the contact sessions that ask for the skill on the days that changed."""
    ends = FOREVER if last_day is None else int(midnight(last_day + timedelta(days=1)).timestamp())
    span = Span(int(midnight(first_day).timestamp()), ends)
    lock_teams(teams_during(grant.officer_id, span))
    asking = sessions_asking(grant.officer_id, grant.skill_id, span)
    if asking:
        review_coverage((), span, sessions=asking, by=by)


def _values(grant: SkillGrant) -> dict[str, Any]:
    return {
        "officer_id": grant.officer.id,
        "skill": grant.skill.code,
        "first_day": grant.first_day,
        "last_day": grant.last_day,
        "suspended": grant.suspended,
    }


def _days(grant: SkillGrant) -> str:
    first = _written(grant.first_day)
    return f"from {first}" if grant.last_day is None else f"from {first} to {_written(grant.last_day)}"


def _written(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
