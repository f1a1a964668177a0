"""Who decides what officers ask for: a sergeant of the team; never oneself; for a sergeant also a manager."""

from collections.abc import Collection

from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.area import Borough, Team
from roster.models.officer import Charge, Supervision
from roster.permissions import Actor, may

OWN = "You do not decide your own request: another sergeant of the team does, or a manager of the area"


def may_decide(by: Actor, permission: str, officer_ids: Collection[int], team_id: int) -> bool:
    """Whether the person may, for that ward team, on a request of these officers."""
    if by.officer_id in officer_ids:
        return False
    if may(by, permission, team_id):
        return True
    return may(by, "request:decide", team_id) and bool(_supervising(team_id) & set(officer_ids))


def deciders(officer_ids: Collection[int], team_ids: Collection[int]) -> set[int]:
    """The officers to tell of a request: the teams' other sergeants; a team's managers where it has none."""
    found: set[int] = set()
    for team_id in sorted(team_ids):
        supervising = _supervising(team_id)
        others = supervising - set(officer_ids)
        # Nobody but those who ask has the team: then it goes up.
        found |= others if others or not supervising else _managing(team_id) - set(officer_ids)
    return found


def _supervising(team_id: int) -> set[int]:
    now = int(clock.now().timestamp())
    asked = select(Supervision.officer_id).where(
        Supervision.team_id == team_id, Supervision.first_day <= now, Supervision.last_day > now
    )
    return set(db.session.scalars(asked))


def _managing(team_id: int) -> set[int]:
    in_charge = (Charge.borough_id == Borough.id) | (Charge.bcu_id == Borough.bcu_id)
    asked = select(Charge.officer_id).join(Borough, in_charge).join(Team, Team.borough_id == Borough.id)
    return set(db.session.scalars(asked.where(Team.id == team_id)))
