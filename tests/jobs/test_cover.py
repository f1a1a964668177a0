"""The minute's judging: it mends what was missed and says so, tells of what comes near, and runs on."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from roster import clock
from roster.extensions import db, transaction
from roster.jobs.cover import judge_cover
from roster.jobs.running import run_job
from roster.jobs.timetable import Job, timetable
from roster.models.account import SignInAttempt
from roster.models.cover_flag import CoverFlag, Finder
from roster.models.duty import Duty, DutyState
from roster.models.job_run import JobRun
from roster.models.notice import Notice, NoticeKind
from roster.queries.accounts import JUDGING
from roster.services.coverage import review_coverage
from roster.services.sweeping import sweep_sign_in_attempts
from tests.factories import (
    make_abstraction,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
    save,
    span,
    wall,
)


@pytest.fixture
def ward(database, at):
    """PC Shah, named on a covered contact session on 3 December; it is 30 November."""
    at("2026-11-30 08:00")
    team = make_team()
    sergeant, shah = make_sergeant(team), make_officer("Amina Shah", team=team)
    duty = make_duty(shah, "2026-12-03 07:00")
    return sergeant, shah, duty, make_contact_session(team, "2026-12-03 10:00", named=[shah])


def run(app):
    """The job as the scheduler runs it; its row."""
    judging = next(job for job in timetable(60) if job.name == JUDGING)
    db.session.rollback()
    run_job(app, judging)
    return db.session.get_one(JobRun, JUDGING, populate_existing=True)


def counts(row):
    return {name: getattr(row, name) for name in ("judged", "opened", "changed", "resolved", "missed")}


def flags(**values):
    return list(
        db.session.scalars(select(CoverFlag).filter_by(**values).execution_options(populate_existing=True))
    )


def told(officer):
    return list(db.session.scalars(select(Notice.kind).where(Notice.recipient_id == officer.id)))


@transaction()
def break_quietly(duty, state=DutyState.DRAFT):
    """A change that forgets its review: what the safety net is there for."""
    db.session.get_one(Duty, duty.id).state = state


def test_what_is_true_is_left_alone(app, ward, caplog):
    row = run(app)
    assert counts(row) == {"judged": 1, "opened": 0, "changed": 0, "resolved": 0, "missed": 0}
    assert (row.started_at, row.finished_at, row.failure) == (clock.now(), clock.now(), "")
    assert flags() == []
    assert caplog.records == []


def test_what_a_request_missed_is_mended_told_and_logged_as_a_defect(app, ward, at, caplog):
    sergeant, _, duty, coffee = ward
    run(app)
    break_quietly(duty)
    at("2026-11-30 08:01")
    row = run(app)
    assert counts(row) == {"judged": 1, "opened": 1, "changed": 0, "resolved": 0, "missed": 1}
    (flag,) = flags()
    assert (flag.contact_session_id, flag.found_by) == (coffee.id, Finder.SCHEDULER)
    assert told(sergeant) == [NoticeKind.COVER_LOST]
    (defect,) = caplog.records
    assert (defect.levelno, str(coffee.id) in defect.getMessage()) == (logging.ERROR, True)
    assert "Shah" not in caplog.text

    break_quietly(duty, DutyState.PUBLISHED)
    at("2026-11-30 08:02")
    assert counts(run(app)) == {"judged": 1, "opened": 0, "changed": 0, "resolved": 1, "missed": 1}
    assert flags(resolved_at=None) == []


def test_a_flag_that_says_wrongly_what_lost_its_cover_is_mended_and_nobody_told_again(app, ward, at):
    sergeant, shah, _, _ = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    review_coverage([shah.id], taken.span)
    (flag,) = flags(lost_to_abstraction=True)
    run(app)
    save(flag).lost_to_abstraction = False
    db.session.commit()

    at("2026-11-30 08:01")
    row = run(app)
    assert (row.changed, row.missed) == (1, 1)
    assert len(flags(lost_to_abstraction=True)) == 1
    assert told(sergeant) == [NoticeKind.COVER_LOST]
    at("2026-11-30 08:02")
    assert (run(app).changed, told(sergeant)) == (0, [NoticeKind.COVER_LOST])


def test_the_first_judging_finds_no_defect(app, ward, caplog):
    break_quietly(ward[2])
    row = run(app)
    assert (row.opened, row.missed) == (1, 0)
    assert caplog.records == []


def test_what_a_request_found_is_not_found_again(app, ward):
    sergeant, shah, _, _ = ward
    run(app)
    make_abstraction(shah, "2026-12-03 07:00")
    review_coverage([shah.id], span("2026-12-03 00:00", hours=24))
    row = run(app)
    assert (row.opened, row.changed, row.missed) == (0, 0, 0)
    assert [flag.found_by for flag in flags()] == [Finder.REQUEST]
    assert told(sergeant) == [NoticeKind.COVER_LOST]


def test_a_flag_is_told_when_its_session_comes_within_28_days(app, ward, at, caplog):
    sergeant, shah, _, coffee = ward
    far = make_contact_session(coffee.team, "2026-12-29 10:00", named=[shah])
    review_coverage((), span("2026-12-29 00:00", hours=24), sessions=[far.id])
    run(app)
    assert [flag.contact_session_id for flag in flags()] == [far.id]
    assert told(sergeant) == []
    at("2026-12-01 10:00")  # exactly 28 days before: the horizon ends as the session starts
    assert run(app).judged == 1
    assert told(sergeant) == []
    at("2026-12-01 10:01")
    assert run(app).judged == 2
    run(app)
    assert told(sergeant) == [NoticeKind.COVER_LOST]
    assert caplog.records == []


def test_what_comes_into_sight_with_no_flag_is_flagged_but_no_defect(app, ward, at, caplog):
    sergeant, shah, _, coffee = ward
    far = make_contact_session(coffee.team, "2026-12-29 10:00", named=[shah])
    run(app)
    assert flags() == []
    at("2026-12-01 10:01")
    row = run(app)
    assert (row.opened, row.missed, [flag.contact_session_id for flag in flags()]) == (1, 0, [far.id])
    assert told(sergeant) == [NoticeKind.COVER_LOST]
    assert caplog.records == []


def test_a_session_that_has_ended_keeps_its_flag(app, ward, at):
    break_quietly(ward[2])
    run(app)
    at("2026-12-03 11:00")
    assert run(app).judged == 0
    assert len(flags(resolved_at=None)) == 1


def test_a_job_that_fails_says_so_and_keeps_when_it_last_worked(app, ward, at, caplog):
    run(app)
    at("2026-11-30 08:05")
    break_quietly(ward[2])

    def half():
        judge_cover()
        raise ValueError("PC Shah is nowhere")

    db.session.rollback()
    run_job(app, Job(JUDGING, half, "interval"))
    row = db.session.get_one(JobRun, JUDGING, populate_existing=True)
    assert (row.finished_at, row.failure) == (wall("2026-11-30 08:00"), "ValueError")
    assert (row.failed_at, row.is_failing) == (wall("2026-11-30 08:05"), True)
    assert len(flags()) == 1  # what was mended before it failed stays mended
    at("2026-11-30 08:06")
    row = run(app)
    assert (row.failed_at, row.failure, row.is_failing) == (wall("2026-11-30 08:05"), "ValueError", False)


def test_old_attempts_to_sign_in_are_swept_away(database, at):
    now = at("2026-11-30 08:00")
    for hours in (0, 23, 25):
        save(
            SignInAttempt(
                at=wall(f"2026-11-{29 if hours else 30} {(8 - hours) % 24:02}:00"), counted_by="x" * 64
            )
        )
    sweep_sign_in_attempts()
    kept = db.session.scalars(select(SignInAttempt.at).order_by(SignInAttempt.at)).all()
    assert kept == [wall("2026-11-29 09:00"), now]


def test_the_timetable_avoids_the_hour_that_clocks_change(database):
    jobs = timetable(60)
    assert [job.name for job in jobs if job.at_start] == [JUDGING]
    # 01:00 to 02:00 in London is 00:00 to 02:00 in UTC, with summer time and without.
    assert [job.name for job in jobs if job.trigger == "cron" and job.fields["hour"] in (0, 1)] == []


def test_two_judgings_at_once_make_one_flag(app: Flask, ward):
    break_quietly(ward[2])
    db.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(lambda _: run_job(app, timetable(60)[0]), range(4)):
            pass
    assert len(flags()) == 1
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 1


def test_a_review_by_hand_is_noted_as_the_schedulers_is(ward, app):
    _, _, duty, coffee = ward
    break_quietly(duty)
    done = app.test_cli_runner().invoke(args=["coverage", "review"])
    assert done.output == "judged 1, opened 1, changed 0, resolved 0, missed 0\n"
    row = db.session.get_one(JobRun, JUDGING, populate_existing=True)
    assert row.finished_at == clock.now()
    assert counts(row) == {"judged": 1, "opened": 1, "changed": 0, "resolved": 0, "missed": 0}
    assert [flag.contact_session_id for flag in flags(resolved_at=None)] == [coffee.id]
