"""Granting, ending, suspending a skill: what is refused, written, and which cover is judged again."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cover_flag import CoverFlag, FlagState
from roster.models.skill import SkillGrant
from roster.services.skills import expire_grant, grant_skill, lift_suspension, suspend_grant
from tests.factories import (
    grant,
    make_actor,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_skill,
    make_team,
)

TODAY = date(2026, 12, 1)


@pytest.fixture
def ward(database, at):
    """Two sessions that ask for first aid, on 3 and 10 December; PC Shah is named on both."""
    at("2026-12-01 08:00")
    team = make_team("Biggin Hill")
    shah = make_officer("Amina Shah", team=team)
    first_aid = make_skill("first_aid", letters="FA", pcso=True)
    sessions = []
    for day in ("2026-12-03", "2026-12-10"):
        make_duty(shah, f"{day} 07:00")
        sessions.append(make_contact_session(team, f"{day} 10:00", named=[shah], skill=first_aid))
    return team, shah, first_aid, sessions


def states(*sessions):
    """The standing flags' states, None where there is none."""
    rows = db.session.execute(
        select(CoverFlag.contact_session_id, CoverFlag.state).where(CoverFlag.resolved_at.is_(None))
    )
    standing = dict(rows.all())
    return [standing.get(one.id) for one in sessions]


def entries(action):
    found = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == action))
    return [json.loads(detail) for detail in found]


def test_granting_a_skill_covers_the_session_that_asks_for_it(ward) -> None:
    team, shah, first_aid, (third, tenth) = ward
    make_flag(third)
    make_flag(tenth)
    given = grant_skill(shah.id, first_aid.id, TODAY, date(2026, 12, 3), by=make_actor(teams=[team]))
    # It is good on its last day, and expired on the day of the second session.
    assert states(third, tenth) == [None, FlagState.UNCOVERED]
    assert (given.first_day, given.last_day, given.suspended) == (TODAY, date(2026, 12, 3), False)
    (entry,) = entries("skill:grant")
    assert entry["after"]["last_day"] == "2026-12-03"


def test_a_grant_lasts_as_long_as_the_skill_is_valid(ward) -> None:
    team, shah, first_aid, _ = ward
    given = grant_skill(shah.id, first_aid.id, TODAY, None, by=make_actor(teams=[team]))
    assert given.last_day == date(2027, 11, 30)


def test_ending_a_grant_leaves_bare_only_what_comes_after(ward) -> None:
    team, shah, first_aid, (third, tenth) = ward
    held = grant(shah, first_aid, "2026-01-01", "2026-12-31")
    expire_grant(held.id, date(2026, 12, 9), by=make_actor(teams=[team]))
    assert states(third, tenth) == [None, FlagState.UNCOVERED]
    (entry,) = entries("skill:expire")
    assert (entry["before"]["last_day"], entry["after"]["last_day"]) == ("2026-12-31", "2026-12-09")


def test_a_grant_good_on_the_day_of_the_session_is_enough(ward) -> None:
    team, shah, first_aid, (third, tenth) = ward
    held = grant(shah, first_aid, "2026-01-01")
    expire_grant(held.id, date(2026, 12, 10), by=make_actor(teams=[team]))
    assert states(third, tenth) == [None, None]


def test_suspending_and_lifting(ward) -> None:
    team, shah, first_aid, (third, tenth) = ward
    held = grant(shah, first_aid, "2026-01-01", "2026-12-31")
    sergeant = make_actor(teams=[team])
    suspend_grant(held.id, by=sergeant)
    assert states(third, tenth) == [FlagState.UNCOVERED, FlagState.UNCOVERED]
    suspend_grant(held.id, by=sergeant)  # twice is once
    assert len(entries("skill:expire")) == 1
    lift_suspension(held.id, by=sergeant)
    assert states(third, tenth) == [None, None]
    assert entries("skill:grant")[0]["after"]["suspended"] is False


def test_other_sessions_are_left_as_they_are(ward) -> None:
    team, shah, first_aid, (_third, _tenth) = ward
    # A session that asks for nothing, with a flag that a review would take down.
    make_duty(shah, "2026-12-04 07:00")
    plain = make_contact_session(team, "2026-12-04 10:00", named=[shah])
    make_flag(plain)
    grant_skill(shah.id, first_aid.id, TODAY, None, by=make_actor(teams=[team]))
    assert states(plain) == [FlagState.UNCOVERED]


@pytest.mark.parametrize("code", ["taser", "response_driver", "level_2"])
def test_pcsos_cannot_hold_what_is_for_police_officers(ward, code) -> None:
    team = ward[0]
    lewis = make_officer("Jo Lewis", "PCSO", team=team)
    for base in ("personal_safety", "first_aid"):
        grant(lewis, make_skill(base, pcso=True), "2026-01-01")
    skill = make_skill(code)
    with pytest.raises(Refusal, match="PCSOs cannot hold"):
        grant_skill(lewis.id, skill.id, TODAY, None, by=make_actor(teams=[team]))
    assert db.session.scalar(select(SkillGrant.id).where(SkillGrant.skill_id == skill.id)) is None


