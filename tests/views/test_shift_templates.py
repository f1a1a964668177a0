"""The pages of shifts and public holidays, as planners see them and the administrator keeps them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.duty import ShiftTemplate
from roster.models.public_holiday import PublicHoliday
from tests.factories import make_account, make_duty, make_officer, make_sergeant, make_team, make_template
from tests.pages import Client, Page
from tests.roster_factories import make_pattern, make_public_holiday

Fetch = Callable[..., Page]
TYPED = {
    "code": "tw",
    "name": "Twilight",
    "start": "16",
    "end": "0:00",
    "kind": "ward",
    "colour": "lavender",
    "position": "3",
}


@pytest.fixture
def admin(database: object, at: Callable[..., object], sign_in: Callable[[Account], Account]) -> Account:
    at("2026-12-01 09:00")
    make_template("E", "Early")
    return sign_in(make_account(make_officer("Ada Min"), ["administrator"]))


@pytest.fixture
def send(client: Client) -> Callable[..., Page]:
    def post(path: str, to: str = "", **typed: object) -> Page:
        token = Page(client.get(path)).soup.select_one("input[name=csrf_token]")
        return Page(client.post(to or path, data={**typed, "csrf_token": token["value"] if token else ""}))

    return post


def test_planners_see_the_list_without_its_buttons(
    admin: Account, page: Fetch, sign_in: Callable[[Account], Account]
) -> None:
    hart = make_sergeant(make_team())
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())
    found = page("/shifts")
    assert "E Early 07:00–15:00 Ward duty" in found.words
    assert "RD Rest day" in found.words
    assert "FD Free day" in found.words
    assert found.soup.select("main a, main button") == []
    page("/shifts/new", 404)


def test_a_shift_is_added_and_changed(admin: Account, page: Fetch, send: Callable[..., Page]) -> None:
    assert send("/shifts/new", **TYPED).status == 302
    words = page("/shifts").words
    assert "TW Twilight 16:00–00:00 next day Ward duty" in words
    made = db.session.scalars(select(ShiftTemplate).where(ShiftTemplate.code == "TW")).one()
    path = f"/shifts/{made.id}"
    assert page(path).soup.select_one("#start")["value"] == "16:00"
    assert send(path, **{**TYPED, "end": "1:30", "version": "1"}).status == 302
    assert "16:00–01:30" in page("/shifts").words
    late = send(path, **{**TYPED, "end": "2:00", "version": "1"})
    assert late.status == 409
    assert "16:00–01:30" in late.words
    assert "16:00–02:00" in late.words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "RD"}, "the code of a rest day"),
        ({"code": "a b"}, "letters or digits"),
        ({"code": "TOOLONG"}, "1 to 6 letters"),
        ({"start": "25:00"}, "24-hour clock"),
        ({"end": "16:00"}, "differ from the start"),
        ({"kind": "leave"}, "Choose what it is spent on"),
        ({"colour": "ultraviolet"}, "Choose a colour"),
        ({"position": "100"}, "0 to 99"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    admin: Account, send: Callable[..., Page], typed: dict[str, str], sentence: str
) -> None:
    answer = send("/shifts/new", **{**TYPED, **typed})
    assert answer.faults() == []
    assert sentence in answer.words
    assert answer.soup.select_one("#name")["value"] == "Twilight"


def test_a_shift_in_use_says_where_it_stands(admin: Account, page: Fetch, send: Callable[..., Page]) -> None:
    early = make_template("E")
    make_pattern("E E E E E RD RD", name="Earlies")
    make_duty(make_officer(), "2026-12-03 07:00", published=False, template=early)
    path = f"/shifts/{early.id}"
    words = page(path).words
    assert "It stands in Earlies" in words
    assert "1 draft of 1 officer keep the old hours" in words
    refused = send(path, to=f"{path}/withdraw")
    assert (refused.status, "still stands in Earlies" in refused.words) == (409, True)


def test_a_holiday_is_added_removed_and_a_year_filled(
    admin: Account, page: Fetch, send: Callable[..., Page]
) -> None:
    boxing = make_public_holiday("2026-12-26").id
    assert "Sat 26 Dec Boxing Day" in page("/public-holidays").words
    assert send("/public-holidays/new", day="12/6/2027", name="Coronation").status == 302
    assert "already" in send("/public-holidays/new", day="12/6/2027", name="Another").words
    assert "Sat 12 Jun Coronation" in page("/public-holidays").words
    assert send("/public-holidays", to=f"/public-holidays/{boxing}/remove").status == 302
    assert db.session.get(PublicHoliday, boxing) is None
    assert send("/public-holidays", to="/public-holidays/years/2028").status == 302
    assert "Mon 25 Dec Christmas Day" in page("/public-holidays").words
