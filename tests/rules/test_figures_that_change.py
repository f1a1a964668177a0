"""A figure that changes in the middle: which one holds on which day, and for which rest."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roster.rules.averages import average_weeks, night_work
from roster.rules.figures import Figure, in_force
from roster.rules.hours import consecutive_days, consecutive_nights
from roster.rules.periods import Period
from roster.rules.rest import rest_gaps
from roster.rules.rule_sets import OFFICER_RULES
from tests.rules.works import each_day, work

FIGURES = (
    Figure(660, "until Wednesday", date(2026, 11, 30), date(2026, 12, 2)),
    Figure(720, "from Thursday on", date(2026, 12, 3)),
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2026, 11, 29), 660),  # before the first of them, the first
        (date(2026, 11, 30), 660),
        (date(2026, 12, 2), 660),
        (date(2026, 12, 3), 720),
        (date(2030, 1, 1), 720),
    ],
)
def test_first_and_last_day_are_both_included(day: date, value: int) -> None:
    assert in_force(FIGURES, day).value == value


def test_a_figure_of_one_day_holds_on_that_day_alone() -> None:
    day = date(2026, 12, 2)
    figures = (
        Figure(1, "", last_day=date(2026, 12, 1)),
        Figure(2, "", day, day),
        Figure(3, "", date(2026, 12, 3)),
    )
    assert [in_force(figures, date(2026, 12, at)).value for at in (1, 2, 3)] == [1, 2, 3]


@pytest.mark.parametrize(("evening", "short"), [(2, []), (3, [(690, 720)])])
def test_rest_is_judged_by_the_figure_of_the_day_on_which_it_begins(evening: int, short: list) -> None:
    """Eleven and a half hours: enough from Wednesday evening to Thursday, too few a day later."""
    late = work(f"2026-12-0{evening} 14:00", f"2026-12-0{evening} 22:00")
    early = work(f"2026-12-0{evening + 1} 09:30", f"2026-12-0{evening + 1} 17:00")
    gaps = rest_gaps([late, early], replace(OFFICER_RULES, daily_rest_minutes=FIGURES))
    assert [(gap.measured, gap.limit) for gap in gaps] == short


def test_a_run_is_judged_by_the_figure_of_its_first_day() -> None:
    """Eight days from Monday to Monday: one too many, though nine are allowed from that Monday on."""
    limits = (Figure(7, "", last_day=date(2026, 12, 6)), Figure(9, "", date(2026, 12, 7)))
    rules = replace(OFFICER_RULES, consecutive_days=limits, consecutive_nights=limits)
    (days,) = consecutive_days(each_day(range(8)), rules)
    (nights,) = consecutive_nights(each_day(range(8), "22:00", "06:00"), rules)
    assert [(one.measured, one.limit) for one in (days, nights)] == [(8, 7)] * 2


def test_an_average_is_judged_by_the_figure_of_its_first_day_and_ends_with_its_last_week() -> None:
    """Six days of 8 h 15 min a week are 49 h 30 min, by night 8 h 15 min in each 24 hours."""
    first = date(2026, 11, 2)  # between the two nights on which the clocks change
    period, changed = Period(first, first + timedelta(days=118)), first + timedelta(days=60)
    week = (Figure(2880, "", last_day=changed), Figure(3000, "", changed + timedelta(days=1)))
    night = (Figure(480, "", last_day=changed), Figure(500, "", changed + timedelta(days=1)))
    rules = replace(OFFICER_RULES, average_week_minutes=week, night_work_minutes=night)
    work = each_day((day for day in range(119) if day % 7 != 6), "22:00", "06:15", first)
    found = [*average_weeks(work, period, rules), *night_work(work, period, rules)]
    assert [(one.measured, one.limit, one.first, one.last) for one in found] == [
        (2970, 2880, period.first, period.last),
        (495, 480, period.first, period.last),
    ]
