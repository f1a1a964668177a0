"""Where officers belong: BCU, borough, ward team, postings, supervision."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "bcu",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bcu")),
        sa.UniqueConstraint("name", name=op.f("uq_bcu_name")),
    )
    op.create_table(
        "borough",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bcu_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["bcu_id"], ["bcu.id"], name=op.f("fk_borough_bcu_id_bcu")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_borough")),
        sa.UniqueConstraint("name", name=op.f("uq_borough_name")),
    )
    op.create_index("ix_borough_bcu_id", "borough", ["bcu_id"], unique=False)
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("borough_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["borough_id"], ["borough.id"], name=op.f("fk_team_borough_id_borough")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
    )
    op.create_index("ix_team_borough_id", "team", ["borough_id"], unique=False)
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("warrant_number", sa.String(length=12), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column(
            "rank",
            sa.Enum(
                "PCSO",
                "PC",
                "PS",
                "Insp",
                "Ch Insp",
                name="rank",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "employment",
            sa.Enum(
                "police_officer",
                "police_staff",
                "special_constable",
                name="employment",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("fte_hundredths", sa.Integer(), nullable=False),
        sa.CheckConstraint("fte_hundredths BETWEEN 1 AND 100", name=op.f("ck_officer_fte")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("warrant_number", name=op.f("uq_officer_warrant_number")),
    )
    op.create_index("ix_officer_last_name", "officer", ["last_name"], unique=False)
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_day > first_day", name=op.f("ck_posting_order")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_posting_officer_id_officer")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_posting_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(
        "ix_posting_officer_id_first_day",
        "posting",
        ["officer_id", "first_day"],
        unique=True,
    )
    op.create_index("ix_posting_team_id_last_day", "posting", ["team_id", "last_day"], unique=False)
    op.create_table(
        "supervision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_day > first_day", name=op.f("ck_supervision_order")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officer.id"],
            name=op.f("fk_supervision_officer_id_officer"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_supervision_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
    )
    op.create_index(
        "ix_supervision_officer_id_team_id_first_day",
        "supervision",
        ["officer_id", "team_id", "first_day"],
        unique=True,
    )
    op.create_index(
        "ix_supervision_team_id_last_day",
        "supervision",
        ["team_id", "last_day"],
        unique=False,
    )
    op.create_table(
        "charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("borough_id", sa.Integer(), nullable=True),
        sa.Column("bcu_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(borough_id IS NULL) <> (bcu_id IS NULL)", name=op.f("ck_charge_one_area")),
        sa.ForeignKeyConstraint(["bcu_id"], ["bcu.id"], name=op.f("fk_charge_bcu_id_bcu")),
        sa.ForeignKeyConstraint(["borough_id"], ["borough.id"], name=op.f("fk_charge_borough_id_borough")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_charge_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
    )
    op.create_index(
        "ix_charge_officer_id_borough_id_bcu_id",
        "charge",
        ["officer_id", "borough_id", "bcu_id"],
        unique=True,
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("charge")
    op.drop_table("supervision")
    op.drop_table("posting")
    op.drop_table("officer")
    op.drop_table("team")
    op.drop_table("borough")
    op.drop_table("bcu")
