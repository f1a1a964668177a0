"""Whoever changes a ward's weeks holds its officers for other changes, not for what only points at them."""

import threading
from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest
from flask import Flask

from roster import extensions
from roster.extensions import db, transaction
from roster.models.area import Team
from roster.models.notice import Notice, NoticeKind
from roster.models.officer import Officer
from roster.permissions import Actor
from roster.services import cells, laying, publishing
from roster.services.cell_answers import Wanted
from roster.services.notices import tell
from tests.factories import make_actor, make_duty, make_officer, make_team, make_template, span
from tests.roster_factories import make_pattern, make_pattern_line

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
    [(publish, publishing, "_publish"), (lay, laying, "laying_of"), (plan, cells, "judge_all")],
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

    def meanwhile() -> None:
        with app.app_context():
            try:
                tell_him()
            except Exception as error:
                faults.append(error)
            db.session.remove()

    go_on = getattr(room, next_step)

    def interrupted(*asked: object) -> object:
        other = threading.Thread(target=meanwhile)
        other.start()
        other.join()
        return go_on(*asked)

    monkeypatch.setattr(room, next_step, interrupted)
    change(team, officer, by)
    assert faults == []
    assert db.session.query(Notice).filter_by(key="meanwhile").count() == 1
