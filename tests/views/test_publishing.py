"""The checklist before publishing, and publishing: once, with a reason over a breach."""

import json
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.duty import Duty, DutyState
from roster.models.notice import Notice, NoticeKind
from roster.models.publication import Publication
from tests.factories import (
    grant,
    make_abstraction,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_team,
    make_template,
    wall,
)
from tests.statements import heard

PATH = "/roster/publish?from=2026-11-23"
BROKEN = "Rest of 9 h before this duty, 2 h under 11 h"


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """Biggin Hill with PC Shah, on Monday 23 November; PS Hart, who supervises it, is signed in."""
    at("2026-11-23 09:00")
    team = make_team()
    hart = make_sergeant(team)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())
    return SimpleNamespace(team=team, hart=hart, shah=make_officer(team=team))


@pytest.fixture
def send(client):
    """Send the form of a page with what is typed: `send(page(PATH), reason="...")`."""

    def post(page, path=PATH, **typed):
        form = page.soup.select_one("form.publish-form")
        hidden = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
        return client.post(path, data=hidden | typed, follow_redirects=True)

    return post


def published() -> list[Duty]:
    db.session.commit()
    return list(db.session.scalars(select(Duty).where(Duty.state == DutyState.PUBLISHED)))


def breach(officer) -> None:
    """A late and an early: nine hours between."""
    make_duty(officer, "2026-11-26 14:00", published=False)
    make_duty(officer, "2026-11-27 07:00", published=False)


def test_what_is_drafted_is_listed_and_published(ward, page, send):
    make_duty(ward.shah, "2026-11-26 07:00", published=False)
    make_rest_day(ward.shah, "2026-11-28", published=False)
    make_duty(ward.shah, "2026-12-26 07:00", published=False)  # another period
    assert page("/roster").soup.select_one('a[data-grid="publish"]').text.startswith("Check and publish ")
    asked = page(PATH)
    assert "PC Amina Shah Biggin Hill 1 duty, 8 h 1 rest day Thu 26 Nov Ward duty 07:00–15:00" in asked.words
    assert "These drafts break no rule of rest and hours" in asked.words
    answer = send(asked).get_data(as_text=True)
    assert "1 duty and 1 rest day published" in answer
    assert len(published()) == 1
    assert "No draft is left in these days" in page(PATH).words


def test_a_second_click_answers_as_the_first_and_publishes_once(ward, page, send):
    make_duty(ward.shah, "2026-11-26 07:00", published=False)
    asked = page(PATH)
    send(asked)
    # A draft made since is not swept along by the old page's button.
    make_duty(ward.shah, "2026-12-01 07:00", published=False)
    assert "1 duty published" in send(asked).get_data(as_text=True)
    assert len(published()) == 1
    assert len(db.session.scalars(select(Publication)).all()) == 1
    told = select(Notice).where(Notice.kind == NoticeKind.ROSTER_PUBLISHED)
    assert [notice.recipient_id for notice in db.session.scalars(told)] == [ward.shah.id]


def test_over_a_breach_the_reason_is_asked_for_and_kept(ward, page, send):
    breach(ward.shah)
    asked = page(PATH)
    assert BROKEN in asked.words
    assert asked.soup.select_one(f'#breaches a[href="/officers/{ward.shah.id}/days/2026-11-27"]')
    refused = send(asked, reason="")
    text = refused.get_data(as_text=True)
    assert "Enter why this is published over a breach of the rules" in text
    assert "<title>Error: Publish Mon 23 Nov to Sun 20 Dec" in text
    assert published() == []
    send(asked, reason="Agreed with the branch")
    (publication,) = db.session.scalars(select(Publication))
    assert (publication.breach_count, publication.reason) == (1, "Agreed with the branch")
    (kept,) = json.loads(publication.breaches)
    assert (kept["officer"], kept["rule"], kept["measured"]) == (ward.shah.id, "rest_gap", 540)
    assert len(published()) == 2


def since(answer, section: str) -> tuple[str, list[str]]:
    """What has changed by the page's own summary, and the lines of a section that are marked for it."""
    assert answer.status_code == 409
    soup = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert soup.title.text.startswith("Error: ")
    lines = soup.select("#newly .publish-days li" if section == "newly" else f"#{section} td.app-line")
    marked = [" ".join(one.text.split()) for one in lines if "new or changed since you looked" in one.text]
    return " ".join(soup.select_one(".govuk-error-summary__list").text.split()), marked


def test_a_draft_that_nobody_saw_is_shown_before_it_is_published(ward, page, send):
    breach(ward.shah)
    asked = page(PATH)
    okafor = make_officer("Ben Okafor", team=ward.team)
    make_duty(okafor, "2026-12-03 07:00", published=False)
    answer = send(asked, reason="Agreed with the branch")
    assert since(answer, "newly") == (
        "Since you looked, 1 draft is new or changed. Look through what is marked, then publish",
        ["Thu 3 Dec Ward duty 07:00–15:00 ! new or changed since you looked"],
    )
    assert published() == []
    fresh = SimpleNamespace(soup=BeautifulSoup(answer.get_data(as_text=True), "html.parser"))
    assert fresh.soup.select_one("input[name=reason]")["value"] == "Agreed with the branch"
    assert "3 duties published" in send(fresh, reason="Agreed").get_data(as_text=True)
    assert len(published()) == 3


