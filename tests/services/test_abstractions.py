"""Logging, ending and cancelling an abstraction: what is refused, written, judged and told."""

import json

import pytest
from sqlalchemy import select

from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.audit import AuditEntry
from roster.models.cover_flag import CoverFlag, FlagState
from roster.models.notice import Notice, NoticeKind
from roster.services.abstractions import cancel_abstraction, end_early, log_abstraction
from tests.factories import (
    grant,
    make_abstraction,
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_team,
    span,
    wall,
)


@pytest.fixture
def ward(database, at):
    """Biggin Hill on Thursday 3 December: PC Shah named on a contact session, PC Okafor free."""
    at("2026-12-02 08:00")
    team = make_team("Biggin Hill")
    shah = make_officer("Amina Shah", team=team)
    okafor = make_officer("Ben Okafor", team=team)
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    coffee = make_contact_session(team, "2026-12-03 10:00", named=[shah])
    return team, shah, okafor, coffee


def log(officer, by, start="2026-12-03 07:00", hours=8, category=None, requested_by="Insp Cole"):
    taken_for = category or make_category()
    return log_abstraction(officer, span(start, hours=hours), taken_for, requested_by, by=by)


def standing_flag(contact_session):
    return db.session.scalar(
        select(CoverFlag).where(
            CoverFlag.contact_session_id == contact_session.id, CoverFlag.resolved_at.is_(None)
        )
    )


def told(officer):
    return list(db.session.scalars(select(Notice.kind).where(Notice.recipient_id == officer.id)))


def entries(action):
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_logging_takes_the_officer_flags_the_session_and_tells_the_officer(ward):
    team, shah, _okafor, coffee = ward
    sergeant = make_actor(teams=[team])
    abstraction = log(shah, sergeant)
    assert abstraction.status is AbstractionStatus.CONFIRMED
    assert abstraction.planned_ends_at == abstraction.ends_at == wall("2026-12-03 15:00")
    assert abstraction.confirmed_at == wall("2026-12-02 08:00")
    assert standing_flag(coffee).state is FlagState.AT_RISK
    assert told(shah) == [NoticeKind.TAKEN]
    (entry,) = entries("abstraction:log")
    assert (entry.account_id, entry.subject_id) == (sergeant.account_id, abstraction.id)
    after = json.loads(entry.detail)["after"]
    assert after["starts_at"] == "2026-12-03T07:00:00Z"
    assert after["requested_by"] == "Insp Cole"


def test_taking_the_last_one_leaves_the_session_uncovered(ward):
    team, shah, okafor, coffee = ward
    sergeant = make_actor(teams=[team])
    log(okafor, sergeant)
    assert standing_flag(coffee) is None
    log(shah, sergeant)
    assert standing_flag(coffee).state is FlagState.UNCOVERED


def test_the_same_request_sent_twice_is_logged_once(ward):
    team, shah, *_ = ward
    sergeant = make_actor(teams=[team])
    first = log(shah, sergeant)
    assert log(shah, sergeant).id == first.id
    assert len(entries("abstraction:log")) == 1
    assert told(shah) == [NoticeKind.TAKEN]


@pytest.mark.parametrize(
    ("start", "hours", "requested_by"),
    [
        ("2026-12-03 14:59", 2, "Insp Cole"),
        ("2026-12-03 06:00", 2, "Insp Cole"),
        ("2026-12-03 07:00", 8, "Insp Ray"),
    ],
)
def test_a_second_abstraction_of_the_same_time_is_refused_naming_the_first(ward, start, hours, requested_by):
    team, shah, *_ = ward
    sergeant = make_actor(teams=[team])
    log(shah, sergeant)
    with pytest.raises(Refusal, match=r"PC Shah is already taken then: Erpt, Thu 3 Dec 07:00–15:00, .* Cole"):
        log(shah, sergeant, start, hours, requested_by=requested_by)
    assert db.session.scalar(select(db.func.count(Abstraction.id))) == 1


def test_touching_is_not_overlapping(ward):
    team, shah, *_ = ward
    sergeant = make_actor(teams=[team])
    log(shah, sergeant)
    assert log(shah, sergeant, "2026-12-03 15:00", 4).id is not None


def test_a_day_at_most(ward):
    team, shah, *_ = ward
    sergeant = make_actor(teams=[team])
    with pytest.raises(Refusal, match="each day of longer aid on its own"):
        log(shah, sergeant, hours=24.5)
    assert log(shah, sergeant, hours=24).id is not None


def test_who_is_not_posted_on_that_day_cannot_be_taken(ward):
    team, *_ = ward
    leaver = make_officer("Lee Grant")
    make_posting(leaver, team, last="2026-12-02")
    with pytest.raises(Refusal, match="PC Grant is posted to no ward team on Thu 3 Dec"):
        log(leaver, make_actor(teams=[team]))
    make_posting(leaver, make_team("Darwin"), "2026-12-03")
    with pytest.raises(Refusal, match="posted to another ward team on Thu 3 Dec"):
        log(leaver, make_actor(teams=[team]))


