"""Publishing: one update, one entry in the audit, cover judged once; a second click adds nothing."""

import json
from types import SimpleNamespace

import pytest
from sqlalchemy import event, select

from roster import clock
from roster.errors import NotAllowed
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cover_flag import CoverFlag
from roster.models.duty import Duty, DutyState, RestDay
from roster.models.notice import Notice, NoticeKind
from roster.models.publication import Publication
from roster.services.coverage import review_coverage
from roster.services.publishing import Given, Published, publish_duties
from tests.factories import (
    make_abstraction,
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_team,
    span,
    wall,
)

WEEK = span("2026-11-30 00:00", hours=7 * 24)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    at("2026-11-23 09:00")
    team = make_team()
    return SimpleNamespace(team=team, shah=make_officer(team=team), hart=make_actor(teams=[team]))


def published() -> list[Duty]:
    return list(db.session.scalars(select(Duty).where(Duty.state == DutyState.PUBLISHED).order_by(Duty.id)))


def rest_days() -> list[RestDay]:
    return list(db.session.scalars(select(RestDay).order_by(RestDay.day)))


def test_publishing_covers_the_contact_session_and_writes_one_entry(ward):
    for day in (1, 2, 3):
        make_duty(ward.shah, f"2026-12-0{day} 07:00", published=False)
    make_rest_day(ward.shah, "2026-12-04", published=False)
    promised = make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    review_coverage([ward.shah.id], promised.span)
    assert db.session.scalars(select(CoverFlag.resolved_at)).all() == [None]

    assert publish_duties([ward.team.id], WEEK, by=ward.hart) == Published(3, 1)

    assert [(duty.version, duty.published_at) for duty in published()] == [(2, clock.now())] * 3
    assert [(rest.version, rest.state) for rest in rest_days()] == [(2, DutyState.PUBLISHED)]
    assert db.session.scalars(select(CoverFlag.resolved_at)).all() != [None]
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "duty:publish"))
    detail = json.loads(entry.detail)
    assert (detail["duties"], detail["rest_days"], len(detail["digest"])) == (3, 1, 64)


def test_a_second_click_publishes_nothing_more(ward):
    make_duty(ward.shah, "2026-12-03 07:00", published=False)
    publish_duties([ward.team.id], WEEK, by=ward.hart)
    assert publish_duties([ward.team.id], WEEK, by=ward.hart) == Published()
    assert len(db.session.scalars(select(AuditEntry)).all()) == 1


def test_whoever_gets_something_new_is_told_once(ward):
    lewis, resting = make_officer("Dee Lewis", "PCSO", team=ward.team), make_officer(team=ward.team)
    for day in (2, 1):
        make_duty(ward.shah, f"2026-12-0{day} 07:00", published=False)
    make_rest_day(ward.shah, "2026-12-03", published=False)
    make_duty(lewis, "2026-12-01 07:00")  # published long ago
    make_rest_day(resting, "2026-12-04", published=False)
    publish_duties([ward.team.id], WEEK, by=ward.hart)
    told = select(Notice).where(Notice.kind == NoticeKind.ROSTER_PUBLISHED).order_by(Notice.id)
    # Each of the day on which what is new for them begins, whatever the period that was published.
    assert [(one.recipient_id, one.about_at) for one in db.session.scalars(told)] == [
        (ward.shah.id, wall("2026-12-01 07:00")),
        (resting.id, wall("2026-12-04 00:00")),
    ]


def test_only_drafts_that_start_in_the_period_are_published(ward):
    make_duty(ward.shah, "2026-11-29 22:00", published=False)
    inside = make_duty(ward.shah, "2026-12-06 22:00", published=False)
    # As the period ends.
    make_duty(make_officer("Ben Okafor", team=ward.team), "2026-12-07 00:00", published=False)
    make_rest_day(ward.shah, "2026-11-29", published=False)
    make_rest_day(ward.shah, "2026-12-03")
    make_rest_day(ward.shah, "2026-12-06", published=False)
    make_rest_day(ward.shah, "2026-12-07", published=False)
    assert publish_duties([ward.team.id], WEEK, by=ward.hart) == Published(1, 1)
    assert published() == [inside]
    assert [rest.state.value for rest in rest_days()] == ["draft", "published", "published", "draft"]


def test_the_key_of_another_persons_form_answers_for_nothing(ward):
    other = make_actor(teams=[ward.team])
    make_duty(ward.shah, "2026-12-01 07:00", published=False)
    assert publish_duties([ward.team.id], WEEK, by=ward.hart, given=Given("key")) == Published(1)
    make_duty(ward.shah, "2026-12-03 07:00", published=False)
    assert publish_duties([ward.team.id], WEEK, by=ward.hart, given=Given("key")) == Published(1)
    assert len(published()) == 1
    make_duty(ward.shah, "2026-12-05 07:00", published=False)
    assert publish_duties([ward.team.id], WEEK, by=other, given=Given("key")) == Published(2)


