"""The audit: who did what, when; rows are only ever added, and the database sees to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from roster.extensions import Model
from roster.models.columns import Instant


class AuditEntry(Model):
    """One change, written in the transaction that made it."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject", "subject_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    # What it was before and what it is after, as JSON.
    detail: Mapped[str] = mapped_column(Text, default="{}")
