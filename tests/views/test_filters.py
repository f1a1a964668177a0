"""Lists whose filter cannot be read: they say why, keep what was typed, and show nothing else instead."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.area import Team
from tests.factories import (
    make_absence,
    make_abstraction,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
)
from tests.pages import Page

Fetch = Callable[..., Page]
NO_DATE = "Enter a date, such as 3/12/2026, 3 Dec or Thu"
ORDER = "The last day is before the first"
CHOOSE = "Choose one from the list"


@pytest.fixture
def ward(at: Callable[..., Any], sign_in: Callable[[Account], Account]) -> None:
    """Tuesday 1 December: one row for each list, and PS Hart to read it."""
    at("2026-12-01 09:00")
    team = make_team()
    shah, hart = make_officer(team=team), make_sergeant(team)
    make_duty(shah, "2026-12-03 07:00")
    make_abstraction(shah, "2026-12-03 07:00")
    make_absence(shah, "2026-12-10 00:00", status="requested")
    make_contact_session(team, "2026-12-03 10:00")
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())


@pytest.mark.parametrize(
    ("path", "field", "typed", "sentence"),
    [
        ("/contact-sessions?from=soon", "from", "soon", NO_DATE),
        ("/contact-sessions?to=31/2/2027", "to", "31/2/2027", "February 2027 has 28 days"),
        ("/contact-sessions?from=10/12&to=1/12", "to", "1/12", ORDER),
        ("/contact-sessions?team=999", "team", None, CHOOSE),
        ("/contact-sessions?state=lost", "state", None, CHOOSE),
        ("/abstractions?from=soon", "from", "soon", NO_DATE),
        ("/abstractions?from=10/12&to=1/12", "to", "1/12", ORDER),
        ("/abstractions?category=999", "category", None, CHOOSE),
        ("/abstractions?status=lost", "status", None, CHOOSE),
        ("/officers?team=999", "team", None, CHOOSE),
        ("/officers?skill=zzz", "skill", None, CHOOSE),
        ("/officers?name=" + "x" * 81, "name", "x" * 81, "Enter 80 characters at most"),
        ("/leave?state=lost", "state", None, CHOOSE),
    ],
)
def test_a_filter_that_cannot_be_read_is_told_and_answers_no_other_question(
    ward: None, page: Fetch, path: str, field: str, typed: str | None, sentence: str
) -> None:
    whole, wrong = page(path.partition("?")[0]), page(path)
    assert whole.soup.select("tbody tr"), "nothing is listed that could be missed"
    assert not whole.soup.title.get_text().startswith("Error")
    assert wrong.soup.title.get_text().startswith("Error: ")
    links = wrong.soup.select(".govuk-error-summary a")
    assert [(link["href"], link.get_text()) for link in links] == [(f"#{field}", sentence)]
    assert wrong.soup.find(id=field) is not None
    if typed is not None:
        assert wrong.soup.find(id=field)["value"] == typed
    assert not wrong.soup.select("tbody tr")
    for words in ("No contact session", "No officer of these", "Nobody", "0 abstractions", "0 requests"):
        assert words not in wrong.words


def test_one_day_of_two_is_enough(ward: None, page: Fetch) -> None:
    shown = page("/abstractions?from=1/11/2026")
    assert [shown.soup.find(id=one)["value"] for one in ("from", "to")] == ["1/11/2026", "6/12/2026"]
    shown = page("/abstractions?to=1/11/2026")
    assert [shown.soup.find(id=one)["value"] for one in ("from", "to")] == ["27/9/2026", "1/11/2026"]
    assert "No officer of these teams" in shown.words


@pytest.mark.parametrize("place", [".pdf", ".xlsx", ".csv", "/publish", "/rules"])
@pytest.mark.parametrize(
    ("asked", "said", "back"),
    [
        ("from=xx&days=14", NO_DATE, "from=2026-11-30&days=14&team={team}"),
        ("from=2026-12-07&days=21", "Choose how many days from the list", "from=2026-12-07&team={team}"),
    ],
)
def test_what_acts_on_a_period_that_cannot_be_read_says_so_and_leads_back_to_the_grid(
    ward: None, page: Fetch, place: str, asked: str, said: str, back: str
) -> None:
    team = db.session.scalars(select(Team.id)).first()
    shown = page(f"/roster{place}?{asked}&team={team}", 400)
    assert said in shown.words
    links = [link["href"] for link in shown.soup.select("main a")]
    assert links == [f"/roster?{back.format(team=team)}"]
