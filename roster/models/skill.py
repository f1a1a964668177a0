"""The catalogue of skills, and who holds which from when to when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.columns import FirstDay, LastDay
from roster.models.officer import Officer


class Skill(Model):
    """A skill that a contact session or an abstraction may ask for."""

    __tablename__ = "skill"
    __table_args__ = (CheckConstraint("validity_months > 0", "validity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    letters: Mapped[str] = mapped_column(String(4))
    validity_months: Mapped[int]
    open_to_pcso: Mapped[bool]
    position: Mapped[int] = mapped_column(default=0)


class SkillGrant(Model):
    """Officer holds a skill from and to a London day, both included, unless suspended."""

    __tablename__ = "skill_grant"
    __table_args__ = (
        CheckConstraint("last_day > first_day", "order"),
        Index(None, "officer_id", "skill_id", "first_day", unique=True),
        Index(None, "skill_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"))
    first_day: Mapped[date] = mapped_column(FirstDay)
    last_day: Mapped[date | None] = mapped_column(LastDay, nullable=False)
    suspended: Mapped[bool] = mapped_column(default=False)
    officer: Mapped[Officer] = relationship()
    skill: Mapped[Skill] = relationship()
