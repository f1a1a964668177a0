"""SQLite keeps what it promises: asserted on each connection, and refused where it does not."""

import sqlite3

import pytest
from sqlalchemy import text

from roster.extensions import PRAGMAS, check_pragmas, db

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
