"""Running one job: its row is written whether it works or fails, and a failure stops nothing else."""

import logging

from flask import Flask

from roster import clock
from roster.extensions import db
from roster.jobs.timetable import Job
from roster.services.job_runs import record_failure, record_run

log = logging.getLogger("roster.jobs")


def run_job(app: Flask, job: Job) -> None:
    """Do the job's work in a context of its own."""
    with app.app_context():
        started_at = clock.now()
        try:
            record_run(job.name, started_at, job.work() or {})
        except Exception as error:
            db.session.rollback()
            log.exception("The job %s failed", job.name)
            record_failure(job.name, started_at, type(error).__name__)
