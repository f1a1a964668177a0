"""Swaps: a duty offered to a colleague or to the team, taken, and approved by the sergeant."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.columns import Instant, words
from roster.models.duty import Duty
from roster.models.officer import Officer
from roster.values import Span

_OPEN = text("status IN ('offered', 'taken')")


class SwapStatus(StrEnum):
    """Only an approved swap moves a duty."""

    OFFERED = "offered"
    TAKEN = "taken"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # the duty began, changed or went before anybody decided


OPEN = (SwapStatus.OFFERED, SwapStatus.TAKEN)


class Swap(Model):
    """An officer's published duty, offered to one colleague or, where none is named, to the team."""

    __tablename__ = "swap"
    __table_args__ = (
        CheckConstraint("taker_id IS NULL OR taker_id <> officer_id", "two_people"),
        CheckConstraint("status NOT IN ('taken', 'approved') OR taker_id IS NOT NULL", "taker"),
        CheckConstraint("status <> 'declined' OR decline_reason <> ''", "declined"),
        # A duty is offered once at a time.
        Index(
            "ix_swap_open_duty_id",
            "duty_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "officer_id", "starts_at"),
        Index(None, "taker_id"),
        Index(None, "asked_of_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    # The duty as it was offered: the row itself may go, its times stay.
    duty_id: Mapped[int | None] = mapped_column(ForeignKey("duty.id", ondelete="SET NULL"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    asked_of_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    taker_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    # What the taker gives in return, if anything.
    return_duty_id: Mapped[int | None] = mapped_column(ForeignKey("duty.id", ondelete="SET NULL"))
    return_starts_at: Mapped[datetime | None] = mapped_column(Instant)
    return_ends_at: Mapped[datetime | None] = mapped_column(Instant)
    status: Mapped[SwapStatus] = mapped_column(words(SwapStatus, "status"), default=SwapStatus.OFFERED)
    note: Mapped[str] = mapped_column(String(200), default="")
    decline_reason: Mapped[str] = mapped_column(String(200), default="")
    offered_at: Mapped[datetime] = mapped_column(Instant)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    officer: Mapped[Officer] = relationship(foreign_keys=officer_id)
    asked_of: Mapped[Officer | None] = relationship(foreign_keys=asked_of_id)
    taker: Mapped[Officer | None] = relationship(foreign_keys=taker_id)
    duty: Mapped[Duty | None] = relationship(foreign_keys=duty_id)
    return_duty: Mapped[Duty | None] = relationship(foreign_keys=return_duty_id)
    __mapper_args__ = {"version_id_col": version}

    @property
    def span(self) -> Span:
        """The hours of the duty as it was offered, in UTC."""
        return Span.between(self.starts_at, self.ends_at)

    @property
    def return_span(self) -> Span | None:
        """The hours of what was promised in return; None where nothing was."""
        if self.return_starts_at is None or self.return_ends_at is None:
            return None
        return Span.between(self.return_starts_at, self.return_ends_at)

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.status in OPEN
