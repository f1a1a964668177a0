"""Minimum strength of a team's days: who is there, who is not, and what is short in words."""

from datetime import date

import pytest

from roster.queries.engines import engine_name
from roster.queries.strength import strength_of, strength_without
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_duty,
    make_officer,
    make_posting,
    make_skill,
    make_team,
    make_template,
    span,
)
from tests.roster_factories import make_minimum_strength
from tests.statements import heard, plan_of

THURSDAY = date(2026, 12, 3)


class Ward:
    """Biggin Hill, where PC Shah and PC Okafor work the late on Thursday 3 December."""

    def __init__(self) -> None:
        self.team = make_team("Biggin Hill")
        self.early = make_template("E", "Early")
        self.late = make_template("L", "Late", start=14 * 60, end=22 * 60)
        self.shah = make_officer("Amina Shah", team=self.team)
        self.okafor = make_officer("Ben Okafor", team=self.team)
        for officer in (self.shah, self.okafor):
            make_duty(officer, "2026-12-03 14:00", template=self.late, published=officer is self.shah)

    def needs(self, officers: int = 2, **what) -> None:
        make_minimum_strength(self.team, what.pop("shift", self.late), officers, **what)

    def today(self) -> list[tuple[int, int, str]]:
        return self.said(strength_of([self.team.id], THURSDAY, THURSDAY))

    def without(self, officer, start="2026-12-03 00:00", hours=24.0) -> list[tuple[int, int, str]]:
        now, then = strength_without(officer.id, span(start, hours=hours), [self.team.id])
        assert self.said(now) == self.today()
        return self.said(then)

    def said(self, found) -> list[tuple[int, int, str]]:
        return [(one.there, one.needed, one.short) for one in found.get((self.team.id, THURSDAY), ())]


@pytest.fixture
def ward(database, at) -> Ward:
    at("2026-12-01 08:00")
    return Ward()


def test_a_team_without_minimums_has_nothing_to_show(ward) -> None:
    assert ward.today() == []


def test_drafts_count_as_well_as_what_is_published(ward) -> None:
    ward.needs()
    assert ward.today() == [(2, 2, "")]


def test_whoever_is_left_out_is_not_there(ward) -> None:
    ward.needs()
    assert ward.without(ward.shah) == [(1, 2, "Late: 1 of 2")]


@pytest.mark.parametrize(
    ("start", "hours", "there"), [("13:00", 1, 2), ("21:59", 1, 1), ("22:00", 1, 2), ("13:30", 0.75, 1)]
)
def test_whoever_is_left_out_for_some_hours_is_missed_by_the_shifts_of_those_hours(
    ward, start: str, hours: float, there: int
) -> None:
    ward.needs()
    assert [one[0] for one in ward.without(ward.shah, f"2026-12-03 {start}", hours)] == [there]


def test_the_night_of_the_evening_before_is_missed_too(ward) -> None:
    ward.needs(1, shift=make_template("N", "Night", start=22 * 60, end=7 * 60))
    make_duty(ward.shah, "2026-12-02 22:00", hours=9, template=make_template("N"))
    now, then = strength_without(ward.shah.id, span("2026-12-03 02:00", hours=2), [ward.team.id])
    key = ward.team.id, date(2026, 12, 2)
    assert ([one.short for one in now[key]], [one.short for one in then[key]]) == ([""], ["Night: 0 of 1"])


@pytest.mark.parametrize(("start", "hours"), [("13:00", 1), ("22:00", 1)])
def test_time_away_that_only_touches_the_duty_takes_nobody(ward, start: str, hours: int) -> None:
    ward.needs()
    make_absence(ward.shah, f"2026-12-03 {start}", hours=hours)
    make_abstraction(ward.okafor, f"2026-12-03 {start}", hours=hours)
    assert ward.today() == [(2, 2, "")]


def test_approved_absences_and_confirmed_abstractions_take_people(ward) -> None:
    ward.needs()
    make_absence(ward.shah, "2026-12-03 21:00", hours=4)
    make_abstraction(ward.okafor, "2026-12-03 12:00", hours=3)
    assert ward.today() == [(0, 2, "Late: 0 of 2")]


def test_what_is_only_asked_for_takes_nobody(ward) -> None:
    ward.needs()
    make_absence(ward.shah, "2026-12-03 00:00", status="requested")
    make_abstraction(ward.okafor, "2026-12-03 14:00", status="requested")
    assert ward.today() == [(2, 2, "")]


def test_one_person_is_never_counted_for_two_needs(ward) -> None:
    ward.needs()
    ward.needs(1, skill=make_skill("response_driver"))
    grant(ward.shah, "response_driver")
    assert ward.today() == [(2, 3, "Late: 1 of 2")]
    assert ward.without(ward.shah) == [(1, 3, "Late: 1 of 2, no response driver")]


