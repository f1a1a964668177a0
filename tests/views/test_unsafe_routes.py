"""Whatever else is sent with a change, it changes what its page asks for and nothing besides (S2)."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url

from roster.extensions import db
from roster.models.absence import AbsenceKind
from roster.models.account import Account
from roster.models.area import Team
from roster.models.officer import Officer
from roster.queries.accounts import actor_of
from roster.queries.officer_days import officer_day
from roster.services.leave import ask_absence
from tests.factories import (
    grant,
    make_contact_session,
    make_duty,
    make_notice,
    make_officer,
    make_skill,
    make_template,
    span,
    wall,
)
from tests.pages import Client
from tests.roster_factories import make_pattern, make_swap
from tests.views.test_access import address, asked
from tests.views.test_access_asked import OTHER, cells, everything, published, taking
from tests.views.two_wards import World

pytestmark = pytest.mark.engine("sqlite")

Things = dict[str, Any]
Body = Callable[[Things], dict[str, Any]]
NINTH = span("2026-12-03 08:00", hours=8)
WHY = {"reason": "exigency"}


def form(**fields: Any) -> Body:
    """These fields; a {name} in one is that thing's id."""
    return lambda things: {"data": {name: str(value).format(**things) for name, value in fields.items()}}


def ending(_: Things) -> dict[str, Any]:
    """What is confirmed below what it brings."""
    back = span("2026-12-03 08:00", hours=2).end
    return {"data": {"ends": "10:00", "version": "1", "step": "confirm", "shown": str(back)}}


def laid(things: Things) -> dict[str, Any]:
    """A week, as it was shown."""
    fields = {"team": things["team_id"], "first": "2026-12-14", "weeks": "1"}
    return {"data": fields, "query_string": {"shown": f"{things['team_id']}.2026-12-14.1.0"}}


def seen_of_the_day(things: Things) -> dict[str, Any]:
    """The drafts that the day's page shows."""
    shown = officer_day(things["officer_id"], date.fromisoformat(things["day"]))
    return {"data": {"seen": " ".join(shown.marks)}}


PROMISE = {"title": "Surgery", "day": "2026-12-09", "start": "10:00", "end": "11:00", "needed": "1"}
SHIFT = {"name": "Lates", "start": "15:00", "end": "23:00", "kind": "ward", "colour": "blue", "position": "9"}
OWN_TIMES = {"shift": "ward", "starts": "08:00", "ends": "16:00"}

