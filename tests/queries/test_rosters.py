"""The grid's question: which day each thing belongs to, who is in which team, and at what price."""

from datetime import date

import pytest
from sqlalchemy import event, text

from roster.extensions import db
from roster.queries.engines import engine_name, fitted
from roster.queries.roster_days import ABSENCE, DUTY, REST, TAKING, Days, Mark
from roster.queries.roster_marks import _MARKS
from roster.queries.roster_promises import _CONTACT_SESSIONS
from roster.queries.rosters import _PEOPLE, _SKILLS, roster_of
from roster.rules.skills import SkillState
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_posting,
    make_rest_day,
    make_skill,
    make_team,
)

MONDAY = date(2026, 11, 30)


@pytest.fixture
def team(database, at):
    at("2026-11-23 09:00")
    return make_team()


def lines(team, officer, first: date = MONDAY, count: int = 28) -> dict[int, list[Mark]]:
    return roster_of([team.id], [], Days.starting(first, count)).lines.get(officer.id, {})


def layers(line: dict[int, list[Mark]]) -> dict[int, list[int]]:
    return {number: [mark.layer for mark in cell] for number, cell in sorted(line.items())}


def test_a_duty_that_crosses_midnight_stands_on_the_day_it_starts(team):
    shah = make_officer(team=team)
    make_duty(shah, "2026-12-01 22:00", hours=9)
    assert layers(lines(team, shah)) == {1: [DUTY]}


def test_what_began_the_evening_before_the_first_day_is_not_shown(team):
    shah = make_officer(team=team)
    make_duty(shah, "2026-11-29 22:00", hours=9)
    make_abstraction(shah, "2026-11-30 01:00", hours=4)
    assert layers(lines(team, shah)) == {}


def test_an_abstraction_after_midnight_lies_over_the_duty_it_took(team):
    shah = make_officer(team=team)
    make_duty(shah, "2026-12-01 22:00", hours=9)
    make_abstraction(shah, "2026-12-02 01:00", hours=4)
    assert layers(lines(team, shah)) == {1: [DUTY, TAKING]}


def test_an_abstraction_after_the_last_midnight_lies_over_the_last_duty(team):
    shah = make_officer(team=team)
    make_duty(shah, "2026-12-27 22:00", hours=9)
    make_abstraction(shah, "2026-12-28 01:00", hours=4)
    assert layers(lines(team, shah)) == {27: [DUTY, TAKING]}


def test_an_abstraction_on_a_rest_day_stands_on_its_own_day(team):
    shah = make_officer(team=team)
    make_rest_day(shah, "2026-12-04")
    make_abstraction(shah, "2026-12-04 07:00")
    assert layers(lines(team, shah)) == {4: [TAKING, REST]}


def test_cancelled_abstractions_and_absences_are_not_drawn(team):
    shah = make_officer(team=team)
    make_abstraction(shah, "2026-12-04 07:00", status="cancelled")
    make_absence(shah, "2026-12-04 00:00", status="cancelled")
    make_absence(shah, "2026-12-04 00:00", status="declined")
    assert layers(lines(team, shah)) == {}


def test_leave_stands_on_every_day_of_it_and_over_the_duties(team):
    shah = make_officer(team=team)
    make_absence(shah, "2026-11-20 00:00", hours=24 * 12)  # to the end of 1 December
    make_duty(shah, "2026-12-01 07:00")
    make_duty(shah, "2026-12-02 07:00")
    assert layers(lines(team, shah)) == {0: [ABSENCE], 1: [DUTY, ABSENCE], 2: [DUTY]}


@pytest.mark.parametrize(
    ("first", "night", "number"),
    [(date(2026, 10, 19), "2026-10-24 22:00", 5), (date(2027, 3, 22), "2027-03-27 22:00", 5)],
    ids=["autumn", "spring"],
)
def test_days_are_londons_on_the_nights_that_the_clocks_change(team, first, night, number):
    shah = make_officer(team=team)
    make_duty(shah, night, hours=9)
    make_rest_day(shah, date.fromordinal(first.toordinal() + 6))
    make_rest_day(shah, date.fromordinal(first.toordinal() + 7))
    assert layers(lines(team, shah, first)) == {number: [DUTY], 6: [REST], 7: [REST]}


def test_an_officer_who_moves_stands_in_both_teams_with_the_days_of_each(team):
    darwin, lewis = make_team("Darwin"), make_officer("Dee Lewis", "PCSO")
    make_posting(lewis, team, last="2026-12-02")
    make_posting(lewis, darwin, first="2026-12-03")
    roster = roster_of([team.id, darwin.id], [], Days.starting(MONDAY, 28))
    here, there = roster.teams
    midnights = roster.days.midnights
    assert [person.id for person in (*here.people, *there.people)] == [lewis.id, lewis.id]
    assert here.people[0].posted[0][1] == midnights[3] == there.people[0].posted[0][0]


def test_a_posting_that_ended_before_or_begins_after_is_not_shown(team):
    gone, coming = make_officer("Ann Gone"), make_officer("Cat Coming")
    make_posting(gone, team, last="2026-11-29")
    make_posting(coming, team, first="2026-12-28")
    assert roster_of([team.id], [], Days.starting(MONDAY, 28)).teams[0].people == []


def test_ranks_stand_before_names(team):
    for name, rank in (("Ada Zed", "PCSO"), ("Bea Young", "PC"), ("Cy Xavier", "PS")):
        make_officer(name, rank, team=team)
    (shown,) = roster_of([team.id], [], Days.starting(MONDAY, 28)).teams
    assert [person.rank for person in shown.people] == ["PS", "PC", "PCSO"]


