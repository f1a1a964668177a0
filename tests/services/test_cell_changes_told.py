"""That an officer was told, when, and knows of a change."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange, ChangeReason, NoticeBand, OwedRestDay
from roster.models.duty import RestDay
from roster.models.notice import Notice
from roster.queries.cell_changes import calls_of, changes_of
from roster.services.cell_answers import Wanted
from roster.services.cell_changes import Why
from roster.services.cell_changes_told import acknowledge, tell_by_phone
from roster.services.cells import save_cells
from tests.factories import make_actor, make_officer, make_rest_day, make_team, make_template, wall
from tests.roster_factories import make_cell_change

DAY = date(2026, 12, 9)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah's rest day became duty, by a notice of fifteen clear days."""
    at("2026-11-23 09:00")
    make_template()
    team = make_team()
    shah, hart = make_officer(team=team), make_actor(teams=[team])
    token = f"r{make_rest_day(shah, DAY).id}.1RD"
    save_cells([Wanted(shah.id, DAY, "E", token)], by=hart, why=Why(ChangeReason.EXIGENCY))
    assert db.session.scalars(select(RestDay)).all() == []
    change = db.session.scalars(select(CellChange)).one().id
    db.session.rollback()
    return SimpleNamespace(team=team, shah=shah, hart=hart, change=change)


def owed() -> OwedRestDay:
    db.session.rollback()
    return db.session.scalars(select(OwedRestDay)).one()


@pytest.mark.parametrize(
    ("told", "clear", "band"),
    [
        ("2026-11-22 23:00", 16, NoticeBand.AT_LEAST_15),
        ("2026-11-23 08:59", 15, NoticeBand.AT_LEAST_15),
    ],
)
def test_clear_days_and_band_are_counted_from_an_earlier_phone_call(ward, at, told, clear, band):
    at("2026-11-24 08:00")
    change = tell_by_phone(ward.change, wall(told), by=ward.hart)
    assert (change.told_at, change.clear_days) == (wall(told), clear)
    assert (owed().clear_days, owed().band) == (clear, band)
    assert db.session.scalars(select(AuditEntry.action)).all()[-1] == "cell-change:tell"


def test_a_call_the_day_before_moves_the_band_of_a_change_made_too_late(database, at):
    """On 24 November there are fourteen clear days to the 9th of December, on the 23rd fifteen."""
    at("2026-11-24 09:00")
    make_template()
    team = make_team()
    shah, hart = make_officer(team=team), make_actor(teams=[team])
    token = f"r{make_rest_day(shah, DAY).id}.1RD"
    save_cells([Wanted(shah.id, DAY, "E", token)], by=hart, why=Why(ChangeReason.EXIGENCY))
    assert (owed().clear_days, owed().band) == (14, NoticeBand.UNDER_15)
    change_id = db.session.scalars(select(CellChange.id)).one()
    tell_by_phone(change_id, wall("2026-11-23 23:59"), by=hart)
    assert (owed().clear_days, owed().band) == (15, NoticeBand.AT_LEAST_15)


def test_the_first_telling_stays_and_a_later_call_is_noted_beside_it(ward, at):
    at("2026-12-10 08:00")
    for told in ("2026-11-22 23:00", "2026-11-24 10:00", "2026-12-09 12:00", "2026-11-30 10:00"):
        tell_by_phone(ward.change, wall(told), by=ward.hart)
    (change,) = changes_of(ward.shah.id, DAY)
    assert (change.told_at, change.clear_days) == (wall("2026-11-22 23:00"), 16)
    assert (owed().clear_days, owed().band) == (16, NoticeBand.AT_LEAST_15)
    assert calls_of([change]) == {ward.change: wall("2026-12-09 12:00")}


def test_no_call_is_noted_where_it_is_the_telling_that_counts(ward):
    assert calls_of(changes_of(ward.shah.id, DAY)) == {}
    tell_by_phone(ward.change, wall("2026-11-23 08:00"), by=ward.hart)
    assert calls_of(changes_of(ward.shah.id, DAY)) == {}


def test_a_call_long_before_the_change_is_a_slip(ward):
    """Ninety-two days before 23 November is 23 August: British Summer Time, so at ten o'clock."""
    tell_by_phone(ward.change, wall("2026-08-23 10:00"), by=ward.hart)
    with pytest.raises(Refusal, match="more than three months before the change"):
        tell_by_phone(ward.change, wall("2026-08-23 09:59"), by=ward.hart)


def test_nobody_was_told_after_now(ward):
    with pytest.raises(Refusal, match="after now"):
        tell_by_phone(ward.change, wall("2026-11-23 09:01"), by=ward.hart)


def test_only_the_sergeant_of_the_ward_says_so(ward):
    for actor in (make_actor(teams=[make_team("Darwin")]), make_actor("officer", officer=ward.shah)):
        with pytest.raises(NotAllowed):
            tell_by_phone(ward.change, wall("2026-11-23 08:00"), by=actor)
    with pytest.raises(NotFound):
        tell_by_phone(999, wall("2026-11-23 08:00"), by=ward.hart)


def test_the_officer_acknowledges_once_and_the_notice_is_read(ward, at):
    officer = make_actor("officer", teams=[ward.team], officer=ward.shah)
    moment = at("2026-11-23 10:00")
    acknowledge(ward.change, by=officer)
    at("2026-11-23 11:00")
    change = acknowledge(ward.change, by=officer)
    assert change.acknowledged_at == moment
    assert [one.read_at for one in db.session.scalars(select(Notice))] == [moment]
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "cell-change:acknowledge"))
    assert len(entries.all()) == 1
    with pytest.raises(Refusal, match="acknowledged this change already"):
        tell_by_phone(ward.change, wall("2026-11-23 09:30"), by=ward.hart)


def test_nobody_acknowledges_for_another(ward):
    colleague = make_officer("Dee Lewis", "PCSO", team=ward.team)
    for actor in (make_actor("officer", teams=[ward.team], officer=colleague), ward.hart):
        with pytest.raises(NotAllowed):
            acknowledge(ward.change, by=actor)


def test_a_change_of_a_draft_has_nothing_to_tell(ward):
    draft = make_cell_change(ward.shah, "2026-12-10").id
    with pytest.raises(Refusal, match="nothing to tell"):
        tell_by_phone(draft, wall("2026-11-23 08:00"), by=ward.hart)
    with pytest.raises(Refusal, match="nothing to acknowledge"):
        acknowledge(draft, by=make_actor("officer", officer=ward.shah))