# What each unsafe route is sent by somebody who may: by whom, about whose, and the least that it needs.
SENT: dict[str, tuple[str, str, Body]] = {
    "notices.read": ("O", "own", form()),
    "publishing.publish": ("S", "own", published),
    "cells.save": ("S", "own", cells),
    "cells.edit": ("S", "free", form(code="RD", token="", **WHY)),
    "cell_changes.tell": ("S", "own", form(at="08:00")),
    "cell_changes.acknowledge": ("O", "own", form()),
    "owed_rest_days.re_roster": ("S", "own", form(day="2026-12-19", shown="2026-12-19")),
    "abstractions.log": ("S", "own", taking),
    "abstractions.end": ("S", "own", ending),
    "abstractions.cancel": ("S", "own", form(version="1")),
    "contact_sessions.create": ("S", "own", form(**PROMISE, team="{team_id}", venue="{venue_id}")),
    "contact_sessions.edit": (
        "S",
        "own",
        form(**PROMISE, team="{team_id}", venue="{venue_id}", version="1"),
    ),
    "contact_sessions.name": ("S", "own", form(seen="{officer_id}")),
    "contact_sessions.cancel": ("S", "own", form(because="The hall is shut")),
    "contact_sessions.reinstate": ("S", "begun", form()),
    "cover_flags.name": ("S", "own", form(officer_id="{marsh_id}")),
    "cover_flags.acknowledge": ("S", "own", form()),
    "absences.record": ("S", "own", form(kind="sick", first="2026-12-16", last="2026-12-16")),
    "absences.cancel": ("S", "own", form()),
    "leave.ask": ("O", "own", form(kind="annual_leave", first="2026-12-16")),
    "leave.approve": ("S", "free", form()),
    "leave.decline": ("S", "free", form(reason="Too few are left")),
    "leave.withdraw": ("O", "free", form()),
    "leave.allow": ("S", "own", form(year="2026", hours="200")),
    "swaps.offer": ("O", "free", form(asked_of="")),
    "swaps.take": ("O", "offered", form(in_return="")),
    "swaps.release": ("O", "taken", form()),
    "swaps.withdraw": ("O", "own", form()),
    "swaps.approve": ("S", "taken", form()),
    "swaps.decline": ("S", "own", form(reason="Too few are left")),
    "patterns.create": ("S", "own", form(name="Earlies", weeks="1", **{"day-0": "E"})),
    "patterns.edit": ("S", "own", form(name="Earlies", weeks="1", version="1", **{"day-0": "E"})),
    "patterns.withdraw": ("S", "free", form()),
    "patterns.follow": ("S", "free", form(pattern="{pattern_id}", first_day="2026-12-14", week="1")),
    "patterns.lay_down": ("S", "own", laid),
    "minimum_strengths.change": ("S", "own", form(officers="2", shift="{template_id}")),
    "shift_templates.create": ("A", "own", form(code="LL", **SHIFT)),
    "shift_templates.edit": ("A", "own", form(code="LL", version="1", **SHIFT)),
    "shift_templates.withdraw": ("A", "free", form()),
    "public_holidays.add": ("A", "own", form(day="2026-12-28", name="Boxing Day")),
    "public_holidays.remove": ("A", "own", form()),
    "public_holidays.fill": ("A", "own", form()),
    "duties.add": ("S", "free", form(**OWN_TIMES)),
    "duties.change": (
        "S",
        "own",
        form(**OWN_TIMES, **WHY, version="1", shown=f"ward {NINTH.start} {NINTH.end}"),
    ),
    "duties.remove": ("S", "own", form(version="1", shown="removed", **WHY)),
    "officer_days.publish": ("S", "drafted", seen_of_the_day),
    "officers.post": ("A", "own", form(team="{other_team}", first_day="2026-12-14")),
    "officers.skills.grant": ("S", "own", form(skill="{skill_id}", first_day="2026-12-01")),
    "officers.skills.expire": ("S", "own", form(last_day="2026-12-31")),
    "officers.skills.suspend": ("S", "own", form()),
    "officers.skills.lift": ("S", "begun", form()),
}


# What a person might wish to set: columns of our tables, and what libraries listen to.
_NUMBERS = """id account_id recipient_id taker_id return_duty_id decided_by_id acknowledged_by_id created_by
    by actor found_by created_at published_at acknowledged_at resolved_at offered_at starts_at ends_at
    planned_ends_at clear_days fte_hundredths published withdrawn suspended active counts"""
_WORDS = """state=published status=approved source=pattern band=under_8 warrant_number=666 remember=y
    role=administrator roles=administrator password=correct-horse-9 email=else@demo.example
    fs_uniquifier=x next=//else.example"""
FORGED: dict[str, Any] = dict.fromkeys(_NUMBERS.split(), "4") | dict(one.split("=") for one in _WORDS.split())


def ready(world: World) -> dict[str, Things]:
    """What the routes are sent about: as it stands, still untouched, and begun by others."""
    shah, marsh = (db.session.get_one(Officer, one["officer_id"]) for one in (world.own, world.colleague))
    as_shah = actor_of(world.accounts["O"])
    own = world.own | {"other_team": world.other["team_id"], "skill_id": make_skill("level_2").id}
    own |= {"marsh_id": marsh.id}
    asked_for = ask_absence(shah.id, span("2026-12-20 00:00", hours=24), AbsenceKind.COURT, by=as_shah)
    free = own | {
        "day": "2026-12-18",
        "duty_id": make_duty(shah, "2026-12-21 07:00").id,
        "absence_id": asked_for.id,
        "pattern_id": make_pattern("E E L L RD RD RD").id,
        "template_id": make_template("X", "Exam").id,
    }
    make_notice(shah, about_at=wall("2026-12-03 07:00"))
    team = db.session.get_one(Team, own["team_id"])
    called_off = make_contact_session(team, "2026-12-16 10:00", cancelled=True)
    lewis = make_officer("Dee Lewis", "PCSO", team=team)
    make_duty(lewis, "2026-12-10 07:00", published=False)
    drafted = {"officer_id": lewis.id, "day": "2026-12-10"}
    begun = own | {
        "contact_session_id": called_off.id,
        "grant_id": grant(shah, "response_driver", suspended=True).id,
    }
    offered = make_swap(make_duty(marsh, "2026-12-22 07:00"))
    taken = make_swap(make_duty(marsh, "2026-12-24 07:00"), taker=shah, status="taken")
    swaps = {"offered": {"swap_id": offered.id}, "taken": {"swap_id": taken.id}}
    return {"own": own, "free": free, "begun": begun, "drafted": drafted, **swaps}


