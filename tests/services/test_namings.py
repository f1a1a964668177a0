"""Naming officers and stand-ins, and what it does to cover, on both databases."""

import json
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.models.notice import Notice, NoticeKind
from roster.services.contact_sessions import cancel_contact_session
from roster.services.coverage import review_coverage
from roster.services.namings import name_officers, name_stand_in
from tests.factories import (
    make_abstraction,
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_team,
)

TEN = "2026-12-03 10:00"


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """Biggin Hill on Thursday 3 December: PC Shah and PC O'Neill both early."""
    at("2026-12-01 09:00")
    team = make_team()
    shah, oneill = make_officer(team=team), make_officer("Ciarán O’Neill", team=team)
    for officer in (shah, oneill):
        make_duty(officer, "2026-12-03 07:00")
    coffee = make_contact_session(team, TEN)
    review_coverage((), coffee.span, sessions=[coffee.id])
    return SimpleNamespace(team=team, shah=shah, oneill=oneill, coffee=coffee, by=make_actor(teams=[team]))


def standing(contact_session: ContactSession) -> str | None:
    return db.session.scalar(
        select(CoverFlag.state).where(
            CoverFlag.contact_session_id == contact_session.id, CoverFlag.resolved_at.is_(None)
        )
    )


def told(kind: NoticeKind) -> list[int]:
    return sorted(db.session.scalars(select(Notice.recipient_id).where(Notice.kind == kind)))


def test_naming_a_free_officer_covers_and_tells_him(ward) -> None:
    assert standing(ward.coffee) == "at_risk"
    name_officers(ward.coffee.id, [ward.shah.id], by=ward.by)
    assert standing(ward.coffee) is None
    assert told(NoticeKind.NAMED) == [ward.shah.id]
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "contact-session:name"))
    assert json.loads(entry.detail) == {"before": [], "after": [ward.shah.id]}


def test_the_set_is_replaced_and_each_side_is_told(ward) -> None:
    name_officers(ward.coffee.id, [ward.shah.id], by=ward.by)
    name_officers(ward.coffee.id, [ward.oneill.id], by=ward.by)
    assert [officer.id for officer in ward.coffee.named] == [ward.oneill.id]
    assert told(NoticeKind.NAMED) == [ward.shah.id, ward.oneill.id]
    assert told(NoticeKind.NOT_NAMED) == [ward.shah.id]


def test_nobody_named_leaves_it_at_risk(ward) -> None:
    name_officers(ward.coffee.id, [ward.shah.id], by=ward.by)
    name_officers(ward.coffee.id, [], by=ward.by)
    assert standing(ward.coffee) == "at_risk"


def test_naming_here_binds_the_officer_elsewhere_at_that_hour(ward) -> None:
    stall = make_contact_session(ward.team, "2026-12-03 10:30", title="Street stall", named=[ward.shah])
    later = make_contact_session(ward.team, "2026-12-03 11:30", title="Ward panel", named=[ward.shah])
    name_officers(ward.coffee.id, [ward.shah.id], by=ward.by)
    # PC O'Neill is free for both, so nobody who was told can go: at risk, not uncovered.
    assert (standing(stall), standing(ward.coffee), standing(later)) == ("at_risk", "at_risk", None)
    name_officers(ward.coffee.id, [ward.oneill.id], by=ward.by)
    assert (standing(stall), standing(ward.coffee), standing(later)) == (None, None, None)


def test_whoever_is_let_go_counts_elsewhere_at_that_hour(ward) -> None:
    """Nobody comes in their place, so that it is only they who can give the other session a pair of hands."""
    make_abstraction(ward.oneill, "2026-12-03 07:00")
    stall = make_contact_session(ward.team, TEN, title="Street stall")
    name_officers(ward.coffee.id, [ward.shah.id], by=ward.by)
    assert (standing(ward.coffee), standing(stall)) == (None, "uncovered")
    name_officers(ward.coffee.id, [], by=ward.by)
    assert (standing(ward.coffee), standing(stall)) == ("at_risk", "at_risk")


