"""What the rooms share of Flask: the database, its transactions, CSRF, migrations, sign-in."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask_migrate import Migrate
from flask_security.core import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Dialect, Engine, MetaData, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.exc import StaleDataError

from roster.errors import Busy, Refusal


class Base(DeclarativeBase):
    """Tables, with names for their constraints so that SQLite can drop them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
csrf = CSRFProtect()
migrate = Migrate()
security = Security()

BUSY_TIMEOUT_MS = 5_000  # R9: a writer waits at most 5 s, then is told so
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: an acknowledged write survives a power cut
    "foreign_keys": 1,
    "busy_timeout": BUSY_TIMEOUT_MS,
}

# The database's own refusals, by the name of the constraint or trigger, in words for people.
_DUTY = "This officer already has a duty that overlaps that time"
_POSTING = "This officer already has a posting on some of those days"
_PATTERN = "This officer already follows a pattern on some of those days"
_GRANT = "This officer already holds that skill on some of those days"
GUARDS = {
    "duty_no_overlap": _DUTY,
    "ix_duty_officer_id_starts_at": _DUTY,
    "abstraction_no_overlap": "This officer is already abstracted during that time",
    "absence_no_overlap": "This officer is already away during that time",
    "pattern_line_no_overlap": _PATTERN,
    "ix_pattern_line_officer_id_first_day": _PATTERN,
    "uq_pattern_name": "There is a pattern of that name already",
    "uq_shift_template_code": "There is a shift of that code already",
    "uq_public_holiday_day": "That day is a public holiday already",
    "ix_swap_open_duty_id": "This duty is already offered to somebody",
    "ck_cell_change_has_reason": "A change to a published duty needs its reason",
    "ck_publication_reason": "Publishing over a breach needs its reason",
    "posting_no_overlap": _POSTING,
    "ix_posting_officer_id_first_day": _POSTING,
    "skill_grant_no_overlap": _GRANT,
    "ix_skill_grant_officer_id_skill_id_first_day": _GRANT,
}
MET = "Somebody changed this at the same moment. Nothing was saved; look at it again"
_DEADLOCK = {"40P01", "40001"}  # PostgreSQL: deadlock, serialisation failure
_LOCKED = {"55P03", "57014"}  # PostgreSQL: lock or statement timeout

P = ParamSpec("P")
R = TypeVar("R")
_writing: ContextVar[bool] = ContextVar("writing", default=False)


def transaction() -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Commit what the service did, or nothing of it; a service inside another joins it."""

    def wear(service: Callable[P, R]) -> Callable[P, R]:
        @wraps(service)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if _writing.get():
                return service(*args, **kwargs)
            return _outermost(lambda: service(*args, **kwargs))

        run.is_transaction = True  # type: ignore[attr-defined]
        return run

    return wear


def _outermost(work: Callable[[], R]) -> R:
    # What was read so far came from a snapshot that cannot be made a writer's: begin afresh.
    db.session.rollback()
    token = _writing.set(True)
    try:
        result = work()
        db.session.commit()
        return result
    except StaleDataError as error:
        # The last net: whoever changes a row holds it first.
        db.session.rollback()
        raise Refusal(MET) from error
    except DBAPIError as error:
        db.session.rollback()
        raise _in_words(error) from error
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def _in_words(error: DBAPIError) -> Exception:
    """The refusal a person can act on, where the database's own guard spoke."""
    text, state = str(error.orig), getattr(error.orig, "sqlstate", None)
    if isinstance(error, IntegrityError) or state == "23P01":
        for name, sentence in GUARDS.items():
            if name in text:
                return Refusal(sentence)
    if state in _DEADLOCK:
        return Refusal("Somebody changed the same officer at the same moment. Try again")
    if state in _LOCKED or "database is locked" in text:
        return Busy("The roster is busy. Nothing was saved; try again in a moment")
    return error


@event.listens_for(Engine, "do_connect")
def _keep_private(dialect: Dialect, _record: Any, given: list[Any], _options: Any) -> None:
    """A new SQLite file is its owner's only, whatever the umask; -wal and -shm follow it."""
    file = str(given[0]) if given and dialect.name == "sqlite" else ""
    if file.startswith("/"):
        with suppress(OSError):  # it is there already; or cannot be, which SQLite says better
            os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
        check_pragmas(connection)
    else:
        connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
        connection.commit()  # a setting would go with the transaction that is rolled back


def check_pragmas(connection: sqlite3.Connection) -> None:
    """Refuse to start on a SQLite that does not keep its promises (R3)."""
    for name, wanted in PRAGMAS.items():
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != wanted and not (name == "journal_mode" and found == "memory"):
            raise RuntimeError(f"SQLite {name} is {found}, not {wanted}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # A deferred transaction that writes later double-booked 200 times of 200.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
