"""Listens to what is asked of the database, so that tests can count it and look at its plans."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event

from roster.extensions import db

Asked = list[tuple[str, Any]]


@contextlib.contextmanager
def heard() -> Iterator[Asked]:
    """The statements and their parameters, in order: `with heard() as asked: ...; len(asked)`."""
    asked: Asked = []

    def hear(_connection, _cursor, statement, parameters, _context, _many):
        if statement != "BEGIN":
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)


def plan_of(statement: str, parameters: Any) -> str:
    """How the engine in use would answer it."""
    connection = db.session.connection()
    words = "EXPLAIN QUERY PLAN "
    if db.engine.dialect.name == "postgresql":
        # A table of a test is read faster than its index: ask how it would be found in a large one.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        words = "EXPLAIN "
    rows = connection.exec_driver_sql(words + statement, parameters)
    return "\n".join(" ".join(map(str, row)) for row in rows)
