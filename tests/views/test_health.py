"""What the pages of health say of the scheduler: how old its judging is, and what failed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from roster import clock
from roster.extensions import db
from roster.jobs.running import run_job
from roster.jobs.timetable import Job, timetable
from roster.models.job_run import JobRun
from roster.queries.accounts import JUDGING
from roster.views.health import JOBS
from tests.factories import save
from tests.pages import Client

At = Callable[..., datetime]


def judged_now() -> None:
    now = clock.now()
    save(JobRun(job=JUDGING, started_at=now, finished_at=now))


def no_work() -> None:
    raise LookupError("PC Shah is nowhere")


def run(app: Flask, work: Callable[[], Any]) -> None:
    db.session.rollback()
    run_job(app, Job(JUDGING, work, "interval"))


@pytest.mark.parametrize(
    ("every", "fresh", "stale"),
    [(60, "09:05:00", "09:05:01"), (1, "09:05:00", "09:05:01"), (600, "09:50", "09:51")],
)
def test_cover_is_too_old_after_five_judgings_and_never_before_five_minutes(
    app: Flask, client: Client, at: At, every: int, fresh: str, stale: str
) -> None:
    app.config["SCHEDULER_EVERY_SECONDS"] = every
    at("2026-12-03 09:00:00")
    judged_now()
    at(f"2026-12-03 {fresh}")
    assert client.get("/health/cover").status_code == 200
    at(f"2026-12-03 {stale}")
    assert client.get("/health/cover").status_code == 503
    assert client.get("/health/cover").json["stale"] is True


def test_a_job_that_fails_is_named_until_it_works_again(
    app: Flask, page: Any, client: Client, at: At
) -> None:
    at("2026-12-03 09:00")
    judged_now()
    assert "Last failed" not in page("/health").words
    at("2026-12-03 09:01")
    run(app, no_work)
    at("2026-12-03 09:03")
    words = page("/health").words
    assert "Last failed: judging cover 2 minutes ago (Thu 3 Dec 09:01, LookupError)" in words
    assert "✕ It has not worked since" in words
    assert "Shah" not in words
    assert client.get("/health/cover").json["failing"] == [JUDGING]
    run(app, dict)
    assert "✓ It has worked since, 0 seconds ago" in page("/health").words
    assert client.get("/health/cover").json["failing"] == []


def test_a_job_that_never_worked_is_failing(app: Flask, page: Any, client: Client) -> None:
    run(app, no_work)
    assert "✕ It has not worked since" in page("/health").words
    assert client.get("/health/cover").json["failing"] == [JUDGING]


def test_the_page_says_how_often_cover_is_judged(app: Flask, page: Any) -> None:
    assert "again each minute" in page("/health").words
    app.config["SCHEDULER_EVERY_SECONDS"] = 90
    assert "again every 90 seconds" in page("/health").words


def test_every_job_has_words() -> None:
    assert set(JOBS) == {job.name for job in timetable(60)}
