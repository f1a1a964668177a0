"""How swaps end without being decided: they lapse, are withdrawn, or the taker steps back."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cell_change import ChangeReason
from roster.models.duty import Duty, DutyKind
from roster.models.notice import Notice, NoticeKind
from roster.models.swap import Swap, SwapStatus
from roster.services.cell_changes import Why
from roster.services.duties import change_duty, remove_duty
from roster.services.swap_decisions import approve_swap
from roster.services.swaps import offer_duty, release_swap, take_swap, withdraw_swap
from tests.factories import make_actor, make_duty, make_officer, make_sergeant, make_team, make_template, span
from tests.roster_factories import make_cell_change

LAPSED = SwapStatus.LAPSED
EXIGENCY = Why(ChangeReason.EXIGENCY)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah has an Early on Thursday 3 December; PC O'Neill is free then; PS Hart decides."""
    at("2026-11-23 09:00")
    team = make_team()
    shah, o_neill = make_officer(team=team), make_officer("Ciarán O'Neill", team=team)
    sergeant = make_sergeant(team)
    return SimpleNamespace(
        team=team,
        shah=shah,
        o_neill=o_neill,
        sergeant=sergeant,
        duty=make_duty(shah, "2026-12-03 07:00", template=make_template()),
        hart=make_actor(teams=[team], officer=None),
        as_shah=make_actor("officer", teams=[team], officer=shah),
        as_o_neill=make_actor("officer", teams=[team], officer=o_neill),
    )


def taken(ward, in_return: Duty | None = None) -> Swap:
    swap = offer_duty(ward.duty, by=ward.as_shah)
    return take_swap(swap, in_return.id if in_return else None, by=ward.as_o_neill)


def told(kind: NoticeKind) -> set[int]:
    return set(db.session.scalars(select(Notice.recipient_id).where(Notice.kind == kind)))


def begin(ward, at):
    at("2026-12-03 07:00")


def move(ward, at):
    ward.duty.ends_at = ward.duty.ends_at.replace(minute=30)
    db.session.commit()


def remove(ward, at):
    db.session.delete(ward.duty)
    db.session.commit()


def write_the_cell(ward, at):
    at("2026-11-23 09:05")
    make_cell_change(ward.shah, "2026-12-03", reason="exigency")


@pytest.mark.parametrize("change", [begin, move, remove, write_the_cell])
def test_it_lapses_when_the_duty_began_changed_or_went(ward, at, change):
    swap = taken(ward)
    change(ward, at)
    assert approve_swap(swap, by=ward.hart).status is LAPSED
    assert told(NoticeKind.SWAP_ENDED) == {ward.shah.id, ward.o_neill.id}
    assert db.session.scalar(select(func.count()).where(Duty.officer_id == ward.o_neill.id)) == 0


def test_it_lapses_when_what_was_given_in_return_went(ward):
    late = make_duty(ward.o_neill, "2026-12-10 14:00")
    swap = taken(ward, late)
    db.session.delete(late)
    db.session.commit()
    assert approve_swap(swap, by=ward.hart).status is LAPSED
    assert db.session.get_one(Duty, ward.duty.id).officer_id == ward.shah.id


def test_a_lapsed_offer_does_not_keep_the_duty_from_being_offered_again(ward):
    first = offer_duty(ward.duty, by=ward.as_shah)
    move(ward, None)
    second = offer_duty(ward.duty, by=ward.as_shah)
    assert (first.status, second.status) == (LAPSED, SwapStatus.OFFERED)
    with pytest.raises(Refusal, match="It was lapsed meanwhile"):
        take_swap(first, by=ward.as_o_neill)


