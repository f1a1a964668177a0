"""How far a team's roster goes: to the day before the first on which somebody has nothing."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from roster.queries.published_ahead import HORIZON, reached_by
from tests.factories import make_absence, make_duty, make_officer, make_posting, make_rest_day, make_team
from tests.statements import heard

MONDAY = date(2026, 11, 30)


def days(first: int, last: int) -> list[date]:
    """From so many days after that Monday to so many, both included."""
    return [MONDAY + timedelta(days=day) for day in range(first, last + 1)]


def roster(officer, first: int, last: int, *, published: bool = True) -> None:
    """Five days of duty and two of rest, over and over."""
    for day in days(first, last):
        if day.weekday() < 5:
            make_duty(officer, f"{day} 07:00", published=published)
        else:
            make_rest_day(officer, day, published=published)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    at("2026-11-30 09:00")
    team = make_team()
    return SimpleNamespace(
        team=team, shah=make_officer(team=team), okafor=make_officer("Ben Okafor", team=team)
    )


def to(ward, first: int | None = None, drafts=None) -> tuple[int, list[str]]:
    """The last day reached, counted from Monday, and who is behind."""
    firsts = {} if first is None else {ward.team.id: MONDAY + timedelta(days=first)}
    (found,) = reached_by([ward.team.id], firsts, drafts or {})
    assert (found.team, found.has_drafts) == ("Biggin Hill", first is not None)
    return (found.to - MONDAY).days, found.behind


def test_rest_days_leave_no_hole_and_the_first_hole_of_anybody_ends_it(ward):
    roster(ward.shah, 0, 20)
    roster(ward.okafor, 0, 13)
    assert to(ward) == (13, ["PC Okafor"])
    roster(ward.okafor, 15, 20)
    assert to(ward) == (13, ["PC Okafor"])
    roster(ward.okafor, 14, 14)
    assert to(ward) == (20, [])


def test_a_duty_far_away_covers_nothing_before_it(ward):
    roster(ward.shah, 0, 6)
    roster(ward.okafor, 0, 6)
    make_duty(ward.shah, "2027-02-28 09:00", kind="training")
    assert to(ward) == (6, [])


def test_drafts_count_only_where_they_are_to_be_published(ward):
    for officer in (ward.shah, ward.okafor):
        roster(officer, 0, 6)
        roster(officer, 7, 13, published=False)
    assert to(ward) == (6, [])
    assert to(ward, 7, {ward.shah.id: days(7, 13), ward.okafor.id: days(7, 10)}) == (10, ["PC Okafor"])


def test_it_is_counted_from_the_first_draft_whatever_lies_before(ward):
    roster(ward.shah, 7, 13)
    roster(ward.okafor, 7, 13)
    assert to(ward) == (-1, [])
    assert to(ward, 7) == (13, [])


def test_leave_of_the_whole_day_leaves_no_hole_part_of_a_day_or_an_open_question_does(ward):
    roster(ward.okafor, 0, 13)
    roster(ward.shah, 0, 3)
    make_absence(ward.shah, "2026-12-04 00:00", hours=48)
    assert to(ward) == (5, ["PC Shah"])
    make_absence(ward.shah, "2026-12-06 12:00", hours=12)
    make_absence(ward.shah, "2026-12-07 00:00", hours=24 * 7)
    assert to(ward) == (5, ["PC Shah"])
    make_duty(ward.shah, "2026-12-06 01:00")
    assert to(ward) == (13, [])
    make_absence(ward.shah, "2026-12-14 00:00", hours=24 * 7, status="requested")
    roster(ward.okafor, 14, 20)
    assert to(ward) == (13, ["PC Shah"])


def test_whoever_leaves_the_team_has_no_hole_after_it_and_whoever_comes_has_one_from_then(ward):
    roster(ward.shah, 0, 20)
    roster(ward.okafor, 0, 20)
    leaver = make_officer("Dee Lewis", "PCSO")
    make_posting(leaver, ward.team, last=MONDAY + timedelta(days=6))
    assert to(ward) == (-1, ["PCSO Lewis"])
    roster(leaver, 0, 6)
    assert to(ward) == (20, [])
    comer = make_officer("Priya Nair")
    make_posting(comer, ward.team, first=MONDAY + timedelta(days=10))
    assert to(ward) == (9, ["PC Nair"])
    roster(comer, 10, 20)
    assert to(ward) == (20, [])


def test_a_team_that_everybody_leaves_goes_to_its_last_day_and_one_without_anybody_nowhere(database, at):
    at("2026-11-30 09:00")
    team, leaver = make_team(), make_officer()
    assert reached_by([team.id], {}, {}) == []
    make_posting(leaver, team, last=MONDAY + timedelta(days=6))
    roster(leaver, 0, 6)
    (found,) = reached_by([team.id], {}, {})
    assert (found.to, found.behind) == (MONDAY + timedelta(days=6), [])


def test_leave_without_an_end_goes_as_far_as_anybody_looks(ward):
    for officer in (ward.shah, ward.okafor):
        make_absence(officer, "2026-11-30 00:00", hours=24 * 800)
    assert to(ward) == (HORIZON.days, [])


def test_each_team_stands_for_itself_in_one_statement(ward):
    darwin = make_team("Darwin")
    other = make_officer("Lee Grant", team=darwin)
    for officer, last in ((ward.shah, 13), (ward.okafor, 13), (other, 6)):
        roster(officer, 0, last)
    both = [darwin.id, ward.team.id]
    with heard() as asked:
        found = reached_by(both, {}, {})
    assert [(one.team, (one.to - MONDAY).days) for one in found] == [("Biggin Hill", 13), ("Darwin", 6)]
    assert len(asked) == 1
