"""SQLite keeps what it promises: asserted on each connection, and refused where it does not."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from roster.extensions import PRAGMAS, check_pragmas, db
from tests.databases import app_on

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.engine("sqlite")
def test_sqlite_keeps_its_promises() -> None:
    found = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in PRAGMAS}
    # WAL, synchronous=FULL, foreign_keys=ON, busy_timeout 5 s (QUALITY, number 3).
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    "pragma", ["synchronous=1", "foreign_keys=0", "busy_timeout=10", "journal_mode=delete"]
)
def test_a_sqlite_that_does_not_is_refused(pragma: str, tmp_path) -> None:
    connection = sqlite3.connect(tmp_path / "other.sqlite")
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    check_pragmas(connection)
    connection.execute(f"PRAGMA {pragma}")
    with pytest.raises(RuntimeError, match=pragma.partition("=")[0]):
        check_pragmas(connection)
    connection.close()


@pytest.mark.engine("sqlite")
def test_a_new_file_is_its_owners_only_and_an_old_one_is_left_as_it_is(app: Flask, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    old.touch(0o640)
    old.chmod(0o640)
    before = os.umask(0o022)
    try:
        for name in ("new", "old"):
            with app_on(f"sqlite:///{tmp_path / name}.sqlite").app_context(), db.engine.begin() as connection:
                connection.execute(text("CREATE TABLE one (id INTEGER)"))
                modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob(f"{name}*")}
                wanted = 0o600 if name == "new" else 0o640
                assert set(modes) == {f"{name}.sqlite", f"{name}.sqlite-wal", f"{name}.sqlite-shm"}
                assert set(modes.values()) == {wanted}
    finally:
        os.umask(before)
