"""Two schedulers, as processes: one leads and the other stands by, until the first is gone."""

import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from roster import clock
from roster.extensions import db, transaction
from roster.jobs.lead import lead_for
from roster.jobs.scheduler import LEASE_SECONDS, STANDBY_SECONDS, UNANSWERED, scheduler_for, take_turns
from roster.models.cover_flag import CoverFlag
from roster.models.duty import Duty, DutyState
from roster.models.job_run import JobRun, Lease
from roster.queries.accounts import JUDGING
from tests.databases import app_on
from tests.factories import make_contact_session, make_duty, make_officer, make_team

ROOT = Path(__file__).resolve().parents[2]
LEADS, STANDS_BY = "This scheduler leads", "this one stands by"
PATIENCE = 60  # seconds that a loaded machine may take; the tests wait for words, not for time


class Scheduler:
    """A scheduler's process, and what it has said that nobody has read yet."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "scheduler", "--lease-seconds", "4"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": "x" * 32, "SCHEDULER_EVERY_SECONDS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.put(line)

    def wait_for(self, words: str) -> None:
        """Read on until it says so."""
        heard = []
        while True:
            try:
                heard.append(self.said.get(timeout=PATIENCE))
            except queue.Empty:
                raise AssertionError(f"never said {words!r}, but {''.join(heard)}") from None
            if words in heard[-1]:
                return

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def start(database_url: str) -> Iterator[Callable[[], Scheduler]]:
    started: list[Scheduler] = []

    def one_more() -> Scheduler:
        started.append(Scheduler(database_url))
        return started[-1]

    yield one_more
    for one in started:
        one.process.kill()
        one.process.wait()
        one.reader.join()
        assert one.process.stderr
        one.process.stderr.close()


@pytest.fixture
def bare(app: Flask) -> Callable[[], None]:
    """Leave one more contact session of tomorrow bare, without a word to anybody."""
    team = make_team()
    officer = make_officer(team=team)
    days = iter(range(1, 20))

    def take_away() -> None:
        day = clock.today() + timedelta(days=next(days))
        make_contact_session(team, f"{day} 10:00", named=[officer])
        make_duty(officer, f"{day} 07:00")
        db.session.rollback()
        _draft_every_duty()

    return take_away


@transaction()
def _draft_every_duty() -> None:
    for duty in db.session.scalars(select(Duty)):
        duty.state = DutyState.DRAFT


def standing() -> list[int]:
    db.session.rollback()
    rows = select(CoverFlag.contact_session_id).where(CoverFlag.resolved_at.is_(None))
    return sorted(db.session.scalars(rows))


def test_one_leads_another_waits_and_takes_over_when_the_first_is_killed(
    bare: Callable[[], None], start: Callable[[], Scheduler]
) -> None:
    bare()
    first = start()
    first.wait_for(LEADS)
    first.wait_for("1 opened")
    second = start()
    second.wait_for(STANDS_BY)
    first.stop(signal.SIGKILL)
    bare()
    second.wait_for(LEADS)
    second.wait_for("1 opened")
    assert second.stop(signal.SIGTERM) == 0
    assert len(standing()) == len(set(standing())) == 2
    run = db.session.get_one(JobRun, JUDGING)
    assert (run.judged, run.failure) == (2, "")


def test_who_is_asked_to_stop_hands_over_at_once(
    bare: Callable[[], None], start: Callable[[], Scheduler]
) -> None:
    first = start()
    first.wait_for(LEADS)
    second = start()
    second.wait_for(STANDS_BY)
    assert first.stop(signal.SIGINT) == 0
    second.wait_for(LEADS)
    assert second.stop(signal.SIGTERM) == 0
    assert db.session.scalars(select(Lease)).all() == []


def test_the_lead_is_one_and_changes_hands(app: Flask) -> None:
    one, two = lead_for(app, 60), lead_for(app, 60)
    db.session.rollback()
    assert (one.take(), two.take(), one.keep()) == (True, False, True)
    one.give_up()
    assert (two.take(), one.take()) == (True, False)
    two.give_up()


@pytest.mark.engine("sqlite")
def test_a_lease_that_ran_out_is_taken_and_not_kept(app: Flask, at: Callable[..., object]) -> None:
    at("2026-12-03 10:00:00")
    one, two = lead_for(app, 25), lead_for(app, 25)
    db.session.rollback()
    assert one.take()
    at("2026-12-03 10:00:24")
    assert not two.take()
    at("2026-12-03 10:00:25")
    assert two.take()
    assert not one.keep()


@pytest.mark.engine("postgresql")
def test_a_lead_is_lost_with_its_connection(app: Flask) -> None:
    one, two = lead_for(app, 25), lead_for(app, 25)
    assert one.take()
    held = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    assert db.session.execute(text(held)).all()
    db.session.rollback()
    assert not one.keep()
    assert two.take()
    two.give_up()
    one.give_up()


@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/roster.sqlite", "sqlite://", "postgresql+psycopg://postgres@/roster?host=/nowhere"],
    ids=["no file", "no tables", "no server"],
)
def test_a_database_that_is_away_is_not_another_scheduler(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stop = threading.Event()
    turns = threading.Thread(target=take_turns, args=(app_on(url), stop, 0.1))
    turns.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not caplog.messages and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.3)  # some more turns, which say nothing new
    finally:
        stop.set()
        turns.join()
    assert [words for words in caplog.messages if "scheduler" in words] == [UNANSWERED]


def test_another_takes_over_within_30_seconds() -> None:
    # R6: the longest wait is a lease just renewed, and one look at it.
    assert LEASE_SECONDS + STANDBY_SECONDS < 30


def test_a_late_job_is_run_once_and_never_twice_at_a_time(app: Flask) -> None:
    scheduler = scheduler_for(app)
    scheduler._event = threading.Event()  # so that what is pending becomes jobs without a loop
    super(type(scheduler), scheduler).start(paused=True)
    try:
        jobs = scheduler.get_jobs()
        assert {job.id for job in jobs} >= {JUDGING}
        for job in jobs:
            assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (3600, True, 1)
            assert str(job.trigger.timezone) == "UTC"
    finally:
        scheduler.shutdown()
