"""Breaches of a period, read from the database: drafts, abstractions, and what began before it."""

from datetime import date, timedelta

import pytest

from roster.queries.breaches import breaches_in, rest_breaches_in
from roster.rules.breaches import Rule
from roster.rules.periods import Period
from roster.views.breach_words import sentence
from roster.views.grid_breaches import by_cell
from tests.factories import make_abstraction, make_duty, make_officer, make_rest_day
from tests.statements import heard

MONDAY = date(2026, 11, 30)
SUNDAY = MONDAY + timedelta(days=6)


def rules_of(officer, first=MONDAY, last=SUNDAY) -> list[tuple[Rule, tuple[date, ...]]]:
    found = breaches_in([officer.id], first, last).get(officer.id, [])
    return [(one.rule, one.days) for one in found]


@pytest.fixture
def shah(database, at):
    at("2026-11-23 09:00")
    return make_officer()


def test_a_draft_duty_and_a_confirmed_abstraction_break_the_rest_between_them(shah):
    make_abstraction(shah, "2026-12-01 15:00", hours=7.5)
    make_duty(shah, "2026-12-02 08:00", published=False)
    (found,) = breaches_in([shah.id], MONDAY, SUNDAY)[shah.id]
    assert (found.rule, found.days, found.measured, found.limit) == (
        Rule.REST_GAP,
        (date(2026, 12, 2),),
        570,
        660,
    )
    assert sentence(found) == (
        "Rest of 9 h 30 min before this duty, 1 h 30 min under 11 h (Working Time Regulations 1998, "
        "reg 10(1)). Start at 09:30 or later, or end the tour before by 21:00."
    )


@pytest.mark.parametrize("status", ["requested", "cancelled"])
def test_an_abstraction_that_does_not_stand_is_no_work(shah, status):
    make_abstraction(shah, "2026-12-01 15:00", hours=7.5, status=status)
    make_duty(shah, "2026-12-02 08:00")
    assert rules_of(shah) == []


def test_a_run_that_began_before_the_period_is_counted_whole(shah):
    for day in range(8):
        make_duty(shah, f"{MONDAY + timedelta(days=day - 5)} 08:00")
    eighth = (MONDAY + timedelta(days=2),)
    assert (Rule.CONSECUTIVE_DAYS, eighth) in rules_of(shah)


def test_a_pcso_may_work_six_days_in_a_row(database, at):
    at("2026-11-23 09:00")
    lewis = make_officer("Dee Lewis", "PCSO")
    for day in range(7):
        make_duty(lewis, f"{MONDAY + timedelta(days=day)} 08:00")
    assert (Rule.CONSECUTIVE_DAYS, (SUNDAY,)) in rules_of(lewis)


def test_rest_days_worked_are_no_rest_days(shah):
    for day in range(12):
        on = MONDAY + timedelta(days=day)
        if day in (5, 6):
            make_rest_day(shah, on, published=False)
        else:
            make_duty(shah, f"{on} 08:00", published=False)
    last = MONDAY + timedelta(days=11)
    assert rules_of(shah, last=last) == []
    for day in (5, 6):
        make_abstraction(shah, f"{MONDAY + timedelta(days=day)} 12:00", hours=2)
    broken = {rule for rule, _ in rules_of(shah, last=last)}
    assert broken == {Rule.CONSECUTIVE_DAYS, Rule.REST_DAYS_APART}


def test_one_statement_for_one_officer_or_many(shah):
    others = [make_officer(f"Pat {number}", "PC") for number in range(4)]
    for officer in [shah, *others]:
        make_duty(officer, "2026-12-01 14:00")
        make_duty(officer, "2026-12-02 07:00")
    ids = [officer.id for officer in [shah, *others]]
    with heard() as asked:
        assert set(breaches_in(ids, MONDAY, SUNDAY)) == set(ids)
    assert len(asked) == 1
    with heard() as asked:
        breaches_in(ids[:1], MONDAY, SUNDAY)
    assert len(asked) == 1


def test_rest_alone_leaves_out_averages_and_advice_and_is_one_statement_too(shah):
    """Seventeen weeks of five days of ten hours and a half, and once two hours more in the evening."""
    for day in range(17 * 7):
        if day % 7 < 5:
            make_duty(shah, f"{MONDAY + timedelta(days=day - 16 * 7)} 07:00", hours=10.5)
        else:
            make_rest_day(shah, MONDAY + timedelta(days=day - 16 * 7))
    make_abstraction(shah, "2026-12-03 20:00", hours=2)
    every = {one.rule for one in breaches_in([shah.id], MONDAY, SUNDAY)[shah.id]}
    assert every == {Rule.AVERAGE_WEEK, Rule.TOUR_ADVICE, Rule.REST_GAP}
    with heard() as asked:
        found = rest_breaches_in([shah.id], Period(MONDAY, SUNDAY))[shah.id]
    # From 17:30 to 20:00, and from 22:00 to 07:00.
    assert [(one.rule, one.measured) for one in found] == [(Rule.REST_GAP, 150), (Rule.REST_GAP, 540)]
    assert len(asked) == 1


def test_cells_carry_the_sentences_of_their_breaches(shah):
    make_duty(shah, "2026-12-01 14:00")
    make_duty(shah, "2026-12-02 07:00", hours=11)
    cells = by_cell(breaches_in([shah.id], MONDAY, SUNDAY))
    (cell,) = cells.values()
    assert list(cells) == [(shah.id, date(2026, 12, 2))]
    assert cell.is_breach
    assert [words.split(",")[0] for words in cell.sentences] == [
        "Rest of 9 h before this duty",
        "Tour of 11 h",
    ]