def test_advice_is_no_breach_and_needs_no_reason(ward):
    make_abstraction(ward.shah, "2026-12-01 07:00")  # whoever has one is looked at closely
    make_duty(ward.shah, "2026-12-03 07:00", hours=11, published=False)
    assert publish_duties([ward.team.id], WEEK, by=ward.hart).breaches == 0
    (kept,) = db.session.scalars(select(Publication))
    assert (kept.breach_count, kept.breaches, kept.reason) == (0, "[]", "")


def test_the_breaches_of_everybody_are_kept(ward):
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    for officer in (ward.shah, lewis):
        make_duty(officer, "2026-12-03 14:00", published=False)
        make_duty(officer, "2026-12-04 07:00", published=False)
    done = publish_duties([ward.team.id], WEEK, by=ward.hart, given=Given("", "Agreed"))
    assert done.breaches == 2
    (kept,) = db.session.scalars(select(Publication))
    broken = [(one["officer"], one["rule"], one["days"]) for one in json.loads(kept.breaches)]
    assert broken == [(one.id, "rest_gap", ["2026-12-04"]) for one in (ward.shah, lewis)]


def test_an_officer_who_moves_is_published_by_each_team_for_its_own_days(ward):
    darwin, lewis = make_team("Darwin"), make_officer("Dee Lewis", "PCSO")
    make_posting(lewis, ward.team, last="2026-12-02")
    make_posting(lewis, darwin, first="2026-12-03")
    here = make_duty(lewis, "2026-12-02 14:00", published=False)
    make_duty(lewis, "2026-12-03 14:00", published=False)
    for day in (1, 4):
        make_rest_day(lewis, f"2026-12-0{day}", published=False)
    publish_duties([ward.team.id], WEEK, by=ward.hart)
    assert published() == [here]
    assert [rest.state.value for rest in rest_days()] == ["published", "draft"]


def test_one_officer_can_be_published_alone(ward):
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    make_duty(ward.shah, "2026-12-03 07:00", published=False)
    alone = make_duty(lewis, "2026-12-03 07:00", published=False)
    publish_duties([ward.team.id], WEEK, by=ward.hart, officer_ids=[lewis.id])
    assert published() == [alone]


def test_another_teams_drafts_are_out_of_reach(ward):
    other = make_team("Darwin")
    make_duty(make_officer("Ben Okafor", team=other), "2026-12-03 07:00", published=False)
    with pytest.raises(NotAllowed):
        publish_duties([ward.team.id, other.id], WEEK, by=ward.hart)
    with pytest.raises(NotAllowed):
        publish_duties([], WEEK, by=ward.hart)
    assert published() == []


def test_the_number_of_statements_does_not_grow_with_the_drafts(ward):
    def statements(officers: int, monday: int) -> int:
        for one in range(officers):
            officer = make_officer(f"Pat {one}-{monday}", team=ward.team)
            make_duty(officer, f"2026-12-{monday:02} 07:00", published=False)
        seen: list[str] = []

        def count(_connection, _cursor, statement, *_rest) -> None:
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", count)
        publish_duties([ward.team.id], span(f"2026-12-{monday:02} 00:00", hours=24), by=ward.hart)
        event.remove(db.engine, "before_cursor_execute", count)
        return len(seen)

    assert statements(1, 7) == statements(12, 14)


@pytest.mark.parametrize("many", [1, 1000])
def test_few_officers_or_many_leave_the_flags_that_a_review_finds(ward, monkeypatch, many):
    monkeypatch.setattr("roster.services.coverage.MANY_OFFICERS", many)
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    for officer, start in ((ward.shah, "07:00"), (lewis, "12:00")):
        make_duty(officer, f"2026-12-03 {start}", published=False)
    other = make_team("Darwin")
    sessions = [
        make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah]),  # covered by the draft
        make_contact_session(ward.team, "2026-12-03 14:30", named=[ward.shah]),  # covered only in part
        make_contact_session(ward.team, "2026-12-04 10:00"),  # bare before and after
        make_contact_session(ward.team, "2026-12-03 13:00", cancelled=True),
        make_contact_session(other, "2026-12-03 10:00"),  # nobody's business here
    ]
    mine = [one.id for one in sessions[:4]]
    review_coverage([], WEEK, sessions=mine)
    publish_duties([ward.team.id], WEEK, by=ward.hart)
    standing = dict(
        db.session.execute(
            select(CoverFlag.contact_session_id, CoverFlag.state).where(CoverFlag.resolved_at.is_(None))
        ).all()
    )
    assert standing == {mine[1]: "at_risk", mine[2]: "uncovered"}
    again = review_coverage([], WEEK, sessions=mine)
    assert (again.opened, again.changed, again.resolved) == ((), (), ())
