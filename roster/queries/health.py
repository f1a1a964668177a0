"""How the service is: how old the flags are, and which jobs fail."""

from sqlalchemy import select

from roster.extensions import db
from roster.models.job_run import JobRun
from roster.queries.accounts import JUDGING


def last_judging() -> JobRun | None:
    """The scheduler's last completed judging of the whole force."""
    return db.session.scalar(select(JobRun).where(JobRun.job == JUDGING, JobRun.finished_at.is_not(None)))


def failed_jobs() -> list[JobRun]:
    """Each job that ever failed, the latest failure first."""
    asked = select(JobRun).where(JobRun.failed_at.is_not(None)).order_by(JobRun.failed_at.desc(), JobRun.job)
    return list(db.session.scalars(asked))
