"""Nobody decides in a cause of their own: another sergeant of the team does, or a manager of the area."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.errors import NotAllowed, Refusal
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.duty import Duty
from roster.models.notice import Notice, NoticeKind
from roster.models.swap import Swap, SwapStatus
from roster.services.absences import approve_absence, cancel_absence, decline_absence, record_absence
from roster.services.leave import ask_absence, withdraw_absence
from roster.services.swap_decisions import approve_swap, decline_swap
from roster.services.swaps import offer_duty, take_swap
from tests.factories import (
    make_actor,
    make_area,
    make_charge,
    make_duty,
    make_officer,
    make_supervision,
    make_team,
    span,
)

THURSDAY = span("2026-12-03 00:00", hours=24)
LEAVE = AbsenceKind.ANNUAL_LEAVE


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PS Hart alone supervises Biggin Hill and is posted there; Insp Cole manages the borough."""
    at("2026-11-23 09:00")
    team = make_team()
    hart, shah = make_officer("Morgan Hart", "PS", team=team), make_officer(team=team)
    make_supervision(hart, team)
    cole = make_officer("Jo Cole", "Insp")
    make_charge(cole, team.borough)
    return SimpleNamespace(
        team=team,
        hart=hart,
        shah=shah,
        cole=cole,
        as_hart=make_actor("officer", "sergeant", teams=[team], officer=hart),
        as_shah=make_actor("officer", teams=[team], officer=shah),
        as_cole=make_actor("manager", teams=[team], officer=cole),
    )


def another_sergeant(ward) -> tuple[int, object]:
    arden = make_officer("Nell Arden", "PS")
    make_supervision(arden, ward.team)
    return arden.id, make_actor("officer", "sergeant", teams=[ward.team], officer=arden)


def own_leave(ward) -> Absence:
    return ask_absence(ward.hart.id, THURSDAY, LEAVE, by=ward.as_hart)


def told(kind: NoticeKind) -> set[int]:
    return set(db.session.scalars(select(Notice.recipient_id).where(Notice.kind == kind)))


@pytest.mark.parametrize(
    "decide", [approve_absence, lambda one, by: decline_absence(one, "No", by=by)], ids=["approve", "decline"]
)
def test_a_sergeant_decides_no_leave_of_their_own(ward, decide):
    absence = own_leave(ward)
    with pytest.raises(Refusal, match="You do not decide your own request"):
        decide(absence, by=ward.as_hart)
    assert db.session.get_one(Absence, absence.id).status is AbsenceStatus.REQUESTED


def test_a_manager_of_the_area_decides_where_no_other_sergeant_has_the_team(ward):
    absence = own_leave(ward)
    assert told(NoticeKind.ABSENCE_ASKED) == {ward.cole.id}
    approve_absence(absence, by=ward.as_cole)
    assert (absence.status, absence.decided_by_id) == (AbsenceStatus.APPROVED, ward.as_cole.account_id)
    assert told(NoticeKind.ABSENCE_APPROVED) == {ward.hart.id}


def test_another_sergeant_of_the_team_is_told_and_decides(ward):
    arden, as_arden = another_sergeant(ward)
    absence = own_leave(ward)
    assert told(NoticeKind.ABSENCE_ASKED) == {arden}
    decline_absence(absence, "Too few are left", by=as_arden)
    assert told(NoticeKind.ABSENCE_DECLINED) == {ward.hart.id}


def test_nobody_is_told_of_what_they_ask_for_themselves(ward):
    """PS Hart manages the borough as well: that is no way to hear of, or decide, the own request."""
    make_charge(ward.hart, ward.team.borough)
    own_leave(ward)
    assert told(NoticeKind.ABSENCE_ASKED) == {ward.cole.id}
    another_sergeant(ward)
    ask_absence(ward.hart.id, span("2026-12-10 00:00", hours=24), LEAVE, by=ward.as_hart)
    assert ward.hart.id not in told(NoticeKind.ABSENCE_ASKED)


def test_what_is_withdrawn_is_told_to_whoever_was_asked(ward):
    withdraw_absence(own_leave(ward), by=ward.as_hart)
    assert told(NoticeKind.ABSENCE_CANCELLED) == {ward.cole.id}


