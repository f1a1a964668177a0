"""Two sergeants lay the same teams at once, or the worker dies at it: all of it once, or nothing."""

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from roster.errors import Refusal
from roster.extensions import db
from roster.models.cell_change import CellChange
from roster.models.duty import Duty
from roster.planning.library import Plan
from roster.planning.patterns import Rest
from roster.services.laying import LaidOut, lay_patterns
from roster.services.patterns import create_pattern
from tests.factories import make_actor, make_officer, make_team, make_template
from tests.roster_factories import make_pattern, make_pattern_line

MONDAY = date(2026, 12, 7)


@pytest.fixture
def team(app: Flask, at):
    at("2026-12-01 08:00")
    make_template("E", "Early")
    found, pattern = make_team("Biggin Hill"), make_pattern("E E E E E RD RD")
    for number in range(6):
        make_pattern_line(make_officer(f"Pat {number}", team=found), pattern)
    return found


def test_two_who_lay_at_once_lay_once(app: Flask, team) -> None:
    hart, team_id, gate = make_actor(teams=[team]), team.id, threading.Barrier(2)
    db.session.commit()
    found: list[LaidOut] = []

    def lay() -> None:
        with app.app_context():
            gate.wait()
            found.append(lay_patterns([team_id], MONDAY, 4, by=hart))
            db.session.remove()

    threads = [threading.Thread(target=lay) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.duties for one in found) == [0, 120]
    assert db.session.scalar(select(func.count(Duty.id))) == 120
    assert db.session.scalar(select(func.count(CellChange.id))) == 168


@pytest.mark.parametrize("fails_at", range(3, 9))
def test_killed_at_any_statement_it_leaves_all_or_nothing(app: Flask, team, monkeypatch, fails_at) -> None:
    """The connection dies under it: what was written of the laying goes with it."""
    hart, team_id = make_actor(teams=[team]), team.id
    db.session.commit()
    execute, count = db.session.execute, iter(range(100))

    def dying(*asked, **how):
        if next(count) == fails_at:
            db.session.connection().invalidate()
            raise ConnectionError("the worker was killed")
        return execute(*asked, **how)

    monkeypatch.setattr(db.session, "execute", dying)
    try:
        lay_patterns([team_id], MONDAY, 4, by=hart)
    except ConnectionError:
        expected = (0, 0)
    else:
        expected = (120, 168)
    monkeypatch.undo()
    db.session.remove()
    duties, changes = select(func.count(Duty.id)), select(func.count(CellChange.id))
    assert (db.session.scalar(duties), db.session.scalar(changes)) == expected


def test_two_who_write_a_pattern_of_one_name_at_once_leave_one(app: Flask, team) -> None:
    hart, gate, found = make_actor(teams=[team]), threading.Barrier(2), []
    plan = Plan("Earlies", 1, {0: Rest("rest_day")})
    db.session.commit()

    def write() -> None:
        with app.app_context():
            gate.wait()
            try:
                create_pattern(plan, by=hart)
                found.append("")
            except Refusal as refusal:
                found.append(str(refusal)[:18])
            db.session.remove()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found) == ["", "There is a pattern"]
