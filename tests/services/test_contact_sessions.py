"""Making, moving and calling off a contact session, on both databases."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from roster.errors import Changed, NotAllowed, NotFound, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.contact_session import ContactSession, ContactSessionStatus, Venue
from roster.models.cover_flag import CoverFlag, Resolution
from roster.models.notice import Notice, NoticeKind
from roster.services.contact_sessions import (
    cancel_contact_session,
    change_contact_session,
    create_contact_session,
    reinstate_contact_session,
)
from roster.services.coverage import review_coverage
from roster.services.promises import Promise
from tests.factories import (
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_skill,
    make_team,
    make_venue,
    wall,
)

TEN, ELEVEN, NOON = "2026-12-03 10:00", "2026-12-03 11:00", "2026-12-03 12:00"


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """Biggin Hill on Thursday 3 December: PC Shah early, PC O'Neill late."""
    at("2026-12-01 09:00")
    team = make_team()
    shah, oneill = make_officer(team=team), make_officer("Ciarán O’Neill", team=team)
    make_duty(shah, "2026-12-03 07:00")
    make_duty(oneill, "2026-12-03 14:00")
    return SimpleNamespace(
        team=team, shah=shah, oneill=oneill, venue=make_venue(team), by=make_actor(teams=[team])
    )


def promise(ward: SimpleNamespace, starts: str = TEN, ends: str = ELEVEN, **others: object) -> Promise:
    given = {"team_id": ward.team.id, "title": "Coffee with a Copper", "venue_id": ward.venue.id, **others}
    return Promise(starts_at=wall(starts), ends_at=wall(ends), **given)


def standing(contact_session: ContactSession) -> str | None:
    """The state of the standing flag."""
    return db.session.scalar(
        select(CoverFlag.state).where(
            CoverFlag.contact_session_id == contact_session.id, CoverFlag.resolved_at.is_(None)
        )
    )


def told(kind: NoticeKind) -> list[int]:
    return sorted(db.session.scalars(select(Notice.recipient_id).where(Notice.kind == kind)))


def entries(action: str) -> list[dict]:
    asked = select(AuditEntry.detail).where(AuditEntry.action == action).order_by(AuditEntry.id)
    return [json.loads(detail) for detail in db.session.scalars(asked)]


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_new_session_is_judged_at_once(ward) -> None:
    early = create_contact_session(promise(ward), by=ward.by)
    bare = create_contact_session(promise(ward, "2026-12-04 10:00", "2026-12-04 11:00"), by=ward.by)
    assert (standing(early), standing(bare)) == ("at_risk", "uncovered")
    kept = entries("contact-session:create")[0]["after"]
    assert (kept["venue"], kept["starts_at"]) == ("Costa, Main Road", "2026-12-03T10:00:00Z")


def test_the_same_promise_sent_twice_is_made_once(ward) -> None:
    first = create_contact_session(promise(ward), by=ward.by)
    assert create_contact_session(promise(ward), by=ward.by).id == first.id
    assert create_contact_session(promise(ward, title="Street stall"), by=ward.by).id != first.id
    assert count(ContactSession) == 2


def test_a_new_venue_is_kept_for_the_team_and_known_again(ward) -> None:
    for name in ("Library", " library "):
        create_contact_session(promise(ward, venue_id=None, venue_name=name, title=name), by=ward.by)
    names = db.session.scalars(select(Venue.name).where(Venue.team_id == ward.team.id))
    assert sorted(names) == ["Costa, Main Road", "Library"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": "  "}, "Say what"),
        ({"ends": TEN}, "must end after it starts"),
        ({"ends": "2026-12-03 09:00"}, "must end after it starts"),
        ({"ends": "2026-12-04 10:01"}, "24 hours at most"),
        ({"starts": "2026-11-03 10:00", "ends": "2026-11-03 11:00"}, "has passed"),
        ({"officers_needed": 0}, "1 to 50 officers"),
        ({"officers_needed": 51}, "1 to 50 officers"),
        ({"required_skill_id": 999}, "not in the catalogue"),
        ({"venue_id": None}, "Say where"),
    ],
)
def test_what_cannot_be_promised_is_refused_in_words(ward, given, sentence) -> None:
    with pytest.raises(Refusal, match=sentence):
        create_contact_session(promise(ward, **given), by=ward.by)
    assert count(ContactSession) == count(AuditEntry) == 0