def test_skills_stand_as_they_are_today(team):
    shah = make_officer(team=team)
    for code, last in (("taser", "2027-11-01"), ("level_2", "2026-12-31"), ("first_aid", "2026-10-01")):
        grant(shah, code, last=last)
    grant(shah, "response_driver", suspended=True)
    grant(shah, "old_skill", last="2025-01-01")
    held = roster_of([team.id], [], Days.starting(MONDAY, 28)).held[shah.id]
    assert {one.skill.code: one.state for one in held} == {
        "taser": SkillState.CURRENT,
        "level_2": SkillState.DUE,
        "first_aid": SkillState.EXPIRED,
        "response_driver": SkillState.SUSPENDED,
    }


def test_only_officers_in_date_for_the_skill_are_left(team):
    shah, lewis = make_officer(team=team), make_officer("Dee Lewis", team=team)
    grant(shah, "taser")
    grant(lewis, "taser", last="2026-11-01")
    roster = roster_of([team.id], [], Days.starting(MONDAY, 28), "taser")
    assert [person.id for person in roster.teams[0].people] == [shah.id]


def test_contact_sessions_come_with_their_standing_flag_and_without_the_cancelled(team):
    make_contact_session(team, "2026-12-03 10:00", title="Covered")
    flag = make_flag(make_contact_session(team, "2026-12-04 10:00", title="Bare"))
    make_contact_session(team, "2026-12-05 10:00", cancelled=True)
    promises = roster_of([team.id], [], Days.starting(MONDAY, 28)).teams[0].promises
    assert {number: (one.title, one.flag_id, one.state) for number, (one,) in promises.items()} == {
        3: ("Covered", None, None),
        4: ("Bare", flag.id, "uncovered"),
    }


def test_other_teams_are_offered_but_not_read(team):
    darwin = make_team("Darwin")
    shah, okafor = make_officer(team=team), make_officer("Ben Okafor", team=darwin)
    make_duty(shah, "2026-12-01 07:00")
    make_duty(okafor, "2026-12-01 07:00")
    roster = roster_of([team.id, darwin.id], [darwin.id], Days.starting(MONDAY, 28))
    assert [name for _, name in roster.others] == ["Biggin Hill", "Darwin"]
    assert [shown.name for shown in roster.teams] == ["Darwin"]
    assert set(roster.lines) == {okafor.id}


def statements(team_id: int) -> int:
    seen: list[str] = []

    def count(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    roster_of([team_id], [], Days.starting(MONDAY, 28))
    event.remove(db.engine, "before_cursor_execute", count)
    return len([statement for statement in seen if statement != "BEGIN"])


def test_four_statements_for_nobody_one_and_many(team):
    team_id, found = team.id, []
    for many in (0, 1, 11):
        for one in range(many):
            officer = make_officer(f"Pat {many}-{one}", team=team)
            grant(officer, make_skill())
            make_duty(officer, "2026-12-01 07:00")
            make_contact_session(team, f"2026-12-0{1 + one % 9} 10:00")
        found.append(statements(team_id))
    assert found == [4, 4, 4]


# How each table that grows with the years must be entered: by whose it is and when it was.
ENTERED = {
    "sqlite": {
        "people": ["team_id=? AND last_day>?"],
        "skills": ["officer_id=?"],
        "marks": [
            "USING INDEX ix_duty_officer_id_starts_at (officer_id=? AND starts_at>? AND starts_at<?)",
            "USING INDEX ix_abstraction_officer_id_starts_at (officer_id=? AND starts_at>? AND starts_at<?)",
            "USING INDEX ix_absence_officer_id_ends_at (officer_id=? AND ends_at>?)",
            "USING INDEX ix_rest_day_officer_id_day (officer_id=? AND day>? AND day<?)",
        ],
        "contact_sessions": ["(team_id=? AND starts_at>? AND starts_at<?)"],
    },
    "postgresql": {
        "people": ["(last_day >"],
        "skills": ["ix_skill_grant_officer_id_skill_id_first_day"],
        "marks": [
            "ix_duty_officer_id_starts_at",
            "ix_abstraction_",  # by officer or by start: both leave history alone
            "Index Cond: ((officer_id = o_2.id) AND (ends_at >",
            "Index Cond: ((officer_id = o_3.id) AND (day >=",
        ],
        "contact_sessions": ["ix_contact_session_"],  # by team or by start
    },
}
STATEMENTS = {"people": _PEOPLE, "skills": _SKILLS, "marks": _MARKS, "contact_sessions": _CONTACT_SESSIONS}


@pytest.mark.plans
@pytest.mark.parametrize("name", STATEMENTS)
def test_no_plan_reads_through_history(database, name):
    """Empty tables would be read as they lie; told not to, PostgreSQL shows how it enters full ones."""
    postgresql = engine_name() == "postgresql"
    if postgresql:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    wanted = fitted(STATEMENTS[name])
    bound = dict.fromkeys(wanted.compile().params, 1_800_000_000)
    bound |= {
        key: [1, 2] if postgresql else "[1, 2]" for key in ("mine", "chosen", "officers") if key in bound
    }
    explain = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
    plan = "\n".join(str(row[-1]) for row in db.session.execute(text(explain + wanted.text), bound))
    assert [way for way in ENTERED[engine_name()][name] if way not in plan] == [], plan
