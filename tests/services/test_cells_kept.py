"""What saving keeps of a cell: a reason for what was published alone, its rows and when it was published."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db, transaction
from roster.models.absence import Absence, AbsenceStatus
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource
from roster.models.duty import Duty, DutyState
from roster.models.notice import Notice, NoticeKind
from roster.queries.cells import sheet_of
from roster.services.cell_answers import Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cell_notes import cells_of, note_cells
from roster.services.cells import save_cells
from tests.factories import make_actor, make_duty, make_officer, make_team, make_template, span, wall

DAY, NEXT = date(2026, 12, 9), date(2026, 12, 10)
EXIGENCY = Why(ChangeReason.EXIGENCY)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah of Biggin Hill, PS Hart who supervises the ward, and two shifts; a Monday morning."""
    at("2026-11-23 09:00")
    early = make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    team = make_team()
    return SimpleNamespace(early=early, shah=make_officer(team=team), hart=make_actor(teams=[team]))


def wanted(ward, code: str, on: date = DAY) -> Wanted:
    return Wanted(ward.shah.id, on, code, sheet_of([ward.shah.id], on, on).cell(ward.shah.id, on).token)


def save(ward, code: str, why: Why | None = None):
    (answer,) = save_cells([wanted(ward, code)], by=ward.hart, why=why)
    return answer


def rows(table):
    db.session.rollback()
    return list(db.session.scalars(select(table).order_by(table.id)))


def test_the_reason_of_a_block_is_kept_with_what_was_published_and_not_with_its_drafts(ward):
    make_duty(ward.shah, "2026-12-09 07:00", template=ward.early)
    make_duty(ward.shah, "2026-12-10 07:00", template=ward.early, published=False)
    block = [wanted(ward, "L"), wanted(ward, "L", NEXT)]
    assert all(isinstance(one, Saved) for one in save_cells(block, by=ward.hart, why=EXIGENCY))
    kept = [(one.day, one.published, one.reason, one.told_at is None) for one in rows(CellChange)]
    assert kept == [(DAY, True, ChangeReason.EXIGENCY, False), (NEXT, False, None, True)]
    told = [one.about_at for one in rows(Notice) if one.kind is NoticeKind.DUTY_CHANGED]
    assert told == [wall("2026-12-09 00:00")]


def test_ending_an_absence_over_a_published_duty_asks_for_no_reason(ward):
    """The duty beneath stays as it was published: nothing of it changes."""
    make_duty(ward.shah, "2026-12-09 07:00", template=ward.early)
    assert isinstance(save(ward, "SICK"), Saved)
    back = save(ward, "E")
    assert isinstance(back, Saved)
    assert (back.cell.code, back.cell.state) == ("E", "published")
    assert [one.status for one in rows(Absence)] == [AbsenceStatus.CANCELLED]
    assert [one.published for one in rows(CellChange)] == [False, False]


def test_a_published_duty_that_changes_was_published_when_it_first_was(ward, at):
    duty = make_duty(ward.shah, "2026-12-09 07:00", template=ward.early)
    duty.published_at = wall("2026-11-01 10:00")
    db.session.commit()
    before = duty.id, duty.version
    assert isinstance(save(ward, "L", EXIGENCY), Saved)
    (now,) = rows(Duty)
    assert (now.id, now.version - 1) == before
    assert now.published_at == wall("2026-11-01 10:00")
    assert now.span == span("2026-12-09 14:00", hours=8)


def test_two_duties_make_way_for_two_that_lie_across_them(ward):
    """Moved one by one the second would lie over the first before that one had gone."""
    for starts in ("07:00", "12:00"):
        make_duty(ward.shah, f"2026-12-09 {starts}", hours=4, published=False)
    assert isinstance(save(ward, "1000-1300+1400-1800"), Saved)
    found = sorted(one.span for one in rows(Duty))
    assert found == [span("2026-12-09 10:00", hours=3), span("2026-12-09 14:00", hours=4)]
    assert {one.version for one in rows(Duty)} == {1}


def test_of_some_days_only_those_that_changed_are_kept(ward):
    duty = make_duty(ward.shah, "2026-12-09 07:00", template=ward.early)
    make_duty(ward.shah, "2026-12-10 07:00", template=ward.early)

    @transaction()
    def remove() -> None:
        before = cells_of(ward.shah.id, [DAY, NEXT])
        db.session.delete(db.session.get_one(Duty, duty.id))
        note_cells(before, {"by": ward.hart, "source": ChangeSource.HAND, "why": EXIGENCY})

    remove()
    assert [(one.day, one.before, one.after) for one in rows(CellChange)] == [(DAY, "Early 07:00–15:00", "")]
    assert [one.state for one in rows(Duty)] == [DutyState.PUBLISHED]