def test_a_whole_day_is_allowed(ward) -> None:
    assert create_contact_session(promise(ward, ends="2026-12-04 10:00"), by=ward.by).id


def test_a_venue_of_another_team_is_refused(ward) -> None:
    elsewhere = make_venue(make_team("Darwin"), "Waitrose car park")
    with pytest.raises(Refusal, match="Waitrose car park is a venue of another ward team"):
        create_contact_session(promise(ward, venue_id=elsewhere.id), by=ward.by)


def test_only_who_supervises_the_team_may_promise_for_it(ward) -> None:
    for stranger in (
        make_actor(teams=[make_team("Darwin")]),
        make_actor("officer", "manager", teams=[ward.team]),
    ):
        with pytest.raises(NotAllowed):
            create_contact_session(promise(ward), by=stranger)
    assert count(ContactSession) == 0


def test_moving_a_session_judges_it_anew_and_tells_who_goes(ward) -> None:
    contact_session = make_contact_session(ward.team, TEN, named=[ward.shah])
    moved = promise(ward, "2026-12-03 20:00", "2026-12-03 21:00")
    change_contact_session(contact_session.id, moved, version=1, by=ward.by)
    assert standing(contact_session) == "at_risk"  # PC O'Neill is on, but nobody told him
    assert told(NoticeKind.SESSION_MOVED) == [ward.shah.id]
    [entry] = entries("contact-session:change")
    assert (entry["before"]["starts_at"], entry["after"]["starts_at"]) == (
        "2026-12-03T10:00:00Z",
        "2026-12-03T20:00:00Z",
    )


def test_a_moved_session_frees_its_officers_for_another_and_binds_them_anew(ward) -> None:
    moving = make_contact_session(ward.team, TEN, named=[ward.shah])
    at_ten = make_contact_session(ward.team, TEN, title="Street stall", named=[ward.shah])
    at_noon = make_contact_session(ward.team, NOON, title="Ward panel", named=[ward.shah])
    change_contact_session(moving.id, promise(ward), version=1, by=ward.by)  # nothing changed
    change_contact_session(moving.id, promise(ward, NOON, "2026-12-03 13:00"), version=1, by=ward.by)
    assert standing(at_ten) is None
    assert standing(at_noon) == standing(moving) == "uncovered"


def test_what_stays_where_a_session_was_is_judged_anew_too(ward) -> None:
    """PC Shah is the only one on at ten: bound to one of two there, and to none once it is at noon."""
    stays = create_contact_session(promise(ward, title="Street stall"), by=ward.by)
    moves = make_contact_session(ward.team, TEN, venue=ward.venue, named=[ward.shah])
    review_coverage((), moves.span, sessions=[stays.id, moves.id])
    assert (standing(stays), standing(moves)) == ("uncovered", None)
    noon = promise(ward, NOON, "2026-12-03 13:00", title=moves.title)
    change_contact_session(moves.id, noon, version=moves.version, by=ward.by)
    assert (standing(stays), standing(moves)) == ("at_risk", None)


def test_asking_for_a_skill_that_nobody_holds_uncovers_it(ward) -> None:
    contact_session = make_contact_session(ward.team, TEN, named=[ward.shah])
    change_contact_session(
        contact_session.id, promise(ward, required_skill_id=make_skill().id), version=1, by=ward.by
    )
    assert standing(contact_session) == "uncovered"


def test_who_changes_it_second_sees_both_values(ward) -> None:
    contact_session = make_contact_session(ward.team, TEN)
    change_contact_session(contact_session.id, promise(ward, title="Street stall"), version=1, by=ward.by)
    with pytest.raises(Changed) as changed:
        change_contact_session(contact_session.id, promise(ward, officers_needed=2), version=1, by=ward.by)
    assert changed.value.theirs == "Street stall at Costa, Main Road, Thu 3 Dec 10:00–11:00, needs 1"
    assert changed.value.yours == "Coffee with a Copper at Costa, Main Road, Thu 3 Dec 10:00–11:00, needs 2"
    assert db.session.get(ContactSession, contact_session.id).title == "Street stall"


