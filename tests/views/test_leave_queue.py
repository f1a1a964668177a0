"""What was decided, four weeks at a time: the days in the address, and a way to the weeks around them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from tests.factories import make_absence, make_officer, make_sergeant, make_team, save, wall

LATEST, EARLIER = "/leave?state=decided", "/leave?state=decided&until=2026-10-26"


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """PS Hart is signed in on 23 November; four weeks with it begin on 27 October."""
    at("2026-11-23 09:00")
    team = make_team()
    shah = make_officer(team=team)
    sergeant = make_sergeant(team)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == sergeant.id)).unique().one())

    def decided(at: str, for_day: str, status: str = "approved") -> None:
        absence = make_absence(shah, f"{for_day} 00:00", status=status)
        absence.decided_at = wall(at)
        absence.asked_at = absence.decided_at - timedelta(days=1)
        save(absence)

    return SimpleNamespace(team=team, decided=decided)


def ways(shown) -> dict[str, str]:
    return {one.get_text(): one["href"] for one in shown.soup.select(".leave-pages a")}


def test_four_weeks_are_shown_to_the_minute_and_lead_to_those_before(ward, page):
    ward.decided("2026-10-27 00:00", "2026-12-03")
    ward.decided("2026-10-26 23:59", "2026-12-04", "declined")
    latest = page(LATEST)
    assert "1 request decided Tue 27 Oct to Mon 23 Nov" in latest.words
    assert "Thu 3 Dec" in latest.words
    assert "Fri 4 Dec" not in latest.words
    assert ways(latest) == {"Decided before that": "/leave?state=decided&until=2026-10-26"}
    earlier = page(EARLIER)
    assert "Fri 4 Dec" in earlier.words
    assert "Thu 3 Dec" not in earlier.words
    assert ways(earlier) == {"Decided after that": "/leave?state=decided&until=2026-11-23"}


def test_an_empty_time_still_leads_to_what_was_decided_before_it(ward, page):
    ward.decided("2026-08-03 10:00", "2026-09-03")
    latest = page(LATEST)
    assert "Nothing that was asked of these teams was decided in that time." in latest.words
    assert list(ways(latest)) == ["Decided before that"]


def test_what_is_still_to_come_is_not_beyond_today_and_the_team_is_kept(ward, page):
    ward.decided("2026-10-01 10:00", "2026-12-03")
    shown = page(f"/leave?state=decided&until=2027-03-01&team={ward.team.id}")
    assert "decided Tue 27 Oct to Mon 23 Nov" in shown.words
    assert ways(shown)["Decided before that"].endswith(f"team={ward.team.id}&until=2026-10-26")


def test_another_teams_decisions_are_not_a_way_back(ward, page):
    other = make_absence(make_officer("Ben Okafor", team=make_team("Darwin")), "2026-12-03 00:00")
    other.asked_at = other.decided_at = wall("2026-08-03 10:00")
    save(other)
    assert ways(page(LATEST)) == {}


def test_a_day_that_cannot_be_read_is_told_where_it_counts(ward, page):
    assert "Enter a date" in page("/leave?state=decided&until=soon").words
    assert "0 requests waiting" in page("/leave?state=waiting&until=soon").words
