"""Time away from duty and from the ward."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annual_leave",
                "sick",
                "time_off_in_lieu",
                "training",
                "court",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "approved",
                "declined",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_absence_order")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_absence_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(
        "ix_absence_officer_id_ends_at",
        "absence",
        ["officer_id", "ends_at"],
        unique=False,
    )
    op.create_table(
        "abstraction_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("letters", sa.String(length=5), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "response",
                "aid",
                "custody",
                "guard",
                "court",
                "training",
                "other",
                name="family",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("exempt_event", sa.Boolean(), nullable=False),
        sa.Column("off_borough", sa.Boolean(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
            name=op.f("fk_abstraction_category_skill_id_skill"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstraction_category")),
        sa.UniqueConstraint("code", name=op.f("uq_abstraction_category_code")),
    )
    op.create_table(
        "abstraction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("planned_ends_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "confirmed",
                "ended_early",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.String(length=120), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at - starts_at <= 86400", name=op.f("ck_abstraction_length")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_abstraction_order")),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["abstraction_category.id"],
            name=op.f("fk_abstraction_category_id_abstraction_category"),
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officer.id"],
            name=op.f("fk_abstraction_officer_id_officer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstraction")),
    )
    op.create_index(
        "ix_abstraction_officer_id_starts_at",
        "abstraction",
        ["officer_id", "starts_at"],
        unique=False,
    )
    op.create_index("ix_abstraction_starts_at", "abstraction", ["starts_at"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("abstraction")
    op.drop_table("abstraction_category")
    op.drop_table("absence")
