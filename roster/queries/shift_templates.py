"""The list of shifts, and where each of them stands."""

from collections.abc import Sequence

from sqlalchemy import Row, func, select

from roster.extensions import db
from roster.models.duty import Duty, DutyState, ShiftTemplate
from roster.models.pattern import Pattern, PatternDay


def templates(with_withdrawn: bool = False) -> Sequence[ShiftTemplate]:
    """The shifts that can be chosen, in their order; the withdrawn ones after them where asked for."""
    asked = select(ShiftTemplate).order_by(
        ShiftTemplate.withdrawn, ShiftTemplate.position, ShiftTemplate.code
    )
    if not with_withdrawn:
        asked = asked.where(ShiftTemplate.withdrawn.is_(False))
    return db.session.scalars(asked).all()


def patterns_with(template_id: int) -> list[str]:
    """The names of the patterns, not withdrawn, in which the shift stands."""
    asked = (
        select(Pattern.name)
        .join(PatternDay)
        .where(PatternDay.shift_template_id == template_id, Pattern.withdrawn.is_(False))
        .distinct()
        .order_by(Pattern.name)
    )
    return list(db.session.scalars(asked))


def drafts_with(template_id: int) -> Row[int, int]:
    """How many unpublished duties of that shift there are, and for how many officers."""
    asked = select(
        func.count(Duty.id).label("duties"), func.count(Duty.officer_id.distinct()).label("officers")
    )
    drafts = (Duty.shift_template_id == template_id, Duty.state == DutyState.DRAFT)
    return db.session.execute(asked.where(*drafts)).one()
