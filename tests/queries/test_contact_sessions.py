"""Lists of contact sessions with their states, one of them, and its history, on both databases."""

from types import SimpleNamespace

import pytest

from roster.errors import NotFound
from roster.queries.contact_session_history import history_of
from roster.queries.contact_sessions import choices, list_contact_sessions, show_contact_session
from roster.queries.cover_flags import latest_flag, told_of
from roster.services.contact_sessions import cancel_contact_session
from roster.services.coverage import review_coverage
from roster.services.namings import name_officers
from tests.factories import (
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_skill,
    make_team,
    make_venue,
    span,
)
from tests.statements import heard

WEEK = span("2026-12-01 00:00", hours=7 * 24)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """Thursday 3 December: covered at ten, at risk at noon, uncovered in the evening, one cancelled."""
    at("2026-12-01 09:00")
    team = make_team()
    sergeant = make_sergeant(team)
    shah = make_officer(team=team)
    make_duty(shah, "2026-12-03 07:00")
    by = make_actor(teams=[team])
    starts = {"covered": "10:00", "at_risk": "12:00", "uncovered": "20:00", "cancelled": "09:00"}
    held = {
        state: make_contact_session(team, f"2026-12-03 {hour}", title=state) for state, hour in starts.items()
    }
    review_coverage((), WEEK, sessions=[one.id for one in held.values()])
    name_officers(held["covered"].id, [shah.id], by=by)
    cancel_contact_session(held["cancelled"].id, "Venue flooded", by=by)
    return SimpleNamespace(team=team, shah=shah, sergeant=sergeant, by=by, held=held)


def titles(*given, **named) -> list[str]:
    return [one.title for one in list_contact_sessions(*given, **named)]


def test_each_is_listed_with_its_state_in_order_of_time(ward) -> None:
    found = list_contact_sessions([ward.team.id], WEEK)
    assert [(one.title, str(one.state)) for one in found] == [
        (state, state) for state in ("cancelled", "covered", "at_risk", "uncovered")
    ]
    covered, uncovered = found[1], found[3]
    assert covered.named == ((ward.shah.id, "PC Shah"),)
    assert (covered.flag_id, covered.lost) == (None, frozenset())
    assert (uncovered.team, uncovered.venue, uncovered.lost) == (
        "Biggin Hill",
        "Costa, Main Road",
        {ward.shah.id},
    )


def test_a_state_a_team_and_a_span_narrow_the_list(ward) -> None:
    for state in ward.held:
        assert titles([ward.team.id], WEEK, state) == [state]
    assert titles([make_team("Darwin").id], WEEK) == titles([], WEEK) == []
    assert len(titles(None, WEEK)) == 4
    assert titles(None, span("2026-12-03 11:00", hours=1)) == []  # touching is not overlapping
    assert titles(None, span("2026-12-03 10:59", hours=1)) == ["covered"]


def test_a_list_takes_two_statements_however_long_it_is(ward) -> None:
    for _ in range(2):
        team_id = ward.team.id
        with heard() as asked:
            list_contact_sessions([team_id], WEEK)
        assert len(asked) == 2
        for hour in range(30):
            make_contact_session(
                ward.team, f"2026-12-0{4 + hour // 15} {8 + hour % 15:02}:00", named=[ward.shah]
            )


def test_one_has_all_that_its_page_needs(ward) -> None:
    wanted = ward.held["covered"].id
    with heard() as asked:
        found = show_contact_session(wanted)
        shown = (found.team.name, found.venue.name, found.required_skill, [one.name for one in found.named])
    assert shown == ("Biggin Hill", "Costa, Main Road", None, ["PC Amina Shah"])
    assert len(asked) == 2
    with pytest.raises(NotFound):
        show_contact_session(999)


def test_forms_offer_venues_of_the_teams_that_may_be_chosen(ward) -> None:
    make_skill()
    darwin = make_team("Darwin")
    make_venue(darwin, "Waitrose car park")
    one, both = choices([ward.team.id]), choices([ward.team.id, darwin.id])
    costa = [(ward.held["covered"].venue_id, "Costa, Main Road")]
    assert one.venues == {ward.team.id: costa}
    names = {team: [name for _, name in venues] for team, venues in both.venues.items()}
    assert names == {ward.team.id: ["Costa, Main Road"], darwin.id: ["Waitrose car park"]}
    assert [name for _, name in both.skills] == ["Taser"]


def test_its_history_says_who_did_what_and_how_cover_went(ward) -> None:
    history = history_of(ward.held["covered"].id)
    assert {event.what for event in history.events} == {
        "contact-session:name",
        "flag:at_risk",
        "flag:resolved:covered",
    }
    assert history.names == {ward.shah.id: "PC Shah"}


def test_the_sergeant_who_was_told_is_in_the_life_of_the_flag(ward) -> None:
    flag = latest_flag(ward.held["uncovered"].id)
    [told] = told_of(flag)
    assert (told.name, told.read_at) == ("PS Hart", None)
    assert latest_flag(ward.held["covered"].id).resolved_at is not None
