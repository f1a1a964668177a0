"""Shift templates, duties, and the days on which an officer is rostered to rest."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.columns import FirstDay, Instant, words
from roster.models.officer import Officer
from roster.values import Span


class DutyKind(StrEnum):
    """What a duty is spent on; only ward duty covers a contact session."""

    WARD = "ward"
    TRAINING = "training"
    COURT = "court"
    OFFICE = "office"


class DutyState(StrEnum):
    """A draft changes nothing until it is published."""

    DRAFT = "draft"
    PUBLISHED = "published"


class RestKind(StrEnum):
    """A rest day, or a part-timer's free day."""

    REST_DAY = "rest_day"
    FREE_DAY = "free_day"


class ShiftTemplate(Model):
    """A named shift in London wall time; an end not after the start falls on the next day."""

    __tablename__ = "shift_template"
    __table_args__ = (
        CheckConstraint("start_minute BETWEEN 0 AND 1439", "start"),
        CheckConstraint("end_minute BETWEEN 0 AND 1439", "end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    kind: Mapped[DutyKind] = mapped_column(words(DutyKind, "kind"), default=DutyKind.WARD)
    colour: Mapped[str] = mapped_column(String(12))
    position: Mapped[int] = mapped_column(default=0)
    # Withdrawn: duties keep it, nobody can choose it any more.
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __mapper_args__ = {"version_id_col": version}


class Duty(Model):
    """One officer at work for a span of at most 24 hours; an officer's duties never overlap."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "order"),
        # The look-back of every question about cover is bounded by this.
        CheckConstraint("ends_at - starts_at <= 86400", "length"),
        Index(None, "officer_id", "starts_at", unique=True),
        Index(None, "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    shift_template_id: Mapped[int | None] = mapped_column(ForeignKey("shift_template.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[DutyKind] = mapped_column(words(DutyKind, "kind"), default=DutyKind.WARD)
    state: Mapped[DutyState] = mapped_column(words(DutyState, "state"), default=DutyState.DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    officer: Mapped[Officer] = relationship()
    shift_template: Mapped[ShiftTemplate | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def span(self) -> Span:
        """The hours worked, in UTC."""
        return Span.between(self.starts_at, self.ends_at)


class RestDay(Model):
    """A day on which the officer is rostered not to work."""

    __tablename__ = "rest_day"
    __table_args__ = (Index(None, "officer_id", "day", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    day: Mapped[date] = mapped_column(FirstDay)
    kind: Mapped[RestKind] = mapped_column(words(RestKind, "kind"), default=RestKind.REST_DAY)
    state: Mapped[DutyState] = mapped_column(words(DutyState, "state"), default=DutyState.DRAFT)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    officer: Mapped[Officer] = relationship()
    __mapper_args__ = {"version_id_col": version}
