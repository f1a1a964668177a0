"""What the tests of abstractions' pages share: the ward, sending a form, and what is typed into it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from roster.extensions import db
from roster.models.abstraction import Abstraction
from roster.models.account import Account
from roster.models.area import Team
from roster.models.officer import Officer
from tests.factories import (
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
)
from tests.pages import Client, Page

NEW = "/abstractions/new"


def biggin_hill() -> tuple[Team, Officer, Officer, Account]:
    """PC Shah is named on Thursday's contact session; the account is the ward's sergeant's."""
    team = make_team("Biggin Hill")
    shah = make_officer("Amina Shah", team=team)
    okafor = make_officer("Ben Okafor", team=team)
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    make_contact_session(team, "2026-12-03 10:00", named=[shah])
    make_category()
    return team, shah, okafor, account_of(make_sergeant(team))


def poster(client: Client) -> Callable[..., TestResponse]:
    """Send a form with the token of a page."""

    def post(path: str, data: dict[str, Any]) -> TestResponse:
        token = Page(client.get("/health")).soup.find("input", {"name": "csrf_token"})["value"]
        return client.post(path, data={**data, "csrf_token": token})

    return post


def looker(post: Callable[..., TestResponse]) -> Callable[..., Page]:
    """Send a form and look at the page that comes back."""

    def look(path: str, status: int = 200, *, data: dict[str, Any]) -> Page:
        sent = Page(post(path, data))
        assert sent.status == status, sent.words[:600]
        assert sent.faults() == [], path
        return sent

    return look


def account_of(officer: Officer) -> Account:
    return db.session.scalar(select(Account).where(Account.officer_id == officer.id))


def typed(one: Officer, **others: Any) -> dict[str, Any]:
    """The fields of Log an abstraction, for Thursday's duty."""
    fields = {
        "officer": one.id,
        "day": "3/12/2026",
        "starts": "0700",
        "ends": "15",
        "category": make_category().id,
        "requested_by": "Insp Cole",
        "step": "preview",
    }
    return {**fields, **others}


def shown_in(page: Page) -> str:
    """What the page says that it shows the harm of."""
    field = page.soup.find("input", {"name": "shown"})
    return str(field["value"]) if field else ""


def confirmed(page: Page, officer: Officer, **others: Any) -> dict[str, Any]:
    """The fields as the page with the harm sends them back."""
    return typed(officer, step="confirm", shown=shown_in(page), **others)


def count() -> int:
    return db.session.scalar(select(func.count(Abstraction.id))) or 0
