"""What stands on a board, for the tests that look at one."""

from collections.abc import Callable
from typing import Any

from roster.extensions import db
from roster.models.account import Account
from roster.services.coverage import review_coverage
from tests.factories import span
from tests.pages import Page

Fetch = Callable[..., Page]
SignIn = Callable[[Account], Account]


def judge(ward: Any) -> None:
    """What a service does after its change."""
    review_coverage([], span("2026-12-03 00:00", hours=24), sessions=[ward.coffee.id])
    db.session.commit()


def needs(page: Page) -> list[str]:
    return [" ".join(card.get_text(" ").split()) for card in page.soup.select(".board__needs .app-card")]


def lane(page: Page, name: str) -> str:
    (found,) = [one for one in page.soup.select(".board-lane") if name in one.get_text()]
    return " ".join(found.get_text(" ").split())
