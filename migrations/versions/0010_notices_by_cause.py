"""Find who was told of a contact session without reading every notice."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Index the causes."""
    op.create_index("ix_notice_contact_session_id", "notice", ["contact_session_id"])
    op.create_index("ix_notice_abstraction_id", "notice", ["abstraction_id"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("ix_notice_abstraction_id", "notice")
    op.drop_index("ix_notice_contact_session_id", "notice")
