"""Whoever changes a ward's weeks holds its officers for other changes, not for what only points at them."""

import threading
from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest
from flask import Flask

from roster import extensions
from roster.errors import Busy
from roster.extensions import db, transaction
from roster.models.absence import AbsenceKind
from roster.models.area import Team
from roster.models.cell_change import ChangeReason
from roster.models.duty import DutyKind
from roster.models.notice import Notice, NoticeKind
from roster.models.officer import Officer
from roster.permissions import Actor
from roster.planning.library import Following
from roster.services import cells, laying, publishing
from roster.services.absences import record_absence
from roster.services.abstractions import log_abstraction
from roster.services.cell_answers import Wanted
from roster.services.cell_changes import Why
from roster.services.duties import add_duty
from roster.services.locks import lock_officer
from roster.services.notices import tell
from roster.services.patterns import follow_pattern
from roster.services.postings import change_posting
from roster.services.skills import grant_skill
from tests.factories import (
    make_actor,
    make_category,
    make_duty,
    make_officer,
    make_skill,
    make_team,
    make_template,
    span,
)
from tests.roster_factories import make_pattern, make_pattern_line

WHY = Why(ChangeReason.EXIGENCY)
DAY = span("2026-12-08 07:00", hours=8)
MONDAY = date(2026, 12, 7)
WEEK = span("2026-12-07 00:00", hours=7 * 24)


def publish(team: Team, officer: Officer, by: Actor) -> None:
    assert publishing.publish_duties([team.id], WEEK, by=by).duties == 1


def lay(team: Team, officer: Officer, by: Actor) -> None:
    assert laying.lay_patterns([team.id], MONDAY, 1, by=by).duties == 4


def plan(team: Team, officer: Officer, by: Actor) -> None:
    cells.save_cells([Wanted(officer.id, date(2026, 12, 9), "E")], by=by)


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize(
    ("change", "room", "next_step"),
    [(publish, publishing, "publish_rows"), (lay, laying, "laying_of"), (plan, cells, "judge_all")],
)
def test_an_officer_can_be_told_while_a_wards_weeks_are_changed(
    app: Flask,
    at: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Team, Officer, Actor], None],
    room: ModuleType,
    next_step: str,
) -> None:
    at("2026-12-01 08:00")
    monkeypatch.setattr(extensions, "BUSY_TIMEOUT_MS", 500)
    make_template("E", "Early")
    team = make_team()
    officer = make_officer(team=team)
    make_pattern_line(officer, make_pattern("E E E E E RD RD"))
    make_duty(officer, "2026-12-07 07:00", published=False)
    by, officer_id = make_actor(teams=[team]), officer.id
    faults: list[Exception] = []

    @transaction()
    def tell_him() -> None:
        tell([officer_id], NoticeKind.TAKEN, "meanwhile")

    go_on = getattr(room, next_step)

    def interrupted(*asked: object) -> object:
        faults.extend(meanwhile(app, tell_him))
        return go_on(*asked)

    monkeypatch.setattr(room, next_step, interrupted)
    change(team, officer, by)
    assert faults == []
    assert db.session.query(Notice).filter_by(key="meanwhile").count() == 1


def meanwhile(app: Flask, work: Callable[[], object]) -> list[Exception]:
    """Somebody else does this in the middle of what we do; what went wrong."""
    faults: list[Exception] = []

    def do() -> None:
        with app.app_context():
            try:
                work()
            except Exception as error:
                faults.append(error)
            db.session.remove()

    other = threading.Thread(target=do)
    other.start()
    other.join()
    return faults


def officer_of(officer_id: int) -> Officer:
    return db.session.get_one(Officer, officer_id)


CHANGES: dict[str, Callable[[int, Actor], object]] = {
    "taken": lambda one, by: log_abstraction(officer_of(one), DAY, make_category(), "Insp Cole", by=by),
    "sick": lambda one, by: record_absence(officer_of(one), DAY, AbsenceKind.SICK, by=by),
    "rostered": lambda one, by: add_duty(officer_of(one), DAY, DutyKind.WARD, by=by, why=WHY),
    "planned": lambda one, by: cells.save_cells([Wanted(one, MONDAY, "E")], by=by),
    "posted": lambda one, by: change_posting(one, max(by.supervised_teams), MONDAY, by=by),
    "skilled": lambda one, by: grant_skill(one, make_skill("level_2").id, MONDAY, None, by=by),
    "following": lambda one, by: follow_pattern(one, Following(None, MONDAY), by=by),
}


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("name", CHANGES)
def test_two_changes_of_one_officer_queue(
    app: Flask, at: Callable[..., object], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    at("2026-12-01 08:00")
    monkeypatch.setattr(extensions, "BUSY_TIMEOUT_MS", 200)
    make_template("E", "Early")
    make_category()
    make_skill("level_2")
    team = make_team()
    mine, other = make_officer(team=team).id, make_officer("Ben Okafor", team=team).id
    by = make_actor("sergeant", "administrator", teams=[team, make_team("Kelsey Green")])

    @transaction()
    def change_mine() -> None:
        lock_officer(mine)
        assert [type(fault) for fault in meanwhile(app, lambda: CHANGES[name](mine, by))] == [Busy]
        assert meanwhile(app, lambda: CHANGES[name](other, by)) == []

    change_mine()
    assert meanwhile(app, lambda: CHANGES[name](mine, by)) == []
