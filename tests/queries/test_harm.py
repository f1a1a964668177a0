"""The harm of an abstraction, read before it is logged, and equal to what logging it then does."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from roster.coverage.gaps import State
from roster.extensions import db
from roster.models.cover_flag import CoverFlag
from roster.queries.abstractions import dates_taken, standing_at, taken_on
from roster.queries.breaches import breaches_in
from roster.queries.harm import gain_of, harm_of, harm_of_abstraction
from roster.queries.owed_rest_days import owed_for
from roster.queries.taken import Sought, list_taken, recent_requesters
from roster.rules.breaches import Rule
from roster.services.abstractions import log_abstraction
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_team,
    make_template,
    span,
)
from tests.roster_factories import make_public_holiday
from tests.statements import heard, plan_of

THURSDAY = span("2026-12-03 07:00", hours=8)


@pytest.fixture
def ward(database, at):
    at("2026-12-02 08:00")
    team = make_team("Biggin Hill")
    return team, make_officer("Amina Shah", team=team), make_officer("Ben Okafor", team=team)


def test_a_session_at_risk_says_who_could_stand_in(ward):
    team, shah, okafor = ward
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    make_contact_session(team, "2026-12-03 10:00", named=[shah])
    (lost,) = harm_of(shah.id, THURSDAY).lost
    assert (lost.title, lost.venue, lost.team) == ("Coffee with a Copper", "Costa, Main Road", "Biggin Hill")
    assert lost.weighed.after.state is State.AT_RISK
    assert lost.weighed.named
    assert lost.free == ((okafor.id, "PC Okafor"),)
    assert harm_of(okafor.id, THURSDAY).lost == ()


def test_a_session_uncovered_says_from_when(ward):
    team, shah, _ = ward
    make_duty(shah, "2026-12-03 07:00")
    make_contact_session(team, "2026-12-03 10:00", named=[shah])
    (lost,) = harm_of(shah.id, span("2026-12-03 10:20", hours=4)).lost
    assert lost.weighed.after.state is State.UNCOVERED
    assert [gap.span for gap in lost.weighed.after.gaps] == [span("2026-12-03 10:20", minutes=40)]


def test_cancelled_sessions_and_those_of_other_teams_are_left_out(ward):
    team, shah, _ = ward
    make_duty(shah, "2026-12-03 07:00")
    make_contact_session(team, "2026-12-03 10:00", named=[shah], cancelled=True)
    make_contact_session(make_team("Darwin"), "2026-12-03 10:00")
    assert harm_of(shah.id, THURSDAY).contact_sessions == ()


def test_the_ward_left_without_anyone_is_the_officers_own_time(ward):
    _team, shah, okafor = ward
    make_duty(shah, "2026-12-03 07:00")
    make_duty(okafor, "2026-12-03 10:00")
    make_duty(okafor, "2026-12-04 07:00", published=False)
    make_absence(okafor, "2026-12-03 13:00", hours=1)
    make_abstraction(okafor, "2026-12-03 14:30", hours=2)
    harm = harm_of(shah.id, span("2026-12-03 08:00", hours=12))
    assert harm.bare == (
        (
            "Biggin Hill",
            (
                span("2026-12-03 08:00", hours=2),
                span("2026-12-03 13:00", hours=1),
                span("2026-12-03 14:30", minutes=30),
            ),
        ),
    )
    assert harm_of(shah.id, span("2026-12-03 10:00", hours=3)).bare == ()


def test_only_time_posted_to_the_team_counts(ward):
    _team, shah, okafor = ward
    okafor.postings[0].last_day = date(2026, 12, 2)
    db.session.commit()
    make_posting(okafor, make_team("Darwin"), "2026-12-03")
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    assert harm_of(shah.id, THURSDAY).bare == (("Biggin Hill", (THURSDAY,)),)


def test_the_duties_taken_and_the_rest_that_is_left(ward):
    _team, shah, _ = ward
    make_duty(shah, "2026-12-03 07:00", template=make_template())
    make_duty(shah, "2026-12-04 07:00", published=False)
    harm = harm_of_abstraction(shah.id, span("2026-12-03 12:00", hours=10))
    (taken,) = harm.duties
    assert (taken.word, taken.kind, taken.is_draft, taken.taken_minutes) == ("Early", "ward", False, 180)
    # Drafts are work too: 22:00 to 07:00 is nine hours.
    assert (harm.rest.after.minutes, harm.rest.after.short_by) == (540, 120)
    assert harm.rest.too_long.measured == 15 * 60
    assert harm.rest.before is None


def test_rest_days_leave_and_what_already_takes_the_officer(ward):
    _team, shah, _ = ward
    make_rest_day(shah, "2026-12-03")
    make_rest_day(shah, "2026-12-04", published=False)
    make_absence(shah, "2026-12-03 00:00")
    make_absence(shah, "2026-12-03 07:00", status="requested")
    standing = make_abstraction(shah, "2026-12-03 14:00", hours=4)
    make_abstraction(shah, "2026-12-03 08:00", hours=4, status="cancelled")
    harm = harm_of(shah.id, THURSDAY)
    assert [(one.day, one.whole, one.notice.clear_days, one.already) for one in harm.rest_days] == [
        (date(2026, 12, 3), True, 0, True)
    ]
    assert [one.word for one in harm.absences] == ["annual_leave"]
    assert [(one.id, one.word) for one in harm.conflicts] == [(standing.id, "Erpt")]


def test_a_rest_day_is_cancelled_once(ward):
    _team, shah, _ = ward
    make_rest_day(shah, "2026-12-03")
    assert [one.already for one in harm_of(shah.id, THURSDAY).rest_days] == [False]
    make_abstraction(shah, "2026-12-03 18:00", hours=2)
    assert [one.already for one in harm_of(shah.id, THURSDAY).rest_days] == [True]


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ({}, "Founders’ Day"),
        ({"published": False}, "Founders’ Day"),  # a draft is no duty yet
        ({"published": True}, ""),
        ({"starts": "2026-12-04 06:59"}, ""),  # a duty of that force day
        ({"starts": "2026-12-04 07:00"}, "Founders’ Day"),
    ],
)
def test_a_public_holiday_becomes_duty_unless_it_was(ward, what, name):
    _team, shah, _ = ward
    make_public_holiday("2026-12-03", "Founders’ Day")
    if what:
        make_duty(shah, what.get("starts", "2026-12-03 15:00"), published=what.get("published", True))
    assert harm_of(shah.id, THURSDAY).holiday == name
    assert harm_of(shah.id, span("2026-12-03 06:00", hours=8)).holiday == ""


@pytest.mark.parametrize(
    ("held", "holds"),
    [
        ({}, True),
        ({"last": "2026-12-02"}, False),
        ({"suspended": True}, False),
        ({"first": "2026-12-03", "last": "2026-12-03"}, True),
    ],
)
def test_the_skill_is_asked_of_the_day_itself(ward, held, holds):
    _team, shah, _ = ward
    skill = grant(shah, "level_2", **held).skill
    assert harm_of(shah.id, THURSDAY, skill.id).holds_skill is holds
    assert harm_of(shah.id, THURSDAY).holds_skill


def test_what_was_shown_is_what_then_happens(ward):
    team, shah, okafor = ward
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    make_abstraction(okafor, "2026-12-03 11:30", hours=1)
    for start in ("2026-12-03 10:00", "2026-12-03 12:00", "2026-12-03 18:00"):
        make_contact_session(team, start, named=[shah])
    sergeant = make_actor(teams=[team])
    shown = {one.id: str(one.weighed.after.state) for one in harm_of(shah.id, THURSDAY).lost}
    log_abstraction(shah, THURSDAY, make_category(), "Insp Cole", by=sergeant)
    flags = select(CoverFlag.contact_session_id, CoverFlag.state).where(CoverFlag.lost_to_abstraction)
    assert shown == {one: str(state) for one, state in db.session.execute(flags)}
    assert sorted(shown.values()) == ["at_risk", "uncovered"]


def test_giving_back_is_the_same_backwards(ward):
    team, shah, _ = ward
    make_duty(shah, "2026-12-03 07:00")
    make_contact_session(team, "2026-12-03 10:00", named=[shah])
    make_abstraction(shah, "2026-12-03 07:00")
    gain = gain_of(shah.id, THURSDAY)
    assert [one.weighed.after.state for one in gain.contact_sessions if one.weighed.is_better] == [
        State.COVERED
    ]
    assert gain.ward == (THURSDAY,)
    late = gain_of(shah.id, span("2026-12-03 12:00", hours=3))
    assert [one for one in late.contact_sessions if one.weighed.is_better] == []


def test_an_abstraction_is_work_in_every_rule_by_the_officer_s_own_rules(ward):
    team, shah, _ = ward
    lewis = make_officer("Dee Lewis", "PCSO", team=team)
    for officer in (shah, lewis):
        for day in range(26, 32):  # six days in a row, drafts too
            on = f"2026-11-{day:02}" if day < 31 else "2026-12-01"
            make_duty(officer, f"{on} 14:00", published=day < 29)
    evening = span("2026-12-02 20:00", hours=8)
    (broken,) = harm_of_abstraction(lewis.id, evening).broken
    found = broken.found
    assert (found.rule, found.measured, found.limit, broken.already) == (Rule.CONSECUTIVE_DAYS, 7, 6, False)
    assert (found.breach.first, found.breach.last) == (date(2026, 11, 26), date(2026, 12, 2))
    # An officer may work seven days in a row; leave is no work at all.
    assert harm_of_abstraction(shah.id, evening).broken == ()
    assert harm_of(lewis.id, evening).broken == ()


def test_what_was_foretold_is_what_the_grid_then_finds(ward):
    team, shah, _ = ward
    for day in range(1, 8):
        make_duty(shah, f"2026-12-{day:02} 07:00")
    make_rest_day(shah, "2026-12-08")
    evening = span("2026-12-08 15:00", hours=11)
    days = date(2026, 11, 24), date(2026, 12, 22)
    before = {one.breach for one in breaches_in([shah.id], *days).get(shah.id, [])}
    foretold = {one.found.breach for one in harm_of_abstraction(shah.id, evening).broken}
    log_abstraction(shah, evening, make_category(), "Insp Cole", by=make_actor(teams=[team]))
    after = {one.breach for one in breaches_in([shah.id], *days)[shah.id]}
    assert foretold == after - before
    assert {one.rule for one in foretold} >= {Rule.CONSECUTIVE_DAYS, Rule.TOUR_ADVICE}


@pytest.mark.parametrize("contact_sessions", [1, 6])
def test_four_statements_whatever_there_is_to_say(ward, contact_sessions):
    team, shah, okafor = ward
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    for hour in range(contact_sessions):
        make_contact_session(team, f"2026-12-03 {8 + hour:02}:00", named=[shah])
    officer_id = shah.id
    with heard() as asked:
        harm = harm_of(officer_id, THURSDAY)
    assert len(harm.lost) == contact_sessions
    assert len(asked) == 4
    with heard() as asked:
        harm_of_abstraction(officer_id, THURSDAY)
    assert len(asked) == 5  # and all the work about it


@pytest.mark.plans
def test_no_plan_looks_at_all_of_the_forces_time(ward):
    team, shah, okafor = ward
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    make_contact_session(team, "2026-12-03 10:00", named=[shah])
    ids = shah.id, team.id
    with heard() as asked:
        harm_of_abstraction(ids[0], THURSDAY)
        standing_at(ids[0], THURSDAY)
        taken_on(ids[0], date(2026, 12, 3))
        dates_taken([ids[0]], [date(2026, 12, 3)])
        owed_for(1, ids[0], THURSDAY.start)
        list_taken([ids[1]], Sought(THURSDAY))
        recent_requesters([ids[1]])
    for statement, parameters in asked:
        plan = plan_of(statement, parameters)
        for table in ("duty", "abstraction", "absence", "posting", "rest_day", "owed_rest_day"):
            scans = rf"SCAN {table}\b|Seq Scan on {table}\b"
            if db.engine.dialect.name == "sqlite":
                # PostgreSQL chooses by what the tables hold, and these hold next to nothing.
                scans += rf"|ix_{table}_starts_at\b"
            assert not re.search(scans, plan), plan
