"""Databases to measure on: filled in bulk past their indexes and guards, which are then put back."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

import psycopg
from sqlalchemy import make_url

from benchmarks.world.sink import TABLES, Row, Sink
from roster import clock
from tests import databases
from tests.databases import migrate, postgresql_server, programs

# As a server in use has it; the tests' own is as small as it can be.
MEMORY = ("shared_buffers=512MB", "max_wal_size=8GB")
Fill = Callable[[Sink], None]


class Engine(Protocol):
    """One engine's databases."""

    name: str
    label: str

    def new(self) -> str: ...

    def copy(self, url: str) -> str: ...

    def load(self, url: str, fill: Fill, first_id: int) -> None: ...

    def floor(self, url: str) -> Callable[[str], list[Row]]: ...


class Sqlite:
    """Files in a temporary folder."""

    name = "sqlite"
    label = f"SQLite {sqlite3.sqlite_version}"

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, count(1)

    def new(self) -> str:
        url = f"sqlite:///{self.folder / f'{next(self.numbers)}.sqlite'}"
        migrate(url)
        return url

    def copy(self, url: str) -> str:
        made = f"sqlite:///{self.folder / f'{next(self.numbers)}.sqlite'}"
        with self._open(url) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(url.removeprefix("sqlite:///"), made.removeprefix("sqlite:///"))
        return made

    def load(self, url: str, fill: Fill, first_id: int) -> None:
        with self._open(url) as connection:
            # Nothing is lost if the machine stops here; the roster itself turns WAL on again.
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA cache_size=-200000")
            connection.execute("BEGIN")
            guards = _sqlite_guards(connection)
            for kind, name, _ in guards:
                connection.execute(f"DROP {kind} {name}")

            def write(table: str, rows: list[Row]) -> None:
                columns = TABLES[table].split()
                marks = ", ".join("?" * len(columns))
                connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

            fill(Sink(write, first_id))
            for _, _, statement in guards:
                connection.execute(statement)
            connection.execute("COMMIT")

    def floor(self, url: str) -> Callable[[str], list[Row]]:
        """Ask the bare driver."""
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        return lambda statement: connection.execute(statement).fetchall()

    @contextmanager
    def _open(self, url: str) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()


def _sqlite_guards(connection: sqlite3.Connection) -> list[Row]:
    asked = (
        "SELECT type, name, sql FROM sqlite_master "
        "WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type"
    )
    return connection.execute(asked).fetchall()


class Postgresql:
    """A throw-away server."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, count(1)
        with self._open("postgres") as connection:
            (version,) = connection.execute("SHOW server_version").fetchone() or ("",)
        self.label = f"PostgreSQL {version.split()[0]}"

    def new(self) -> str:
        url = self._create("")
        migrate(url)
        return url

    def copy(self, url: str) -> str:
        return self._create(f" TEMPLATE {make_url(url).database}")

    def _create(self, from_template: str) -> str:
        name = f"bench_{next(self.numbers)}"
        with self._open("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name}{from_template}")
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def load(self, url: str, fill: Fill, first_id: int) -> None:
        with self._open(str(make_url(url).database)) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("SET maintenance_work_mem = '1GB'")
            guards = [row for (row,) in connection.execute(_POSTGRESQL_GUARDS).fetchall()]
            now = int(clock.now().timestamp())
            for guard in guards:
                connection.execute(guard["drop"])

            def write(table: str, rows: list[Row]) -> None:
                columns = ", ".join(TABLES[table].split())
                with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copying:
                    for row in rows:
                        copying.write_row(row)

            fill(Sink(write, first_id))
            for guard in guards:
                connection.execute(_ahead_only(guard["make"], now))
            for table, columns in TABLES.items():
                if columns.startswith("id "):
                    connection.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                    )
            connection.execute("VACUUM ANALYZE")

    def floor(self, url: str) -> Callable[[str], list[Row]]:
        """Ask the bare driver."""
        connection = self._connect(str(make_url(url).database))
        return lambda statement: connection.execute(statement).fetchall()

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name, autocommit=True)

    @contextmanager
    def _open(self, name: str) -> Iterator[psycopg.Connection]:
        with self._connect(name) as connection:
            yield connection


def _ahead_only(statement: str, now: int) -> str:
    """The exclusion over what is ahead: over years of history it takes minutes to build.

    No question is answered from it, and the measures change nothing that is past.
    """
    if "EXCLUDE" not in statement or "starts_at" not in statement or "starts_at >" in statement:
        return statement
    exclusion, _, rows = statement.partition(" WHERE ")
    return f"{exclusion} WHERE (starts_at > {now}{' AND ' + rows if rows else ''})"


# Indexes that belong to no constraint, and the exclusions; keys stay.
_POSTGRESQL_GUARDS = """
SELECT json_build_object('drop', format('DROP INDEX %I', i.relname), 'make', pg_get_indexdef(i.oid))
FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_namespace AS n ON n.oid = i.relnamespace AND n.nspname = 'public'
WHERE NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = i.oid)
UNION ALL
SELECT json_build_object(
  'drop', format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
  'make', format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
    pg_get_constraintdef(oid)))
FROM pg_constraint WHERE contype = 'x'
"""


@contextmanager
def engines(names: list[str], folder: Path) -> Iterator[list[Engine]]:
    """Those asked for; PostgreSQL where it is installed."""
    with ExitStack() as stack:
        found: list[Engine] = [Sqlite(folder)] if "sqlite" in names else []
        if "postgresql" in names and _is_installed():
            stack.enter_context(patch.object(databases, "FAST", (*databases.FAST, *MEMORY)))
            found.append(Postgresql(stack.enter_context(postgresql_server())))
        yield found


def _is_installed() -> bool:
    try:
        return bool(programs())
    except RuntimeError:
        return False
