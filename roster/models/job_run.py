"""What the scheduler did last, and which scheduler leads."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from roster.extensions import Model
from roster.models.columns import Instant


class JobRun(Model):
    """The last run of a job: one row a job, overwritten each time."""

    __tablename__ = "job_run"
    __table_args__ = (Index(None, "finished_at"),)

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    judged: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    resolved: Mapped[int] = mapped_column(default=0)
    # What it found that a request had missed: each one is a defect of ours.
    missed: Mapped[int] = mapped_column(default=0)
    # The last failure, kept when the job has worked again: its kind, never its words, which may name people.
    failure: Mapped[str] = mapped_column(String(200), default="")
    failed_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def is_failing(self) -> bool:
        """Whether it has not worked since it last failed."""
        return self.failed_at is not None and (self.finished_at is None or self.finished_at < self.failed_at)


class Lease(Model):
    """The one scheduler that leads, until its lease runs out; the others stand by."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[datetime] = mapped_column(Instant)