@pytest.mark.parametrize(
    ("last", "suspended", "there"),
    [("2026-12-03", False, 1), ("2026-12-02", False, 0), ("2027-12-02", True, 0)],
)
def test_a_skill_counts_on_its_last_day_and_not_suspended(ward, last, suspended, there) -> None:
    ward.needs(1, skill=make_skill("level_2"))
    grant(ward.shah, "level_2", last=last, suspended=suspended)
    assert ward.today()[0][0] == there


def test_a_taser_counts_only_with_what_it_needs_in_date(ward) -> None:
    ward.needs(1, skill=make_skill("taser"))
    for code in ("taser", "personal_safety"):
        grant(ward.shah, code)
    grant(ward.shah, "first_aid", last="2026-12-02")
    assert ward.today() == [(0, 1, "Late: no taser")]
    grant(ward.shah, "first_aid", first="2026-12-03")
    assert ward.today() == [(1, 1, "")]


def test_ranks_are_counted_apart(ward) -> None:
    make_duty(make_officer("Dee Lewis", "PCSO", team=ward.team), "2026-12-03 14:00", template=ward.late)
    ward.needs(3, rank="PC")
    ward.needs(1, rank="PS")
    assert ward.today() == [(2, 4, "Late: 2 of 3 PC, no PS")]


def test_weekdays_are_told_apart_in_london(ward) -> None:
    ward.needs(2, weekday=3)
    ward.needs(1, weekday=4)
    found = strength_of([ward.team.id], THURSDAY, date(2026, 12, 5))
    assert [(day.day, one.short) for (_, day), (one,) in found.items()] == [(3, ""), (4, "Late: 0 of 1")]


def test_shifts_are_counted_apart_and_in_their_order(ward) -> None:
    ward.early.position, ward.late.position = 0, 1
    ward.needs()
    ward.needs(1, shift=ward.early)
    assert ward.today() == [(0, 1, "Early: 0 of 1"), (2, 2, "")]


def test_ward_duty_of_own_times_counts_where_it_holds_the_whole_shift(ward) -> None:
    ward.needs(1, shift=ward.early)
    make_duty(make_officer("Rosa Marsh", team=ward.team), "2026-12-03 07:00", hours=7.75)
    assert ward.today() == [(0, 1, "Early: 0 of 1")]
    make_duty(make_officer("Hugh Lattimer", team=ward.team), "2026-12-03 06:30", hours=9)
    assert ward.today() == [(1, 1, "")]


def test_an_office_day_of_own_times_is_no_strength(ward) -> None:
    ward.needs(1, shift=ward.early)
    make_duty(make_officer("Rosa Marsh", team=ward.team), "2026-12-03 06:00", hours=10, kind="office")
    assert ward.today() == [(0, 1, "Early: 0 of 1")]


def test_only_who_is_posted_there_that_day_counts(ward) -> None:
    ward.needs(3)
    lewis = make_officer("Dee Lewis", "PCSO")
    make_posting(lewis, ward.team, last="2026-12-02")
    make_posting(lewis, make_team("Darwin"), first="2026-12-03")
    make_duty(lewis, "2026-12-03 14:00", template=ward.late)
    assert ward.today() == [(2, 3, "Late: 2 of 3")]


def test_the_spring_night(ward) -> None:
    night = make_template("N", "Night", start=22 * 60, end=7 * 60)
    ward.needs(1, shift=night)
    make_duty(ward.shah, "2027-03-27 22:00", hours=8, template=night)
    make_duty(ward.okafor, "2027-03-28 22:00", hours=9)
    found = strength_of([ward.team.id], date(2027, 3, 27), date(2027, 3, 28))
    assert [one.there for (one,) in found.values()] == [1, 1]


def test_one_statement_however_many_days_and_people(ward) -> None:
    ward.needs()
    for number in range(5):
        make_duty(make_officer(f"Pat {number}", team=ward.team), "2026-12-04 14:00", template=ward.late)
    team_id = ward.team.id
    with heard() as asked:
        strength_of([team_id], THURSDAY, date(2027, 2, 25))
    assert len(asked) == 1
    with heard() as asked:
        strength_without(1, span("2026-12-03 00:00", hours=240), [team_id])
    assert len(asked) == 1


@pytest.mark.plans
def test_no_plan_reads_through_history(ward) -> None:
    """Each table that grows with the years is entered by the officer, and of its history by time."""
    ward.needs()
    team_id = ward.team.id
    with heard() as asked:
        strength_of([team_id], THURSDAY, date(2027, 2, 25))
    plan = plan_of(*asked[0])
    ways = ["ix_duty_officer_id_starts_at"]
    if engine_name() == "sqlite":
        # PostgreSQL chooses by what the tables hold, and these hold next to nothing.
        ways += ["ix_absence_officer_id_ends_at", "ix_abstraction_officer_id_starts_at"]
    assert [way for way in ways if way not in plan] == [], plan
    for table in ("duty", "absence", "abstraction", "posting", "skill_grant"):
        assert f"Seq Scan on {table} " not in plan
