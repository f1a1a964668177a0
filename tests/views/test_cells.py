"""The grid's cells as a script saves them and hears of them."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.absence import AbsenceKind
from roster.models.account import Account
from roster.models.cell_change import CellChange, ChangeReason
from roster.models.duty import Duty
from roster.queries import cell_feed
from roster.queries.cells import sheet_of
from roster.queries.roster_days import Days
from roster.services.absences import record_absence
from roster.services.abstractions import log_abstraction
from roster.services.cell_answers import Wanted
from roster.services.cells import save_cells
from roster.values import Span
from roster.views.grid_cells import redrawn
from tests.factories import (
    make_absence,
    make_abstraction,
    make_account,
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_posting,
    make_rest_day,
    make_sergeant,
    make_team,
    make_template,
    wall,
)
from tests.roster_factories import make_publication
from tests.statements import heard

DAY = "2026-12-09"
SIGHT = {"from": "2026-12-07", "days": 7}
WHY = {"reason": "exigency", "note": "Aid at Wembley", "told": ""}


@pytest.fixture
def ward(app, at, sign_in, client, page) -> SimpleNamespace:
    """PC Shah of Biggin Hill; PS Hart is signed in; `send` posts cells as the grid does."""
    at("2026-11-23 09:00")
    make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    team = make_team()
    shah, sergeant = make_officer(team=team), make_sergeant(team)
    sign_in(account_of(sergeant))
    token = page("/roster").soup.find("input", {"name": "csrf_token"})["value"]

    def send(status: int, *cells: tuple, **others: object):
        asked = [dict(zip(("officer", "day", "code", "token"), cell, strict=False)) for cell in cells]
        answer = client.post("/roster/cells", json={"cells": asked, **others}, headers={"X-CSRFToken": token})
        assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
        return answer.get_json()

    return SimpleNamespace(team=team, shah=shah, send=send, token=token)


def account_of(officer):
    return db.session.scalars(select(Account).where(Account.officer_id == officer.id)).unique().one()


def test_a_cell_is_saved_and_its_row_drawn_again(ward):
    said = ward.send(200, (ward.shah.id, DAY, "e", ""), sight=SIGHT)
    (result,) = said["results"]
    assert {key: result[key] for key in ("outcome", "code", "state", "words")} == {
        "outcome": "saved",
        "code": "E",
        "state": "draft",
        "words": "Early 07:00–15:00",
    }
    row = said["rows"][str(ward.shah.id)]
    assert list(row) == [f"2026-12-{number:02}" for number in range(7, 14)]
    assert (row[DAY]["token"], row[DAY]["code"]) == (result["token"], "E")
    assert "Early 07:00–15:00, draft" in row[DAY]["html"]
    assert said["breaches"] == {str(ward.shah.id): {}}


def test_without_the_days_in_sight_only_the_touched_cells_come_back(ward):
    said = ward.send(200, (ward.shah.id, DAY, "RD", ""))
    assert list(said["rows"][str(ward.shah.id)]) == [DAY]


def test_days_of_another_ward_are_not_drawn(ward):
    lewis = make_officer("Dee Lewis", "PCSO")
    make_posting(lewis, ward.team, last="2026-12-09")
    make_posting(lewis, make_team("Darwin"), first="2026-12-10")
    make_duty(lewis, "2026-12-10 07:00")
    said = ward.send(200, (lewis.id, DAY, "E", ""), sight=SIGHT)
    assert list(said["rows"][str(lewis.id)]) == ["2026-12-07", "2026-12-08", "2026-12-09"]


def test_a_conflict_carries_both_values_and_the_others_are_saved(ward):
    officer = make_actor(teams=[ward.team], officer=make_officer("Sam Reid", "PS"))
    save_cells([Wanted(ward.shah.id, date(2026, 12, 9), "L")], by=officer)
    said = ward.send(409, (ward.shah.id, DAY, "E", ""), (ward.shah.id, "2026-12-10", "E", ""))
    conflict, saved = said["results"]
    assert {key: conflict[key] for key in ("outcome", "yours", "theirs", "by", "at", "code")} == {
        "outcome": "conflict",
        "yours": "Early 07:00–15:00",
        "theirs": "Late 14:00–22:00",
        "by": "PS Reid",
        "at": "Mon 23 Nov 09:00",
        "code": "L",
    }
    assert saved["outcome"] == "saved"


def test_a_published_cell_says_what_a_change_means_before_it_takes_a_reason(ward):
    rest = make_rest_day(ward.shah, "2026-11-30")
    token = f"r{rest.id}.1RD"
    cell = (ward.shah.id, "2026-11-30", "E", token)
    (asked,) = ward.send(422, cell)["results"]
    assert (asked["outcome"], asked["code"]) == ("needs_reason", "RD")
    assert asked["shown"]["notice"] == "6 clear days’ notice"
    words = [line["words"] for line in asked["shown"]["lines"]]
    assert words[0] == "A rest day becomes duty: it stays owed until it is re-rostered"
    assert "fewer than 15 clear days: time and a half, 4 hours at least" in words[1]
    (saved,) = ward.send(200, cell, why=WHY)["results"]
    assert saved["state"] == "published"
    change = db.session.scalars(select(CellChange)).one()
    assert (change.reason, change.note) == (ChangeReason.EXIGENCY, "Aid at Wembley")


def test_the_reason_may_say_that_the_officer_was_told_before(ward):
    """To the last of November there are nine clear days from the twentieth."""
    token = f"r{make_rest_day(ward.shah, '2026-11-30').id}.1RD"
    ward.send(200, (ward.shah.id, "2026-11-30", "E", token), why={**WHY, "told": "20 Nov 18:30"})
    change = db.session.scalars(select(CellChange)).one()
    assert (change.told_at, change.clear_days) == (wall("2026-11-20 18:30"), 9)


def test_the_rest_that_a_change_leaves_and_the_sessions_it_leaves_bare_are_shown(ward):
    duty = make_duty(ward.shah, "2026-12-09 07:00", template=make_template())
    make_duty(ward.shah, "2026-12-10 07:00", template=make_template())
    make_contact_session(ward.team, "2026-12-09 10:00", named=[ward.shah])
    (asked,) = ward.send(422, (ward.shah.id, DAY, "L", f"d{duty.id}.1E"))["results"]
    words = " ".join(line["words"] for line in asked["shown"]["lines"])
    assert "9 h of rest after it, 2 h under the 11 hours of the Working Time Regulations" in words
    assert "Coffee with a Copper" in words
    assert "Wed 9 Dec 10:00–11:00, then has no cover" in words


def test_what_is_not_the_person_s_is_refused_and_says_nothing_of_what_stands(ward):
    stranger = make_officer("Ben Okafor", team=make_team("Darwin"))
    make_duty(stranger, "2026-12-09 07:00", template=make_template())
    said = ward.send(422, (stranger.id, DAY, "L", ""), sight=SIGHT)
    assert said["results"][0]["words"] == ""
    assert said["rows"] == {}


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"cells": []}',
        b'{"cells": [1]}',
        b'{"cells": [{"officer": "1", "day": "2026-12-09", "code": "E", "token": ""}]}',
        b'{"cells": [{"officer": true, "day": "2026-12-09", "code": "E", "token": ""}]}',
        b'{"cells": [{"officer": 99999999999, "day": "2026-12-09", "code": "E", "token": ""}]}',
        b'{"cells": [{"officer": 1, "day": "2026-13-09", "code": "E", "token": ""}]}',
        b'{"cells": [{"officer": 1, "day": "9999-12-09", "code": "E", "token": ""}]}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": 7, "token": ""}]}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "\\u0000", "token": ""}]}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "\\ud800", "token": ""}]}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "E", "token": ""}], "why": {}}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "E", "token": ""}], "why": {"reason": []}}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "E"}], '
        b'"why": {"reason": "exigency", "told": "2026-11-23 09:01"}}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "E"}], '
        b'"why": {"reason": "exigency", "told": "soon"}}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "E"}], '
        b'"why": {"reason": "exigency", "told": "1 Aug 2026 09:00"}}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "E"}], "sight": {"from": "x", "days": 7}}',
        b'{"cells": [{"officer": 1, "day": "2026-12-09", "code": "E"}], "sight": {"days": 100000}}',
    ],
)
def test_a_malformed_request_is_one_sentence(ward, client, body):
    answer = client.post(
        "/roster/cells", data=body, headers={"X-CSRFToken": ward.token}, content_type="application/json"
    )
    assert answer.status_code == 400
    assert answer.get_json()["problem"].endswith(".")
    assert db.session.scalars(select(Duty)).all() == []


def test_without_the_page_s_token_nothing_is_saved(ward, client):
    answer = client.post("/roster/cells", json={"cells": []})
    assert answer.status_code == 400
    assert b"out of date" in answer.data


def test_others_changes_in_sight_come_with_who_made_them(ward, client, at):
    address = "/roster/cells/changes?from=2026-12-07&days=7&since="
    first = client.get(f"{address}{int(at('2026-11-23 09:01').timestamp())}").get_json()
    assert (first["changes"], first["published"], first["rows"]) == ([], [], {})
    at("2026-11-23 09:05")
    reid = make_actor(teams=[ward.team], officer=make_officer("Sam Reid", "PS"))
    other = make_officer("Ben Okafor", team=make_team("Darwin"))
    all_wards = make_actor(teams=[ward.team, other.postings[0].team])
    save_cells([Wanted(ward.shah.id, date(2026, 12, 9), "L")], by=reid)
    save_cells([Wanted(ward.shah.id, date(2026, 12, 20), "L")], by=reid)  # out of sight
    save_cells([Wanted(other.id, date(2026, 12, 9), "L")], by=all_wards)  # another ward
    said = client.get(f"{address}{first['since']}").get_json()
    (change,) = said["changes"]
    assert {key: change[key] for key in ("officer", "day", "by", "before", "after", "mine")} == {
        "officer": ward.shah.id,
        "day": DAY,
        "by": "PS Reid",
        "before": "",
        "after": "Late 14:00–22:00",
        "mine": False,
    }
    assert list(said["rows"][str(ward.shah.id)]) == [DAY]
    # A commit that was late by less than half a minute is still heard of.
    assert len(client.get(f"{address}{said['since'] + 29}").get_json()["changes"]) == 1
    assert client.get(f"{address}{said['since'] + 31}").get_json()["changes"] == []


def test_leave_and_abstractions_that_others_record_come_too(ward, client):
    span = Span(*(int(clock.midnight(date(2026, 12, day)).timestamp()) for day in (9, 11)))
    for officer in (ward.shah, make_officer("Ben Okafor", team=make_team("Darwin"))):
        reid = make_actor("sergeant", teams=[officer.postings[0].team])
        record_absence(officer, span, AbsenceKind.SICK, by=reid)
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    taken = Span(span.start, span.start + 3600)
    log_abstraction(lewis, taken, make_category(), "Ops Room", by=make_actor(teams=[ward.team]))
    address = f"/roster/cells/changes?from=2026-12-07&days=7&since={int(clock.now().timestamp())}"
    said = client.get(address).get_json()
    assert (said["changes"], said["rows"].keys()) == ([], {str(ward.shah.id), str(lewis.id)})
    assert "ERPT" in said["rows"][str(lewis.id)]["2026-12-09"]["html"]
    row = said["rows"][str(ward.shah.id)]
    assert [day for day in row if "SICK" in row[day]["html"]] == ["2026-12-09", "2026-12-10"]


def test_many_changes_come_in_parts_until_all_of_them_came(ward, client, monkeypatch):
    monkeypatch.setattr(cell_feed, "MOST", 2)
    reid = make_actor(teams=[ward.team], officer=make_officer("Sam Reid", "PS"))
    days = [date(2026, 12, number) for number in range(7, 12)]
    for day in days:
        save_cells([Wanted(ward.shah.id, day, "L")], by=reid)
    heard, after, since = [], 0, int(clock.now().timestamp())
    for _ in range(3):
        said = client.get(
            f"/roster/cells/changes?from=2026-12-07&days=7&since={since}&after={after}"
        ).get_json()
        heard += [change["day"] for change in said["changes"]]
        after, since = said["after"], said["since"]
    assert heard == [day.isoformat() for day in days]
    assert after == 0


def test_what_was_drawn_does_not_come_again_and_what_was_late_does(ward, client):
    hear = f"/roster/cells/changes?from=2026-12-07&days=7&since={int(clock.now().timestamp())}&seen="
    reid = make_actor(teams=[ward.team], officer=make_officer("Sam Reid", "PS"))
    for number in (7, 8, 9):
        save_cells([Wanted(ward.shah.id, date(2026, 12, number), "L")], by=reid)
    first = client.get(hear).get_json()
    before, _, last = sorted(db.session.scalars(select(CellChange.id)))
    assert (len(first["changes"]), first["seen"]) == (3, f"{before}-{last}")
    again = client.get(hear + first["seen"]).get_json()
    assert (again["changes"], again["rows"], again["seen"]) == ([], {}, first["seen"])
    # One with an earlier number that was committed after the others.
    missed = client.get(f"{hear}{before}-{before},{last}-{last}").get_json()
    assert ([one["day"] for one in missed["changes"]], missed["seen"]) == (["2026-12-08"], first["seen"])
    assert len(client.get(f"{hear}1-2,x").get_json()["changes"]) == 3


def test_an_open_grid_asks_in_four_statements_while_nothing_happens(ward, client):
    db.session.commit()
    with heard() as asked:
        client.get("/roster/cells/changes?from=2026-12-07&days=7&since=0")
    # Who asks; changes; publishes with leave and abstractions; contact sessions.
    assert len(asked) == 4


def test_contact_sessions_come_anew_once_one_of_them_stands_otherwise(ward, client):
    session = make_contact_session(ward.team, "2026-12-09 10:00")
    hear = f"/roster/cells/changes?from=2026-12-07&days=28&team={ward.team.id}&since=0&pills="
    first = client.get(hear).get_json()
    (days,) = first["pills"].values()
    assert [number for number, html in enumerate(days) if html] == [2]
    assert (len(days), "✓ 10" in days[2]) == (28, True)
    assert "pills" not in client.get(hear + first["pills_seen"]).get_json()
    flag = make_flag(session)
    (days,) = client.get(hear + first["pills_seen"]).get_json()["pills"].values()
    assert ("✕ 10" in days[2], f'href="/flags/{flag.id}"' in days[2]) == (True, True)


def test_a_publish_is_heard_of(ward, client):
    make_publication(ward.team, "2026-12-01")
    make_publication(make_team("Darwin"), "2026-12-01")
    said = client.get("/roster/cells/changes?from=2026-12-07&days=7&since=0").get_json()
    (published,) = said["published"]
    assert (published["mine"], published["second"] <= said["since"]) == (False, True)


@pytest.mark.parametrize("query", ["", "from=2026-12-07", "from=x&days=7", "from=2026-12-07&days=9999999999"])
def test_days_that_cannot_be_read_are_said(ward, client, query):
    assert client.get(f"/roster/cells/changes?{query}").status_code == 400


def test_a_moment_that_no_table_can_hold_has_no_changes_after_it(ward, client):
    far = "99999999999999999999"
    answer = client.get(f"/roster/cells/changes?from=2026-12-07&days=7&since={far}&after={far}")
    assert answer.status_code == 200


def test_another_ward_s_changes_are_not_found(ward, client):
    darwin = make_team("Darwin").id
    assert client.get(f"/roster/cells/changes?from=2026-12-07&days=7&team={darwin}").status_code == 404


def test_the_grid_and_the_services_read_the_same_token_and_code(ward, app):
    """What the page showed must be what the service compares with."""
    early = make_template()
    make_duty(ward.shah, "2026-12-07 07:00", template=early)
    make_duty(ward.shah, "2026-12-08 06:00", template=early)
    make_duty(ward.shah, "2026-12-09 22:00", hours=9)
    make_duty(ward.shah, "2026-12-10 10:00", hours=2, kind="court")
    make_duty(ward.shah, "2026-12-10 14:00", hours=2, kind="training", published=False)
    make_rest_day(ward.shah, "2026-12-11")
    make_rest_day(ward.shah, "2026-12-12", kind="free_day")
    make_absence(ward.shah, "2026-12-11 00:00", hours=24, kind="sick")
    make_absence(ward.shah, "2026-12-13 00:00", hours=48)
    make_absence(ward.shah, "2026-12-12 10:00", hours=2)
    make_absence(ward.shah, "2026-12-07 00:00", hours=24, status="requested")
    make_absence(ward.shah, "2026-12-15 00:00", hours=24, kind="court")
    make_abstraction(ward.shah, "2026-12-07 08:00", hours=2)
    days = Days.starting(date(2026, 12, 7), 10)
    sheet = sheet_of([ward.shah.id], days.dates[0], days.dates[-1])
    with app.test_request_context():
        drawn = redrawn([ward.shah.id], days)[str(ward.shah.id)]
    for day in days.dates:
        cell = sheet.cell(ward.shah.id, day)
        seen = drawn[day.isoformat()]
        assert (seen["token"], seen["code"]) == (cell.token, cell.code), day


def test_an_officer_may_not_save_cells(ward, client, sign_in):
    sign_in(make_account(ward.shah, ("officer",)))
    answer = client.get("/roster/cells/changes?from=2026-12-07&days=7")
    assert answer.status_code == 404


def test_what_was_typed_as_one_account_is_not_saved_as_another(ward):
    me = account_of(db.session.scalars(select(Account)).unique().first().officer)
    cell = (ward.shah.id, DAY, "E", "")
    problem = ward.send(401, cell, account=me.id + 1)["problem"]
    assert problem == "Somebody else has signed in since this was typed. Nothing was saved."
    assert db.session.scalars(select(Duty)).all() == []
    ward.send(200, cell, account=me.id)
    assert len(db.session.scalars(select(Duty)).all()) == 1
