"""Contact sessions: when and where a ward team has promised to meet the public."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.area import Team
from roster.models.columns import Instant, words
from roster.models.officer import Officer
from roster.models.skill import Skill
from roster.values import Span


class ContactSessionStatus(StrEnum):
    """Cancelled sessions are not judged."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class Venue(Model):
    """A place where contact sessions are held."""

    __tablename__ = "venue"
    __table_args__ = (Index(None, "team_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    team: Mapped[Team] = relationship()


class Naming(Model):
    """An officer is named on a contact session: told to be there."""

    __tablename__ = "naming"
    __table_args__ = (Index(None, "officer_id", "contact_session_id"),)

    contact_session_id: Mapped[int] = mapped_column(
        ForeignKey("contact_session.id", ondelete="CASCADE"), primary_key=True
    )
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)


class ContactSession(Model):
    """A promise to the public: a ward team at a venue for at most 24 hours."""

    __tablename__ = "contact_session"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "order"),
        CheckConstraint("ends_at - starts_at <= 86400", "length"),
        CheckConstraint("officers_needed BETWEEN 1 AND 50", "officers_needed"),
        Index(None, "team_id", "starts_at"),
        Index(None, "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    required_skill_id: Mapped[int | None] = mapped_column(ForeignKey("skill.id"))
    title: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    officers_needed: Mapped[int] = mapped_column(default=1)
    status: Mapped[ContactSessionStatus] = mapped_column(
        words(ContactSessionStatus, "status"), default=ContactSessionStatus.PLANNED
    )
    cancelled_because: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    team: Mapped[Team] = relationship()
    venue: Mapped[Venue] = relationship()
    required_skill: Mapped[Skill | None] = relationship()
    named: Mapped[list[Officer]] = relationship(secondary="naming", order_by=(Officer.last_name, Officer.id))
    __mapper_args__ = {"version_id_col": version}

    @property
    def span(self) -> Span:
        """The time promised, in UTC."""
        return Span.between(self.starts_at, self.ends_at)
