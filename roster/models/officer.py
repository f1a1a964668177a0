"""Officers and PCSOs, their dated postings, and who supervises or manages which teams."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.area import Bcu, Borough, Team
from roster.models.columns import FirstDay, LastDay, words


class Rank(StrEnum):
    """Ranks as the trade writes them."""

    PCSO = "PCSO"
    PC = "PC"
    PS = "PS"
    INSPECTOR = "Insp"
    CHIEF_INSPECTOR = "Ch Insp"


class Employment(StrEnum):
    """Police officers hold office under regulations; PCSOs are staff with rules of their own."""

    OFFICER = "police_officer"
    STAFF = "police_staff"
    SPECIAL = "special_constable"


class Officer(Model):
    """A police officer or PCSO."""

    __tablename__ = "officer"
    __table_args__ = (CheckConstraint("fte_hundredths BETWEEN 1 AND 100", "fte"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    warrant_number: Mapped[str] = mapped_column(String(12), unique=True)
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80), index=True)
    rank: Mapped[Rank] = mapped_column(words(Rank, "rank"))
    employment: Mapped[Employment] = mapped_column(words(Employment, "employment"))
    fte_hundredths: Mapped[int] = mapped_column(default=100)
    postings: Mapped[list["Posting"]] = relationship(
        back_populates="officer",
        order_by="Posting.first_day",
        cascade="all, delete-orphan",
    )

    @property
    def name(self) -> str:
        """Rank and whole name: PC Amina Shah."""
        return f"{self.rank} {self.first_name} {self.last_name}"

    @property
    def short_name(self) -> str:
        """Rank and last name: PC Shah."""
        return f"{self.rank} {self.last_name}"


class Posting(Model):
    """Officer to ward team, from and to a London day, both included; no two overlap."""

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("last_day > first_day", "order"),
        Index(None, "officer_id", "first_day", unique=True),
        Index(None, "team_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    first_day: Mapped[date] = mapped_column(FirstDay)
    last_day: Mapped[date | None] = mapped_column(LastDay, nullable=False)
    officer: Mapped[Officer] = relationship(back_populates="postings")
    team: Mapped[Team] = relationship()


class Supervision(Model):
    """A sergeant answers for a ward team, from and to a London day, both included."""

    __tablename__ = "supervision"
    __table_args__ = (
        CheckConstraint("last_day > first_day", "order"),
        Index(None, "officer_id", "team_id", "first_day", unique=True),
        Index(None, "team_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    first_day: Mapped[date] = mapped_column(FirstDay)
    last_day: Mapped[date | None] = mapped_column(LastDay, nullable=False)
    officer: Mapped[Officer] = relationship()
    team: Mapped[Team] = relationship()


class Charge(Model):
    """A manager's area: one borough, or a whole BCU."""

    __tablename__ = "charge"
    __table_args__ = (
        CheckConstraint("(borough_id IS NULL) <> (bcu_id IS NULL)", "one_area"),
        Index(None, "officer_id", "borough_id", "bcu_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    borough_id: Mapped[int | None] = mapped_column(ForeignKey("borough.id"))
    bcu_id: Mapped[int | None] = mapped_column(ForeignKey("bcu.id"))
    borough: Mapped[Borough | None] = relationship()
    bcu: Mapped[Bcu | None] = relationship()
