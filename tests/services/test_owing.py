"""A rest day on which an abstraction starts is owed until re-rostered, and stands again if it is off."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from roster.errors import Refusal
from roster.extensions import db
from roster.models.abstraction import Abstraction
from roster.models.cell_change import CellChange, ChangeReason, NoticeBand, OwedRestDay
from roster.models.duty import RestDay
from roster.queries.cells import sheet_of
from roster.queries.owed_rest_days import by_band, owed_for, owed_in
from roster.services.abstractions import cancel_abstraction, end_early, log_abstraction
from roster.services.cell_answers import Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cell_changes_told import tell_by_phone
from roster.services.cells import save_cells
from roster.services.owed_rest_days import re_roster
from tests.factories import (
    make_abstraction,
    make_actor,
    make_category,
    make_duty,
    make_officer,
    make_rest_day,
    make_team,
    make_template,
    span,
    wall,
)
from tests.statements import heard

DAY, LATER = date(2026, 12, 9), date(2026, 12, 17)
WHY = Why(ChangeReason.EXIGENCY)
UNDER, AT_LEAST = NoticeBand.UNDER_15, NoticeBand.AT_LEAST_15


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah rests on Wednesday 9 December; it is told with fifteen clear days' notice."""
    at("2026-11-23 09:00")
    make_template()
    team = make_team()
    shah = make_officer(team=team)
    make_rest_day(shah, DAY)
    return SimpleNamespace(team=team, shah=shah, hart=make_actor(teams=[team]))


def take(ward, starts="2026-12-09 09:00", hours=8.0, officer=None) -> Abstraction:
    return log_abstraction(
        officer or ward.shah, span(starts, hours=hours), make_category(), "Insp Cole", by=ward.hart
    )


def owed() -> list[tuple[date, NoticeBand, date | None]]:
    """Which days, counted how, and given back when."""
    db.session.rollback()
    rows = db.session.scalars(select(OwedRestDay).order_by(OwedRestDay.day))
    return [(one.day, one.band, one.re_rostered_to) for one in rows]


def write(ward, code: str, on: date = DAY) -> None:
    """Change the published cell."""
    cell = sheet_of([ward.shah.id], on, on).cell(ward.shah.id, on)
    (answer,) = save_cells([Wanted(ward.shah.id, on, code, cell.token)], by=ward.hart, why=WHY)
    assert isinstance(answer, Saved)


@pytest.mark.parametrize(
    ("now", "clear", "band"),
    [
        ("2026-11-23 23:59", 15, AT_LEAST),
        ("2026-11-24 00:00", 14, UNDER),
        ("2026-12-09 06:00", -1, UNDER),  # told on the day itself
        ("2026-12-11 06:00", -3, UNDER),  # logged late
    ],
)
def test_it_is_owed_by_the_clear_days_of_its_notice(ward, at, now, clear, band):
    at(now)
    taken = take(ward)
    row = db.session.scalars(select(OwedRestDay)).one()
    assert (row.officer_id, row.day, row.clear_days, row.band) == (ward.shah.id, DAY, clear, band)
    assert (row.abstraction_id, row.cell_change_id, row.re_rostered_to) == (taken.id, None, None)


def test_staff_are_owed_theirs_too(ward):
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    make_rest_day(lewis, DAY)
    take(ward, officer=lewis)
    assert owed() == [(DAY, AT_LEAST, None)]


@pytest.mark.parametrize(
    ("starts", "hours", "is_owed"),
    [
        ("2026-12-09 07:00", 1, True),
        ("2026-12-09 06:59", 8, False),  # the force day before: it runs into the rest day
        ("2026-12-08 22:00", 12, False),
        ("2026-12-10 06:59", 8, True),  # still the force day of the 9th
        ("2026-12-10 07:00", 8, False),
    ],
)
def test_the_duty_date_is_the_force_day_on_which_it_starts(ward, starts, hours, is_owed):
    take(ward, starts, hours)
    assert bool(owed()) is is_owed


@pytest.mark.parametrize("what", [{"kind": "free_day"}, {"published": False}])
def test_a_free_day_and_a_draft_are_not_owed(ward, what):
    make_rest_day(ward.shah, LATER, **what)
    take(ward, "2026-12-17 09:00")
    assert owed() == []


def test_it_costs_one_statement_and_only_where_a_rest_day_is_touched(ward):
    make_duty(ward.shah, "2026-12-08 07:00", hours=1)
    make_category()
    counts = []
    for starts in ("2026-12-07 09:00", "2026-12-08 09:00", "2026-12-09 09:00"):
        with heard() as asked:
            take(ward, starts)
        counts.append(len(asked))
    assert counts == [counts[0], counts[0], counts[0] + 1]


