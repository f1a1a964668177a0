"""What PostgreSQL has planned is kept from one page to the next, and nothing else is."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from roster.extensions import db
from tests.factories import make_team

_ASKED = text("SELECT count(*) FROM team WHERE name = :name")
_PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%count(*) FROM team%'")


def test_a_plan_outlives_the_page_that_asked_first(database: Any) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite's driver keeps its plans by itself")
    for _ in range(8):
        db.session.execute(_ASKED, {"name": "Bromley Town"})
        db.session.rollback()
    assert db.session.scalar(_PREPARED) == 1


def test_what_was_written_is_rolled_back(database: Any) -> None:
    team = make_team("Bromley Town")
    db.session.execute(text("UPDATE team SET name = 'Elsewhere' WHERE id = :id"), {"id": team.id})
    db.session.rollback()
    assert db.session.scalar(_ASKED, {"name": "Elsewhere"}) == 0


def test_a_failed_transaction_ends_too(database: Any) -> None:
    with pytest.raises(DBAPIError):
        db.session.execute(text("SELECT nothing FROM nowhere"))
    db.session.rollback()
    assert db.session.scalar(_ASKED, {"name": "Nowhere"}) == 0
