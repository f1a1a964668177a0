"""Venues, contact sessions and the officers named on them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "venue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_venue_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
    )
    op.create_index("ix_venue_team_id_name", "venue", ["team_id", "name"], unique=True)
    op.create_table(
        "contact_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("required_skill_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("officers_needed", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("cancelled_because", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at - starts_at <= 86400", name=op.f("ck_contact_session_length")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_contact_session_order")),
        sa.CheckConstraint(
            "officers_needed BETWEEN 1 AND 50",
            name=op.f("ck_contact_session_officers_needed"),
        ),
        sa.ForeignKeyConstraint(
            ["required_skill_id"],
            ["skill.id"],
            name=op.f("fk_contact_session_required_skill_id_skill"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_contact_session_team_id_team")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_contact_session_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_session")),
    )
    op.create_index("ix_contact_session_starts_at", "contact_session", ["starts_at"], unique=False)
    op.create_index(
        "ix_contact_session_team_id_starts_at",
        "contact_session",
        ["team_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "naming",
        sa.Column("contact_session_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_session_id"],
            ["contact_session.id"],
            name=op.f("fk_naming_contact_session_id_contact_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_naming_officer_id_officer")),
        sa.PrimaryKeyConstraint("contact_session_id", "officer_id", name=op.f("pk_naming")),
    )
    op.create_index(
        "ix_naming_officer_id_contact_session_id",
        "naming",
        ["officer_id", "contact_session_id"],
        unique=False,
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("naming")
    op.drop_table("contact_session")
    op.drop_table("venue")
