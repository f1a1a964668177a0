"""Swaps and leave, decided by several at one instant: one wins, and the others read a sentence."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from roster.errors import Changed, Refusal
from roster.extensions import db, transaction
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.cell_change import CellChange
from roster.models.duty import Duty
from roster.models.swap import Swap, SwapStatus
from roster.services.absences import approve_absence, decline_absence, record_absence
from roster.services.leave import ask_absence, withdraw_absence
from roster.services.swap_decisions import approve_swap, decline_swap
from roster.services.swaps import offer_duty, take_swap, withdraw_swap
from tests.factories import (
    make_absence,
    make_actor,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
    span,
)
from tests.roster_factories import make_swap
from tests.test_races import race

TAKERS = 6


@pytest.fixture
def ward(app: Flask, at: Callable[..., object]) -> SimpleNamespace:
    """PC Shah's duty on Thursday, six colleagues who are free then, and the sergeant."""
    at("2026-11-23 09:00", tick=True)
    team = make_team()
    shah = make_officer(team=team)
    make_sergeant(team)
    officers = [make_officer(f"Taker {number}", team=team) for number in range(TAKERS)]
    return SimpleNamespace(
        app=app,
        team=team,
        shah=shah,
        duty=make_duty(shah, "2026-12-03 07:00"),
        hart=make_actor(teams=[team]),
        as_shah=make_actor("officer", teams=[team], officer=shah),
        takers=[make_actor("officer", teams=[team], officer=one) for one in officers],
    )


def refused(results: list[object]) -> list[str]:
    """What those read who came too late; anything but a sentence is a fault."""
    late = [one for one in results if one != "done"]
    assert all(isinstance(one, Refusal | Changed) and str(one) for one in late), late
    return [str(one) for one in late]


def status(swap_id: int) -> SwapStatus:
    db.session.rollback()
    return db.session.get_one(Swap, swap_id).status


def test_of_many_takers_one_has_it(ward):
    swap_id = offer_duty(ward.duty, by=ward.as_shah).id
    works = [lambda by=by: take_swap(db.session.get_one(Swap, swap_id), by=by) for by in ward.takers]
    late = refused(race(ward.app, works))
    assert len(late) == TAKERS - 1
    assert all("has taken it already" in one for one in late)
    assert status(swap_id) is SwapStatus.TAKEN


def test_a_duty_is_offered_once(ward):
    duty_id = ward.duty.id

    def work() -> object:
        return offer_duty(db.session.get_one(Duty, duty_id), by=ward.as_shah)

    assert len(refused(race(ward.app, [work] * 4))) == 3
    assert db.session.scalar(select(func.count()).select_from(Swap)) == 1


def test_approved_by_four_at_once_it_moves_once(ward):
    swap_id = take_swap(offer_duty(ward.duty, by=ward.as_shah), by=ward.takers[0]).id

    def work() -> object:
        return approve_swap(db.session.get_one(Swap, swap_id), by=ward.hart)

    assert refused(race(ward.app, [work] * 4)) == []
    db.session.rollback()
    assert db.session.scalars(select(Duty.officer_id)).one() == ward.takers[0].officer_id
    assert db.session.scalar(select(func.count()).select_from(CellChange)) == 2


@pytest.mark.parametrize("number", range(3))
def test_approved_declined_and_withdrawn_at_once_it_is_one_of_them(ward, number):
    swap_id = take_swap(offer_duty(ward.duty, by=ward.as_shah), by=ward.takers[number]).id

    def found() -> Swap:
        return db.session.get_one(Swap, swap_id)

    works = [
        lambda: approve_swap(found(), by=ward.hart),
        lambda: decline_swap(found(), "Too few are left", by=ward.hart),
        lambda: withdraw_swap(found(), by=ward.as_shah),
    ]
    assert len(refused(race(ward.app, works))) == 2
    ended = {SwapStatus.APPROVED, SwapStatus.DECLINED, SwapStatus.WITHDRAWN}
    became = status(swap_id)
    assert became in ended
    owner = db.session.scalars(select(Duty.officer_id)).one()
    assert (owner == ward.takers[number].officer_id) is (became is SwapStatus.APPROVED)


