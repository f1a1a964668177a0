"""Laying and strength look up rows by index, however long the history: no table is read from end to end."""

import re
from datetime import date

import pytest

from roster.queries.laying import Period, free_from, laying_of
from roster.queries.strength import strength_of
from tests.factories import make_officer, make_team, make_template
from tests.roster_factories import make_minimum_strength, make_pattern, make_pattern_line
from tests.statements import heard, plan_of

FIRST, LAST = date(2026, 12, 7), date(2027, 1, 31)
GROWS = "duty|rest_day|absence|abstraction|cell_change|skill_grant|posting|pattern_line"
# SQLite names a table by its short name: whatever it scans must be a list of ours (o, json_each).
WHOLE = re.compile(rf"Seq Scan on (?:{GROWS})\b|SCAN (?!o\b|json_each|CONSTANT|\()")


@pytest.mark.plans
@pytest.mark.parametrize("question", ["laying", "free", "strength"])
def test_no_table_that_grows_is_read_whole(database, at, question: str) -> None:
    at("2026-12-01 08:00")
    team, shift = make_team(), make_template("E")
    make_pattern_line(make_officer(team=team), make_pattern("E E E E E RD RD"))
    make_minimum_strength(team, shift)
    team_id = team.id
    asks = {
        "laying": lambda: laying_of([team_id], Period(FIRST, LAST)),
        "free": lambda: free_from([team_id]),
        "strength": lambda: strength_of([team_id], FIRST, LAST),
    }
    with heard() as asked:
        asks[question]()
    plans = [plan_of(*one) for one in asked]
    assert plans
    assert [plan for plan in plans if WHOLE.search(plan)] == []
