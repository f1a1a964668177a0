"""Absences: what is approved takes the officer away, what is cancelled gives the officer back."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.audit import AuditEntry
from roster.models.cover_flag import CoverFlag
from roster.services.absences import approve_absence, cancel_absence, record_absence
from tests.factories import (
    make_absence,
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_team,
    span,
)

DAY = span("2026-12-03 00:00", hours=24)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah alone is on duty and named on Thursday's contact session."""
    at("2026-11-23 09:00")
    team = make_team()
    shah = make_officer(team=team)
    make_duty(shah, "2026-12-03 07:00")
    make_contact_session(team, "2026-12-03 10:00", named=[shah])
    return SimpleNamespace(team=team, shah=shah, hart=make_actor(teams=[team]))


def standing() -> list[str]:
    flags = db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None)))
    return [flag.state.value for flag in flags]


def test_sickness_called_in_takes_the_officer_away_at_once(ward):
    absence = record_absence(ward.shah, DAY, AbsenceKind.SICK, by=ward.hart)
    assert absence.status is AbsenceStatus.APPROVED
    assert standing() == ["uncovered"]
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions == ["absence:record"]


def test_cancelling_it_brings_the_cover_back(ward):
    absence = record_absence(ward.shah, DAY, AbsenceKind.SICK, by=ward.hart)
    cancel_absence(absence, by=ward.hart)
    assert (absence.status, standing()) == (AbsenceStatus.CANCELLED, [])


def test_a_request_takes_nobody_away_until_it_is_approved(ward):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested")
    assert standing() == []
    approve_absence(absence, by=ward.hart)
    assert (absence.status, standing()) == (AbsenceStatus.APPROVED, ["uncovered"])


def test_approving_and_cancelling_twice_changes_nothing_more(ward):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested")
    for _ in range(2):
        approve_absence(absence, by=ward.hart)
    for _ in range(2):
        cancel_absence(absence, by=ward.hart)
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["absence:approve", "absence:cancel"]


def test_what_was_cancelled_meanwhile_is_not_approved(ward):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="cancelled")
    with pytest.raises(Changed, match="changed to cancelled"):
        approve_absence(absence, by=ward.hart)


def test_an_officer_is_not_away_twice(ward):
    make_absence(ward.shah, "2026-12-02 00:00", hours=48, kind="sick")
    with pytest.raises(Refusal, match="already away then: Wed 2 Dec to Thu 3 Dec"):
        record_absence(ward.shah, DAY, AbsenceKind.SICK, by=ward.hart)
    assert len(db.session.scalars(select(Absence)).all()) == 1


@pytest.mark.parametrize("kind", ["annual_leave", "sick", "court"])
def test_what_was_recorded_meanwhile_stands_in_the_way_of_approving(ward, kind):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested")
    make_absence(ward.shah, "2026-12-03 14:00", hours=2, kind=kind)
    with pytest.raises(Refusal, match="already away then: Thu 3 Dec 14:00–16:00"):
        approve_absence(absence, by=ward.hart)
    db.session.rollback()
    assert db.session.get_one(Absence, absence.id).status is AbsenceStatus.REQUESTED
    assert standing() == []


def test_neighbours_and_what_is_only_asked_for_do_not_stand_in_the_way(ward):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested")
    make_absence(ward.shah, "2026-12-02 00:00")
    make_absence(ward.shah, "2026-12-04 00:00")
    make_absence(ward.shah, "2026-12-03 10:00", hours=1, status="requested")
    make_absence(ward.shah, "2026-12-03 10:00", hours=1, status="cancelled")
    assert approve_absence(absence, by=ward.hart).status is AbsenceStatus.APPROVED


@pytest.mark.parametrize("change", ["record", "approve", "cancel"])
def test_another_teams_officer_is_out_of_reach(ward, change):
    stranger = make_actor(teams=[make_team("Darwin")])
    absence = make_absence(ward.shah, "2026-12-04 00:00", status="requested")
    changes = {
        "record": lambda: record_absence(ward.shah, DAY, AbsenceKind.SICK, by=stranger),
        "approve": lambda: approve_absence(absence, by=stranger),
        "cancel": lambda: cancel_absence(absence, by=stranger),
    }
    with pytest.raises(NotAllowed):
        changes[change]()
