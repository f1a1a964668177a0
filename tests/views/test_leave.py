"""Leave pages: asked for on a phone, the impact seen before deciding, nothing told to colleagues."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.account import Account
from roster.models.leave_allowance import LeaveAllowance
from tests.factories import (
    make_absence,
    make_abstraction,
    make_account,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_sergeant,
    make_team,
    make_template,
)
from tests.roster_factories import make_leave_allowance, make_minimum_strength
from tests.statements import heard


@pytest.fixture
def ward(app, at, sign_in, client, page) -> SimpleNamespace:
    """PC Shah and PC O'Neill of Biggin Hill, PS Hart's ward; `post` sends with the page's own token."""
    at("2026-11-23 09:00")
    team = make_team()
    shah, o_neill = make_officer(team=team), make_officer("Ciarán O'Neill", team=team)
    accounts = {"shah": make_account(shah), "o_neill": make_account(o_neill)}
    sergeant = make_sergeant(team)
    hart = select(Account).where(Account.officer_id == sergeant.id)
    accounts["hart"] = db.session.scalars(hart).unique().one()

    def post(path: str, status: int = 200, **data: object) -> str:
        token = page("/notices").soup.find("input", {"name": "csrf_token"})["value"]
        answer = client.post(path, data={"csrf_token": token, **data}, follow_redirects=True)
        text = answer.get_data(as_text=True)
        assert answer.status_code == status, text[:3000]
        return text

    def enter(name: str) -> None:
        sign_in(accounts[name])

    return SimpleNamespace(team=team, shah=shah, o_neill=o_neill, post=post, enter=enter)


def only() -> Absence:
    db.session.rollback()
    return db.session.scalars(select(Absence)).one()


def ask(ward, **typed: str) -> str:
    sent = {"kind": "annual_leave", "first": "3/12/2026", "last": "", "starts": "", "ends": "", "note": ""}
    return ward.post("/my-leave/ask", **(sent | typed))


def test_an_officer_asks_for_a_day_and_sees_it_wait(ward, page):
    ward.enter("shah")
    text = ask(ward, note="A wedding")
    assert "Asked for: your sergeant was told" in text
    words = page("/my-leave").words
    assert "Thu 3 Dec Annual leave ? Waiting" in words
    assert "Your sergeant has not entered yet how much you have" in words
    assert only().span.minutes == 24 * 60
    assert "A wedding" in page(f"/leave/{only().id}").words


def test_an_officer_asks_for_part_of_a_day(ward):
    ward.enter("shah")
    ask(ward, kind="time_off_in_lieu", starts="13:00", ends="17:30")
    assert only().span.minutes == 270


def test_what_was_typed_stays_when_it_is_refused(ward):
    ward.enter("shah")
    for typed, sentence in (
        ({"first": "soon"}, "Enter a date"),
        ({"kind": ""}, "Choose what you ask for"),
        ({"kind": "sick"}, "Choose what you ask for"),
        ({"last": "2/12/2026"}, "The end must be after the start"),
        ({"starts": "13:00", "ends": "13:00"}, "The end must be after the start"),
        ({"last": "5/12/2027"}, "a year at most"),
        ({"first": "1/11/2026"}, "begins in the past"),
        ({"note": "x" * 201}, "200 characters at most"),
    ):
        text = ask(ward, **({"note": "A wedding"} | typed))
        assert sentence in text, typed
        assert "<title>Error: " in text
        assert f'value="{typed.get("note", "A wedding")}"' in text
    assert db.session.scalars(select(Absence)).all() == []


def test_the_sergeant_sees_what_approving_does_before_deciding(ward, page):
    make_duty(ward.shah, "2026-12-03 07:00")
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    make_contact_session(ward.team, "2026-12-04 10:00", title="Street stall")
    make_absence(ward.o_neill, "2026-12-02 00:00", hours=72)
    make_abstraction(ward.shah, "2026-12-04 08:00", hours=4)
    make_leave_allowance(ward.shah, 2026, hours=200)
    absence = make_absence(ward.shah, "2026-12-03 00:00", hours=48, status="requested")
    ward.enter("hart")
    words = page(f"/leave/{absence.id}").words
    for said in (
        "PC Shah: annual leave, Thu 3 Dec to Fri 4 Dec",
        "Coffee with a Copper, Costa, Main Road, Thu 3 Dec 10:00–11:00 becomes uncovered.",
        "PC Shah is named on it.",
        "Nobody could stand in.",
        "Street stall, Costa, Main Road, Fri 4 Dec 10:00–11:00",
        "PC Shah is taken then: Erpt, Fri 4 Dec 08:00–12:00.",
        "Biggin Hill is left without anyone on ward duty Thu 3 Dec 07:00–15:00 (8 h).",
        "1 of 1 other of the team is off then: PC O'Neill (annual leave, Wed 2 Dec to Fri 4 Dec)",
        "1 duty rostered then, 8 h: ward duty Thu 3 Dec 07:00–15:00.",
        "Costs 16 h (2 days) of annual leave: 184 h (23 days) of the year’s 200 h are left afterwards.",
    ):
        assert said in words, (said, words)


def test_good_news_is_said_too(ward, page):
    make_duty(ward.shah, "2026-12-03 07:00")
    make_duty(ward.o_neill, "2026-12-03 07:00")
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    make_absence(ward.o_neill, "2026-12-03 16:00", hours=2, status="requested")
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested", kind="court")
    ward.enter("hart")
    words = page(f"/leave/{absence.id}").words
    assert "becomes at risk" in words
    assert "PC O'Neill could stand in." in words
    assert "Somebody else is on ward duty throughout." in words
    assert "None of 1 other of the team is off then." in words
    assert "Asked for the same time, not decided: PC O'Neill (annual leave, Thu 3 Dec 16:00–18:00)" in words
    assert "of annual leave" not in words


