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
            do_work(job)
        except Exception as error:
            db.session.rollback()
            log.exception("The job %s failed", job.name)
            record_failure(job.name, started_at, type(error).__name__)


def do_work(job: Job) -> dict[str, int]:
    """Do it here and now, and note that it is done: pages say how old it is, whoever asked for it."""
    started_at = clock.now()
    counts = job.work() or {}
    record_run(job.name, started_at, counts)
    return counts
