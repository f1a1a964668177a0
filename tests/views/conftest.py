"""What several files here look at: a ward on a Thursday morning; two wards, for the access matrices."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from roster.extensions import db
from roster.models.account import Account
from tests.factories import (
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_team,
)
from tests.views.two_wards import World, two_wards


@pytest.fixture
def ward(app: Flask, at: Callable[..., datetime], sign_in: Callable[[Account], Account]) -> Any:
    """Thursday 3 December, 07:50: PC Shah is named at ten, PC O'Neill is on too, PCSO Lewis rests."""
    at("2026-12-03 07:50")
    team = make_team("Biggin Hill")
    shah, oneill = make_officer("Amina Shah", team=team), make_officer("Ciarán O'Neill", team=team)
    lewis = make_officer("Dee Lewis", "PCSO", team=team)
    for officer in (shah, oneill):
        make_duty(officer, "2026-12-03 07:00")
    make_rest_day(lewis, "2026-12-03")
    coffee = make_contact_session(team, "2026-12-03 10:00", named=[shah])
    sergeant = make_sergeant(team)
    account = db.session.query(Account).filter_by(officer_id=sergeant.id).one()
    sign_in(account)
    return SimpleNamespace(
        team=team,
        shah=shah,
        oneill=oneill,
        lewis=lewis,
        coffee=coffee,
        sergeant=sergeant,
        account=account,
    )


@pytest.fixture
def world(app: Flask, at: Callable[..., Any]) -> World:
    """The matrices ask who may, not for the token of a page."""
    app.config["WTF_CSRF_ENABLED"] = False
    at("2026-12-01 09:00")
    return two_wards()
