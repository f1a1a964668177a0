"""The access matrix: every route, method and role, on an own and on another team's things (S1)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from roster.models.account import Account
from tests.pages import Client
from tests.views.two_wards import World

PUBLIC = {"home.home", "health.show", "health.ready", "health.cover", "security.login", "security.logout"}
UNSERVED = {"security.static"}  # an empty folder of the library

# Who reaches a page about their own team's things: Officer, Sergeant, Manager, Administrator.
# A small letter: only the person's own record, never a colleague's; a star: wherever it belongs.
# A route that has no row here fails the build.
ROWS = {
    "board.show": "SM",
    "notices.show": "OSMA",
    "notices.read": "OSMA",
    "my_duties.show": "OSMA",
    "rosters.show": "OSM",
    "rosters.rules": "S",
    "publishing.publish": "S",
    "publishing.check": "S",
    "cells.save": "S",
    "cells.changes": "S",
    "cells.edit": "S",
    "cell_changes.list_changes": "S",
    "cell_changes.tell": "S",
    "cell_changes.acknowledge": "o",
    "owed_rest_days.list_owed": "OSM",
    "owed_rest_days.re_roster": "S",
    "officer_days.show": "OSM",
    "abstractions.list_abstractions": "SM",
    "abstractions.show": "SM",
    "abstractions.log": "S",
    "abstractions.end": "S",
    "abstractions.cancel": "S",
    "contact_sessions.list_contact_sessions": "OSM",
    "contact_sessions.show": "OSM",
    "contact_sessions.create": "S",
    "contact_sessions.edit": "S",
    "contact_sessions.name": "S",
    "contact_sessions.cancel": "S",
    "contact_sessions.reinstate": "S",
    "cover_flags.show": "SM",
    "cover_flags.name": "S",
    "cover_flags.acknowledge": "S",
    "absences.record": "S",
    "absences.cancel": "S",
    "leave.mine": "OSMA",
    "leave.ask": "OSMA",
    "leave.list_requests": "SM",
    "leave.show": "oS",
    "leave.approve": "S",
    "leave.decline": "S",
    "leave.withdraw": "o",
    "leave.allow": "S",
    "swaps.list_swaps": "OSM",
    "swaps.offer": "o",
    "swaps.show": "OSM",
    "swaps.take": "O",
    "swaps.release": "O",
    "swaps.withdraw": "o",
    "swaps.approve": "S",
    "swaps.decline": "S",
    "patterns.list_patterns": "SA",
    "patterns.create": "SA",
    "patterns.show": "S*A*",
    "patterns.edit": "S*A*",
    "patterns.withdraw": "S*A*",
    "patterns.follow": "S",
    "patterns.lay": "S",
    "patterns.lay_down": "S",
    "exports.pdf": "OSM",
    "exports.xlsx": "OSM",
    "exports.csv": "OSM",
    "minimum_strengths.show": "SM",
    "minimum_strengths.change": "S",
    "shift_templates.list_templates": "SA",
    "shift_templates.create": "A",
    "shift_templates.edit": "A*",
    "shift_templates.withdraw": "A*",
    "public_holidays.list_holidays": "SA",
    "public_holidays.add": "A",
    "public_holidays.remove": "A*",
    "public_holidays.fill": "A*",
    "duties.add": "S",
    "duties.change": "S",
    "duties.remove": "S",
    "officer_days.publish": "S",
    "officers.list_officers": "oSMA*",
    "officers.show": "oSMA*",
    "officers.post": "A*",
    "officers.skills.grant": "SA*",
    "officers.skills.expire": "SA*",
    "officers.skills.suspend": "SA*",
    "officers.skills.lift": "SA*",
    "reports.show": "SM",
    "reports.download": "SM",
    "reports.rows": "SM",
    "reports.download_rows": "SM",
}
LETTERS = {"O": "officer", "S": "sergeant", "M": "manager", "A": "administrator"}
ALLOWED = {200, 302, 400, 409, 422}


def asked(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            if rule.endpoint not in PUBLIC | UNSERVED:
                yield rule, method


def address(app: Flask, rule: Rule, things: dict[str, Any]) -> str:
    with app.test_request_context():
        return str(rule.build({name: things[name] for name in rule.arguments})[1])  # type: ignore[index]


def of_somebody(rule: Rule) -> bool:
    """Whether the address names something that belongs to a team or a person."""
    return bool(set(rule.arguments) - {"day"})


@pytest.mark.engine("sqlite")
def test_every_route_has_a_row(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - PUBLIC - UNSERVED
    assert endpoints == set(ROWS)


@pytest.mark.engine("sqlite")
def test_nobody_enters_without_signing_in(app: Flask, client: Client, world: World) -> None:
    for rule, method in asked(app):
        answer = client.open(address(app, rule, world.own), method=method)
        assert answer.status_code == 302, rule.rule
        assert answer.headers["Location"].startswith("/sign-in?next="), rule.rule


@pytest.mark.parametrize("letter", LETTERS)
def test_each_role_reaches_its_own_and_nothing_else(
    app: Flask, client: Client, world: World, sign_in: Callable[[Account], Account], letter: str
) -> None:
    wrong = []
    for rule, method in asked(app):
        row = ROWS.get(rule.endpoint, "")
        sign_in(world.accounts[letter])
        for whose in ("own", "other", "colleague"):
            status = client.open(
                address(app, rule, getattr(world, whose)), method=method, data={}
            ).status_code
            if not is_right(status, row, letter, whose, of_somebody(rule)):
                wrong.append(f"{letter} {method} {rule.rule} {whose}: {status}")
    assert wrong == []


def is_right(status: int, row: str, letter: str, whose: str, of_somebody: bool) -> bool:
    """What lies outside one's reach is not found; what lies within may be refused, but not as missing."""
    own_record_only = letter.lower() in row
    everywhere = f"{letter}*" in row
    allowed = letter in row or own_record_only
    if allowed and of_somebody:
        within = {"own": True, "other": everywhere, "colleague": not own_record_only or everywhere}
        allowed = within[whose]
    return status in ALLOWED if allowed else status == 404
