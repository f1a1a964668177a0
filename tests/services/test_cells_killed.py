"""A block of cells that is cut short at any statement leaves nothing of it, and raw SQL meets the guards."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from roster.extensions import db
from roster.models.cell_change import ChangeReason
from roster.models.duty import RestDay
from roster.services.cell_answers import Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from tests.factories import (
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_team,
    make_template,
)
from tests.roster_factories import make_cell_change

TABLES = (
    "duty",
    "rest_day",
    "absence",
    "cell_change",
    "owed_rest_day",
    "notice",
    "audit_entry",
    "cover_flag",
)


class Killed(BaseException):
    """The end of a worker, which no handler may take for a fault."""


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """A published week of PC Shah's and a draft one of PCSO Lewis's, and a session that loses its cover."""
    at("2026-11-23 09:00")
    team, early = make_team(), make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    shah, lewis = make_officer(team=team), make_officer("Dee Lewis", "PCSO", team=team)
    duty = make_duty(shah, "2026-12-07 07:00", template=early)
    make_contact_session(team, "2026-12-07 10:00", named=[shah])
    rest = make_rest_day(shah, "2026-12-08")
    wanted = [
        Wanted(shah.id, date(2026, 12, 7), "L", f"d{duty.id}.1E"),
        Wanted(shah.id, date(2026, 12, 8), "E", f"r{rest.id}.1RD"),
        Wanted(lewis.id, date(2026, 12, 7), "RD"),
        Wanted(lewis.id, date(2026, 12, 8), "SICK"),
    ]
    by, why = make_actor(teams=[team]), Why(ChangeReason.EXIGENCY)
    return SimpleNamespace(shah=shah, save=lambda: save_cells(wanted, by=by, why=why))


def everything() -> dict[str, list[str]]:
    """Every row that a block may touch."""
    db.session.rollback()
    return {
        table: sorted(map(str, db.session.execute(text(f"SELECT * FROM {table}")).all())) for table in TABLES
    }


def dies_at(number: int, work) -> bool:
    """Whether the work met its end there: at its statement of that number, or at its commit (0)."""
    sent = 0

    def count(*_sent) -> None:
        nonlocal sent
        sent += 1
        if sent == number or not number:
            raise Killed

    what = "before_cursor_execute" if number else "commit"
    event.listen(db.engine, what, count)
    try:
        answers = work()
    except Killed:
        return True
    finally:
        event.remove(db.engine, what, count)
    assert {type(one) for one in answers} == {Saved}
    return False


def test_a_block_is_all_there_or_not_at_all(ward):
    before = everything()
    assert dies_at(0, ward.save)
    assert everything() == before
    number = 1
    while dies_at(number, ward.save):
        assert everything() == before, f"statement {number} left a half"
        number += 1
    after = everything()
    assert number > 12
    assert all(
        len(after[table]) > len(before[table]) for table in TABLES if table not in ("duty", "rest_day")
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cell_change SET reason = NULL",
        "UPDATE cell_change SET told_at = NULL, acknowledged_at = 1",
        "INSERT INTO cell_change (officer_id, day, at, source, before, after, published, note) "
        "SELECT officer_id, day, at, source, before, after, published, note FROM cell_change",
        "INSERT INTO owed_rest_day (officer_id, day, cell_change_id, clear_days, band) "
        "SELECT officer_id, day, id, 3, 'some' FROM cell_change",
    ],
)
def test_raw_sql_meets_the_guards(ward, statement):
    make_cell_change(ward.shah, "2026-12-09", reason="exigency")
    with pytest.raises(IntegrityError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_rest_day_is_owed_once(ward):
    change = make_cell_change(ward.shah, "2026-12-09", reason="exigency")
    owe = text(
        "INSERT INTO owed_rest_day (officer_id, day, cell_change_id, clear_days, band) "
        "SELECT officer_id, day, id, 3, 'under_15' FROM cell_change WHERE id = :id"
    )
    db.session.execute(owe, {"id": change.id})
    with pytest.raises(IntegrityError):
        db.session.execute(owe, {"id": change.id})
    db.session.rollback()
    assert db.session.query(RestDay).count() == 1
