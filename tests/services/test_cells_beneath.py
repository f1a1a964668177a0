"""An absence and the duty beneath it, typed as one code: what undoing in the grid brings back."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange, ChangeReason
from roster.models.duty import Duty
from roster.models.notice import Notice
from roster.queries.cells import sheet_of
from roster.services.cell_answers import Conflict, NeedsReason, Refused, Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from tests.factories import make_absence, make_actor, make_duty, make_officer, make_team, make_template

DAY = date(2026, 12, 9)
EXIGENCY = Why(ChangeReason.EXIGENCY)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah of Biggin Hill, PS Hart who supervises the ward, and the shifts; a Monday morning."""
    at("2026-11-23 09:00")
    make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    team = make_team()
    return SimpleNamespace(team=team, shah=make_officer(team=team), hart=make_actor(teams=[team]))


def save(ward, code, token="", why=None):
    (answer,) = save_cells([Wanted(ward.shah.id, DAY, code, token)], by=ward.hart, why=why)
    return answer


def test_an_absence_and_the_duty_beneath_it_come_back_together(ward):
    """SICK over a late was cleared, then undone: not sick over nothing."""
    over = save(ward, "SICK", save(ward, "L").cell.token).cell
    cleared = save(ward, "", over.token).cell
    assert (cleared.code, cleared.duties) == ("", ())
    back = save(ward, "L+SICK", cleared.token).cell
    assert (back.code, back.words) == ("SICK", "sick over Late 14:00–22:00")
    assert sheet_of([ward.shah.id], DAY, DAY).cell(ward.shah.id, DAY).token == back.token
    assert isinstance(save(ward, "L+SICK", "another"), Saved)
    assert isinstance(save(ward, "E+SICK", "another"), Conflict)


def test_a_published_duty_changes_beneath_an_absence_with_a_reason_only(ward):
    make_duty(ward.shah, "2026-12-09 07:00", template=make_template())
    cell = sheet_of([ward.shah.id], DAY, DAY).cell(ward.shah.id, DAY)
    assert isinstance(save(ward, "L+SICK", cell.token), NeedsReason)
    away = save(ward, "L+SICK", cell.token, why=EXIGENCY).cell
    assert away.words == "sick over Late 14:00–22:00"


def all_there_is():
    db.session.rollback()
    db.session.expire_all()
    return (
        [(one.span, one.version) for one in db.session.scalars(select(Duty))],
        [(one.kind, one.status) for one in db.session.scalars(select(Absence))],
        [len(db.session.scalars(select(table.id)).all()) for table in (CellChange, AuditEntry, Notice)],
    )


def test_an_absence_that_is_refused_leaves_the_duty_beneath_it_as_it_was(ward):
    """Two hours of court on that day: leave of the whole day is refused, and the late with it."""
    duty = make_duty(ward.shah, "2026-12-09 07:00", template=make_template(), published=False)
    make_absence(ward.shah, "2026-12-09 10:00", hours=2, kind="court")
    cell = sheet_of([ward.shah.id], DAY, DAY).cell(ward.shah.id, DAY)
    before = all_there_is()
    answer = save(ward, "L+AL", cell.token)
    assert isinstance(answer, Refused)
    assert (answer.cell.token, answer.problem) == (
        f"d{duty.id}.1E",
        "PC Amina Shah is already away then: Wed 9 Dec 10:00–12:00",
    )
    assert all_there_is() == before


def test_a_refused_absence_leaves_the_one_it_would_replace(ward):
    """Nobody grants their own leave, not in place of a day's sickness either."""
    hart = make_officer("Morgan Hart", "PS", team=ward.team)
    away = make_absence(hart, "2026-12-09 00:00", hours=24, kind="sick")
    by = make_actor(teams=[ward.team], officer=hart)
    before = all_there_is()
    wanted = [Wanted(hart.id, DAY, "AL", f"a{away.id}"), Wanted(hart.id, date(2026, 12, 10), "E")]
    refused, saved = save_cells(wanted, by=by)
    assert isinstance(refused, Refused)
    assert refused.cell.code == "SICK"
    assert isinstance(saved, Saved)
    duties, absences, _ = all_there_is()
    assert (len(duties), absences) == (1, before[1])
    assert absences[0][1] is AbsenceStatus.APPROVED


def test_what_comes_after_a_refused_absence_sees_the_day_as_it_was(ward):
    """Wednesday's duty ends at 07:00 on Thursday, and stands: Thursday cannot begin at six."""
    make_duty(ward.shah, "2026-12-09 07:00", hours=24, published=False)
    make_absence(ward.shah, "2026-12-09 10:00", hours=2, kind="court")
    cell = sheet_of([ward.shah.id], DAY, DAY).cell(ward.shah.id, DAY)
    wanted = [
        Wanted(ward.shah.id, DAY, "L+AL", cell.token),
        Wanted(ward.shah.id, date(2026, 12, 10), "0600-1400"),
    ]
    first, second = save_cells(wanted, by=ward.hart)
    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