def test_ending_early_leaves_it_owed_and_cancelling_does_not(ward):
    taken = take(ward)
    end_early(taken, wall("2026-12-09 10:00"), by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, None)]
    cancel_abstraction(db.session.get_one(Abstraction, taken.id), by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, DAY)]


def test_taken_again_it_is_owed_again_by_the_new_notice(ward, at):
    cancel_abstraction(take(ward), by=ward.hart)
    at("2026-12-01 09:00")
    take(ward)
    assert owed() == [(DAY, UNDER, None)]


def test_two_on_one_rest_day_owe_it_once_by_the_first_notice_until_both_are_off(ward, at):
    first = take(ward, hours=2)
    at("2026-12-01 09:00")
    second = take(ward, "2026-12-09 18:00", 4)
    cancel_abstraction(first, by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, None)]
    cancel_abstraction(db.session.get_one(Abstraction, second.id), by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, DAY)]


def test_what_was_given_back_meanwhile_stays_given(ward):
    taken = take(ward)
    owed_id = db.session.scalars(select(OwedRestDay.id)).one()
    re_roster(owed_id, LATER, by=ward.hart)
    cancel_abstraction(taken, by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, LATER)]
    assert {one.day for one in db.session.scalars(select(RestDay))} == {DAY, LATER}


def test_a_duty_written_over_it_owes_no_second_day_and_keeps_the_first_owed(ward):
    taken = take(ward)
    owed_id = db.session.scalars(select(OwedRestDay.id)).one()
    re_roster(owed_id, LATER, by=ward.hart)
    write(ward, "E")
    assert owed() == [(DAY, AT_LEAST, LATER)]
    cancel_abstraction(db.session.get_one(Abstraction, taken.id), by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, LATER)]


def test_once_it_is_duty_cancelling_the_abstraction_gives_nothing_back(ward, at):
    taken = take(ward)
    at("2026-12-01 09:00")
    write(ward, "E")
    assert owed() == [(DAY, AT_LEAST, None)]
    cancel_abstraction(db.session.get_one(Abstraction, taken.id), by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, None)]
    write(ward, "RD")
    assert owed() == [(DAY, AT_LEAST, DAY)]


def test_a_rest_day_put_back_under_an_abstraction_is_still_owed(ward):
    taken = take(ward)
    write(ward, "E")
    write(ward, "RD")
    assert owed() == [(DAY, AT_LEAST, None)]
    cancel_abstraction(db.session.get_one(Abstraction, taken.id), by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, DAY)]


def test_a_phone_call_about_the_duty_does_not_count_the_abstraction_again(ward, at):
    take(ward)
    at("2026-12-01 09:00")
    write(ward, "E")
    change_id = db.session.scalars(select(CellChange.id).order_by(CellChange.id.desc())).first()
    tell_by_phone(change_id, wall("2026-12-01 08:00"), by=ward.hart)
    assert owed() == [(DAY, AT_LEAST, None)]


def test_a_day_on_which_the_officer_is_taken_gives_nothing_back(ward):
    take(ward)
    make_abstraction(ward.shah, "2026-12-17 09:00")
    with pytest.raises(Refusal, match="PC Amina Shah is taken for Erpt on Thu 17 Dec"):
        re_roster(db.session.scalars(select(OwedRestDay.id)).one(), LATER, by=ward.hart)


def test_it_is_listed_with_what_it_was_taken_for(ward):
    taken = take(ward)
    at = int(wall("2026-11-23 09:00").timestamp())
    (listed,) = owed_in([ward.team.id], at)
    assert (listed.day, listed.after, listed.abstraction_id, listed.taken_for) == (DAY, "", taken.id, "Erpt")
    assert by_band([listed]) == {UNDER: 0, AT_LEAST: 1}
    assert owed_for(taken.id, ward.shah.id, at) == listed
    cancel_abstraction(taken, by=ward.hart)
    assert owed_in([ward.team.id], at) == []
    assert owed_for(taken.id, ward.shah.id, at) is None


def test_the_database_wants_a_cause(ward):
    row = "INSERT INTO owed_rest_day (officer_id, day, clear_days, band) VALUES (:officer, 0, 1, 'under_15')"
    with pytest.raises(IntegrityError, match="cause"):
        db.session.execute(text(row), {"officer": ward.shah.id})
