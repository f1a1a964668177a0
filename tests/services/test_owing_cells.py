"""What is owed once a rest day was given back: cells that change afterwards touch their own day alone."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.cell_change import ChangeReason, NoticeBand, OwedRestDay
from roster.models.officer import Officer
from roster.queries.cells import sheet_of
from roster.services.cell_answers import Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from roster.services.owed_rest_days import re_roster
from tests.factories import make_actor, make_officer, make_rest_day, make_team, make_template, wall
from tests.roster_factories import make_owed_rest_day

DAY, LATER, OTHER = date(2026, 12, 9), date(2026, 12, 17), date(2026, 12, 18)
WHY = Why(ChangeReason.EXIGENCY)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    at("2026-11-23 09:00")
    make_template()
    team = make_team()
    return SimpleNamespace(team=team, shah=make_officer(team=team), hart=make_actor(teams=[team]))


def write(ward, *cells: tuple[Officer, date, str], why: Why | None = WHY) -> None:
    tokens = [sheet_of([one.id], day, day).cell(one.id, day).token for one, day, _ in cells]
    wanted = [Wanted(one.id, day, code, token) for (one, day, code), token in zip(cells, tokens, strict=True)]
    assert all(isinstance(one, Saved) for one in save_cells(wanted, by=ward.hart, why=why))


def given() -> dict[tuple[int, date], date | None]:
    """By officer and day, on which day it was given back."""
    db.session.rollback()
    return {(one.officer_id, one.day): one.re_rostered_to for one in db.session.scalars(select(OwedRestDay))}


def test_a_rest_day_that_stands_again_leaves_the_day_on_which_it_was_given_back(ward):
    make_rest_day(ward.shah, DAY)
    write(ward, (ward.shah, DAY, "E"))
    re_roster(db.session.scalars(select(OwedRestDay.id)).one(), LATER, by=ward.hart)
    write(ward, (ward.shah, DAY, "RD"))
    assert given() == {(ward.shah.id, DAY): LATER}


def test_the_band_is_counted_from_the_telling_and_not_from_the_change(ward, at):
    """Told on the 23rd there are fifteen clear days to the 9th; it is entered on the 24th, with fourteen."""
    make_rest_day(ward.shah, DAY)
    at("2026-11-24 09:00")
    write(ward, (ward.shah, DAY, "E"), why=Why(ChangeReason.EXIGENCY, told_at=wall("2026-11-23 18:00")))
    owed = db.session.scalars(select(OwedRestDay)).one()
    assert (owed.clear_days, owed.band) == (15, NoticeBand.AT_LEAST_15)


def test_a_draft_that_gave_a_day_back_and_goes_reopens_that_day_of_that_officer_alone(ward):
    """Both were given a day back on the 17th. PC Shah's goes; PC Okafor loses another draft, of the 18th."""
    okafor = make_officer("Ben Okafor", team=ward.team)
    for officer in (ward.shah, okafor):
        re_roster(make_owed_rest_day(officer, "2026-12-02").id, LATER, by=ward.hart)
    make_rest_day(okafor, OTHER, published=False)
    write(ward, (ward.shah, LATER, ""), (okafor, OTHER, ""), why=None)
    cancelled = date(2026, 12, 2)
    assert given() == {(ward.shah.id, cancelled): None, (okafor.id, cancelled): LATER}