def test_two_swaps_of_two_officers_cross_without_standing_still(ward):
    one, two = ward.takers[:2]
    first = make_duty(db.session.get_one(type(ward.shah), one.officer_id), "2026-12-08 07:00")
    second = make_duty(db.session.get_one(type(ward.shah), two.officer_id), "2026-12-10 07:00")
    swaps = [
        take_swap(offer_duty(duty, by=giver), by=taker).id
        for duty, giver, taker in ((first, one, two), (second, two, one))
    ]
    works = [lambda key=key: approve_swap(db.session.get_one(Swap, key), by=ward.hart) for key in swaps]
    assert refused(race(ward.app, works)) == []
    assert [status(key) for key in swaps] == [SwapStatus.APPROVED] * 2


def test_leave_approved_declined_and_withdrawn_at_once_is_one_of_them(ward):
    asked = ask_absence(
        ward.shah.id, span("2026-12-03 00:00", hours=24), AbsenceKind.COURT, by=ward.as_shah
    ).id

    def found() -> Absence:
        return db.session.get_one(Absence, asked)

    results = race(
        ward.app,
        [
            lambda: approve_absence(found(), by=ward.hart),
            lambda: decline_absence(found(), "Too few are left", by=ward.hart),
            lambda: withdraw_absence(found(), by=ward.as_shah),
        ],
    )
    refused(results)
    became = found().status
    # Approved first, it may still be withdrawn; declined, nothing more.
    done = results.count("done")
    assert done == (1 if became is not AbsenceStatus.CANCELLED else done)
    assert became is not AbsenceStatus.REQUESTED


def test_leave_is_asked_for_once_and_recorded_once(ward):
    day, shah = span("2026-12-03 00:00", hours=24), ward.shah.id

    def ask() -> object:
        return ask_absence(shah, day, AbsenceKind.ANNUAL_LEAVE, by=ward.as_shah)

    def sick() -> object:
        return record_absence(db.session.get_one(type(ward.shah), shah), day, AbsenceKind.SICK, by=ward.hart)

    assert len(refused(race(ward.app, [ask] * 4))) == 3
    assert len(refused(race(ward.app, [sick] * 4))) == 3


# The last guards, past every service


def test_the_database_keeps_one_open_swap_a_duty(ward):
    make_swap(ward.duty)
    with pytest.raises(IntegrityError):
        make_swap(ward.duty, taker=make_officer("Rosa Marsh"), status="taken")
    db.session.rollback()
    make_swap(ward.duty, status="withdrawn")

    @transaction()
    def without_looking() -> None:
        db.session.execute(
            text(
                "INSERT INTO swap (officer_id, duty_id, starts_at, ends_at, status, note, decline_reason, "
                "offered_at, version) SELECT officer_id, duty_id, starts_at, ends_at, 'offered', '', '', "
                "offered_at, 1 FROM swap WHERE status = 'withdrawn'"
            )
        )

    # SQLite has one writer, which looks first; it names no index.
    says = {"postgresql": Refusal, "sqlite": IntegrityError}[db.engine.dialect.name]
    with pytest.raises(says, match=r"already offered|swap.duty_id"):
        without_looking()


@pytest.mark.parametrize(
    "change",
    [
        "status = 'taken'",
        "status = 'approved'",
        "status = 'declined'",
        "taker_id = officer_id",
        "status = 'eaten'",
    ],
)
def test_the_database_refuses_half_a_swap(ward, change):
    swap_id = make_swap(ward.duty).id
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE swap SET {change} WHERE id = {swap_id}"))
    db.session.rollback()


def test_the_database_refuses_a_decline_without_a_reason_and_leave_twice(ward):
    first = make_absence(ward.shah, "2026-12-03 00:00", status="requested").id
    make_absence(ward.shah, "2026-12-03 12:00")
    for change in ("status = 'declined'", "status = 'approved'"):
        with pytest.raises(IntegrityError):
            db.session.execute(text(f"UPDATE absence SET {change} WHERE id = {first}"))
        db.session.rollback()
    make_absence(ward.shah, "2026-12-04 12:00")  # touching is not overlapping


def test_what_the_database_says_becomes_a_sentence(ward):
    make_absence(ward.shah, "2026-12-03 12:00")
    second = make_absence(ward.shah, "2026-12-03 00:00", status="requested")

    @transaction()
    def without_looking() -> None:
        db.session.execute(text(f"UPDATE absence SET status = 'approved' WHERE id = {second.id}"))

    with pytest.raises(Refusal, match="already away during that time"):
        without_looking()