def test_taser_needs_both_others_in_date_on_its_first_day(ward) -> None:
    team, shah, first_aid, _ = ward
    taser, safety = make_skill("taser"), make_skill("personal_safety", pcso=True)
    sergeant = make_actor(teams=[team])
    grant(shah, safety, "2026-01-01", "2026-12-31")
    held = grant(shah, first_aid, "2026-01-01", "2026-11-30")
    with pytest.raises(Refusal, match="Taser needs First aid in date on 1 Dec 2026"):
        grant_skill(shah.id, taser.id, TODAY, None, by=sergeant)
    grant_skill(shah.id, taser.id, held.last_day, TODAY, by=sergeant)


def test_a_suspended_grant_is_no_prerequisite(ward) -> None:
    team, shah, first_aid, _ = ward
    grant(shah, make_skill("personal_safety", pcso=True), "2026-01-01", suspended=True)
    grant(shah, first_aid, "2026-01-01")
    with pytest.raises(Refusal, match="needs Personal safety"):
        grant_skill(shah.id, make_skill("taser").id, TODAY, None, by=make_actor(teams=[team]))


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [(date(2026, 12, 31), None), (date(2026, 6, 1), date(2026, 6, 2)), (date(2025, 1, 1), date(2026, 1, 1))],
)
def test_a_skill_is_not_held_twice_on_a_day(ward, first_day, last_day) -> None:
    team, shah, first_aid, _ = ward
    grant(shah, first_aid, "2026-01-01", "2026-12-31")
    with pytest.raises(Refusal, match="already holds First aid from 1 Jan 2026 to 31 Dec 2026"):
        grant_skill(shah.id, first_aid.id, first_day, last_day, by=make_actor(teams=[team]))


def test_a_renewal_begins_on_the_day_after(ward) -> None:
    team, shah, first_aid, _ = ward
    grant(shah, first_aid, "2026-01-01", "2026-12-31")
    grant_skill(shah.id, first_aid.id, date(2027, 1, 1), None, by=make_actor(teams=[team]))
    assert len(db.session.scalars(select(SkillGrant)).all()) == 2


def test_days_in_the_wrong_order_are_refused(ward) -> None:
    team, shah, first_aid, _ = ward
    sergeant = make_actor(teams=[team])
    with pytest.raises(Refusal, match="before the first day"):
        grant_skill(shah.id, first_aid.id, TODAY, date(2026, 11, 30), by=sergeant)
    held = grant(shah, first_aid, "2026-11-01", "2026-12-31")
    with pytest.raises(Refusal, match="begins on 1 Nov 2026"):
        expire_grant(held.id, date(2026, 10, 31), by=sergeant)
    with pytest.raises(Refusal, match="ends on 31 Dec 2026 as it is"):
        expire_grant(held.id, date(2026, 12, 31), by=sergeant)
    assert entries("skill:expire") == []


def test_another_team_and_other_roles_may_not(ward) -> None:
    _, shah, first_aid, _ = ward
    held = grant(shah, first_aid, "2026-01-01", "2026-12-31")
    other = make_team("Darwin")
    for role in ("sergeant", "manager", "officer"):
        somebody = make_actor(role, teams=[other] if role == "sergeant" else [ward[0]])
        with pytest.raises(NotAllowed):
            grant_skill(shah.id, make_skill("level_3").id, TODAY, None, by=somebody)
        for change in (suspend_grant, lift_suspension):
            with pytest.raises(NotAllowed):
                change(held.id, by=somebody)
        with pytest.raises(NotAllowed):
            expire_grant(held.id, TODAY, by=somebody)
    assert entries("skill:grant") == []


def test_the_administrator_may_anywhere(ward) -> None:
    _, shah, first_aid, _ = ward
    unposted = make_officer("Ola Fox")
    administrator = make_actor("administrator")
    for officer in (shah, unposted):
        grant_skill(officer.id, first_aid.id, TODAY, None, by=administrator)
    with pytest.raises(NotAllowed):
        grant_skill(unposted.id, make_skill("level_3").id, TODAY, None, by=make_actor(teams=[ward[0]]))


def test_what_is_not_there_is_not_found(ward) -> None:
    team, shah, first_aid, _ = ward
    sergeant = make_actor(teams=[team])
    with pytest.raises(NotFound):
        grant_skill(999_999, first_aid.id, TODAY, None, by=sergeant)
    with pytest.raises(NotFound):
        grant_skill(shah.id, 999_999, TODAY, None, by=sergeant)
    with pytest.raises(NotFound):
        suspend_grant(999_999, by=sergeant)
