"""Notices: what a person must be told, saved with its cause and told once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.absence import Absence
from roster.models.abstraction import Abstraction
from roster.models.columns import Instant, words
from roster.models.contact_session import ContactSession
from roster.models.officer import Officer
from roster.models.swap import Swap


class NoticeKind(StrEnum):
    """What happened; the sentence is made from the rows it points to, but for a time away."""

    COVER_LOST = "cover_lost"
    COVER_BACK = "cover_back"
    TAKEN = "taken"
    TAKING_ENDED = "taking_ended"
    TAKING_CANCELLED = "taking_cancelled"
    NAMED = "named"
    NOT_NAMED = "not_named"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_MOVED = "session_moved"
    DUTY_CHANGED = "duty_changed"
    ROSTER_PUBLISHED = "roster_published"
    ABSENCE_ASKED = "absence_asked"
    ABSENCE_APPROVED = "absence_approved"
    ABSENCE_DECLINED = "absence_declined"
    ABSENCE_CANCELLED = "absence_cancelled"
    SWAP_OFFERED = "swap_offered"
    SWAP_TAKEN = "swap_taken"
    SWAP_RELEASED = "swap_released"
    SWAP_APPROVED = "swap_approved"
    SWAP_DECLINED = "swap_declined"
    SWAP_ENDED = "swap_ended"


# What sergeants are told of their teams' contact sessions.
COVER = (NoticeKind.COVER_LOST, NoticeKind.COVER_BACK)


def _by(cause: str) -> Index:
    """The notices with this cause alone: each has one of four."""
    given = text(f"{cause} IS NOT NULL")
    return Index(None, cause, sqlite_where=given, postgresql_where=given)


class Notice(Model):
    """One thing that one officer is told once; the key says what makes it the same thing."""

    __tablename__ = "notice"
    __table_args__ = (
        Index(None, "recipient_id", "kind", "key", unique=True),
        Index(None, "recipient_id", "read_at", "created_at"),
        _by("contact_session_id"),
        _by("abstraction_id"),
        _by("absence_id"),
        _by("swap_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    kind: Mapped[NoticeKind] = mapped_column(words(NoticeKind, "kind"))
    key: Mapped[str] = mapped_column(String(80))
    contact_session_id: Mapped[int | None] = mapped_column(ForeignKey("contact_session.id"))
    abstraction_id: Mapped[int | None] = mapped_column(ForeignKey("abstraction.id"))
    absence_id: Mapped[int | None] = mapped_column(ForeignKey("absence.id"))
    swap_id: Mapped[int | None] = mapped_column(ForeignKey("swap.id"))
    # The day a changed duty falls on, where the duty itself may be gone.
    about_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    recipient: Mapped[Officer] = relationship()
    contact_session: Mapped[ContactSession | None] = relationship()
    abstraction: Mapped[Abstraction | None] = relationship()
    absence: Mapped[Absence | None] = relationship()
    swap: Mapped[Swap | None] = relationship()
