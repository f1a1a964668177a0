"""Brings the database of `make run` up to date and builds the demo the first time."""

import os
import re
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from tools.steps import PYTHON, ROOT, VAR, quietly, say

SQLITE = VAR / "roster.sqlite"
SECRET_KEY = VAR / "secret-key"
DEMO_BUILT = VAR / "demo-built"
FLASK: list[str | Path] = [PYTHON, "-m", "flask", "--app", "wsgi"]


def secret_key() -> str:
    """This checkout's own key, made at the first start and readable by its owner only."""
    if not SECRET_KEY.exists() or not SECRET_KEY.read_text().strip():
        VAR.mkdir(exist_ok=True)
        descriptor = os.open(SECRET_KEY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
    return SECRET_KEY.read_text().strip()


def newest_migration() -> str | None:
    """The one revision that no other builds on."""
    texts = [path.read_text() for path in (ROOT / "migrations" / "versions").glob("*.py")]
    found = [
        dict(re.findall(r"^(revision|down_revision)\b.*?= *[\"'](.*?)[\"']", text, re.M)) for text in texts
    ]
    built_on = {each.get("down_revision") for each in found}
    heads = {each["revision"] for each in found if "revision" in each} - built_on
    return heads.pop() if len(heads) == 1 else None


def is_current(file: Path) -> bool:
    """Asked of SQLite itself: starting Flask only to hear "nothing to do" costs a second."""
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            stands = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:
        return False
    return stands == [(newest_migration(),)]


def keep_private(file: Path) -> None:
    """Of a version that left it to the umask, others could read the roster."""
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + ending).chmod(0o600)


def prepare(env: Mapping[str, str]) -> None:
    """Migrate and build the demo where needed; a database named in DATABASE_URL is asked every time."""
    if "DATABASE_URL" in env:
        say("Bringing the database up to date, and building the demo where it is empty ...")
        quietly([*FLASK, "db", "upgrade"], "Migrating the database", env)
        quietly([*FLASK, "demo"], "Building the demo", env)
        return
    keep_private(SQLITE)
    if not SQLITE.exists():
        DEMO_BUILT.unlink(missing_ok=True)
    if not is_current(SQLITE):
        say("Bringing the database up to date ...")
        quietly([*FLASK, "db", "upgrade"], "Migrating the database", env)
    if not DEMO_BUILT.exists():
        say("Building the demo, the first time only ...")
        quietly([*FLASK, "demo"], "Building the demo", env)
        DEMO_BUILT.touch()