def test_a_stand_in_comes_on_top_and_only_once(ward) -> None:
    name_officers(ward.coffee.id, [ward.shah.id], by=ward.by)
    for _ in range(2):
        name_stand_in(ward.coffee.id, ward.oneill.id, by=ward.by)
    assert {officer.id for officer in ward.coffee.named} == {ward.shah.id, ward.oneill.id}
    assert told(NoticeKind.NAMED) == [ward.shah.id, ward.oneill.id]


def test_who_names_second_sees_both_choices(ward) -> None:
    name_officers(ward.coffee.id, [ward.shah.id], seen=[], by=ward.by)
    with pytest.raises(Changed) as changed:
        name_officers(ward.coffee.id, [ward.oneill.id], seen=[], by=ward.by)
    assert (changed.value.yours, changed.value.theirs) == ("PC O’Neill", "PC Shah")
    name_officers(ward.coffee.id, [ward.shah.id], seen=[], by=ward.by)  # sent twice: no harm
    assert [officer.id for officer in ward.coffee.named] == [ward.shah.id]


def test_only_officers_posted_to_the_team_then_may_be_named(ward) -> None:
    darwin = make_team("Darwin")
    grant = make_officer("Lee Grant", team=darwin)
    leaver = make_officer("Rosa Marsh")
    make_posting(leaver, ward.team, last="2026-12-02")
    for officer_id in (grant.id, leaver.id, 999):
        with pytest.raises(Refusal, match=r"^Whoever is named must be posted to Biggin Hill then$"):
            name_stand_in(ward.coffee.id, officer_id, by=ward.by)
    assert not ward.coffee.named


def test_a_stand_in_takes_the_place_of_whoever_has_left_the_team(ward) -> None:
    leaver = make_officer("Rosa Marsh")
    make_posting(leaver, ward.team, last="2026-12-02")
    stall = make_contact_session(ward.team, TEN, title="Street stall", named=[leaver])
    name_stand_in(stall.id, ward.shah.id, by=ward.by)
    assert [officer.id for officer in stall.named] == [ward.shah.id]


def test_a_stand_in_takes_the_place_of_whoever_was_taken_and_both_are_told(ward) -> None:
    name_officers(ward.coffee.id, [ward.shah.id], by=ward.by)
    make_abstraction(ward.shah, "2026-12-03 07:00")
    name_stand_in(ward.coffee.id, ward.oneill.id, by=ward.by)
    assert [officer.id for officer in ward.coffee.named] == [ward.oneill.id]
    told = db.session.execute(select(Notice.recipient_id, Notice.kind).where(Notice.kind != "cover_back"))
    assert (ward.shah.id, NoticeKind.NOT_NAMED) in {tuple(row) for row in told}
    assert standing(ward.coffee) is None


def test_a_stand_in_joins_whoever_can_be_there_for_a_part(ward) -> None:
    name_officers(ward.coffee.id, [ward.shah.id], by=ward.by)
    make_abstraction(ward.shah, "2026-12-03 10:30")
    name_stand_in(ward.coffee.id, ward.oneill.id, by=ward.by)
    assert {officer.id for officer in ward.coffee.named} == {ward.shah.id, ward.oneill.id}


def test_an_officer_who_is_not_available_may_still_be_named(ward) -> None:
    late = make_officer("Dee Lewis", "PCSO", team=ward.team)
    name_officers(ward.coffee.id, [late.id], by=ward.by)
    assert standing(ward.coffee) == "at_risk"


def test_nobody_is_named_on_a_cancelled_session_or_by_a_stranger(ward) -> None:
    with pytest.raises(NotAllowed):
        name_officers(ward.coffee.id, [ward.shah.id], by=make_actor(teams=[make_team("Darwin")]))
    cancel_contact_session(ward.coffee.id, "Venue flooded", by=ward.by)
    with pytest.raises(Refusal, match="cancelled"):
        name_stand_in(ward.coffee.id, ward.shah.id, by=ward.by)
