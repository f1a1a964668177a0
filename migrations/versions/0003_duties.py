"""Shift templates, duties and rest days."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "shift_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ward",
                "training",
                "court",
                "office",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("colour", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("end_minute BETWEEN 0 AND 1439", name=op.f("ck_shift_template_end")),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_shift_template_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_template")),
        sa.UniqueConstraint("code", name=op.f("uq_shift_template_code")),
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("shift_template_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ward",
                "training",
                "court",
                "office",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at - starts_at <= 86400", name=op.f("ck_duty_length")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_order")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_duty_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["shift_template_id"],
            ["shift_template.id"],
            name=op.f("fk_duty_shift_template_id_shift_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    op.create_index("ix_duty_officer_id_starts_at", "duty", ["officer_id", "starts_at"], unique=True)
    op.create_index("ix_duty_starts_at", "duty", ["starts_at"], unique=False)
    op.create_table(
        "rest_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "rest_day",
                "free_day",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_rest_day_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rest_day")),
    )
    op.create_index("ix_rest_day_officer_id_day", "rest_day", ["officer_id", "day"], unique=True)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("rest_day")
    op.drop_table("duty")
    op.drop_table("shift_template")
