"""Settings from the environment; every one is listed in docs/operators.md."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent

# OWASP ASVS 5.0, 7.3.1 and 7.3.2: idle and absolute life of a sign-in.
IDLE_LIFE = timedelta(minutes=30)
ABSOLUTE_LIFE = timedelta(hours=12)


class Misconfigured(Exception):
    """The environment asks for something that cannot run."""


def database_url(given: str | None) -> str:
    """The database's address as SQLAlchemy spells it; SQLite in var/ unless one is given."""
    if not given:
        with suppress(OSError):  # on a tree that is read only, files can be judged all the same
            (ROOT / "var").mkdir(exist_ok=True)
        return f"sqlite:///{ROOT / 'var' / 'roster.sqlite'}"
    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            given = "postgresql+psycopg://" + given.removeprefix(short)
    try:
        known = make_url(given).get_backend_name() in ("sqlite", "postgresql")
    except ArgumentError:
        known = False
    if not known:
        raise Misconfigured("DATABASE_URL must name a SQLite or PostgreSQL database")
    return given


def settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask's configuration, read once from the environment."""
    https = environment.get("ROSTER_HTTPS", "") == "1"
    _refuse_debugging(environment.get("FLASK_DEBUG", ""))
    return {
        "SECRET_KEY": environment.get("SECRET_KEY") or secrets.token_hex(32),
        "SQLALCHEMY_DATABASE_URI": database_url(environment.get("DATABASE_URL")),
        "ROSTER_HTTPS": https,
        "SESSION_COOKIE_SECURE": https,
        **COOKIES,
        **SIGN_IN,
        **FAULTS,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "TRUSTED_PROXIES": _number("TRUSTED_PROXIES", environment.get("TRUSTED_PROXIES", "0")),
        "SCHEDULER_EVERY_SECONDS": _number(
            "SCHEDULER_EVERY_SECONDS", environment.get("SCHEDULER_EVERY_SECONDS", "60")
        ),
    }


def _number(name: str, text: str) -> int:
    if not text.isdecimal():
        raise Misconfigured(f"{name} must be a whole number, not {text}")
    return int(text)


def _refuse_debugging(said: str) -> None:
    """`flask run --debug` says it too: it would serve a console that runs what is typed."""
    if said.lower() not in ("", "0", "false", "no"):
        raise Misconfigured("FLASK_DEBUG and --debug open the inside of the roster; leave them out")


# And whatever else says so: a page that shows the inside of the roster shows people's data too.
FAULTS: dict[str, Any] = {"DEBUG": False, "PROPAGATE_EXCEPTIONS": False}

COOKIES: dict[str, Any] = {
    "SESSION_COOKIE_NAME": "roster",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": IDLE_LIFE,
    "SESSION_REFRESH_EACH_REQUEST": True,
    "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as the sign-in it belongs to
    "WTF_CSRF_CHECK_DEFAULT": False,  # checked for every unsafe request in views/guards.py
}

SIGN_IN: dict[str, Any] = {
    "SECURITY_URL_PREFIX": None,
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    "SECURITY_PASSWORD_SALT": "unused",  # the library asks for one; Argon2 draws its own each time
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_REGISTERABLE": False,
    "SECURITY_RECOVERABLE": False,
    "SECURITY_CHANGEABLE": False,
    "SECURITY_CONFIRMABLE": False,
    "SECURITY_TRACKABLE": False,
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {
        "check_deliverability": False,
        "test_environment": True,
    },
    "SECURITY_CLI_USERS_NAME": False,  # the library's commands would leave no trace in the audit
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_FRESHNESS": timedelta(minutes=-1),  # no page asks for the password twice yet
    "SECURITY_DEFAULT_REMEMBER_ME": False,
}
