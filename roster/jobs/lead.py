"""Which of several schedulers leads: an advisory lock on PostgreSQL, a lease on SQLite."""

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from roster import clock
from roster.errors import Busy
from roster.extensions import db
from roster.services.job_runs import give_up_lease, take_lease

NAME = "scheduler"
LOCK = 7_620_221  # any number that every scheduler of ours agrees on; locks are per database
# A dead machine closes no connection: PostgreSQL then finds out by itself within 20 s (R6).
_KEEPALIVE = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 2",
)


class Unanswered(Exception):
    """The database did not say who leads."""


class Lead(Protocol):
    """Taking the lead, keeping it, and giving it up."""

    def take(self) -> bool: ...

    def keep(self) -> bool: ...

    def give_up(self) -> None: ...


def lead_for(app: Flask, lease_seconds: float) -> Lead:
    """The engine's way to have one scheduler lead."""
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            return LockLead(app)
    return LeaseLead(app, lease_seconds)


class LeaseLead:
    """A row that says who leads until when; whoever stops renewing it is followed."""

    def __init__(self, app: Flask, seconds: float) -> None:
        self.app, self.seconds = app, seconds
        self.holder = f"{os.getpid()}-{secrets.token_hex(8)}"
        self.until = clock.now()

    def take(self) -> bool:
        """Take the lead where nobody has it."""
        until = clock.now() + timedelta(seconds=self.seconds)
        with self.app.app_context():
            try:
                taken = take_lease(NAME, self.holder, self.seconds)
            except (Busy, SQLAlchemyError) as error:
                raise Unanswered from error
        if taken:
            self.until = until
        return taken

    def keep(self) -> bool:
        """Renew the lease; a database too busy for that leaves it as it is until it runs out."""
        with suppress(Unanswered):
            if self.take():
                return True
        return clock.now() < self.until

    def give_up(self) -> None:
        with self.app.app_context(), suppress(Busy, SQLAlchemyError):
            give_up_lease(NAME, self.holder)


class LockLead:
    """An advisory lock that lives and dies with one connection, which does nothing else."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.connection: Connection | None = None

    def take(self) -> bool:
        """Take the lead where nobody has it."""
        self.give_up()
        with self.app.app_context():
            try:
                connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                connection.detach()
                self.connection = connection
                for setting in _KEEPALIVE:
                    connection.execute(text(setting))
                if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}):
                    return True
            except SQLAlchemyError as error:
                self.give_up()
                raise Unanswered from error
        self.give_up()
        return False

    def keep(self) -> bool:
        """Whether the connection, and with it the lock, is still there."""
        try:
            return self.connection is not None and self.connection.scalar(text("SELECT 1")) == 1
        except SQLAlchemyError:
            return False

    def give_up(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()
