"""Every kind of notice has a sentence of its own, and a place to look; colleagues' reasons stay out of it."""

import pytest
from flask import Flask
from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence
from roster.models.notice import Notice, NoticeKind
from roster.models.swap import Swap
from roster.views.notice_words import link, sentence
from tests.factories import (
    make_absence,
    make_abstraction,
    make_contact_session,
    make_duty,
    make_notice,
    make_officer,
    make_sergeant,
    make_team,
    wall,
)
from tests.roster_factories import make_swap

NOWHERE = "Something on your roster has changed"


@pytest.fixture
def notices(app: Flask, at) -> dict[str, Notice]:
    """One of each kind, for the officer and for the sergeant; the causes are Thursday's."""
    at("2026-11-23 09:00")
    team = make_team()
    shah, lewis, hart = make_officer(team=team), make_officer("Dee Lewis", "PCSO"), make_sergeant(team)
    causes = {
        "contact_session": make_contact_session(team, "2026-12-03 10:00"),
        "abstraction": make_abstraction(shah, "2026-12-03 08:00"),
        "absence": make_absence(shah, "2026-12-03 00:00", status="declined"),
        "swap": make_swap(make_duty(shah, "2026-12-03 07:00"), taker=lewis, status="taken"),
    }
    found = {}
    for kind in NoticeKind:
        family = kind.value.partition("_")[0]
        cause = {
            "cover": "contact_session",
            "named": "contact_session",
            "not": "contact_session",
            "session": "contact_session",
            "taken": "abstraction",
            "taking": "abstraction",
            "absence": "absence",
            "swap": "swap",
        }.get(family)
        about = {cause: causes[cause]} if cause else {"about_at": wall("2026-12-03 07:00")}
        for name, recipient in (("officer", shah), ("sergeant", hart)):
            found[f"{kind.value} {name}"] = make_notice(recipient, kind, f"{kind} {name}", **about)
    return found


@pytest.mark.engine("sqlite")
def test_every_kind_says_something_of_its_own(app, notices):
    with app.test_request_context():
        said = {name: sentence(one) for name, one in notices.items()}
        links = {name: link(one) for name, one in notices.items()}
    assert NOWHERE not in said.values()
    of_officers = [words for name, words in said.items() if name.endswith("officer")]
    assert len(set(of_officers)) == len(NoticeKind)
    assert all("Thu 3 Dec" in words for words in said.values()), said
    assert all(address.startswith("/") for address in links.values())


@pytest.mark.engine("sqlite")
def test_officer_and_sergeant_read_it_from_where_they_stand(app, notices):
    with app.test_request_context():
        said = {name: sentence(one) for name, one in notices.items()}
    assert said["absence_asked sergeant"] == "PC Shah asks for annual leave, Thu 3 Dec"
    assert said["absence_approved officer"] == "Your annual leave, Thu 3 Dec, is approved"
    assert said["absence_cancelled sergeant"] == "PC Shah has withdrawn annual leave, Thu 3 Dec"
    assert said["swap_offered sergeant"] == "PC Shah offers a duty: Thu 3 Dec 07:00–15:00"
    assert said["swap_taken officer"].startswith("PCSO Lewis would take your duty of Thu 3 Dec")
    assert said["roster_published officer"] == "Your roster from Thu 3 Dec is published"


@pytest.mark.engine("sqlite")
def test_a_lost_cover_says_no_more_than_is_known(app, notices):
    """It may only be at risk, or never have been covered yet."""
    with app.test_request_context():
        lost, back = (sentence(notices[f"cover_{one} sergeant"]) for one in ("lost", "back"))
    assert lost.endswith("Thu 3 Dec 10:00–11:00 needs somebody: it is not covered")
    assert back.endswith("Thu 3 Dec 10:00–11:00 is covered")


@pytest.mark.engine("sqlite")
def test_why_it_was_declined_is_in_no_notice(app, notices):
    absence = db.session.scalars(select(Absence)).one()
    swap = db.session.scalars(select(Swap)).one()
    swap.decline_reason = "Two of three are on leave"
    db.session.commit()
    with app.test_request_context():
        said = " ".join(sentence(one) for one in notices.values())
    assert absence.decline_reason not in said
    assert swap.decline_reason not in said
