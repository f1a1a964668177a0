"""The ward teams that somebody may see."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from roster.extensions import db
from roster.models.area import Team


@dataclass(frozen=True, slots=True)
class TeamName:
    """A ward team, for lists and filters."""

    id: int
    name: str


def teams_within(team_ids: Collection[int] | None) -> list[TeamName]:
    """These ward teams, or every one for None, by name."""
    question = select(Team.id, Team.name).order_by(Team.name)
    if team_ids is not None:
        question = question.where(Team.id.in_(team_ids))
    return [TeamName(one, name) for one, name in db.session.execute(question)]
