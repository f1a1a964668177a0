"""Where a person can go: the places of the navigation, and what lies beneath each of them."""

from dataclasses import dataclass

from flask import request, url_for

from roster.permissions import Actor, may, teams_for


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: those of its second line beneath it, and other nouns that lie there.

    of_teams: only for whoever sees more there than their own record.
    """

    endpoint: str
    text: str
    permission: str
    beneath: tuple["Place", ...] = ()
    nouns: tuple[str, ...] = ()
    of_teams: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A place as it is drawn for somebody."""

    address: str
    text: str
    here: bool


MY_DUTIES = (
    Place("my_duties.show", "Duties", "my-duties:show"),
    Place("leave.mine", "Leave", "absence:ask"),
    Place("swaps.list_swaps", "Swaps", "swap:offer"),
    Place("owed_rest_days.list_owed", "Owed rest days", "owed-rest-day:show"),
)
ROSTER = (
    Place("rosters.show", "Grid", "roster:show", nouns=("officer_days", "duties", "absences", "cells")),
    Place("leave.list_requests", "Leave requests", "request:decide"),
    Place("swaps.list_swaps", "Swaps", "request:decide"),
    Place("owed_rest_days.list_owed", "Owed rest days", "owed-rest-day:show", of_teams=True),
    Place("cell_changes.list_changes", "Not acknowledged", "cell-change:tell"),
    Place("patterns.list_patterns", "Patterns", "pattern:show"),
    Place("shift_templates.list_templates", "Shifts", "shift-template:show"),
    Place("public_holidays.list_holidays", "Public holidays", "public-holiday:show"),
)
OWN_LEAVE = {"leave.mine", "leave.ask"}
PLACES = (
    Place("board.show", "Board", "board:show"),
    Place("my_duties.show", "My duties", "my-duties:show", MY_DUTIES),
    Place("rosters.show", "Roster", "roster:show", ROSTER, ("publishing", "minimum_strengths")),
    Place(
        "contact_sessions.list_contact_sessions",
        "Contact sessions",
        "contact-session:show",
        nouns=("cover_flags",),
    ),
    Place("abstractions.list_abstractions", "Abstractions", "abstraction:show"),
    Place("officers.list_officers", "People", "officer:show"),
    Place("reports.show", "Reports", "report:show"),
)


def places_of(asking: Actor) -> tuple[list[Link], list[Link]]:
    """The first line of the navigation, and the second, beneath the place where the person is."""
    seen = [(place, _beneath(place, asking)) for place in PLACES]
    seen = [(place, below) for place, below in seen if below or _sees(asking, place)]
    here = _here([place for place, _ in seen], asking)
    first = [
        Link(url_for((below[0] if below else place).endpoint), place.text, place is here)
        for place, below in seen
    ]
    second = next((below for place, below in seen if place is here), [])
    if len(second) < 2:
        return first, []
    return first, [Link(url_for(place.endpoint), place.text, _holds(place, asking)) for place in second]


def _beneath(place: Place, asking: Actor) -> list[Place]:
    return [one for one in place.beneath if _sees(asking, one)]


def _sees(asking: Actor, place: Place) -> bool:
    own = place in MY_DUTIES or place.beneath is MY_DUTIES
    if (own and asking.officer_id is None) or not may(asking, place.permission):
        return False
    return not place.of_teams or teams_for(asking, place.permission) != frozenset()


def _here(places: list[Place], asking: Actor) -> Place | None:
    """The place that the page lies under: the last one that may hold it, so planners plan."""
    found = [one for one in places if any(_holds(each, asking) for each in (one, *_beneath(one, asking)))]
    return found[-1] if found else None


def _holds(place: Place, asking: Actor) -> bool:
    endpoint = request.endpoint or ""
    noun = endpoint.split(".")[0]
    if noun == "leave" and place.endpoint.startswith("leave."):
        # The officer's own pages lie under My duties, the sergeant's under Roster.
        own = endpoint in OWN_LEAVE or not may(asking, "request:decide")
        return (place.endpoint in OWN_LEAVE) == own
    return noun == place.endpoint.split(".")[0] or noun in place.nouns
