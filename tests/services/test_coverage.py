"""Flags follow cover inside the change: opened, changed and resolved once, and told to those who answer."""

import json

import pytest
from sqlalchemy import select

from roster import clock
from roster.extensions import db, transaction
from roster.models.absence import AbsenceStatus
from roster.models.abstraction import AbstractionStatus
from roster.models.contact_session import ContactSessionStatus
from roster.models.cover_flag import CoverFlag, FlagState, Resolution
from roster.models.notice import Notice, NoticeKind
from roster.services.coverage import review_coverage
from tests.factories import (
    make_absence,
    make_abstraction,
    make_account,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
    span,
    wall,
)
from tests.statements import heard

DAY = span("2026-12-03 00:00", hours=24)


@pytest.fixture
def ward(database, at):
    """Biggin Hill on Thursday 3 December: PC Shah named on a contact session, PC Okafor free."""
    at("2026-11-30 08:00")
    team = make_team()
    sergeant = make_sergeant(team)
    shah, okafor = make_officer("Amina Shah", team=team), make_officer("Ben Okafor", team=team)
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    coffee = make_contact_session(team, "2026-12-03 10:00", named=[shah])
    return team, sergeant, shah, okafor, coffee


@transaction()
def change(row, **values):
    """A change of a row whose own service is not what is tested here, and the review after it."""
    for name, value in values.items():
        setattr(row, name, value)
    return review([row.officer_id])


def review(officers, time=DAY, **more):
    return review_coverage(officers, time, **more)


def flags():
    return list(
        db.session.scalars(select(CoverFlag).order_by(CoverFlag.id).execution_options(populate_existing=True))
    )


def told(officer):
    rows = select(Notice).where(Notice.recipient_id == officer.id).order_by(Notice.id)
    return [row.kind for row in db.session.scalars(rows)]


def test_leave_beneath_an_abstraction_is_what_loses_the_cover(ward):
    """Whoever is taken during leave would not have come in any case; without the leave, would have."""
    _, sergeant, shah, _, coffee = ward
    leave = make_absence(shah, "2026-12-03 07:00", hours=8)
    make_abstraction(shah, "2026-12-03 07:00")
    review([shah.id])
    (before,) = [(flag.state, flag.gaps, flag.lost_to_abstraction) for flag in flags()]
    assert before[2] is False
    assert len(told(sergeant)) == 1

    assert change(leave, status=AbsenceStatus.CANCELLED).changed == (coffee.id,)
    (after,) = [(flag.state, flag.gaps, flag.lost_to_abstraction) for flag in flags()]
    assert after == (*before[:2], True)
    assert len(told(sergeant)) == 1, "the gap is the one that was told"


def test_a_covered_session_has_no_flag(ward):
    _, sergeant, shah, _, _ = ward
    assert review([shah.id]).judged == 1
    assert flags() == []
    assert told(sergeant) == []


def test_a_flag_is_opened_changed_and_resolved_and_each_is_told(ward, at):
    _, sergeant, shah, okafor, coffee = ward
    first = make_abstraction(shah, "2026-12-03 07:00")
    assert review([shah.id]).opened == (coffee.id,)
    (flag,) = flags()
    assert (flag.state, flag.lost_to_abstraction, flag.resolved_at) == (FlagState.AT_RISK, True, None)
    assert flag.opened_at == flag.changed_at == clock.now()
    all_of_it = {"start": seconds("10:00"), "end": seconds("11:00")}
    cause = {"officer": shah.id, "cause": "abstracted", **all_of_it}
    assert json.loads(flag.gaps) == [{"short_by": 1, "causes": [cause], **all_of_it}]

    at("2026-11-30 09:00")
    second = make_abstraction(okafor, "2026-12-03 10:30")
    assert review([okafor.id]).changed == (coffee.id,)
    (flag,) = flags()
    assert (flag.state, flag.changed_at) == (FlagState.UNCOVERED, clock.now())
    assert flag.opened_at == wall("2026-11-30 08:00")

    at("2026-11-30 10:00")
    change(second, status=AbstractionStatus.CANCELLED)
    assert change(first, status=AbstractionStatus.CANCELLED).resolved == (coffee.id,)
    (flag,) = flags()
    assert (flag.resolved_at, flag.resolution) == (clock.now(), Resolution.COVERED)
    assert flag.changed_at == wall("2026-11-30 10:00")
    lost, back = NoticeKind.COVER_LOST, NoticeKind.COVER_BACK
    assert told(sergeant) == [lost, lost, back]


def seconds(hour):
    return int(wall(f"2026-12-03 {hour}").timestamp())


def test_a_new_loss_after_cover_was_back_is_a_new_flag_and_told_again(ward, at):
    _, sergeant, shah, _, coffee = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    review([shah.id])
    at("2026-11-30 09:00")
    change(taken, status=AbstractionStatus.CANCELLED)
    at("2026-11-30 10:00")
    make_abstraction(shah, "2026-12-03 07:00")
    assert review([shah.id]).opened == (coffee.id,)
    assert [flag.resolved_at is None for flag in flags()] == [False, True]
    assert told(sergeant).count(NoticeKind.COVER_LOST) == 2


