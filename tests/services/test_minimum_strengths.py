"""Setting what a ward team needs: a line stands once, and none takes it away."""

import threading

import pytest
from sqlalchemy import select

from roster.errors import NotAllowed, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.queries.minimum_strengths import minimums_of
from roster.services.minimum_strengths import Line, set_strength
from tests.factories import make_actor, make_skill, make_team, make_template


@pytest.fixture
def ward(database, at):
    at("2026-12-01 08:00")
    team = make_team("Biggin Hill")
    return team, make_actor("sergeant", teams=[team]), make_template("L", "Late")


def lines(team) -> list[tuple]:
    return [
        (one.shift_template.code, one.weekday, one.rank, one.skill_id, one.officers)
        for one in minimums_of(team.id)
    ]


def test_a_line_is_added_changed_and_taken_away(ward) -> None:
    team, hart, late = ward
    set_strength(team.id, Line(late.id), 2, by=hart)
    assert lines(team) == [("L", None, None, None, 2)]
    set_strength(team.id, Line(late.id), 3, by=hart)
    assert lines(team) == [("L", None, None, None, 3)]
    set_strength(team.id, Line(late.id), 0, by=hart)
    set_strength(team.id, Line(late.id), 0, by=hart)
    assert lines(team) == []
    assert len(db.session.scalars(select(AuditEntry)).all()) == 3


def test_lines_that_differ_in_anything_stand_beside_each_other(ward) -> None:
    team, hart, late = ward
    skill = make_skill("response_driver")
    for line in (
        Line(late.id),
        Line(late.id, weekday=0),
        Line(late.id, rank="PC"),
        Line(late.id, skill_id=skill.id),
        Line(late.id, 0, "PC", skill.id),
    ):
        set_strength(team.id, line, 1, by=hart)
    assert len(lines(team)) == 5


def test_what_cannot_be_is_refused(ward) -> None:
    team, hart, late = ward
    for officers in (-1, 100):
        with pytest.raises(Refusal, match="0 to 99"):
            set_strength(team.id, Line(late.id), officers, by=hart)
    set_strength(team.id, Line(late.id, 3), 1, by=hart)
    late.withdrawn = True
    db.session.commit()
    with pytest.raises(Refusal, match="withdrawn"):
        set_strength(team.id, Line(late.id), 1, by=hart)
    set_strength(team.id, Line(late.id, 3), 0, by=hart)
    assert lines(team) == []


def test_another_teams_minimum_is_out_of_reach(ward) -> None:
    _, hart, late = ward
    with pytest.raises(NotAllowed):
        set_strength(make_team("Darwin").id, Line(late.id), 1, by=hart)


def test_two_who_add_the_same_line_at_once_leave_it_once(app, ward) -> None:
    team, hart, late = ward
    team_id, line, gate = team.id, Line(late.id), threading.Barrier(2)
    db.session.commit()

    def add() -> None:
        with app.app_context():
            gate.wait()
            set_strength(team_id, line, 2, by=hart)
            db.session.remove()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(lines(team)) == 1
