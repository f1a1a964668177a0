"""No REPLACE or TRUNCATE past the guards, and when a job last failed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

OVERLAPS = ("duty", "abstraction", "posting", "skill_grant", "pattern_line", "absence")
# SQLite calls a row that has no number yet -1: to pass over "the row itself" passed over a real one of -1.
ITSELF = " AND id IS NOT NEW.id"
OTHERS_OF = "WHERE officer_id = NEW.officer_id"

SQLITE_AUDIT = (
    "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry "
    "WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
)
POSTGRESQL_AUDIT = (
    "CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_only_added()"
)


def upgrade() -> None:
    """SQLite's REPLACE fires no trigger of DELETE, and PostgreSQL's TRUNCATE none of a row."""
    op.add_column("job_run", sa.Column("failed_at", sa.BigInteger(), nullable=True))
    if not _sqlite():
        op.execute(POSTGRESQL_AUDIT)
        return
    op.execute(SQLITE_AUDIT)
    for table in OVERLAPS:
        _rewrite(table, ITSELF, "")


def downgrade() -> None:
    """The guards of 0008, 0011 and 0012 as they were."""
    op.drop_column("job_run", "failed_at")
    if not _sqlite():
        op.execute("DROP TRIGGER audit_entry_not_emptied ON audit_entry")
        return
    op.execute("DROP TRIGGER audit_entry_no_replace")
    for table in OVERLAPS:
        _rewrite(table, OTHERS_OF, OTHERS_OF + ITSELF)


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _rewrite(table: str, old: str, new: str) -> None:
    """The trigger of inserting into the table, made anew."""
    name = f"{table}_no_overlap_on_insert"
    asked = f"SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = '{name}'"
    words = op.get_bind().exec_driver_sql(asked).scalar_one()
    op.execute(f"DROP TRIGGER {name}")
    op.get_bind().exec_driver_sql(words.replace(old, new))