def test_minimum_strength_that_falls_short_is_said(ward, page):
    early = make_template()
    make_minimum_strength(ward.team, early, officers=2)
    for officer in (ward.shah, ward.o_neill):
        make_duty(officer, "2026-12-03 07:00", template=early)
    make_duty(ward.o_neill, "2026-12-04 07:00", template=early)
    absence = make_absence(ward.shah, "2026-12-03 00:00", hours=48, status="requested")
    ward.enter("hart")
    # On Friday it is short already: that is not of this leave's making.
    assert "Falls below minimum strength: Thu 3 Dec Early: 1 of 2. " in page(f"/leave/{absence.id}").words
    spare = make_absence(ward.shah, "2026-12-05 00:00", status="requested")
    assert "Minimum strength: no shift falls short of it by this." in page(f"/leave/{spare.id}").words


def test_the_sergeant_approves_and_it_leaves_the_queue(ward, page):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested")
    ward.enter("hart")
    assert "PC Shah Thu 3 Dec Annual leave Biggin Hill" in page("/leave").words
    assert "Approved: PC Shah was told" in ward.post(f"/leave/{absence.id}/approve")
    assert "Nobody waits for a decision of yours" in page("/leave").words
    assert only().status is AbsenceStatus.APPROVED


def test_declining_without_a_reason_is_asked_again_with_the_impact(ward, page):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested")
    ward.enter("hart")
    text = ward.post(f"/leave/{absence.id}/decline", reason=" ")
    assert "Say why you decline it" in text
    assert "What approving it does" in text
    text = ward.post(f"/leave/{absence.id}/decline", reason="x" * 201)
    assert "x" * 201 in text
    assert only().status is AbsenceStatus.REQUESTED
    assert "Declined: PC Shah was told" in ward.post(f"/leave/{absence.id}/decline", reason="Too few left")
    assert "Why not Too few left" in page(f"/leave/{absence.id}").words


def test_deciding_what_is_decided_shows_both(ward):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="approved")
    ward.enter("hart")
    text = ward.post(f"/leave/{absence.id}/decline", 409, reason="Too few left")
    assert "declined: Too few left" in text
    assert "approved" in text


def test_the_officer_is_told_and_withdraws(ward, page):
    ward.enter("shah")
    ask(ward)
    ward.enter("hart")
    assert "PC Shah asks for annual leave, Thu 3 Dec" in page("/notices").words
    ward.post(f"/leave/{only().id}/approve")
    ward.enter("shah")
    assert "Your annual leave, Thu 3 Dec, is approved" in page("/notices").words
    assert "Your annual leave, Thu 3 Dec, is approved" in page("/my-duties").words
    assert "Withdrawn: your sergeant was told" in ward.post(f"/leave/{only().id}/withdraw")
    ward.enter("hart")
    assert "PC Shah has withdrawn annual leave, Thu 3 Dec" in page("/notices").words
    assert "Withdrawn" in page("/leave?state=decided").words


def test_a_colleague_sees_nothing_of_a_request(ward, page):
    absence = make_absence(ward.shah, "2026-12-03 00:00", status="requested", kind="court")
    ward.enter("o_neill")
    page(f"/leave/{absence.id}", status=404)
    page("/leave", status=404)
    for path in ("approve", "decline", "withdraw"):
        ward.post(f"/leave/{absence.id}/{path}", 404)
    assert only().status is AbsenceStatus.REQUESTED


def test_leave_over_two_postings_is_declined_to_be_asked_for_in_two(ward, page):
    okafor = make_officer("Ben Okafor")
    make_posting(okafor, ward.team, last="2026-12-02")
    make_posting(okafor, make_team("Darwin"), first="2026-12-03")
    absence = make_absence(okafor, "2026-12-02 00:00", hours=48, status="requested")
    ward.enter("hart")
    shown = page(f"/leave/{absence.id}")
    assert "have it asked for in two parts" in shown.words
    assert shown.soup.find("button", string="Approve") is None
    assert "Part of that time is a posting" in ward.post(f"/leave/{absence.id}/approve", 409)


def test_the_queue_asks_the_database_no_more_for_more_requests(ward, client):
    ward.enter("hart")
    counts = []
    for first in (1, 11):
        for number in range(first, first + 10):
            make_absence(ward.shah, f"2026-12-{number:02} 00:00", status="requested")
        with heard() as asked:
            assert client.get("/leave").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_allowance_is_set_and_shown(ward, page):
    ward.enter("hart")
    path = f"/officers/{ward.shah.id}/leave-allowance"
    page(path)
    assert "Enter a whole number" in ward.post(path, year="2026", hours="plenty")
    assert "200 hours of annual leave in 2026/27" in ward.post(path, year="2026", hours="200")
    assert db.session.scalars(select(LeaveAllowance)).one().minutes == 12_000
    ward.enter("shah")
    assert "200 h (25 days) left" in page("/my-leave").words


def test_an_account_without_an_officer_asks_for_nothing(ward, page, sign_in):
    sign_in(make_account(None, ["administrator"]))
    for path in ("/my-leave", "/my-leave/ask"):
        assert "not linked to an officer" in page(path).words


def test_a_colleague_sees_no_request_on_the_officers_day(ward, page):
    make_absence(ward.shah, "2026-12-03 00:00", status="requested", kind="court")
    make_absence(ward.shah, "2026-12-08 00:00", kind="court")
    ward.enter("o_neill")
    day = f"/officers/{ward.shah.id}/days"
    asked, away = page(f"{day}/2026-12-03"), page(f"{day}/2026-12-08")
    assert "requested" not in asked.words
    assert "Away" not in asked.words
    assert "Court" not in asked.words + away.words
    assert "Away" in away.words
