"""When the scheduler's jobs last ran."""

from roster.extensions import db
from roster.models.job_run import JobRun


def last_run(job: str) -> JobRun | None:
    """The row of the job's last run, if it ever finished one."""
    run = db.session.get(JobRun, job)
    return run if run and run.finished_at else None
