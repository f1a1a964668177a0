"""Abstractions: officers taken from their ward, and the categories they are counted by."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.columns import Instant, words
from roster.models.officer import Officer
from roster.models.skill import Skill
from roster.values import Span


class AbstractionFamily(StrEnum):
    """The published groups that categories are reported under."""

    RESPONSE = "response"
    AID = "aid"
    CUSTODY = "custody"
    GUARD = "guard"
    COURT = "court"
    TRAINING = "training"
    OTHER = "other"


class AbstractionStatus(StrEnum):
    """Confirmed and ended early take the officer away, the latter up to its true end."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    ENDED_EARLY = "ended_early"
    CANCELLED = "cancelled"


TAKEN = (AbstractionStatus.CONFIRMED, AbstractionStatus.ENDED_EARLY)


class AbstractionCategory(Model):
    """What an officer may be taken for, and how it counts."""

    __tablename__ = "abstraction_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    letters: Mapped[str] = mapped_column(String(5))
    family: Mapped[AbstractionFamily] = mapped_column(words(AbstractionFamily, "family"))
    counts: Mapped[bool] = mapped_column(default=True)
    exempt_event: Mapped[bool] = mapped_column(default=False)
    off_borough: Mapped[bool] = mapped_column(default=False)
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skill.id"))
    position: Mapped[int] = mapped_column(default=0)
    skill: Mapped[Skill | None] = relationship()


class Abstraction(Model):
    """One officer taken for a span of at most 24 hours; longer aid is a row for each day."""

    __tablename__ = "abstraction"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "order"),
        CheckConstraint("ends_at - starts_at <= 86400", "length"),
        Index(None, "officer_id", "starts_at"),
        Index(None, "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("abstraction_category.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    planned_ends_at: Mapped[datetime] = mapped_column(Instant)
    status: Mapped[AbstractionStatus] = mapped_column(words(AbstractionStatus, "status"))
    requested_by: Mapped[str] = mapped_column(String(120))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    officer: Mapped[Officer] = relationship()
    category: Mapped[AbstractionCategory] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def span(self) -> Span:
        """The time away from the ward, in UTC."""
        return Span.between(self.starts_at, self.ends_at)
