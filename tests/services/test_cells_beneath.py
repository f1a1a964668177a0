"""An absence and the duty beneath it, typed as one code: what undoing in the grid brings back."""

from datetime import date
from types import SimpleNamespace

import pytest

from roster.models.cell_change import ChangeReason
from roster.queries.cells import sheet_of
from roster.services.cell_answers import Conflict, NeedsReason, Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from tests.factories import make_actor, make_duty, make_officer, make_team, make_template

DAY = date(2026, 12, 9)
EXIGENCY = Why(ChangeReason.EXIGENCY)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah of Biggin Hill, PS Hart who supervises the ward, and the shifts; a Monday morning."""
    at("2026-11-23 09:00")
    make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    team = make_team()
    return SimpleNamespace(shah=make_officer(team=team), hart=make_actor(teams=[team]))


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
