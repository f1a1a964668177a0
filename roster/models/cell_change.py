"""What happened to a cell of the roster, one officer on one day; and the rest days still owed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.abstraction import TAKEN, Abstraction
from roster.models.account import Account
from roster.models.columns import FirstDay, Instant, words
from roster.models.officer import Officer


class ChangeSource(StrEnum):
    """What wrote the cell: a pattern laid again leaves alone what a hand wrote."""

    HAND = "hand"
    PATTERN = "pattern"
    SWAP = "swap"
    OWED = "owed"  # an owed rest day that was re-rostered


class ChangeReason(StrEnum):
    """Why a published duty was changed (RULES 7)."""

    EXIGENCY = "exigency"
    OFFICER_REQUEST = "officer_request"
    BRANCH_AGREEMENT = "branch_agreement"


class NoticeBand(StrEnum):
    """The clear days' notice of a cancelled rest day, as the days are counted (RULES 5)."""

    UNDER_15 = "under_15"
    AT_LEAST_15 = "at_least_15"


class CellChange(Model):
    """One change of one cell, by whom and why, and when its officer was told and acknowledged it.

    before and after are the cell in words for people ("Early 07:00–15:00"); "" is an empty cell.
    """

    __tablename__ = "cell_change"
    __table_args__ = (
        # The last guard of change control: nothing published changes without a reason.
        CheckConstraint("NOT published OR reason IS NOT NULL", "has_reason"),
        CheckConstraint("acknowledged_at IS NULL OR told_at IS NOT NULL", "told"),
        Index(None, "officer_id", "day", "id"),
        Index(None, "day", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    day: Mapped[date] = mapped_column(FirstDay)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    source: Mapped[ChangeSource] = mapped_column(words(ChangeSource, "source"))
    before: Mapped[str] = mapped_column(String(120))
    after: Mapped[str] = mapped_column(String(120))
    published: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[ChangeReason | None] = mapped_column(words(ChangeReason, "reason"))
    note: Mapped[str] = mapped_column(String(200), default="")
    # Of a published change only: the notice given in clear days, and when the officer heard of it.
    clear_days: Mapped[int | None]
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    officer: Mapped[Officer] = relationship()
    account: Mapped[Account | None] = relationship()


class OwedRestDay(Model):
    """A published rest day that became duty, or on which an abstraction starts: owed until re-rostered.

    cell_change is the change that made it duty, abstraction the one that took, or takes, the day.
    """

    __tablename__ = "owed_rest_day"
    __table_args__ = (
        CheckConstraint("cell_change_id IS NOT NULL OR abstraction_id IS NOT NULL", "cause"),
        Index(None, "officer_id", "day", unique=True),
        Index(None, "re_rostered_to", "officer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    day: Mapped[date] = mapped_column(FirstDay)
    cell_change_id: Mapped[int | None] = mapped_column(ForeignKey("cell_change.id"))
    abstraction_id: Mapped[int | None] = mapped_column(ForeignKey("abstraction.id"))
    clear_days: Mapped[int]
    band: Mapped[NoticeBand] = mapped_column(words(NoticeBand, "band"))
    # The day it was given back on; None while it is owed.
    re_rostered_to: Mapped[date | None] = mapped_column(FirstDay)
    officer: Mapped[Officer] = relationship()
    cell_change: Mapped[CellChange | None] = relationship()
    abstraction: Mapped[Abstraction | None] = relationship()

    @property
    def is_taken(self) -> bool:
        """Whether an abstraction still takes the day, whatever is rostered on it."""
        return self.abstraction is not None and self.abstraction.status in TAKEN