def test_other_teams_officers_are_out_of_reach(ward):
    _team, shah, *_ = ward
    for actor in (
        make_actor("sergeant", teams=[make_team("Darwin")]),
        make_actor("manager", teams=[ward[0]]),
        make_actor("officer", teams=[ward[0]], officer=shah),
    ):
        with pytest.raises(NotAllowed):
            log(shah, actor)
    assert entries("abstraction:log") == []


def test_ending_early_gives_the_officer_back(ward):
    team, shah, _okafor, coffee = ward
    sergeant = make_actor(teams=[team])
    abstraction = log(shah, sergeant)
    assert standing_flag(coffee) is not None
    end_early(abstraction, wall("2026-12-03 09:30"), by=sergeant, seen=abstraction.version)
    assert abstraction.status is AbstractionStatus.ENDED_EARLY
    assert abstraction.ends_at == wall("2026-12-03 09:30")
    assert abstraction.planned_ends_at == wall("2026-12-03 15:00")
    assert standing_flag(coffee) is None
    assert told(shah) == [NoticeKind.TAKEN, NoticeKind.TAKING_ENDED]
    detail = json.loads(entries("abstraction:end")[0].detail)
    assert detail["before"]["ends_at"] == "2026-12-03T15:00:00Z"
    assert detail["after"]["ends_at"] == "2026-12-03T09:30:00Z"


def test_ending_after_the_session_began_leaves_it_bare_until_then(ward):
    team, shah, okafor, coffee = ward
    sergeant = make_actor(teams=[team])
    make_abstraction(okafor, "2026-12-03 07:00")
    abstraction = log(shah, sergeant)
    end_early(abstraction, wall("2026-12-03 10:20"), by=sergeant)
    (gap,) = json.loads(standing_flag(coffee).gaps)
    assert (gap["start"], gap["end"]) == (
        span("2026-12-03 10:00", minutes=20).start,
        span("2026-12-03 10:00", minutes=20).end,
    )


@pytest.mark.parametrize(
    ("at_what", "sentence"),
    [
        ("07:00", "It starts at 07:00: cancel it"),
        ("15:00", "Enter a time between 07:00 and 15:00"),
        ("16:00", "Enter a time between 07:00 and 15:00"),
    ],
)
def test_the_true_end_lies_within(ward, at_what, sentence):
    team, shah, *_ = ward
    sergeant = make_actor(teams=[team])
    abstraction = log(shah, sergeant)
    with pytest.raises(Refusal, match=sentence):
        end_early(abstraction, wall(f"2026-12-03 {at_what}"), by=sergeant)
    assert abstraction.status is AbstractionStatus.CONFIRMED


def test_two_people_ending_it_see_both_values_and_a_repeat_is_no_change(ward):
    team, shah, *_ = ward
    sergeant = make_actor(teams=[team])
    abstraction = log(shah, sergeant)
    seen = abstraction.version
    end_early(abstraction, wall("2026-12-03 12:00"), by=sergeant, seen=seen)
    end_early(abstraction, wall("2026-12-03 12:00"), by=sergeant, seen=seen)
    assert len(entries("abstraction:end")) == 1
    with pytest.raises(Changed) as changed:
        end_early(abstraction, wall("2026-12-03 11:00"), by=sergeant, seen=seen)
    assert changed.value.yours == "back at 11:00"
    assert "07:00–12:00, ended early" in changed.value.theirs
    with pytest.raises(Changed):
        cancel_abstraction(abstraction, by=sergeant, seen=seen)
    assert abstraction.status is AbstractionStatus.ENDED_EARLY


def test_cancelling_brings_the_session_back_and_frees_the_time(ward):
    team, shah, _okafor, coffee = ward
    sergeant = make_actor(teams=[team])
    abstraction = log(shah, sergeant)
    cancel_abstraction(abstraction, by=sergeant, seen=abstraction.version)
    assert abstraction.status is AbstractionStatus.CANCELLED
    assert standing_flag(coffee) is None
    assert told(shah) == [NoticeKind.TAKEN, NoticeKind.TAKING_CANCELLED]
    cancel_abstraction(abstraction, by=sergeant, seen=1)
    assert len(entries("abstraction:cancel")) == 1
    assert log(shah, sergeant).id != abstraction.id


def test_ending_and_cancelling_are_for_the_supervising_sergeant(ward):
    team, shah, *_ = ward
    abstraction = log(shah, make_actor(teams=[team]))
    for actor in (make_actor(teams=[make_team("Darwin")]), make_actor("manager", teams=[team])):
        with pytest.raises(NotAllowed):
            end_early(abstraction, wall("2026-12-03 12:00"), by=actor)
        with pytest.raises(NotAllowed):
            cancel_abstraction(abstraction, by=actor)
    assert abstraction.status is AbstractionStatus.CONFIRMED


def test_a_skill_that_is_missing_does_not_stop_it(ward):
    team, shah, okafor, _ = ward
    level_2 = grant(okafor, "level_2").skill
    aid = make_category("l2_aid", family="aid", letters="AID", skill=level_2)
    assert log(shah, make_actor(teams=[team]), category=aid).category_id == aid.id


def test_past_time_can_be_logged_late(ward):
    team, shah, *_ = ward
    assert log(shah, make_actor(teams=[team]), "2026-11-20 07:00").status is AbstractionStatus.CONFIRMED
