"""The migrations: numbered, one head, equal to the models, up and down on both databases."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from roster.config import ROOT
from roster.extensions import db
from roster.models.publication import PublishedOfficer
from tests.databases import app_on
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_account,
    make_charge,
    make_contact_session,
    make_duty,
    make_flag,
    make_notice,
    make_officer,
    make_rest_day,
    make_supervision,
    make_team,
    make_template,
    save,
)
from tests.roster_factories import (
    make_leave_allowance,
    make_minimum_strength,
    make_owed_rest_day,
    make_pattern,
    make_pattern_line,
    make_public_holiday,
    make_publication,
    make_swap,
)

VERSIONS = ROOT / "migrations" / "versions"
NUMBERS = [file.name[:4] for file in sorted(VERSIONS.glob("*.py"))]


@pytest.fixture
def blank(blank_database_url: str) -> Iterator[Flask]:
    """The app on a database without a table."""
    app = app_on(blank_database_url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


def _fill() -> None:
    """At least one row in each table that a migration may have to carry."""
    team = make_team()
    officer = make_officer(team=team)
    make_supervision(officer, team)
    make_charge(officer, team.borough)
    grant(officer)
    make_duty(officer, "2026-12-03 07:00", template=make_template())
    make_rest_day(officer, "2026-12-04")
    make_absence(officer, "2026-12-05 00:00")
    abstraction = make_abstraction(officer, "2026-12-06 07:00")
    contact_session = make_contact_session(team, "2026-12-03 10:00", named=[officer])
    make_flag(contact_session)
    make_notice(officer, abstraction=abstraction)
    make_account(officer)
    pattern = make_pattern("E RD")
    make_pattern_line(officer, pattern)
    make_public_holiday("2026-12-25")
    make_owed_rest_day(officer, "2026-12-08")
    publication = make_publication(team, "2026-12-07", officers=[officer])
    begins = publication.starts_at
    save(
        PublishedOfficer(
            publication_id=publication.id, officer_id=officer.id, first_at=begins, last_at=begins
        )
    )
    make_swap(make_duty(officer, "2026-12-09 07:00"))
    make_minimum_strength(team)
    make_leave_allowance(officer, 2026)
    statements = (
        "INSERT INTO audit_entry (at, action, subject, subject_id, detail) "
        "VALUES (1, 'x:y', 'duty', 1, '{}')",
        "INSERT INTO sign_in_attempt (at, counted_by) VALUES (1, 'digest')",
        "INSERT INTO lease (name, holder, expires_at) VALUES ('scheduler', 'somebody', 1)",
        "INSERT INTO job_run (job, started_at, judged, opened, changed, resolved, missed, failure) "
        "VALUES ('judge_cover', 1, 0, 0, 0, 0, 0, '')",
        "INSERT INTO setting (name, value) VALUES ('demo', '1')",
    )
    for statement in statements:
        db.session.execute(text(statement))
    db.session.commit()
    # What downgrade() does next must find no transaction of ours in its way.
    db.session.remove()


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_they_are_numbered_in_one_line() -> None:
    scripts = list(_scripts().walk_revisions())
    assert [script.revision for script in reversed(scripts)] == NUMBERS
    assert [f"{number:04}" for number in range(1, len(NUMBERS) + 1)] == NUMBERS
    assert len(_scripts().get_heads()) == 1
    assert scripts[-1].down_revision is None


@pytest.mark.parametrize("file", sorted(VERSIONS.glob("*.py")), ids=lambda file: file.stem)
def test_each_says_what_it_is_for_and_goes_both_ways(file: Path) -> None:
    words = file.read_text()
    assert re.match(r'"""[A-Z].+[.]"""\n', words)
    assert re.search(r"^def upgrade\(\)", words, re.M)
    assert re.search(r"^def downgrade\(\)", words, re.M)


def test_the_models_are_what_the_migrations_made(database: object) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []


def test_each_goes_up_and_down_and_up_again(blank: Flask) -> None:
    for number in NUMBERS:
        before = _tables()
        upgrade(revision=number)
        after = _tables()
        downgrade(revision="-1")
        assert _tables() == before
        upgrade(revision=number)
        assert _tables() == after
    assert after == set(db.metadata.tables)


def test_a_filled_database_goes_down_to_nothing_and_up_again(blank: Flask) -> None:
    upgrade()
    _fill()
    assert all(_count(name) for name in db.metadata.tables), "each table holds a row"
    downgrade(revision="base")
    assert _tables() == set()
    upgrade()
    assert _tables() == set(db.metadata.tables)
    _fill()


def test_going_one_down_and_up_keeps_what_the_others_hold(blank: Flask) -> None:
    upgrade()
    _fill()
    before = {name: _count(name) for name in db.metadata.tables}
    db.session.remove()
    downgrade(revision="-1")
    kept = _tables()
    upgrade()
    assert {name: _count(name) for name in kept} == {name: before[name] for name in kept}


def test_the_guards_fall_and_rise_on_a_filled_database(blank: Flask) -> None:
    upgrade()
    _fill()
    downgrade(revision="0007")
    overlap = text(
        "INSERT INTO duty (officer_id, starts_at, ends_at, kind, state, version) "
        "SELECT officer_id, starts_at + 60, ends_at, kind, state, 1 FROM duty"
    )
    with db.engine.connect() as connection:
        connection.execute(overlap)
        connection.rollback()
    upgrade()
    with db.engine.connect() as connection, pytest.raises(Exception, match="duty_no_overlap"):
        connection.execute(overlap)


OVERLAPPING = {
    # from, table: a second row beside the one that stands, an hour later
    ("0007", "duty"): "INSERT INTO duty (officer_id, starts_at, ends_at, kind, state, version) "
    "SELECT officer_id, starts_at + 3600, ends_at, kind, state, 1 FROM duty WHERE id = :id",
    ("0007", "abstraction"): "INSERT INTO abstraction (officer_id, category_id, starts_at, ends_at, "
    "planned_ends_at, status, requested_by, version) SELECT officer_id, category_id, starts_at + 3600, "
    "ends_at, planned_ends_at, status, requested_by, 1 FROM abstraction WHERE id = :id",
    ("0011", "absence"): "INSERT INTO absence (officer_id, starts_at, ends_at, kind, status) "
    "SELECT officer_id, starts_at + 3600, ends_at, kind, status FROM absence WHERE id = :id",
}


@pytest.mark.parametrize(("revision", "table"), OVERLAPPING, ids=[table for _, table in OVERLAPPING])
def test_rows_that_overlap_already_are_named_and_nothing_is_changed(
    blank: Flask, caplog: pytest.LogCaptureFixture, revision: str, table: str
) -> None:
    upgrade()
    _fill()
    downgrade(revision=revision)
    stood = _numbers(table)
    db.session.execute(text(OVERLAPPING[revision, table]), {"id": stood[0]})
    db.session.commit()
    before, (second,) = _tables(), set(_numbers(table)) - set(stood)
    with pytest.raises(SystemExit):
        upgrade()
    assert f"ends: {second} (column id" in caplog.text
    assert _tables() == before
    assert db.session.scalars(text("SELECT version_num FROM alembic_version")).all() == [revision]
    db.session.execute(text(f"DELETE FROM {table} WHERE id = :id"), {"id": second})
    db.session.commit()
    db.session.remove()
    upgrade()
    assert _tables() == set(db.metadata.tables)


def test_a_shift_of_the_old_code_stands_in_no_ones_way(blank: Flask) -> None:
    upgrade()
    for code in ("CR", "CRS"):
        make_template(code)
    db.session.remove()
    for revision in ("0010", "0011"):
        (downgrade if revision == "0010" else upgrade)(revision=revision)
        codes = db.session.scalars(text("SELECT code FROM shift_template ORDER BY code")).all()
        assert codes == ["CR", "CRS"]
        db.session.remove()


def _numbers(table: str) -> list[int]:
    found = list(db.session.scalars(text(f"SELECT id FROM {table} ORDER BY id")))
    db.session.rollback()
    return found


def _count(name: str) -> int:
    counted = db.session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
    db.session.rollback()
    return counted