def test_withdrawn_it_is_no_longer_to_be_taken(ward):
    swap = taken(ward)
    for _ in range(2):
        withdraw_swap(swap, by=ward.as_shah)
    assert (swap.status, told(NoticeKind.SWAP_ENDED)) == (SwapStatus.WITHDRAWN, {ward.o_neill.id})
    with pytest.raises(Refusal, match="It was withdrawn meanwhile"):
        take_swap(swap, by=make_actor("officer", officer=make_officer("Rosa Marsh", team=ward.team)))
    with pytest.raises(Changed, match=r"approved.*withdrawn"):
        approve_swap(swap, by=ward.hart)


def test_a_taker_steps_back_and_it_is_offered_again(ward):
    late = make_duty(ward.o_neill, "2026-12-10 14:00")
    swap = taken(ward, late)
    for _ in range(2):
        release_swap(swap, by=ward.as_o_neill)
    db.session.expire_all()
    assert (swap.status, swap.taker_id, swap.taken_at) == (SwapStatus.OFFERED, None, None)
    assert (swap.return_duty_id, swap.return_span) == (None, None)
    assert told(NoticeKind.SWAP_RELEASED) == {ward.shah.id, ward.sergeant.id}
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "swap")).all()
    assert actions == ["swap:offer", "swap:take", "swap:release"]
    marsh = make_officer("Rosa Marsh", team=ward.team)
    assert take_swap(swap, by=make_actor("officer", officer=marsh)).taker_id == marsh.id


def test_only_the_taker_steps_back_and_only_before_it_is_decided(ward):
    swap = taken(ward)
    marsh = make_actor("officer", officer=make_officer("Rosa Marsh", team=ward.team))
    for by in (ward.as_shah, ward.hart, marsh):
        with pytest.raises(NotAllowed):
            release_swap(swap, by=by)
    approve_swap(swap, by=ward.hart)
    with pytest.raises(Refusal, match="It was approved meanwhile: there is nothing to step back from"):
        release_swap(swap, by=ward.as_o_neill)


def test_who_steps_back_from_what_has_lapsed_is_told_so(ward):
    swap = taken(ward)
    move(ward, None)
    assert release_swap(swap, by=ward.as_o_neill).status is LAPSED
    assert told(NoticeKind.SWAP_RELEASED) == set()


def test_changing_the_cell_ends_it_there_and_then_and_tells_both(ward, at):
    swap = taken(ward)
    at("2026-11-23 09:05")
    later = span("2026-12-03 08:00", hours=8)
    change_duty(ward.duty, later, DutyKind.WARD, ward.duty.version, by=ward.hart, why=EXIGENCY)
    assert (swap.status, told(NoticeKind.SWAP_ENDED)) == (LAPSED, {ward.shah.id, ward.o_neill.id})


def test_removing_what_is_given_in_return_ends_it_too(ward, at):
    late = make_duty(ward.o_neill, "2026-12-10 14:00")
    swap = taken(ward, late)
    at("2026-11-23 09:05")
    remove_duty(late, late.version, by=ward.hart, why=EXIGENCY)
    assert (swap.status, told(NoticeKind.SWAP_ENDED)) == (LAPSED, {ward.shah.id, ward.o_neill.id})


def test_another_day_of_either_ends_nothing(ward, at):
    other = make_duty(ward.shah, "2026-12-08 07:00")
    swap = taken(ward)
    at("2026-11-23 09:05")
    remove_duty(other, other.version, by=ward.hart, why=EXIGENCY)
    assert (swap.status, told(NoticeKind.SWAP_ENDED)) == (SwapStatus.TAKEN, set())


def test_approving_one_swap_ends_another_that_rests_on_what_was_given(ward, at):
    late = make_duty(ward.o_neill, "2026-12-10 14:00")
    other = offer_duty(late, by=ward.as_o_neill)
    swap = taken(ward, late)
    at("2026-11-23 09:05")
    assert approve_swap(swap, by=ward.hart).status is SwapStatus.APPROVED
    assert (other.status, told(NoticeKind.SWAP_ENDED)) == (LAPSED, {ward.o_neill.id})
