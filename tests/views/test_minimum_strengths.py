"""The page of a ward team's minimum strength: its lines, and where the coming weeks fall short."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from tests.factories import make_duty, make_officer, make_sergeant, make_skill, make_team, make_template
from tests.pages import Client, Page
from tests.roster_factories import make_minimum_strength


@pytest.fixture
def ward(database: object, at: Callable[..., object], sign_in: Callable[[Account], Account]):
    at("2026-12-01 09:00")
    team = make_team("Biggin Hill")
    hart = make_sergeant(team)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())
    return team


@pytest.fixture
def send(client: Client) -> Callable[..., Page]:
    def post(path: str, **typed: object) -> Page:
        token = Page(client.get(path)).soup.select_one("main input[name=csrf_token]")
        return Page(client.post(path, data={**typed, "csrf_token": token["value"] if token else ""}))

    return post


def test_lines_and_what_is_short(ward, page: Callable[..., Page]) -> None:
    late = make_template("L", "Late", start=14 * 60, end=22 * 60)
    make_minimum_strength(ward, late, 2, weekday=3)
    make_minimum_strength(ward, late, 1, weekday=3, rank="PC", skill=make_skill("response_driver"))
    make_duty(make_officer(team=ward), "2026-12-03 14:00", template=late)
    words = page(f"/teams/{ward.id}/minimum-strength").words
    assert "Late Thursdays Anybody" in words
    assert "Late Thursdays PC, Response driver" in words
    assert "Thu 3 Dec Late: 1 of 2, no PC with response driver" in words
    assert "Thu 10 Dec Late: 0 of 2, no PC with response driver" in words


def test_a_line_is_added_and_taken_away_by_hand(
    ward, page: Callable[..., Page], send: Callable[..., Page]
) -> None:
    late, path = make_template("L", "Late"), f"/teams/{ward.id}/minimum-strength"
    line = {"shift": late.id, "weekday": "", "rank": "PC", "skill": ""}
    assert "Nothing is asked of this team yet" in page(path).words
    assert send(path, officers="2", **line).status == 302
    assert page(path).soup.select_one(".strength-count")["value"] == "2"
    assert send(path, officers="0", **line).status == 302
    assert "Nothing is asked of this team yet" in page(path).words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"officers": "100"}, "0 to 99"),
        ({"shift": "999"}, "Choose a shift"),
        ({"weekday": "7"}, "Choose one"),
    ],
)
def test_what_cannot_be_is_said(ward, send: Callable[..., Page], typed, sentence: str) -> None:
    line = {"officers": "1", "shift": make_template("L", "Late").id, "weekday": "", "rank": "", "skill": ""}
    answer = send(f"/teams/{ward.id}/minimum-strength", **{**line, **typed})
    assert answer.faults() == []
    assert sentence in answer.words
