"""What approving leave does: who else of the ward is off and why, and what it costs of each leave year."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence
from roster.models.account import Account
from tests.factories import (
    make_absence,
    make_abstraction,
    make_category,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_sergeant,
    make_team,
)
from tests.roster_factories import make_leave_allowance
from tests.statements import heard


@pytest.fixture
def ward(app, at, sign_in, page) -> SimpleNamespace:
    """PC Shah asks for leave; Abbott, Lee and Khan are of the ward too; PS Hart is signed in."""
    at("2026-11-23 09:00")
    team = make_team()
    shah = make_officer(team=team)
    abbott, lee, khan = (make_officer(f"Kim {name}", team=team) for name in ("Abbott", "Lee", "Khan"))
    sergeant = make_sergeant(team)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == sergeant.id)).unique().one())

    def impact(starts: str, hours: float = 24, kind: str = "annual_leave") -> str:
        absence: Absence = make_absence(shah, starts, hours=hours, kind=kind, status="requested")
        return page(f"/leave/{absence.id}").words

    return SimpleNamespace(team=team, shah=shah, abbott=abbott, lee=lee, khan=khan, impact=impact)


def test_who_rests_is_sick_or_abstracted_is_not_there_either(ward):
    make_absence(ward.abbott, "2026-12-03 00:00", kind="sick")
    make_rest_day(ward.lee, "2026-12-03")
    make_abstraction(ward.khan, "2026-12-03 07:00", category=make_category("aid", family="aid"))
    words = ward.impact("2026-12-03 00:00")
    assert "1 of 3 others of the team is off then: PC Abbott (sick leave, Thu 3 Dec)" in words
    assert "1 of 3 others of the team is abstracted then: PC Khan (to Aid, Thu 3 Dec 07:00–15:00)" in words
    assert "1 of 3 others of the team rests then: PC Lee (rest day Thu 3 Dec)" in words
    assert "is off then." not in words


def test_rest_days_one_after_another_are_told_as_one(ward):
    for day in ("2026-12-05", "2026-12-06", "2026-12-12"):
        make_rest_day(ward.lee, day, published=day != "2026-12-06")
    make_rest_day(ward.khan, "2026-12-06", kind="free_day")
    words = ward.impact("2026-12-04 00:00", hours=10 * 24)
    told = (
        "PC Lee (rest days Sat 5 Dec to Sun 6 Dec and rest day Sat 12 Dec) and PC Khan (free day Sun 6 Dec)"
    )
    assert f"2 of 3 others of the team rest then: {told}" in words


def test_what_a_colleague_does_in_another_ward_is_not_told(ward):
    """PC Rees leaves for another ward after Thursday: neither leave there, nor drafts, nor abstractions."""
    rees, elsewhere = make_officer("Jo Rees"), make_team("Darwin")
    make_posting(rees, ward.team, last="2026-12-03")
    make_posting(rees, elsewhere, first="2026-12-04")
    make_rest_day(rees, "2026-12-03")
    make_rest_day(rees, "2026-12-04", published=False)
    make_absence(rees, "2026-12-05 00:00", kind="court")
    make_abstraction(rees, "2026-12-06 07:00", category=make_category("aid", family="aid"))
    words = ward.impact("2026-12-03 00:00", hours=4 * 24)
    assert "1 of 4 others of the team rests then: PC Rees (rest day Thu 3 Dec)" in words
    for there in ("court", "Aid", "off then:", "abstracted"):
        assert there not in words


def test_leave_that_reaches_into_another_ward_is_told_to_the_last_day_in_this_one(ward):
    rees = make_officer("Jo Rees")
    make_posting(rees, ward.team, last="2026-12-03")
    make_posting(rees, make_team("Darwin"), first="2026-12-04")
    make_absence(rees, "2026-12-02 00:00", hours=5 * 24)
    words = ward.impact("2026-12-03 00:00", hours=4 * 24)
    assert "1 of 4 others of the team is off then: PC Rees (annual leave, Wed 2 Dec to Thu 3 Dec)" in words


def test_what_only_touches_the_leave_or_takes_nobody_away_is_not_told(ward):
    make_rest_day(ward.lee, "2026-12-02")
    make_rest_day(ward.lee, "2026-12-04")
    make_absence(ward.abbott, "2026-12-02 00:00")
    make_absence(ward.abbott, "2026-12-03 00:00", status="declined")
    make_abstraction(ward.khan, "2026-12-02 18:00", hours=6)
    make_abstraction(ward.khan, "2026-12-03 07:00", status="cancelled")
    make_abstraction(ward.lee, "2026-12-03 07:00", status="requested")
    former = make_officer("Jo Rees")
    make_posting(former, ward.team, last="2026-12-02")
    make_rest_day(former, "2026-12-03")
    words = ward.impact("2026-12-03 00:00")
    assert "None of 3 others of the team is off then." in words
    assert "rests then" not in words
    assert "abstracted then" not in words


def test_a_rest_day_within_leave_is_told_once_as_leave(ward):
    make_absence(ward.lee, "2026-12-03 00:00", hours=72)
    make_rest_day(ward.lee, "2026-12-04")
    words = ward.impact("2026-12-03 00:00", hours=48)
    assert "is off then: PC Lee (annual leave, Thu 3 Dec to Sat 5 Dec)" in words
    assert "rests then" not in words


def test_many_are_counted_beyond_three(ward):
    others = [make_officer(f"Kim Other{number}", team=ward.team) for number in range(2)]
    for officer in (ward.abbott, ward.lee, ward.khan, *others):
        make_rest_day(officer, "2026-12-03")
    words = ward.impact("2026-12-03 00:00")
    assert "5 of 5 others of the team rest then: PC Abbott (rest day Thu 3 Dec), " in words
    assert "and 2 more" in words


def test_leave_across_1_april_costs_each_leave_year_its_own(ward):
    make_leave_allowance(ward.shah, 2026, hours=20)
    make_leave_allowance(ward.shah, 2027, hours=7)
    make_absence(ward.shah, "2026-12-14 00:00", hours=24)  # a Monday of 2026/27: 8 h of its 20
    # Tuesday 30 March to Thursday 1 April: two working days before the turn and one after it.
    words = ward.impact("2027-03-30 00:00", hours=72)
    assert (
        "Costs 16 h (2 days) of annual leave in 2026/27: −4 h (−½ day) of the year’s 20 h are left" in words
    )
    assert "Costs 8 h (1 day) of annual leave in 2027/28: −1 h" in words


def test_a_leave_year_that_has_no_allowance_is_said_beside_one_that_has(ward):
    make_leave_allowance(ward.shah, 2026, hours=200)
    words = ward.impact("2027-03-31 00:00", hours=48)
    assert "Costs 8 h (1 day) of annual leave in 2026/27: 192 h (24 days) of the year’s 200 h" in words
    assert "Costs 8 h (1 day) of annual leave in 2027/28; no allowance is set for that leave year." in words


def test_both_leave_years_that_run_short_are_marked(ward, page):
    for year in (2026, 2027):
        make_leave_allowance(ward.shah, year, hours=7)
    absence = make_absence(ward.shah, "2027-03-31 00:00", hours=48, status="requested")
    lines = page(f"/leave/{absence.id}").soup.select(".harm__line--bad")
    assert [line.get_text(" ", strip=True)[:60] for line in lines if "annual leave" in line.text] != []
    assert sum("of annual leave in" in line.text for line in lines) == 2


def test_the_impact_asks_no_more_for_a_larger_ward(ward, client):
    make_duty(ward.shah, "2026-12-03 07:00")
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested")
    counts = []
    for round_ in range(2):
        for number in range(5):
            other = make_officer(f"Kim Other{round_}{number}", team=ward.team)
            make_rest_day(other, "2026-12-03")
            make_absence(other, "2026-12-03 00:00", hours=1, status="requested")
        with heard() as asked:
            assert client.get(f"/leave/{absence.id}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
