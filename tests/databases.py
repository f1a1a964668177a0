"""Real databases to test on: migrated SQLite files, and a throw-away PostgreSQL server."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import CodeType
from typing import Protocol

import psycopg
from flask import Flask
from flask_migrate import upgrade
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import make_url

from roster.app import create_app
from roster.extensions import db

CHEAP_HASHES = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
FAST = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=32MB",
    "autovacuum=off",  # what the planner knows must not depend on the moment
    "jit=off",  # compiling takes longer than any of our questions
)


class Databases(Protocol):
    """One engine's databases: new ones, with the tables or without, and back again."""

    label: str

    def migrated(self, unused: bool = False) -> str: ...

    def blank(self) -> str: ...

    def take_back(self, url: str) -> None: ...


class Compiled(BytecodeCache):
    """Templates that an earlier test's app has compiled: most of the time of a test that asks for a page."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


def app_on(url: str, **overrides: object) -> Flask:
    """The app as the tests run it: on that database, with hashes that cost nothing."""
    settings = {
        "TESTING": True,
        "PROPAGATE_EXCEPTIONS": None,  # a bug fails its test
        "SQLALCHEMY_DATABASE_URI": url,
        "SECRET_KEY": "for tests only",
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASHES,
    }
    app = create_app(settings | overrides)
    app.jinja_env.bytecode_cache = COMPILED
    return app


APPS: dict[str, Flask] = {}


@contextlib.contextmanager
def shared_app(url: str) -> Iterator[Flask]:
    """The app of a database that one test after another uses: to build it anew takes longer than most.

    What a test sets in its configuration, or answers in a view's stead, is put back.
    """
    app = APPS[url] = APPS.get(url) or app_on(url)
    shared = (app.config, app.view_functions)
    before = [dict(one) for one in shared]
    try:
        yield app
    finally:
        for one, kept in zip(shared, before, strict=True):
            one.clear()
            one.update(kept)


def migrate(url: str) -> None:
    """Make the tables as an installation does: by the migrations."""
    with app_on(url).app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


@contextlib.contextmanager
def sqlite_folder() -> Iterator[Path]:
    """In memory where there is room: a commit waits for the disk, and most tests make twenty."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    with tempfile.TemporaryDirectory(prefix="roster-sqlite-", dir=memory if roomy else None) as folder:
        yield Path(folder)


class Sqlite:
    """A file for each test, copied from one that was migrated once; its name serves again."""

    label = f"SQLite {sqlite3.sqlite_version}"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)
        self.template = folder / "template.sqlite"
        self.given_back: list[str] = []
        migrate(f"sqlite:///{self.template}")

    def migrated(self, unused: bool = False) -> str:
        url = self.given_back.pop() if self.given_back else self.blank()
        shutil.copyfile(self.template, url.removeprefix("sqlite:///"))
        return url

    def blank(self) -> str:
        return f"sqlite:///{self.folder / f'{next(self.numbers)}.sqlite'}"

    def take_back(self, url: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)
        self.given_back.append(url)


class Postgresql:
    """One server, one migrated database and the copy tests work in; what a test wrote is deleted after it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)
        self.template = self.blank()
        migrate(self.template)
        self.work = self.copy()
        with self.connect(self.work) as connection:
            row = connection.execute("SHOW server_version").fetchone()
            self.label = f"PostgreSQL {str(row[0]).split()[0]}" if row else "PostgreSQL"
            self.tables = self._tables(connection)

    def connect(self, url: str = "") -> psycopg.Connection:
        name = make_url(url).database if url else "postgres"
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name, autocommit=True)

    def _tables(self, connection: psycopg.Connection) -> list[str]:
        """All that a test may fill; what a migration filled stays as it is."""
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        names = [name for (name,) in connection.execute(asked).fetchall()]
        return [
            name for name in names if not connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()
        ]

    def migrated(self, unused: bool = False) -> str:
        """Unused ones cost a third of a second; the other has pages that earlier tests left half empty."""
        return self.copy() if unused else self.work

    def blank(self, like: str = "template1") -> str:
        name = f"roster_{next(self.numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def copy(self) -> str:
        """The migrated database over again, without what its planner has learnt since."""
        return self.blank(str(make_url(self.template).database))

    def take_back(self, url: str) -> None:
        """What cannot be used again goes with the server: to drop it alone would wait for a checkpoint."""
        if url == self.work and not self._emptied():
            self.work = self.copy()

    def _emptied(self) -> bool:
        """Past triggers and open transactions; not after ANALYZE, which the planner remembers."""
        with self.connect(self.work) as connection:
            analysed = "SELECT 1 FROM pg_statistic WHERE starelid >= 16384 LIMIT 1"  # ours, not the catalogue
            if connection.execute(analysed).fetchone():
                return False
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            deletes = "; ".join(f'DELETE FROM "{name}"' for name in self.tables)
            connection.execute(f"SET session_replication_role = replica; {deletes}")
            return True


def programs() -> Path:
    """The folder of Debian's PostgreSQL server, the newest there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4]))
    other = shutil.which("initdb")
    if not found and not other:
        raise RuntimeError("PostgreSQL is not installed; `make test` installs it")
    return (found[-1] if found else Path(other)).parent


@contextlib.contextmanager
def postgresql_server() -> Iterator[Path]:
    """A server on a socket in a folder of its own, gone with the folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="roster-pg-"))
    # PostgreSQL refuses to run as root, so root hands it to the account Debian made for it.
    account = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    data, log = folder / "data", folder / "log"
    if account:
        shutil.chown(folder, "postgres")
    control = [*account, programs() / "pg_ctl", "-D", data, "-s", "-w"]
    options = " ".join(f"-c {setting}" for setting in FAST) + f" -k {folder}"
    try:
        initialise = [programs() / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
        command = [*account, *initialise, "--locale=C.UTF-8", "--no-instructions"]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        subprocess.run([*control, "-o", options, "-l", log, "start"], check=True, cwd=folder)
        yield folder
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd=folder, check=False)
        shutil.rmtree(folder, ignore_errors=True)
