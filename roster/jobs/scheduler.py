"""The scheduler: one process leads and runs the timetable, any other stands by."""

import logging
import signal
import threading
from datetime import UTC, datetime

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    EVENT_SCHEDULER_STARTED,
    SchedulerEvent,
)
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from roster.jobs.lead import Lead, Unanswered, lead_for
from roster.jobs.running import run_job
from roster.jobs.timetable import timetable

# Another scheduler takes over within 30 s (QUALITY R6): the lease, and one look at it.
LEASE_SECONDS = 25.0
STANDBY_SECONDS = 3.0
STOPPING = {signal.SIGTERM, signal.SIGINT}
# A late job runs once instead of being dropped without a word, APScheduler's default.
JOB_DEFAULTS = {"misfire_grace_time": 3600, "coalesce": True, "max_instances": 1}
LEADS = "This scheduler leads"
STANDS_BY = "Another scheduler leads; this one stands by"
UNANSWERED = "The database does not answer; this scheduler runs nothing, and asks again every few seconds"
log = logging.getLogger("roster.scheduler")


def run_scheduler(app: Flask, lease_seconds: float = LEASE_SECONDS) -> None:
    """Lead or stand by until the process is asked to stop.

    Signals are waited for, not handled: a handler may run while its thread holds a lock.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    stop = threading.Event()
    work = threading.Thread(target=take_turns, args=(app, stop, lease_seconds), name="scheduler")
    work.start()
    while work.is_alive():
        if signal.sigtimedwait(STOPPING, 1):
            break
    stop.set()
    work.join()


def take_turns(app: Flask, stop: threading.Event, lease_seconds: float = LEASE_SECONDS) -> None:
    """Stand by until the lead is free; lead until it is lost; give it up at the end."""
    lead = lead_for(app, lease_seconds)
    look = min(STANDBY_SECONDS, lease_seconds / 3)
    said = ""
    while not stop.is_set():
        turn = _turn(lead)
        if turn != said:
            log.log(logging.ERROR if turn == UNANSWERED else logging.INFO, turn)
        said = turn
        if turn == LEADS:
            _lead(app, lead, stop, look)
            lead.give_up()
            said = ""
        stop.wait(look)


def _turn(lead: Lead) -> str:
    """What this scheduler does now, in the words of the log."""
    try:
        return LEADS if lead.take() else STANDS_BY
    except Unanswered:
        return UNANSWERED


def _lead(app: Flask, lead: Lead, stop: threading.Event, look: float) -> None:
    scheduler = scheduler_for(app)
    keeper = threading.Thread(target=_keep, args=(lead, scheduler, stop, look), name="lead")
    # Only what runs can be shut down.
    scheduler.add_listener(lambda _: keeper.start(), EVENT_SCHEDULER_STARTED)
    scheduler.start()
    keeper.join()


def _keep(lead: Lead, scheduler: BlockingScheduler, stop: threading.Event, look: float) -> None:
    while not stop.wait(look):
        if not lead.keep():
            log.warning("The lead was lost; this scheduler runs nothing until it leads again")
            break
    scheduler.shutdown(wait=True)


def scheduler_for(app: Flask) -> BlockingScheduler:
    """APScheduler with the timetable in memory; what is due is decided by our own tables."""
    scheduler = BlockingScheduler(timezone="UTC", job_defaults=JOB_DEFAULTS)
    for job in timetable(app.config["SCHEDULER_EVERY_SECONDS"]):
        soon = {"next_run_time": datetime.now(UTC)} if job.at_start else {}
        scheduler.add_job(run_job, job.trigger, args=(app, job), id=job.name, **job.fields, **soon)
    scheduler.add_listener(_say, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
    return scheduler


def _say(event: SchedulerEvent) -> None:
    happened = {EVENT_JOB_ERROR: "failed", EVENT_JOB_MISSED: "was missed"}
    log.error("The job %s %s", event.job_id, happened.get(event.code, "was still running"))