def test_a_manager_decides_nothing_that_constables_ask_for(ward):
    absence = ask_absence(ward.shah.id, THURSDAY, LEAVE, by=ward.as_shah)
    assert told(NoticeKind.ABSENCE_ASKED) == {ward.hart.id}
    for decide in (approve_absence, lambda one, by: decline_absence(one, "No", by=by)):
        with pytest.raises(NotAllowed):
            decide(absence, by=ward.as_cole)
    duty = make_duty(ward.shah, "2026-12-07 07:00")
    swap = offer_duty(duty, by=ward.as_shah)
    taker = make_officer("Ciarán O'Neill", team=ward.team)
    take_swap(swap, by=make_actor("officer", teams=[ward.team], officer=taker))
    with pytest.raises(NotAllowed):
        approve_swap(swap, by=ward.as_cole)


def test_a_manager_of_another_area_decides_nothing(ward):
    absence = own_leave(ward)
    elsewhere = make_team("Far Away", borough=make_area("Croydon", "Far Area"))
    with pytest.raises(NotAllowed):
        approve_absence(absence, by=make_actor("manager", teams=[elsewhere]))


def test_the_manager_decides_for_who_supervises_today_and_for_no_sergeant_besides(ward):
    arden = make_officer("Nell Arden", "PS", team=ward.team)
    make_supervision(arden, ward.team, last="2026-11-22")
    own = make_actor("officer", teams=[ward.team], officer=arden)
    absence = ask_absence(arden.id, THURSDAY, LEAVE, by=own)
    assert told(NoticeKind.ABSENCE_ASKED) == {ward.hart.id}
    with pytest.raises(NotAllowed):
        approve_absence(absence, by=ward.as_cole)
    approve_absence(absence, by=ward.as_hart)


@pytest.mark.parametrize("kind", [LEAVE, AbsenceKind.TIME_OFF_IN_LIEU])
def test_own_leave_is_asked_for_and_not_recorded(ward, kind):
    with pytest.raises(Refusal, match="Ask for your own leave"):
        record_absence(ward.hart, THURSDAY, kind, by=ward.as_hart)


def test_own_sickness_is_recorded_at_once(ward):
    absence = record_absence(ward.hart, THURSDAY, AbsenceKind.SICK, by=ward.as_hart)
    assert absence.status is AbsenceStatus.APPROVED
    assert cancel_absence(absence, by=ward.as_hart).status is AbsenceStatus.CANCELLED


def test_own_leave_that_has_begun_is_not_taken_back_by_oneself(ward, at):
    absence = own_leave(ward)
    approve_absence(absence, by=ward.as_cole)
    at("2026-12-03 00:00")
    with pytest.raises(Refusal, match="another sergeant of the team cancels it"):
        cancel_absence(absence, by=ward.as_hart)
    _, as_arden = another_sergeant(ward)
    assert cancel_absence(absence, by=as_arden).status is AbsenceStatus.CANCELLED


# Swaps


@pytest.fixture
def swapping(ward) -> SimpleNamespace:
    """PS Hart has a duty on Monday; PS Reid of the same ward is free then."""
    reid = make_officer("Sam Reid", "PS", team=ward.team)
    return SimpleNamespace(
        **vars(ward),
        reid=reid,
        as_reid=make_actor("officer", teams=[ward.team], officer=reid),
        duty=make_duty(ward.hart, "2026-12-07 07:00"),
    )


def test_a_sergeant_decides_no_swap_of_their_own(swapping):
    swap = take_swap(offer_duty(swapping.duty, by=swapping.as_hart), by=swapping.as_reid)
    assert told(NoticeKind.SWAP_TAKEN) == {swapping.hart.id, swapping.cole.id}
    with pytest.raises(Refusal, match="You do not decide your own request"):
        approve_swap(swap, by=swapping.as_hart)
    with pytest.raises(Refusal, match="You do not decide your own request"):
        decline_swap(swap, "No", by=swapping.as_hart)
    approve_swap(swap, by=swapping.as_cole)
    assert db.session.get_one(Duty, swapping.duty.id).officer_id == swapping.reid.id


def test_who_takes_a_duty_does_not_approve_it_either(swapping):
    duty = make_duty(swapping.reid, "2026-12-09 07:00")
    swap = take_swap(offer_duty(duty, by=swapping.as_reid), by=swapping.as_hart)
    with pytest.raises(Refusal, match="You do not decide your own request"):
        approve_swap(swap, by=swapping.as_hart)
    _, as_arden = another_sergeant(swapping)
    approve_swap(swap, by=as_arden)
    assert db.session.get_one(Swap, swap.id).status is SwapStatus.APPROVED


def test_between_sergeants_another_one_of_the_team_is_told(swapping):
    arden, _ = another_sergeant(swapping)
    take_swap(offer_duty(swapping.duty, by=swapping.as_hart), by=swapping.as_reid)
    assert told(NoticeKind.SWAP_TAKEN) == {swapping.hart.id, arden}
