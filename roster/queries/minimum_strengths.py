"""What a ward team needs, line by line."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from roster.extensions import db
from roster.models.duty import ShiftTemplate
from roster.models.minimum_strength import MinimumStrength


def minimums_of(team_id: int) -> Sequence[MinimumStrength]:
    """The team's lines in the order of the shifts, every weekday before a single one."""
    asked = (
        select(MinimumStrength)
        .join(ShiftTemplate)
        .options(joinedload(MinimumStrength.shift_template), joinedload(MinimumStrength.skill))
        .where(MinimumStrength.team_id == team_id)
        .order_by(
            ShiftTemplate.position,
            ShiftTemplate.code,
            MinimumStrength.weekday.is_not(None),
            MinimumStrength.weekday,
            MinimumStrength.id,
        )
    )
    return db.session.scalars(asked).all()