def test_nobody_is_told_again_of_the_same_gap_with_another_cause(ward):
    _, sergeant, shah, okafor, coffee = ward
    for officer in (shah, okafor):
        make_abstraction(officer, "2026-12-03 07:00")
    review([shah.id])
    make_officer("Cerys Vaughan", team=coffee.team)  # off duty: one cause more, the same gap
    assert review([shah.id]).changed == (coffee.id,)
    assert told(sergeant) == [NoticeKind.COVER_LOST]


def test_only_who_answers_for_the_team_now_is_told(ward):
    _, sergeant, shah, _, _ = ward
    other = make_sergeant(make_team("Kelsey Green"), name="Robin Frost")
    make_abstraction(shah, "2026-12-03 07:00")
    review([shah.id])
    assert (told(sergeant), told(other), told(shah)) == ([NoticeKind.COVER_LOST], [], [])


@pytest.mark.parametrize(
    ("now", "is_told"),
    [
        ("2026-11-05 09:59", False),  # 28 days and a minute before
        ("2026-11-05 10:01", True),
        ("2026-12-03 10:59", True),  # it is on
        ("2026-12-03 11:00", False),  # it has ended
    ],
)
def test_a_flag_stands_at_any_distance_but_is_told_only_when_near(ward, at, now, is_told):
    _, sergeant, shah, _, _ = ward
    at(now)
    make_abstraction(shah, "2026-12-03 07:00")
    review([shah.id])
    assert len(flags()) == 1
    assert told(sergeant) == [NoticeKind.COVER_LOST] * is_told


def test_an_acknowledgement_is_dropped_only_when_it_gets_worse(ward):
    _, _, shah, okafor, _ = ward
    account = make_account(roles=["sergeant"])
    make_abstraction(shah, "2026-12-03 10:30", hours=2)
    review([shah.id])
    acknowledge(account)
    better = make_absence(okafor, "2026-12-03 06:00", hours=1)  # touches nothing of the session
    assert change(better, status=AbsenceStatus.CANCELLED).changed == ()
    make_officer("Cerys Vaughan", team=ward[0])
    assert review([shah.id]).changed  # one cause more, not worse
    assert flags()[0].acknowledged_by_id == account.id
    make_abstraction(okafor, "2026-12-03 10:45")
    assert review([okafor.id]).changed
    (flag,) = flags()
    assert (flag.state, flag.acknowledged_at, flag.acknowledged_by_id) == (FlagState.UNCOVERED, None, None)


def acknowledge(account):
    (flag,) = flags()
    flag.acknowledged_at, flag.acknowledged_by_id = clock.now(), account.id
    db.session.commit()


def test_a_cancelled_session_loses_its_flag_and_nobody_hears_that_cover_is_back(ward):
    _, sergeant, shah, _, coffee = ward
    make_abstraction(shah, "2026-12-03 07:00")
    review([shah.id])
    coffee.status = ContactSessionStatus.CANCELLED
    db.session.commit()
    assert review([shah.id]).resolved == (coffee.id,)
    assert flags()[0].resolution == Resolution.CANCELLED
    assert told(sergeant) == [NoticeKind.COVER_LOST]


def test_a_review_reaches_only_the_teams_and_hours_of_the_change(ward):
    team, _, shah, _, coffee = ward
    make_contact_session(team, "2026-12-04 10:00")
    make_contact_session(make_team("Kelsey Green"), "2026-12-03 10:00")
    assert review([shah.id]).judged == 1
    assert review([shah.id], span("2026-12-03 08:00", hours=2)).judged == 0  # touching is not overlapping
    assert review([shah.id], span("2026-12-03 10:59", minutes=1)).judged == 1
    assert review((), DAY, sessions=[coffee.id]).judged == 1


def test_what_is_undone_leaves_no_flag_and_tells_nobody(ward):
    _, sergeant, shah, _, _ = ward
    taken = make_abstraction(shah, "2026-12-03 07:00", status="requested")

    @transaction()
    def confirm_and_fail():
        assert change(taken, status=AbstractionStatus.CONFIRMED).opened
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        confirm_and_fail()
    assert flags() == []
    assert told(sergeant) == []


@pytest.mark.parametrize("sessions", [1, 12])
def test_the_number_of_statements_never_grows(ward, sessions):
    team, _, shah, _, _ = ward
    for n in range(sessions - 1):
        make_contact_session(team, f"2026-12-03 {11 + n // 4}:{15 * (n % 4):02}", minutes=15, named=[shah])
    reads, all_of_it = {"sqlite": (1, 3), "postgresql": (2, 3)}[db.engine.dialect.name]
    who = [shah.id]
    assert statements(lambda: review(who)) == reads
    make_abstraction(shah, "2026-12-03 07:00", hours=12)
    assert statements(lambda: review(who)) == all_of_it
    assert len(flags()) == sessions


def statements(work):
    with heard() as asked:
        work()
    return len([words for words, _ in asked if not words.startswith("BEGIN")])
