"""The abstraction report of real rows: whose minutes, on which days, in how many statements."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text

from roster import clock
from roster.extensions import db
from roster.models.absence import Absence
from roster.models.abstraction import Abstraction
from roster.models.duty import Duty
from roster.queries.report_facts import facts_for
from roster.queries.reports import report_for, rows_behind
from roster.rules.abstraction_rows import Measure
from roster.rules.periods import Period
from tests.factories import (
    make_absence,
    make_abstraction,
    make_category,
    make_duty,
    make_officer,
    make_posting,
    make_team,
)
from tests.statements import heard, plan_of

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
# The column by which each table is bounded in time.
BOUNDS = {"duty": "starts_at", "abstraction": "starts_at", "absence": "ends_at"}
AUTUMN_NIGHT, SPRING_NIGHT = "2026-10-24 22:00", "2026-03-28 22:00"


@pytest.fixture
def ward(database):
    return make_team("Biggin Hill")


def figures(period, teams, ward=None, category=None, *, exempt_events=True):
    line = report_for(period, [team.id for team in teams]).line(ward, category)
    return {measure.value: line.figure(measure, exempt_events) for measure in Measure}


def test_a_month_of_one_ward(ward) -> None:
    shah, lewis = make_officer("Amina Shah", team=ward), make_officer("Jo Lewis", "PCSO", team=ward)
    erpt, training = make_category(), make_category("training", family="training", counts=False)
    carnival = make_category("carnival", family="aid", exempt_event=True)
    make_duty(shah, "2026-11-02 07:00")
    make_abstraction(shah, "2026-11-02 09:00", hours=10, category=erpt)  # 09:00-19:00, 6 h of it on duty
    make_duty(shah, "2026-11-03 07:00")
    make_abstraction(shah, "2026-11-03 07:00", category=carnival)
    make_duty(lewis, "2026-11-02 14:00")
    make_abstraction(lewis, "2026-11-02 14:00", hours=2, category=training)
    make_duty(lewis, "2026-11-03 14:00", kind="office")
    # None of these is duty or abstraction.
    make_duty(lewis, "2026-11-04 14:00", published=False)
    make_abstraction(lewis, "2026-11-04 14:00", status="requested")
    make_abstraction(lewis, "2026-11-05 14:00", status="cancelled")
    every = {"abstracted": 1080, "lost": 960, "duty": 2160, "begun": 3, "touched": 2, "shifts": 4}
    assert figures(NOVEMBER, [ward]) == every
    assert figures(NOVEMBER, [ward], ward.id) == every
    plain = {"abstracted": 600, "lost": 480, "duty": 2160, "begun": 2, "touched": 1, "shifts": 4}
    assert figures(NOVEMBER, [ward], exempt_events=False) == plain
    by_category = [figures(NOVEMBER, [ward], ward.id, one.id) for one in (erpt, training, carnival)]
    assert [one["abstracted"] for one in by_category] == [600, 0, 480]
    assert [one["lost"] for one in by_category] == [360, 120, 480]
    assert [one["begun"] for one in by_category] == [1, 1, 1]
    assert [one["touched"] for one in by_category] == [1, 0, 1]
    assert {one["duty"] for one in by_category} == {2160}
    line = report_for(NOVEMBER, [ward.id]).line()
    assert (line.by_minutes().words, line.by_minutes(False).words) == ("50.0 %", "27.8 %")
    assert (line.by_shifts().words, line.by_shifts(False).words) == ("50.0 %", "25.0 %")


@pytest.mark.parametrize(("night", "length"), [(AUTUMN_NIGHT, 9 * 60), (SPRING_NIGHT, 7 * 60)])
def test_the_nights_on_which_the_clocks_change(ward, night, length) -> None:
    shah = make_officer("Amina Shah", team=ward)
    make_duty(shah, night, hours=length / 60)
    make_abstraction(shah, night, hours=length / 60)
    first = date.fromisoformat(night[:10])
    both, sunday = Period(first, first + timedelta(1)), Period(first + timedelta(1), first + timedelta(1))
    assert figures(both, [ward])["lost"] == length
    # From midnight to 06:00 on the clock.
    assert figures(sunday, [ward])["abstracted"] == length - 120


def test_time_belongs_to_the_team_of_the_day(ward) -> None:
    darwin, shah = make_team("Darwin"), make_officer("Amina Shah")
    make_posting(shah, ward, "2026-01-01", "2026-11-10")
    make_posting(shah, darwin, "2026-11-11")
    make_duty(shah, "2026-11-10 22:00", hours=9)
    make_abstraction(shah, "2026-11-10 23:00", hours=4)
    teams = [ward, darwin]
    assert figures(NOVEMBER, teams, ward.id) | {"lost": 60} == {
        "abstracted": 60, "lost": 60, "duty": 120, "begun": 1, "touched": 1, "shifts": 1,
    }  # fmt: skip
    assert figures(NOVEMBER, teams, darwin.id) == {
        "abstracted": 180, "lost": 180, "duty": 420, "begun": 0, "touched": 0, "shifts": 0,
    }  # fmt: skip
    assert figures(NOVEMBER, [darwin])["abstracted"] == 180
    assert figures(NOVEMBER, teams)["abstracted"] == 240


def test_leave_that_was_approved_is_taken_off(ward) -> None:
    shah = make_officer("Amina Shah", team=ward)
    make_duty(shah, "2026-11-02 07:00")
    make_abstraction(shah, "2026-11-02 07:00")
    make_absence(shah, "2026-11-02 12:00", hours=20)
    make_absence(shah, "2026-11-02 07:00", status="requested")
    found = figures(NOVEMBER, [ward])
    assert (found["duty"], found["abstracted"], found["lost"]) == (300, 300, 300)


def test_nothing_to_divide_by_is_insufficient_data(ward) -> None:
    line = report_for(NOVEMBER, [ward.id]).line(ward.id)
    assert line.by_minutes().words == line.by_shifts().words == "insufficient data"


def test_each_figure_is_the_sum_of_its_rows(ward) -> None:
    darwin = make_team("Darwin")
    erpt, carnival = make_category(), make_category("carnival", exempt_event=True)
    for number, team in enumerate((ward, ward, darwin)):
        officer = make_officer(f"Officer Number{number}", team=team)
        for day in (1, 2, 29, 30):
            make_duty(officer, f"2026-11-{day:02} {18 + number}:00")
            category = carnival if day == 2 else erpt
            make_abstraction(officer, f"2026-11-{day:02} 22:30", hours=5 + number, category=category)
        make_absence(officer, "2026-11-29 12:00", hours=12)
    teams = {None: [ward.id, darwin.id], ward.id: [ward.id], darwin.id: [darwin.id]}
    report = report_for(NOVEMBER, teams[None])
    for (ward_id, category), _ in report.lines.items():
        facts = facts_for(NOVEMBER, teams[ward_id])
        for measure in Measure:
            for events in (True, False):
                rows = rows_behind(facts, measure, category, exempt_events=events)
                figure = report.line(ward_id, category).figure(measure, events)
                assert sum(added for _, added in rows) == figure
                assert all(added > 0 for _, added in rows)
    assert report.line().figure(Measure.ABSTRACTED) == sum(
        report.line(None, one.id).figure(Measure.ABSTRACTED) for one in report.categories
    )


def years_of(officers: int, years: int) -> list[int]:
    """Three ward teams; a duty every other day, each taken and followed by leave: the teams' ids."""
    teams = [make_team(f"Ward {number}") for number in range(3)]
    category = make_category().id
    noon = int(clock.midnight(date(2026, 11, 30)).timestamp()) + 12 * 3600
    rows = []
    for number in range(officers):
        officer = make_officer(f"Officer Number{number}", team=teams[number % 3])
        times = range(noon, noon - 365 * years * 86_400, -2 * 86_400)
        rows += [{"officer_id": officer.id, "starts_at": one, "ends_at": one + 28_800} for one in times]
    duty = {"kind": "ward", "state": "published", "version": 1}
    taken = {"category_id": category, "status": "confirmed", "requested_by": "Ops Room", "version": 1}
    leave = {"kind": "annual_leave", "status": "approved"}
    db.session.execute(insert(Duty), [row | duty for row in rows])
    db.session.execute(
        insert(Abstraction), [row | taken | {"planned_ends_at": row["ends_at"]} for row in rows]
    )
    db.session.execute(insert(Absence), [row | leave for row in rows])
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return [team.id for team in teams]


@pytest.mark.plans
def test_six_statements_that_never_read_history(database) -> None:
    teams = years_of(officers=6, years=3)
    with heard() as asked:
        report_for(NOVEMBER, teams[:1])
    few = len(asked)
    with heard() as asked:
        report_for(Period(date(2025, 12, 1), date(2026, 11, 30)), teams)
    assert len(asked) == few == 6
    with heard() as asked:
        report_for(NOVEMBER, teams)
    looked_at = []
    for statement, parameters in asked:
        for table, bound in BOUNDS.items():
            if re.search(rf" {table} AS", statement):
                plan = plan_of(statement, parameters)
                used = rf"ix_{table}_officer_id_{bound}\b.*officer_id ?=.*{bound} ?>"
                assert re.search(used, plan, re.DOTALL), plan
                looked_at.append(table)
    assert looked_at == list(BOUNDS)
