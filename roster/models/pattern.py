"""Rotating patterns: weeks of shifts and rest days that repeat, and who follows which from when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.columns import FirstDay, LastDay, words
from roster.models.duty import RestKind, ShiftTemplate
from roster.models.officer import Officer


class Pattern(Model):
    """A number of weeks that repeat."""

    __tablename__ = "pattern"
    __table_args__ = (CheckConstraint("weeks BETWEEN 1 AND 52", "weeks"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    weeks: Mapped[int]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    days: Mapped[list["PatternDay"]] = relationship(
        order_by="PatternDay.place", cascade="all, delete-orphan", back_populates="pattern"
    )
    __mapper_args__ = {"version_id_col": version}


class PatternDay(Model):
    """What a day of the pattern holds: a shift or rest. Place 0 is the Monday of its first week."""

    __tablename__ = "pattern_day"
    __table_args__ = (
        CheckConstraint("(shift_template_id IS NULL) <> (rest IS NULL)", "one_thing"),
        CheckConstraint("place BETWEEN 0 AND 363", "place"),
    )

    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shift_template_id: Mapped[int | None] = mapped_column(ForeignKey("shift_template.id"))
    rest: Mapped[RestKind | None] = mapped_column(words(RestKind, "rest"))
    pattern: Mapped[Pattern] = relationship(back_populates="days")
    shift_template: Mapped[ShiftTemplate | None] = relationship()


class PatternLine(Model):
    """An officer follows a pattern from and to a London day, both included; no two overlap.

    The week that holds the first day is the pattern's week offset_weeks + 1.
    """

    __tablename__ = "pattern_line"
    __table_args__ = (
        CheckConstraint("last_day > first_day", "order"),
        CheckConstraint("offset_weeks BETWEEN 0 AND 51", "offset"),
        Index(None, "officer_id", "first_day", unique=True),
        Index(None, "pattern_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"))
    offset_weeks: Mapped[int] = mapped_column(default=0)
    first_day: Mapped[date] = mapped_column(FirstDay)
    last_day: Mapped[date | None] = mapped_column(LastDay, nullable=False)
    officer: Mapped[Officer] = relationship()
    pattern: Mapped[Pattern] = relationship()
