"""Index only the absences that wait for an answer: the index over all of them led SQLite astray."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

WAITING = sa.text("status = 'requested'")


def upgrade() -> None:
    """An officer's absences are found by the officer again, not among everybody's approved ones."""
    op.drop_index("ix_absence_status_starts_at", "absence")
    op.create_index(
        "ix_absence_waiting", "absence", ["officer_id"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    """The wide index again."""
    op.drop_index("ix_absence_waiting", "absence")
    op.create_index("ix_absence_status_starts_at", "absence", ["status", "starts_at"])
