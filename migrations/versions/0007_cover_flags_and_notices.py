"""What is left bare, who is told, and the scheduler's own rows."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "cover_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_session_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "at_risk",
                "uncovered",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("gaps", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("lost_to_abstraction", sa.Boolean(), nullable=False),
        sa.Column(
            "found_by",
            sa.Enum(
                "request",
                "scheduler",
                name="found_by",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column(
            "resolution",
            sa.Enum(
                "covered",
                "cancelled",
                name="resolution",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"],
            ["account.id"],
            name=op.f("fk_cover_flag_acknowledged_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_session_id"],
            ["contact_session.id"],
            name=op.f("fk_cover_flag_contact_session_id_contact_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_flag")),
    )
    op.create_index(
        "ix_cover_flag_contact_session_id_opened_at",
        "cover_flag",
        ["contact_session_id", "opened_at"],
        unique=False,
    )
    op.create_index(
        "uq_cover_flag_standing",
        "cover_flag",
        ["contact_session_id"],
        unique=True,
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cover_lost",
                "cover_back",
                "taken",
                "taking_ended",
                "taking_cancelled",
                "named",
                "not_named",
                "session_cancelled",
                "session_moved",
                "duty_changed",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("contact_session_id", sa.Integer(), nullable=True),
        sa.Column("abstraction_id", sa.Integer(), nullable=True),
        sa.Column("about_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["abstraction_id"],
            ["abstraction.id"],
            name=op.f("fk_notice_abstraction_id_abstraction"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_session_id"],
            ["contact_session.id"],
            name=op.f("fk_notice_contact_session_id_contact_session"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["officer.id"],
            name=op.f("fk_notice_recipient_id_officer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_recipient_id_kind_key",
        "notice",
        ["recipient_id", "kind", "key"],
        unique=True,
    )
    op.create_index(
        "ix_notice_recipient_id_read_at_created_at",
        "notice",
        ["recipient_id", "read_at", "created_at"],
        unique=False,
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("resolved", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_run")),
    )
    op.create_index("ix_job_run_finished_at", "job_run", ["finished_at"], unique=False)
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("lease")
    op.drop_table("job_run")
    op.drop_table("notice")
    op.drop_table("cover_flag")
