"""Somebody who is signed in and fetches pages through the WSGI app, with nothing in between."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from flask import Flask, session
from flask_security.utils import login_user
from sqlalchemy import event, select

from roster.extensions import db
from roster.models.account import Account


@dataclass(slots=True)
class Answer:
    """Status line, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Visitor:
    """A browser's part: sends its cookie, takes the bytes."""

    def __init__(self, app: Flask, email: str) -> None:
        self.app = app
        self.cookie = f"{app.config['SESSION_COOKIE_NAME']}={_cookie_of(app, email)}"

    @classmethod
    def with_cookie(cls, app: Flask, cookie: str) -> "Visitor":
        """Somebody whose cookie is known already."""
        visitor = cls.__new__(cls)
        visitor.app, visitor.cookie = app, cookie
        return visitor

    def get(self, address: str, **headers: str) -> Answer:
        """Fetch an address; headers as WSGI names them."""
        path, _, query = address.partition("?")
        caught: list[Any] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path),
            "SCRIPT_NAME": "",
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": self.cookie,
            "wsgi.url_scheme": "http",
            "wsgi.input": None,
            "wsgi.errors": sys.stderr,
            **headers,
        }

        def start(status: str, sent: list[tuple[str, str]], _error: Any = None) -> Any:
            caught.extend((status, sent))

        def answer() -> bytes:
            parts = self.app.wsgi_app(environ, start)
            try:
                return b"".join(parts)
            finally:
                getattr(parts, "close", lambda: None)()

        # In a context of its own, as in a worker: nothing is left over from the page before.
        body = Context().run(answer)
        status, sent = caught
        return Answer(int(status.split()[0]), {name.lower(): value for name, value in sent}, body)

    def page(self, address: str) -> bytes:
        """A page that must be there."""
        answer = self.get(address)
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        return answer.body


def _cookie_of(app: Flask, email: str) -> str:
    """The cookie of somebody who signed in a moment ago; the password is not what is measured."""
    account = db.session.scalars(select(Account).where(Account.email == email)).unique().one()
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        login_user(account)
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = str(signer.dumps(dict(session)))
    db.session.rollback()
    return cookie


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that were sent meanwhile."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
