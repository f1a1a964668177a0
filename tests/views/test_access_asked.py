"""The access matrix where ids come in a query or a body: others' are as if they were not there (S1, S2)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from roster.extensions import Base, db
from roster.models.account import Account
from roster.queries.checklists import checklist
from roster.rules.periods import Period
from tests.factories import span
from tests.pages import Client
from tests.views.test_access import LETTERS, ROWS, asked, of_somebody
from tests.views.two_wards import World

Things = dict[str, Any]
Sent = Callable[[Things], dict[str, Any]]
OWN, OTHER = ("Biggin Hill", "Shah"), ("Far Away", "Okafor", "Croydon")
# Ids that are nobody's: what is another ward's must look no different.
NOBODYS = dict.fromkeys(("team_id", "officer_id", "category_id", "venue_id", "warrant_number"), 2**30)


def in_query(*fixed: str, **named: str) -> Sent:
    """?team=7: the names as the address has them, each with the thing whose id it carries."""
    more = dict(one.split("=") for one in fixed)
    return lambda things: {"query_string": more | {name: things[key] for name, key in named.items()}}


def in_form(*fixed: str, **named: str) -> Sent:
    """The same in the body."""
    more = dict(one.split("=") for one in fixed)
    return lambda things: {"data": more | {name: things[key] for name, key in named.items()}}


def taking(things: Things) -> dict[str, Any]:
    """What is confirmed below the harm it shows."""
    times = span("2026-12-09 09:00", hours=2)
    shown = f"{things['officer_id']} {times.start} {times.end} "
    given = {"day": "2026-12-09", "starts": "09:00", "ends": "11:00", "requested_by": "Insp Cole"}
    who = {"officer": things["officer_id"], "category": things["category_id"]}
    return {"data": {**given, **who, "step": "confirm", "shown": shown}}


def laid(things: Things) -> dict[str, Any]:
    """A week, as it was shown."""
    shown = f"{things['team_id']}.2026-12-14.1.0"
    return in_form(*LAID, team="team_id")(things) | {"query_string": {"shown": shown}}


def published(things: Things) -> dict[str, Any]:
    """Over what the page shows of the four weeks."""
    asked_for = {"from": "2026-12-07", "team": things["team_id"]}
    shown = checklist([things["team_id"]], Period(date(2026, 12, 7), date(2027, 1, 3))).marks
    return {"query_string": asked_for, "data": {"reason": "Exigency of duty", "seen": " ".join(shown)}}


def cells(things: Things) -> dict[str, Any]:
    cell = {"officer": things["officer_id"], "day": "2026-12-18", "code": "RD", "token": ""}
    return {"json": {"cells": [cell]}}


PROMISE = ("title=Surgery", "day=2026-12-09", "start=10:00", "end=11:00", "needed=1")
LAID = ("first=2026-12-14", "weeks=1")
FROM = "from=2026-11-30"

# How each route that names nothing in its path is told what it is about. A reading one must show what
# is one's own, and a writing one must write it: a way that leads nowhere would prove nothing.
WAYS: dict[str, list[tuple[str, Sent]]] = {
    "board.show": [("GET", in_query(team="team_id"))],
    "rosters.show": [("GET", in_query(FROM, team="team_id"))],
    "rosters.rules": [("GET", in_query(FROM, team="team_id"))],
    "exports.pdf": [("GET", in_query(FROM, team="team_id"))],
    "exports.xlsx": [("GET", in_query(FROM, team="team_id"))],
    "exports.csv": [("GET", in_query(FROM, team="team_id"))],
    "publishing.check": [
        ("GET", in_query("from=2026-12-07", team="team_id")),
        ("GET", in_query("day=2026-12-10", officer="officer_id", team="team_id")),
        ("GET", in_query("day=2026-12-10", officer="officer_id")),
    ],
    "publishing.publish": [("POST", published)],
    "cells.save": [("POST", cells)],
    "cells.changes": [("GET", in_query(FROM, "days=28", "since=0", team="team_id"))],
    "abstractions.list_abstractions": [("GET", in_query(team="team_id"))],
    "abstractions.log": [
        ("GET", in_query("date=2026-12-09", officer="officer_id")),
        ("POST", taking),
    ],
    "contact_sessions.list_contact_sessions": [("GET", in_query(team="team_id"))],
    "contact_sessions.create": [
        ("GET", in_query(team="team_id")),
        ("POST", in_form(*PROMISE, team="team_id", venue="venue_id")),
    ],
    "leave.list_requests": [("GET", in_query("state=decided", team="team_id"))],
    "patterns.lay": [("GET", in_query(*LAID, "show=1", team="team_id"))],
    "patterns.lay_down": [("POST", laid)],
    "officers.list_officers": [("GET", in_query(team="team_id")), ("GET", in_query(name="warrant_number"))],
    "reports.show": [("GET", in_query("from=2026-12-01", "to=2026-12-31", ward="team_id"))],
    "reports.download": [("GET", in_query("from=2026-12-01", "to=2026-12-31", ward="team_id"))],
    "reports.rows": [("GET", in_query("from=2026-12-01", "to=2026-12-31", ward="team_id"))],
    "reports.download_rows": [("GET", in_query("from=2026-12-01", "to=2026-12-31", ward="team_id"))],
}
# Nobody can ask these for anybody's in particular.
ASKS_NOTHING = {
    "notices.show",
    "notices.read",
    "my_duties.show",
    "cell_changes.list_changes",
    "owed_rest_days.list_owed",
    "leave.mine",
    "leave.ask",
    "swaps.list_swaps",
    "patterns.list_patterns",
    "patterns.create",
    "shift_templates.list_templates",
    "shift_templates.create",
    "public_holidays.list_holidays",
    "public_holidays.add",
}
# These answer in figures and codes, or in a file.
SAYS_NO_NAME = {"rosters.rules", "exports.pdf", "exports.xlsx", "cells.changes"}


@dataclass
class Answer:
    """What came of a request, and whether it left a mark."""

    status: int
    text: str
    wrote: bool

    @property
    def is_shut(self) -> bool:
        return self.status == 404 and not self.wrote

    @property
    def bare(self) -> tuple[int, str]:
        """Without what differs from one question to the next: numbers, and the keys of forms."""
        return self.status, re.sub(r'value="[^"]*"|\d+', "", self.text)

    def tells_of(self, words: tuple[str, ...]) -> bool:
        return any(word in self.text for word in words)


def everything() -> list[str]:
    """Every row of every table."""
    db.session.rollback()
    return [str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))]


def ask(client: Client, method: str, path: str, sent: dict[str, Any]) -> Answer:
    before = everything()
    answer: TestResponse = client.open(path, method=method, **sent)
    text = answer.text if answer.mimetype.startswith(("text/", "application/json")) else ""
    return Answer(answer.status_code, text, everything() != before)


def ways(app: Flask) -> Iterator[tuple[str, str, str, Sent]]:
    for rule, method in asked(app):
        for wanted, sent in WAYS.get(rule.endpoint, ()):
            if wanted == method:
                yield rule.endpoint, method, rule.rule, sent


@pytest.mark.engine("sqlite")
def test_every_route_without_an_id_in_its_path_says_how_it_is_asked(app: Flask) -> None:
    bare = {(rule.endpoint, method) for rule, method in asked(app) if not of_somebody(rule)}
    said = {(endpoint, method) for endpoint, found in WAYS.items() for method, _ in found}
    assert {one for one in bare - said if one[0] not in ASKS_NOTHING} == set()
    assert said <= bare
    assert ASKS_NOTHING & set(WAYS) == set()


@pytest.mark.parametrize("letter", LETTERS)
def test_what_is_asked_for_is_answered_of_ones_own_alone(
    app: Flask, client: Client, world: World, sign_in: Callable[[Account], Account], letter: str
) -> None:
    wrong = []
    for endpoint, method, path, sent in ways(app):
        row = ROWS[endpoint].lower()
        if f"{letter.lower()}*" in row:
            continue
        sign_in(world.accounts[letter])  # anew, so that no page says what was done before
        # The others' first: after one's own there may be nothing left to do.
        nobodys, other, own = (
            ask(client, method, path, sent(things)) for things in (NOBODYS, world.other, world.own)
        )
        if letter.lower() not in row:
            right = {"other": other.is_shut, "own": own.is_shut}
        else:
            right = {"other": is_as_if_not_there(other, nobodys), "own": is_answered(own, endpoint, method)}
        wrong += [f"{letter} {method} {path} {whose}" for whose, fine in right.items() if not fine]
    assert wrong == [], wrong


def is_as_if_not_there(other: Answer, nobodys: Answer) -> bool:
    return not other.wrote and not other.tells_of(OTHER) and other.bare == nobodys.bare


def is_answered(own: Answer, endpoint: str, method: str) -> bool:
    if own.status not in {200, 302}:
        return False
    if method == "POST":
        return own.wrote
    return endpoint in SAYS_NO_NAME or own.tells_of(OWN)
