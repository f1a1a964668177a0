"""A number or a day that no table or calendar can hold is a page that is not found, on both engines."""

import pytest

from roster.extensions import db
from roster.models.contact_session import ContactSession
from tests.pages import Client
from tests.views.test_access import address, asked
from tests.views.two_wards import World

HUGE = [2**31, 2**63 - 1, 10**22]


@pytest.mark.parametrize("huge", HUGE)
def test_every_id_in_an_address(app, client: Client, world: World, sign_in, huge):
    sign_in(world.accounts["S"])
    wrong = []
    for rule, method in asked(app):
        for name in set(rule.arguments) - {"day"}:
            path = address(app, rule, world.own).replace(f"/{world.own[name]}", f"/{huge}")
            status = client.open(path, method=method, data={}).status_code
            # Where reading and changing are two routes of one address, the router says 405 of an
            # id that neither can hold: it looked at the method first.
            if status not in (404, 405):
                wrong.append(f"{method} {path}: {status}")
    assert wrong == []


@pytest.mark.parametrize("huge", HUGE)
def test_a_page_of_the_list_and_a_stand_in(client: Client, world: World, sign_in, huge):
    sign_in(world.accounts["S"])
    assert client.get("/officers", query_string={"page": huge}).status_code == 200
    sent = client.post(f"/flags/{world.own['flag_id']}/name", data={"officer_id": huge})
    assert sent.status_code == 302
    kept = db.session.get_one(ContactSession, world.own["contact_session_id"])
    assert [officer.id for officer in kept.named] == [world.own["officer_id"]]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31"])
def test_a_board_beyond_the_calendar(client: Client, world: World, sign_in, day):
    sign_in(world.accounts["S"])
    assert client.get("/board", query_string={"day": day}).status_code == 404
