"""The audit is only ever added to: asked in raw SQL, on both engines, in every way they have."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from roster.extensions import db

pytestmark = pytest.mark.usefixtures("app")


def _audited_past(change: str) -> None:
    """The change is refused, what stood stands, and more may be added."""
    insert = (
        "INSERT INTO audit_entry (at, action, subject, subject_id, detail) VALUES (1, 'a:b', 'duty', 1, '{}')"
    )
    db.session.execute(text(insert))
    db.session.commit()
    with pytest.raises(DBAPIError, match="the audit is only ever added to"):
        db.session.execute(text(change))
    db.session.rollback()
    db.session.execute(text(insert))
    assert db.session.scalar(text("SELECT count(*) FROM audit_entry WHERE action = 'a:b'")) == 2


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_entry SET action = 'nothing'", "DELETE FROM audit_entry"],
    ids=["update", "delete"],
)
def test_the_audit_is_only_ever_added_to(change: str) -> None:
    _audited_past(change)


ANOTHER = "SELECT id, 2, 'c:d', 'duty', 1, '{}' FROM audit_entry WHERE true"
COLUMNS_OF_AUDIT = "audit_entry (id, at, action, subject, subject_id, detail)"


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    "change",
    [
        f"INSERT OR REPLACE INTO {COLUMNS_OF_AUDIT} {ANOTHER}",
        f"REPLACE INTO {COLUMNS_OF_AUDIT} {ANOTHER}",
        f"INSERT INTO {COLUMNS_OF_AUDIT} {ANOTHER} ON CONFLICT (id) DO UPDATE SET action = 'c:d'",
        "UPDATE OR REPLACE audit_entry SET action = 'nothing'",
    ],
    ids=["insert or replace", "replace", "upsert", "update or replace"],
)
def test_no_audit_row_is_replaced(change: str) -> None:
    _audited_past(change)


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize(
    "change",
    [
        "TRUNCATE audit_entry",
        "TRUNCATE account CASCADE",
        f"INSERT INTO {COLUMNS_OF_AUDIT} {ANOTHER} ON CONFLICT (id) DO UPDATE SET action = 'c:d'",
    ],
    ids=["truncate", "cascade", "upsert"],
)
def test_the_audit_is_not_emptied(change: str) -> None:
    _audited_past(change)
