"""What the access matrices share: two wards, and the token's check left aside."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.views.two_wards import World, two_wards


@pytest.fixture
def world(app: Flask, at: Callable[..., Any]) -> World:
    app.config["WTF_CSRF_ENABLED"] = False
    at("2026-12-01 09:00")
    return two_wards()
