"""The catalogue of skills, and who holds which."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("letters", sa.String(length=4), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=False),
        sa.Column("open_to_pcso", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("validity_months > 0", name=op.f("ck_skill_validity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("code", name=op.f("uq_skill_code")),
    )
    op.create_table(
        "skill_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.BigInteger(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("last_day > first_day", name=op.f("ck_skill_grant_order")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officer.id"],
            name=op.f("fk_skill_grant_officer_id_officer"),
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_skill_grant_skill_id_skill")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_grant")),
    )
    op.create_index(
        "ix_skill_grant_officer_id_skill_id_first_day",
        "skill_grant",
        ["officer_id", "skill_id", "first_day"],
        unique=True,
    )
    op.create_index(
        "ix_skill_grant_skill_id_last_day",
        "skill_grant",
        ["skill_id", "last_day"],
        unique=False,
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("skill_grant")
    op.drop_table("skill")
