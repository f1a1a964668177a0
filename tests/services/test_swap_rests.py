"""A swap neither loses nor doubles a rest day: it is exchanged, owed, or stands again."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.cell_change import ChangeReason, OwedRestDay
from roster.models.duty import Duty, RestDay
from roster.queries.cells import sheet_of
from roster.services.cell_answers import Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from roster.services.swap_decisions import approve_swap
from roster.services.swaps import offer_duty, take_swap
from tests.factories import (
    make_abstraction,
    make_actor,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_team,
    make_template,
)
from tests.roster_factories import make_owed_rest_day

THURSDAY = date(2026, 12, 3)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah offers, PC O'Neill takes, PS Hart decides; nine clear days lie before Thursday."""
    at("2026-11-23 09:00")
    team = make_team()
    shah, o_neill = make_officer(team=team), make_officer("Ciarán O'Neill", team=team)
    make_sergeant(team)
    return SimpleNamespace(
        team=team,
        shah=shah,
        o_neill=o_neill,
        early=make_template(),
        hart=make_actor(teams=[team]),
        as_shah=make_actor("officer", teams=[team], officer=shah),
        as_o_neill=make_actor("officer", teams=[team], officer=o_neill),
    )


def swapped(ward, duty: Duty, in_return: Duty | None = None) -> None:
    swap = offer_duty(duty, by=ward.as_shah)
    take_swap(swap, in_return.id if in_return else None, by=ward.as_o_neill)
    approve_swap(swap, by=ward.hart)


def owed() -> list[tuple[int, str, str | None]]:
    rows = db.session.scalars(select(OwedRestDay).order_by(OwedRestDay.id))
    return [(one.officer_id, str(one.day), one.re_rostered_to and str(one.re_rostered_to)) for one in rows]


def rests() -> list[tuple[int, str, str]]:
    rows = db.session.scalars(select(RestDay).order_by(RestDay.officer_id, RestDay.day))
    return [(one.officer_id, str(one.day), one.state.value) for one in rows]


def cancel_rest_of_shah(ward) -> Duty:
    """The rest day of Thursday becomes an Early, as the grid does it."""
    make_rest_day(ward.shah, "2026-12-03")
    cell = sheet_of([ward.shah.id], THURSDAY, THURSDAY).cell(ward.shah.id, THURSDAY)
    wanted = Wanted(ward.shah.id, THURSDAY, "E", cell.token)
    (answer,) = save_cells([wanted], by=ward.hart, why=Why(ChangeReason.EXIGENCY))
    assert isinstance(answer, Saved)
    assert owed() == [(ward.shah.id, "2026-12-03", None)]
    return db.session.scalars(select(Duty)).one()


def test_a_rest_day_that_is_exchanged_is_owed_to_nobody(ward):
    make_rest_day(ward.o_neill, "2026-12-03")
    swapped(ward, make_duty(ward.shah, "2026-12-03 07:00"))
    assert (rests(), owed()) == ([(ward.shah.id, "2026-12-03", "published")], [])


def test_exchanged_both_ways_each_has_as_many_as_before(ward):
    make_rest_day(ward.o_neill, "2026-12-03")
    make_rest_day(ward.shah, "2026-12-10")
    in_return = make_duty(ward.o_neill, "2026-12-10 14:00")
    swapped(ward, make_duty(ward.shah, "2026-12-03 07:00"), in_return)
    assert rests() == [
        (ward.shah.id, "2026-12-03", "published"),
        (ward.o_neill.id, "2026-12-10", "published"),
    ]
    assert owed() == []


def test_an_own_rest_day_stands_again_and_the_takers_is_owed_instead(ward):
    duty = cancel_rest_of_shah(ward)
    make_rest_day(ward.o_neill, "2026-12-03")
    swapped(ward, duty)
    assert rests() == [(ward.shah.id, "2026-12-03", "published")]
    assert owed() == [(ward.shah.id, "2026-12-03", "2026-12-03"), (ward.o_neill.id, "2026-12-03", None)]
    row = db.session.scalars(select(OwedRestDay).where(OwedRestDay.officer_id == ward.o_neill.id)).one()
    assert (row.clear_days, row.band.value) == (9, "under_15")


def test_an_own_rest_day_stands_again_where_the_taker_had_none(ward):
    swapped(ward, cancel_rest_of_shah(ward))
    assert rests() == [(ward.shah.id, "2026-12-03", "published")]
    assert owed() == [(ward.shah.id, "2026-12-03", "2026-12-03")]


def test_one_given_back_on_another_day_already_does_not_stand_again(ward):
    make_owed_rest_day(ward.shah, "2026-12-03").re_rostered_to = date(2026, 12, 9)
    db.session.commit()
    swapped(ward, make_duty(ward.shah, "2026-12-03 07:00"))
    assert (rests(), owed()) == ([], [(ward.shah.id, "2026-12-03", "2026-12-09")])


def test_where_the_giver_works_all_the_same_the_takers_rest_day_is_owed(ward):
    make_duty(ward.shah, "2026-12-03 17:00", hours=1, kind="court")
    make_rest_day(ward.o_neill, "2026-12-03")
    swapped(ward, make_duty(ward.shah, "2026-12-03 07:00"))
    assert (rests(), owed()) == ([], [(ward.o_neill.id, "2026-12-03", None)])


def test_where_the_giver_rests_already_the_takers_rest_day_is_owed(ward):
    make_rest_day(ward.shah, "2026-12-03")
    make_rest_day(ward.o_neill, "2026-12-03")
    swapped(ward, make_duty(ward.shah, "2026-12-03 07:00"))
    assert rests() == [(ward.shah.id, "2026-12-03", "published")]
    assert owed() == [(ward.o_neill.id, "2026-12-03", None)]


@pytest.mark.parametrize("how", [{"published": False}, {"kind": "free_day"}], ids=["draft", "free day"])
def test_a_draft_and_a_free_day_are_owed_to_nobody(ward, how):
    make_duty(ward.shah, "2026-12-03 17:00", hours=1, kind="court")
    make_rest_day(ward.o_neill, "2026-12-03", **how)
    swapped(ward, make_duty(ward.shah, "2026-12-03 07:00"))
    assert (rests(), owed()) == ([], [])


def test_a_draft_that_is_handed_over_is_published(ward):
    make_rest_day(ward.o_neill, "2026-12-03", published=False)
    swapped(ward, make_duty(ward.shah, "2026-12-03 07:00"))
    assert (rests(), owed()) == ([(ward.shah.id, "2026-12-03", "published")], [])


def test_what_an_abstraction_takes_does_not_stand_again(ward):
    row = make_owed_rest_day(ward.shah, "2026-12-03")
    row.abstraction = make_abstraction(ward.shah, "2026-12-03 18:00", hours=2)
    db.session.commit()
    swapped(ward, make_duty(ward.shah, "2026-12-03 07:00"))
    assert (rests(), owed()) == ([], [(ward.shah.id, "2026-12-03", None)])