@pytest.fixture
def begun_anew(app: Flask) -> Callable[[], None]:
    """Puts the database back to what it was when this was first called."""
    file = Path(str(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database))
    kept = file.with_suffix(".kept")

    def begin() -> None:
        db.session.rollback()
        db.engine.dispose()
        if kept.exists():
            for ending in ("-wal", "-shm"):
                file.with_name(file.name + ending).unlink(missing_ok=True)
            shutil.copyfile(kept, file)
        else:
            with db.engine.connect() as connection:
                connection.connection.driver_connection.execute(f"VACUUM INTO '{kept}'")

    return begin


def forged(sent: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """The same with more in the address and in the body; what the page asks for stays."""
    if "json" in sent:
        (cell,) = sent["json"]["cells"]
        return {"json": {**more, "cells": [more | cell]}, "query_string": more}
    data, query = sent.get("data", {}), sent.get("query_string", {})
    return {"data": more | data, "query_string": {**more, **query}}


def test_what_no_page_asks_for_changes_nothing(
    app: Flask,
    client: Client,
    world: World,
    sign_in: Callable[[Account], Account],
    begun_anew: Callable[[], None],
) -> None:
    unsafe = [(rule, method) for rule, method in asked(app) if method != "GET"]
    assert {rule.endpoint for rule, _ in unsafe} == set(SENT)
    things, wrong = ready(world), []
    theirs = {name: world.other[name] for name in ("officer_id", "team_id", "duty_id", "contact_session_id")}
    for rule, method in unsafe:
        letter, about, body = SENT[rule.endpoint]
        path, outcomes = address(app, rule, things[about]), []
        for more in ({}, FORGED | theirs):
            begun_anew()
            sent = forged(body(things[about]), more)
            sign_in(world.accounts[letter])
            before = everything()  # after signing in, which leaves rows of its own
            answer = client.open(path, method=method, **sent)
            outcomes.append((everything(), answer.status_code, answer.headers.get("Location")))
        if outcomes[0][0] == before:
            wrong.append(f"{rule.endpoint}: what is asked for was not done")
        if outcomes[0] != outcomes[1]:
            wrong.append(f"{rule.endpoint}: more was done than is asked for")
    assert wrong == [], wrong


# A field that takes an id, and another ward's thing put into it.
SWAPPED = (
    ("contact_sessions.create", "venue", "venue_id"),
    ("contact_sessions.edit", "venue", "venue_id"),
    ("contact_sessions.name", "officers", "officer_id"),
    ("cover_flags.name", "officer_id", "officer_id"),
    ("swaps.offer", "asked_of", "officer_id"),
    ("swaps.take", "in_return", "duty_id"),
)


@pytest.mark.parametrize(("endpoint", "field", "of"), SWAPPED)
def test_another_wards_id_in_a_field_does_nothing_and_says_nothing(
    app: Flask,
    client: Client,
    world: World,
    sign_in: Callable[[Account], Account],
    endpoint: str,
    field: str,
    of: str,
) -> None:
    letter, about, body = SENT[endpoint]
    things = ready(world)[about]
    (rule,) = (rule for rule, method in asked(app) if (rule.endpoint, method) == (endpoint, "POST"))
    sign_in(world.accounts[letter])
    before, sent = everything(), body(things)
    sent["data"][field] = world.other[of]
    answer = client.post(address(app, rule, things), **sent, follow_redirects=True)
    assert everything() == before
    assert answer.status_code in {200, 404, 409}
    assert not [word for word in OTHER if word in answer.text]


@pytest.mark.parametrize("letter", "SA")
@pytest.mark.parametrize("doing", ["expire", "suspend", "lift"])
def test_another_officers_skill_is_not_found_below_this_one(
    client: Client, world: World, sign_in: Callable[[Account], Account], letter: str, doing: str
) -> None:
    sign_in(world.accounts[letter])
    before = everything()
    path = f"/officers/{world.own['officer_id']}/skills/{world.other['grant_id']}/{doing}"
    assert client.post(path, data={"last_day": "2026-12-31"}).status_code == 404
    assert everything() == before