def test_the_same_change_sent_twice_is_made_once(ward) -> None:
    contact_session = make_contact_session(ward.team, TEN, named=[ward.shah])
    for _ in range(2):
        change_contact_session(contact_session.id, promise(ward, officers_needed=2), version=1, by=ward.by)
    assert len(entries("contact-session:change")) == len(told(NoticeKind.SESSION_MOVED)) == 1


def test_a_session_stays_with_its_team(ward) -> None:
    darwin = make_team("Darwin")
    contact_session = make_contact_session(ward.team, TEN)
    both = make_actor(teams=[ward.team, darwin])
    other = replace(promise(ward), team_id=darwin.id)
    with pytest.raises(Refusal, match="stays with the ward team"):
        change_contact_session(contact_session.id, other, version=1, by=both)


def test_cancelling_takes_the_flag_down_frees_the_officer_and_tells_him(ward) -> None:
    create_contact_session(promise(ward), by=ward.by)
    first = make_contact_session(ward.team, TEN, title="Street stall", named=[ward.shah])
    change_contact_session(
        first.id, promise(ward, title="Street stall", officers_needed=2), version=1, by=ward.by
    )
    assert standing(first) == "uncovered"
    cancel_contact_session(first.id, " Venue flooded ", by=ward.by)
    flag = db.session.scalar(select(CoverFlag).where(CoverFlag.contact_session_id == first.id))
    assert flag.resolution is Resolution.CANCELLED
    assert (first.status, first.cancelled_because) == (ContactSessionStatus.CANCELLED, "Venue flooded")
    assert told(NoticeKind.SESSION_CANCELLED) == [ward.shah.id]
    coffee = db.session.scalar(select(ContactSession).where(ContactSession.title != "Street stall"))
    assert standing(coffee) == "at_risk"  # PC Shah is free for it again


def test_cancelling_twice_is_cancelling_once_and_needs_a_reason(ward) -> None:
    contact_session = make_contact_session(ward.team, TEN, named=[ward.shah])
    with pytest.raises(Refusal, match="Say why"):
        cancel_contact_session(contact_session.id, "  ", by=ward.by)
    for reason in ("Venue flooded", "Twice"):
        cancel_contact_session(contact_session.id, reason, by=ward.by)
    assert db.session.get(ContactSession, contact_session.id).cancelled_because == "Venue flooded"
    assert len(entries("contact-session:cancel")) == 1


def test_a_cancelled_session_is_changed_only_once_it_is_reinstated(ward) -> None:
    contact_session = make_contact_session(ward.team, TEN, named=[ward.shah])
    cancel_contact_session(contact_session.id, "Venue flooded", by=ward.by)
    with pytest.raises(Refusal, match="Take it up again first"):
        change_contact_session(contact_session.id, promise(ward, officers_needed=2), version=2, by=ward.by)
    reinstate_contact_session(contact_session.id, by=ward.by)
    assert contact_session.status is ContactSessionStatus.PLANNED
    assert standing(contact_session) is None
    assert told(NoticeKind.NAMED) == [ward.shah.id]


def test_what_is_over_stays_as_it_was(ward, at) -> None:
    contact_session = make_contact_session(ward.team, TEN)
    at("2026-12-03 11:00")
    for change in (
        lambda: cancel_contact_session(contact_session.id, "Late", by=ward.by),
        lambda: change_contact_session(contact_session.id, promise(ward), version=1, by=ward.by),
    ):
        with pytest.raises(Refusal, match="is over"):
            change()


def test_another_teams_session_is_out_of_reach_and_a_missing_one_is_not_found(ward) -> None:
    contact_session = make_contact_session(make_team("Darwin"), TEN)
    with pytest.raises(NotAllowed):
        cancel_contact_session(contact_session.id, "Venue flooded", by=ward.by)
    with pytest.raises(NotFound):
        cancel_contact_session(999, "Venue flooded", by=ward.by)
