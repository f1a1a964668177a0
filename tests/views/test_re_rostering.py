"""What giving an owed rest day back does is shown before it is done, for the very day that was typed."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.cell_change import CellChange, ChangeReason
from roster.models.duty import Duty, DutyState, RestDay
from tests.factories import (
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_team,
    make_template,
)
from tests.roster_factories import make_minimum_strength, make_owed_rest_day, make_publication

KEPT = "✓ Rest and hours: no rule is broken by it."


@pytest.fixture
def ward(app, at, sign_in, client, page) -> SimpleNamespace:
    """PC Shah is owed the rest day of 2 December and has a draft on the 17th; PS Hart is signed in."""
    at("2026-11-23 09:00")
    team, early = make_team(), make_template()
    shah, sergeant = make_officer(team=team), make_sergeant(team)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == sergeant.id)).unique().one())
    path = f"/owed-rest-days/{make_owed_rest_day(shah, '2026-12-02').id}/re-roster"

    def send(day: str, shown: BeautifulSoup | None = None, **why: str) -> BeautifulSoup:
        form = (shown or page(path).soup).main.find("form")
        hidden = {one["name"]: one.get("value", "") for one in form.find_all("input", {"type": "hidden"})}
        answer = client.post(path, data={**hidden, "day": day, **why}, follow_redirects=True)
        return BeautifulSoup(answer.get_data(as_text=True), "html.parser")

    def draft(day: int = 17, officer=shah) -> Duty:
        return make_duty(officer, f"2026-12-{day} 07:00", template=early, published=False)

    return SimpleNamespace(team=team, shah=shah, early=early, send=send, draft=draft)


def lines(soup: BeautifulSoup) -> list[str]:
    return [" ".join(one.get_text(" ").split()) for one in soup.select(".harm__line")]


def test_the_draft_that_makes_way_is_named_and_stands_until_it_is_confirmed(ward):
    ward.draft()
    asked = ward.send("17 Dec")
    assert lines(asked) == [
        "! The draft Early 07:00–15:00 of Thu 17 Dec makes way for it.",
        "· It is a draft: that day of the roster is not published yet. Until then it stays owed.",
        "✓ Contact sessions: PC Amina Shah is named on none then.",
        KEPT,
    ]
    assert [one.state for one in db.session.scalars(select(Duty))] == [DutyState.DRAFT]
    said = (
        "A rest day of PC Amina Shah is planned on Thu 17 Dec, a draft: it stays owed until that is published"
    )
    assert said in ward.send("17 Dec", asked).get_text()
    db.session.rollback()
    assert db.session.scalars(select(Duty)).all() == []


def test_another_day_is_shown_anew(ward):
    asked = ward.send("17 Dec")
    again = ward.send("18 Dec", asked)
    assert lines(again)[0] == "· Nothing is rostered on Fri 18 Dec: no duty makes way for it."
    assert db.session.scalars(select(RestDay)).all() == []


def test_in_a_published_period_it_counts_at_once(ward):
    make_publication(ward.team, "2026-12-14")
    assert "· It counts at once: that day of the roster is published." in lines(ward.send("17 Dec"))


def test_a_contact_session_that_the_officer_is_named_on_and_the_strength_that_is_lost_are_said(ward):
    ward.draft()
    make_contact_session(ward.team, "2026-12-17 10:00", named=[ward.shah])
    make_contact_session(ward.team, "2026-12-17 18:00", named=[ward.shah])  # after the draft
    make_minimum_strength(ward.team, ward.early)
    said = lines(ward.send("17 Dec"))
    named = [line for line in said if "is named on" in line]
    assert len(named) == 1
    assert named[0].startswith("✕ PC Amina Shah is named on Coffee with a Copper, ")
    assert named[0].endswith("Thu 17 Dec 10:00–11:00, and is not on duty then: name somebody else.")
    assert "✕ Falls below minimum strength: Thu 17 Dec Early: 0 of 1." in said


def test_strength_that_a_colleague_keeps_is_said_to_be_kept(ward):
    ward.draft()
    ward.draft(officer=make_officer("Ben Okafor", team=ward.team))
    make_minimum_strength(ward.team, ward.early)
    assert "✓ Minimum strength: no shift falls short of it by this." in lines(ward.send("17 Dec"))


def test_a_day_that_gives_nothing_back_is_refused_before_anything_is_shown(ward):
    make_rest_day(ward.shah, "2026-12-17")
    asked = ward.send("17 Dec")
    assert lines(asked) == []
    assert "has a rest day on Thu 17 Dec already" in asked.get_text()


def test_a_published_duty_makes_way_in_one_step_with_its_reason(ward):
    make_duty(ward.shah, "2026-12-17 07:00", template=ward.early)
    make_contact_session(ward.team, "2026-12-17 10:00", named=[ward.shah])
    asked = ward.send("17 Dec", reason="exigency")  # too early: nothing was shown yet
    said = lines(asked)
    assert said[0] == "! The published duty Early 07:00–15:00 of Thu 17 Dec makes way for it."
    assert "· It counts at once: that day of the roster is published." in said
    assert "✓ 23 clear days’ notice." in said
    assert any("Coffee with a Copper" in line and "has no cover" in line for line in said)
    again = ward.send("17 Dec", asked)
    assert "Choose why it changes" in again.get_text()
    assert [one.state for one in db.session.scalars(select(Duty))] == [DutyState.PUBLISHED]
    db.session.rollback()
    done = ward.send("17 Dec", again, reason="officer_request", note="Asked for it")
    assert "PC Amina Shah has a rest day on Thu 17 Dec, and is told" in done.get_text()
    change = db.session.scalars(select(CellChange).order_by(CellChange.id.desc())).first()
    assert (change.after, change.reason, change.note) == (
        "rest day",
        ChangeReason.OFFICER_REQUEST,
        "Asked for it",
    )
    assert db.session.scalars(select(Duty)).all() == []
    assert "has a rest day on Thu 17 Dec" in ward.send("17 Dec", again).get_text()  # a second click
    assert len(db.session.scalars(select(RestDay)).all()) == 1