def test_a_draft_that_was_changed_and_one_that_went_are_told_apart(ward, page, send):
    early, late = make_template(), make_template("L", "Late", start=14 * 60, end=22 * 60)
    changed = make_duty(ward.shah, "2026-11-26 07:00", published=False, template=early)
    gone = make_rest_day(ward.shah, "2026-11-28", published=False)
    asked = page(PATH)
    changed.starts_at, changed.ends_at = wall("2026-11-26 14:00"), wall("2026-11-26 22:00")
    changed.shift_template = late
    db.session.delete(gone)
    db.session.commit()
    assert since(send(asked), "newly") == (
        "Since you looked, 1 draft is new or changed and 1 draft is gone, of Sat 28 Nov. "
        "Look through what is marked, then publish",
        ["Thu 26 Nov Late 14:00–22:00 ! new or changed since you looked"],
    )
    assert published() == []


def test_a_draft_in_another_s_place_is_one_change(ward, page, send):
    """The early of the 26th became a rest day: a row went and one came, for one edit."""
    early = make_duty(ward.shah, "2026-11-26 07:00", published=False)
    make_duty(ward.shah, "2026-11-27 07:00", published=False)
    asked = page(PATH)
    db.session.delete(early)
    make_rest_day(ward.shah, "2026-11-26", published=False)
    assert since(send(asked), "newly") == (
        "Since you looked, 1 draft is new or changed. Look through what is marked, then publish",
        ["Thu 26 Nov rest day ! new or changed since you looked"],
    )


def test_a_breach_that_nobody_saw_is_not_published_under_the_reason_of_another(ward, page, send):
    breach(ward.shah)
    make_duty(ward.shah, "2026-12-02 07:00", published=False)
    asked = page(PATH)
    make_abstraction(ward.shah, "2026-12-01 15:00")
    said, marked = since(send(asked, reason="Agreed with the branch"), "breaches")
    assert said == "Since you looked, 1 breach is new or changed. Look through what is marked, then publish"
    assert [line.partition(",")[0] for line in marked] == ["✕ Rest of 8 h before this duty"]
    assert published() == []


def test_a_breach_that_was_mended_since_is_in_nobody_s_way(ward, page, send):
    breach(ward.shah)
    taken = make_abstraction(ward.shah, "2026-12-01 15:00")
    make_duty(ward.shah, "2026-12-02 07:00", published=False)
    asked = page(PATH)
    db.session.delete(taken)
    db.session.commit()
    assert "3 duties published" in send(asked, reason="Agreed").get_data(as_text=True)


def test_a_form_that_does_not_say_what_it_showed_publishes_nothing(ward, page, client):
    make_duty(ward.shah, "2026-11-26 07:00", published=False)
    token = page("/roster").soup.find("input", {"name": "csrf_token"})["value"]
    assert client.post(PATH, data={"csrf_token": token}).status_code == 409
    assert published() == []


def test_what_was_typed_stands_where_the_form_is_refused(ward, page, send):
    breach(ward.shah)
    answer = send(page(PATH), reason="x" * 401)
    assert "x" * 401 in answer.get_data(as_text=True)
    assert "400 characters at most" in answer.get_data(as_text=True)
    assert published() == []


def test_advice_needs_no_reason(ward, page, send):
    make_duty(ward.shah, "2026-11-26 07:00", hours=11, published=False)
    asked = page(PATH)
    assert "Advice only. Tour of 11 h" in asked.words
    assert "No breach of rest and hours" in asked.words
    assert "1 duty published" in send(asked).get_data(as_text=True)


def test_another_teams_drafts_are_out_of_reach(ward, client, page):
    darwin = make_team("Darwin")
    page(f"/roster/publish?team={darwin.id}", status=404)
    token = page("/roster").soup.find("input", {"name": "csrf_token"})["value"]
    answer = client.post(f"/roster/publish?team={darwin.id}", data={"csrf_token": token})
    assert answer.status_code == 404


def test_one_day_of_one_officer_over_a_breach_leads_to_its_own_checklist(ward, page, client, send):
    breach(ward.shah)
    make_duty(ward.shah, "2026-12-02 07:00", published=False)
    day = f"/officers/{ward.shah.id}/days/2026-11-27"
    token = page(day).soup.find("input", {"name": "csrf_token"})["value"]
    answer = client.post(f"{day}/publish", data={"csrf_token": token})
    path = answer.headers["Location"]
    asked = page(path)
    assert BROKEN in asked.words
    assert "1 duty published" in send(asked, path, reason="Exigency").get_data(as_text=True)
    assert [duty.starts_at.day for duty in published()] == [27]


@pytest.mark.parametrize(
    "query", ["officer=1&day=never", "officer=1&day=2026-13-01", "officer=x&day=2026-11-27"]
)
def test_an_address_that_cannot_be_read_is_the_period_of_the_grid(ward, page, query):
    assert "Publish Mon 23 Nov to Sun 20 Dec" in page(f"/roster/publish?{query}").words


def test_a_period_that_cannot_be_read_is_not_taken_for_another(ward, page):
    refused = page("/roster/publish?from=31/2/2027&days=9", 400).words
    assert "February 2027 has 28 days; Choose how many days from the list." in refused


def test_as_many_statements_for_one_draft_as_for_many(ward, client):
    def statements() -> int:
        db.session.commit()
        with heard() as asked:
            assert client.get(PATH).status_code == 200
        return len(asked)

    make_duty(ward.shah, "2026-11-26 07:00", published=False)
    make_contact_session(ward.team, "2026-11-26 10:00")
    few = statements()
    for number in range(9):
        officer = make_officer(f"Pat {number}", team=ward.team)
        breach(officer)
        grant(officer, "taser")
        make_contact_session(ward.team, "2026-11-27 10:00")
    assert statements() == few <= 13
