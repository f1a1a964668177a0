"""A sergeant's own request on the pages: nobody is offered a decision on it who may not make it."""

from types import SimpleNamespace

import pytest

from roster import clock
from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.swap import Swap, SwapStatus
from tests.factories import (
    make_absence,
    make_account,
    make_charge,
    make_duty,
    make_officer,
    make_supervision,
    make_team,
)
from tests.roster_factories import make_swap


@pytest.fixture
def ward(app, at, sign_in, client, page) -> SimpleNamespace:
    """PS Hart alone supervises Biggin Hill and asks for Thursday; so does PC Shah; Insp Cole manages."""
    at("2026-11-23 09:00")
    team = make_team()
    hart, shah = make_officer("Morgan Hart", "PS", team=team), make_officer(team=team)
    make_supervision(hart, team)
    cole = make_officer("Jo Cole", "Insp")
    make_charge(cole, team.borough)
    own, shahs = (make_absence(one, "2026-12-03 00:00", status="requested") for one in (hart, shah))
    own.asked_at = shahs.asked_at = clock.now()
    db.session.commit()
    accounts = {"hart": make_account(hart, ["officer", "sergeant"]), "cole": make_account(cole, ["manager"])}

    def post(path: str, status: int = 200, **data: object) -> str:
        token = page("/notices").soup.find("input", {"name": "csrf_token"})["value"]
        answer = client.post(path, data={"csrf_token": token, **data}, follow_redirects=True)
        assert answer.status_code == status
        return answer.get_data(as_text=True)

    return SimpleNamespace(
        team=team,
        hart=hart,
        shah=shah,
        own=own,
        shahs=shahs,
        enter=lambda name: sign_in(accounts[name]),
        post=post,
    )


def status(absence: Absence) -> AbsenceStatus:
    db.session.rollback()
    return db.session.get_one(Absence, absence.id).status


def test_the_sergeant_finds_the_own_request_not_in_the_queue_and_cannot_decide_it(ward, page):
    ward.enter("hart")
    words = page("/leave").words
    assert "PC Shah" in words
    assert "PS Hart Thu 3 Dec" not in words
    shown = page(f"/leave/{ward.own.id}")
    assert "You do not decide your own request. Another sergeant of the team does" in shown.words
    assert shown.soup.find("button", string="Approve") is None
    assert shown.soup.find("button", string="Withdraw it")
    assert "You do not decide your own request" in ward.post(f"/leave/{ward.own.id}/approve", 409)
    assert "You do not decide" in ward.post(f"/leave/{ward.own.id}/decline", reason="No")
    assert status(ward.own) is AbsenceStatus.REQUESTED


def test_the_manager_finds_the_sergeants_request_alone_and_approves_it(ward, page):
    ward.enter("cole")
    words = page("/leave").words
    assert "PS Hart Thu 3 Dec" in words
    assert "PC Shah" not in words
    assert "What approving it does" in page(f"/leave/{ward.own.id}").words
    page(f"/leave/{ward.shahs.id}", status=404)
    ward.post(f"/leave/{ward.shahs.id}/approve", 404)
    assert "Approved: PS Hart was told" in ward.post(f"/leave/{ward.own.id}/approve")
    assert status(ward.own) is AbsenceStatus.APPROVED
    assert "PS Hart Thu 3 Dec" in page("/leave?state=decided").words
    shown = page(f"/leave/{ward.own.id}")
    assert shown.soup.find("button", string="Cancel this absence") is None


def test_the_manager_approves_a_sergeants_swap_and_no_constables(ward, page):
    reid, marsh = make_officer("Sam Reid", "PS", team=ward.team), make_officer("Rosa Marsh", team=ward.team)
    own = make_swap(make_duty(ward.hart, "2026-12-07 07:00"), taker=reid, status="taken")
    other = make_swap(make_duty(ward.shah, "2026-12-07 07:00"), taker=marsh, status="taken")
    ward.enter("hart")
    shown = page(f"/swaps/{own.id}")
    assert "You do not decide a swap of your own" in shown.words
    assert shown.soup.find("button", string="Approve") is None
    assert "You do not decide your own request" in ward.post(f"/swaps/{own.id}/approve", 409)
    ward.enter("cole")
    assert page(f"/swaps/{other.id}").soup.find("button", string="Approve") is None
    ward.post(f"/swaps/{other.id}/approve", 404)
    assert page(f"/swaps/{own.id}").soup.find("button", string="Approve")
    assert "Approved" in ward.post(f"/swaps/{own.id}/approve")
    db.session.rollback()
    assert db.session.get_one(Swap, own.id).status is SwapStatus.APPROVED
