"""How the service is: how old the flags are."""

from sqlalchemy import select

from roster.extensions import db
from roster.models.job_run import JobRun
from roster.queries.accounts import JUDGING


def last_judging() -> JobRun | None:
    """The scheduler's last completed judging of the whole force."""
    return db.session.scalar(select(JobRun).where(JobRun.job == JUDGING, JobRun.finished_at.is_not(None)))
