"""Minimum strength: how many a ward team needs, set line by line; none takes a line away."""

from dataclasses import dataclass

from sqlalchemy import select

from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.area import Team
from roster.models.duty import ShiftTemplate
from roster.models.minimum_strength import MinimumStrength
from roster.models.officer import Rank
from roster.models.skill import Skill
from roster.permissions import Actor, may
from roster.services.audit import record
from roster.services.locks import lock_teams

MOST = 99  # as the column has it


@dataclass(frozen=True, slots=True)
class Line:
    """What is needed on a shift; None is every weekday, any rank, no skill in particular."""

    shift_template_id: int
    weekday: int | None = None
    rank: str | None = None
    skill_id: int | None = None


@transaction()
def set_strength(team_id: int, line: Line, officers: int, *, by: Actor) -> None:
    """So many are needed for that line from now on; 0 takes the line away."""
    if not may(by, "minimum-strength:change", team_id):
        raise NotAllowed
    if not 0 <= officers <= MOST:
        raise Refusal(f"Enter a whole number from 0 to {MOST}")
    # Two who set the same line at once queue here, so that it stands once.
    lock_teams([team_id])
    row = _row(team_id, line)
    before = _facts(line, row.officers if row else 0)
    if row is None and officers:
        _refuse_what_cannot_be(line)
        row = MinimumStrength(team_id=team_id, **_columns(line))
        db.session.add(row)
    if row is not None:
        row.officers = officers
        if not officers:
            db.session.delete(row)
        record(by, "minimum-strength:change", _team(team_id), before=before, after=_facts(line, officers))


def _team(team_id: int) -> Team:
    team = db.session.get(Team, team_id)
    if team is None:
        raise NotFound
    return team


def _columns(line: Line) -> dict[str, object]:
    return {
        "shift_template_id": line.shift_template_id,
        "weekday": line.weekday,
        "rank": Rank(line.rank) if line.rank else None,
        "skill_id": line.skill_id,
    }


def _row(team_id: int, line: Line) -> MinimumStrength | None:
    same = [
        getattr(MinimumStrength, name).is_not_distinct_from(value) for name, value in _columns(line).items()
    ]
    return db.session.scalar(select(MinimumStrength).where(MinimumStrength.team_id == team_id, *same))


def _refuse_what_cannot_be(line: Line) -> None:
    shift = db.session.get(ShiftTemplate, line.shift_template_id)
    if shift is None or shift.withdrawn:
        raise Refusal("That shift was withdrawn meanwhile: choose another")
    if line.skill_id and db.session.get(Skill, line.skill_id) is None:
        raise Refusal("That skill is no longer in the catalogue: choose another")


def _facts(line: Line, officers: int) -> dict[str, object]:
    return {**_columns(line), "officers": officers}
