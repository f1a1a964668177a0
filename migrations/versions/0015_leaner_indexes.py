"""Leaner indexes: sessions over by the hour asked about are passed over; a notice is in one by its cause."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

CAUSES = ("contact_session_id", "abstraction_id", "absence_id", "swap_id")


def upgrade() -> None:
    """The end beside the start, and no row in the index of a cause that is not its own."""
    op.drop_index("ix_contact_session_starts_at", "contact_session")
    op.create_index("ix_contact_session_starts_at_ends_at", "contact_session", ["starts_at", "ends_at"])
    for cause in CAUSES:
        given = sa.text(f"{cause} IS NOT NULL")
        op.drop_index(f"ix_notice_{cause}", "notice")
        op.create_index(f"ix_notice_{cause}", "notice", [cause], sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    """The wide ones again."""
    for cause in CAUSES:
        op.drop_index(f"ix_notice_{cause}", "notice")
        op.create_index(f"ix_notice_{cause}", "notice", [cause])
    op.drop_index("ix_contact_session_starts_at_ends_at", "contact_session")
    op.create_index("ix_contact_session_starts_at", "contact_session", ["starts_at"])
