"""One statement for two engines: where they want other words, and where a plan must be pinned."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Engine, TextClause, event, text

from roster.extensions import db

_PINNED = re.compile(r"\bEACH (\w+) AS (\w+) ON\s+(.*?)\s+PINNED\b", re.DOTALL)
_LIST = re.compile(r"\bLIST\((:\w+)\)")
# Left to itself PostgreSQL hash-joined all history (9 s); OFFSET 0 keeps the look-up by index
# (0.15 s). SQLite keeps the written order of a CROSS JOIN. The inner SELECT hides from PostgreSQL how
# long a list is, so that it stops planning anew each time: 2 ms became 0.6.
_WORDS = {
    "postgresql": (
        r"CROSS JOIN LATERAL (SELECT * FROM \1 AS \2 WHERE \3 OFFSET 0) AS \2",
        r"(SELECT unnest((SELECT CAST(\1 AS bigint[]))))",
    ),
    "sqlite": (r"CROSS JOIN \1 AS \2 ON \3", r"(SELECT value FROM json_each(\1))"),
}


def engine_name() -> str:
    """The engine in use: sqlite or postgresql."""
    return str(db.engine.dialect.name)


def fitted(statement: str) -> TextClause:
    """The statement in the words of the engine in use.

    `EACH table AS t ON condition PINNED` looks t up by index once for each row before it;
    `LIST(:ids)` is a list of ids that was handed over with listed(); `JSON_LIST(...)` makes a JSON array.
    """
    return _fitted(statement, engine_name())


def listed(ids: Iterable[int]) -> str:
    """Ids as one bound value, however many: a statement's words never depend on their number."""
    ordered = ",".join(map(str, sorted(set(ids))))
    return f"{{{ordered}}}" if engine_name() == "postgresql" else f"[{ordered}]"


@cache
def _fitted(statement: str, engine: str) -> TextClause:
    pinned, ids = _WORDS[engine]
    words = _LIST.sub(ids, _PINNED.sub(pinned, statement))
    if engine == "sqlite":
        words = words.replace("GREATEST(", "max(").replace("LEAST(", "min(")
    json_list = "json_array(" if engine == "sqlite" else "json_build_array("
    return text(words.replace("JSON_LIST(", json_list))


class KeepingConnection(psycopg.Connection[Any]):
    """A connection to PostgreSQL that keeps its plans when a transaction is rolled back.

    Every page ends so, having only read. psycopg then forgets all that it has prepared, because tables
    may have been unmade with it; the roster makes none while it serves. Planning the question about
    cover anew takes three times as long as its answer.
    """

    def rollback(self) -> None:
        healthy = self.pgconn.transaction_status == TransactionStatus.INTRANS
        if not healthy or self.pgconn.exec_(b"ROLLBACK").status != ExecStatus.COMMAND_OK:
            super().rollback()


@event.listens_for(Engine, "do_connect")
def _connect(dialect: Any, _record: Any, given: Any, named: Any) -> Any:
    return KeepingConnection.connect(*given, **named) if dialect.name == "postgresql" else None
