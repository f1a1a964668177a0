"""Beneath the grid: which contact sessions need somebody, why, and who is free."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.services.coverage import review_coverage
from tests.factories import (
    make_abstraction,
    make_account,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_team,
    make_template,
    span,
)

ABOVE = "Costa, Main Road, Biggin Hill"


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """Biggin Hill on Monday 23 November: PC Shah is taken on Thursday, PCSO <Dee> Lewis rests."""
    at("2026-11-23 09:00")
    team = make_team("Biggin Hill")
    hart = make_sergeant(team)
    shah, lewis = make_officer("Amina Shah", team=team), make_officer("<Dee> Lewis", "PCSO", team=team)
    for day in (26, 27):
        make_duty(shah, f"2026-11-{day} 07:00", template=make_template("E", "Early & on"))
    make_abstraction(shah, "2026-11-26 07:00")
    make_rest_day(lewis, "2026-11-26")
    account = db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one()
    sign_in(account)
    return SimpleNamespace(account=account, team=team, shah=shah, lewis=lewis)


def judged(ward, *starts: str) -> None:
    """Contact sessions of Biggin Hill, as the request that made them would leave them."""
    for start in starts:
        make_contact_session(ward.team, start)
    review_coverage([ward.shah.id, ward.lewis.id], span("2026-11-23 00:00", hours=28 * 24))
    db.session.commit()


def cards(page, address: str = "/roster") -> list[list[str]]:
    found = page(address).soup.select(".grid-open li")
    return [[line.get_text(strip=True) for line in one.select("a, p")] for one in found]


def test_each_says_what_is_missing_and_where_everybody_is(ward, page):
    judged(ward, "2026-11-26 10:00")
    assert cards(page) == [
        [
            "✕ Coffee with a Copper, Thu 26 Nov 10:00–11:00",
            ABOVE,
            "Nobody from 10:00 to 11:00. Needs 1.",
            "PC Amina Shah: Early & on 07:00–15:00, taken to Erpt 07:00–15:00",
            "PCSO <Dee> Lewis: rest day",
        ]
    ]
    (link,) = page("/roster").soup.select(".grid-open a")
    assert page(link["href"]).soup.h1.get_text().startswith("Coffee with a Copper")


def test_where_somebody_is_free_that_is_who_is_told(ward, page):
    judged(ward, "2026-11-27 10:00")
    (card,) = cards(page)
    assert card[2:] == ["Nobody who is free is named from 10:00 to 11:00. Needs 1.", "Free: PC Amina Shah"]


def test_they_come_in_the_order_of_time_and_only_while_somebody_can_act(ward, page, at, sign_in):
    judged(ward, "2026-11-27 10:00", "2026-11-26 10:00")
    assert [card[0][:1] for card in cards(page)] == ["✕", "!"]
    at("2026-11-26 12:00")
    sign_in(ward.account)
    assert [card[0][:1] for card in cards(page)] == ["!"]
    sign_in(make_account(make_officer("Jo Ray", "PS", team=ward.team), ("officer",)))
    assert cards(page) == []


def test_a_filter_by_skill_names_nobody(ward, page):
    judged(ward, "2026-11-26 10:00")
    assert [len(card) for card in cards(page, "/roster?skill=taser")] == [3]


def test_of_many_officers_some_are_named(ward, page):
    for number in range(8):
        make_duty(make_officer(f"Pat Quill{number}", team=ward.team), "2026-11-27 07:00")
    judged(ward, "2026-11-27 10:00")
    names = ", ".join(f"PC Pat Quill{number}" for number in range(6))
    assert cards(page)[0][3] == f"Free: {names}, 3 more"
