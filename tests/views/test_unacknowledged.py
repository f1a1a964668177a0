"""Changes that officers have not acknowledged: how many there are, on the board of whoever may tell them."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.account import Account
from tests.factories import make_account, make_area, make_charge, make_officer, make_sergeant, make_team
from tests.roster_factories import make_cell_change


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """PS Hart of Biggin Hill is signed in; two changes of PC Shah's wait, and one of another ward's."""
    at("2026-11-23 09:00")
    team = make_team(borough=make_area())
    shah, hart = make_officer(team=team), make_sergeant(team)
    for day in ("2026-12-09", "2026-12-10"):
        make_cell_change(shah, day, reason="exigency")
    make_cell_change(shah, "2026-12-11")  # of a draft: nobody was told
    make_cell_change(shah, "2026-12-12", reason="exigency").acknowledged_at = clock.now()
    make_cell_change(make_officer("Ben Okafor", team=make_team("Darwin")), "2026-12-09", reason="exigency")
    db.session.commit()
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())
    return SimpleNamespace(team=team, shah=shah)


def test_the_board_leads_to_them_with_their_number(ward, page):
    link = page("/board").soup.find("a", {"href": "/roster/changes"})
    assert link.get_text() == "2 changes not acknowledged"
    assert len(page("/roster/changes").soup.select("li.cell-past")) == 2


def test_the_board_of_whoever_cannot_tell_them_says_nothing(ward, page, sign_in):
    manager = make_officer("Ola Grant", "Insp")
    make_charge(manager, ward.team.borough)
    sign_in(make_account(manager, ("manager",)))
    assert "not acknowledged" not in page("/board").words.lower()
