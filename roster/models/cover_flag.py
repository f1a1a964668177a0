"""Cover flags: a contact session that is uncovered or at risk, until it no longer is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.columns import Instant, words
from roster.models.contact_session import ContactSession


class FlagState(StrEnum):
    """How bad it is; a covered session has no standing flag."""

    AT_RISK = "at_risk"
    UNCOVERED = "uncovered"


class Finder(StrEnum):
    """Who saw it first; what the scheduler sees first, a request missed."""

    REQUEST = "request"
    SCHEDULER = "scheduler"


class Resolution(StrEnum):
    """How a flag came down."""

    COVERED = "covered"
    CANCELLED = "cancelled"


class CoverFlag(Model):
    """One standing flag at most for each contact session; the database sees to it."""

    __tablename__ = "cover_flag"
    __table_args__ = (
        Index(
            "uq_cover_flag_standing",
            "contact_session_id",
            unique=True,
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index(None, "contact_session_id", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_session_id: Mapped[int] = mapped_column(ForeignKey("contact_session.id"))
    state: Mapped[FlagState] = mapped_column(words(FlagState, "state"))
    # The gaps as judged, with their causes: a list in the form that flask coverage check prints.
    gaps: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(32))
    lost_to_abstraction: Mapped[bool] = mapped_column(default=False)
    found_by: Mapped[Finder] = mapped_column(words(Finder, "found_by"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    resolution: Mapped[Resolution | None] = mapped_column(words(Resolution, "resolution"))
    contact_session: Mapped[ContactSession] = relationship()
