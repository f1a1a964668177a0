"""A figure that changes in the middle: which one holds on which day, and for which rest."""

from dataclasses import replace
from datetime import date

import pytest

from roster.rules.figures import Figure, in_force
from roster.rules.rest import rest_gaps
from roster.rules.rule_sets import OFFICER_RULES
from tests.rules.works import work

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
