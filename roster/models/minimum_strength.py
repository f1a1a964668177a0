"""Minimum strength: how many officers a ward team needs, by weekday, shift, rank and skill."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.area import Team
from roster.models.columns import words
from roster.models.duty import ShiftTemplate
from roster.models.officer import Rank
from roster.models.skill import Skill


class MinimumStrength(Model):
    """So many officers on that shift; None is every weekday, any rank, no skill asked for."""

    __tablename__ = "minimum_strength"
    __table_args__ = (
        CheckConstraint("officers BETWEEN 1 AND 99", "officers"),
        CheckConstraint("weekday IS NULL OR weekday BETWEEN 0 AND 6", "weekday"),
        Index(None, "team_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    shift_template_id: Mapped[int] = mapped_column(ForeignKey("shift_template.id"))
    weekday: Mapped[int | None]  # 0 is Monday
    rank: Mapped[Rank | None] = mapped_column(words(Rank, "rank"))
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skill.id"))
    officers: Mapped[int]
    team: Mapped[Team] = relationship()
    shift_template: Mapped[ShiftTemplate] = relationship()
    skill: Mapped[Skill | None] = relationship()
