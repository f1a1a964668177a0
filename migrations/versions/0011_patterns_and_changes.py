"""Patterns, change control, publications, swaps and minimum strength."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = (
    "pattern",
    "public_holiday",
    "leave_allowance",
    "pattern_day",
    "pattern_line",
    "cell_change",
    "publication",
    "swap",
    "minimum_strength",
    "owed_rest_day",
    "publication_team",
)


def upgrade() -> None:
    """Create the tables, and give shifts and rest days their versions."""
    op.create_table(
        "pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("weeks BETWEEN 1 AND 52", name=op.f("ck_pattern_weeks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern")),
        sa.UniqueConstraint("name", name=op.f("uq_pattern_name")),
    )
    op.create_table(
        "public_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_public_holiday_day")),
    )
    op.create_table(
        "leave_allowance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_leave_allowance_minutes")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_leave_allowance_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_allowance")),
    )
    op.create_index(
        "ix_leave_allowance_officer_id_year", "leave_allowance", ["officer_id", "year"], unique=True
    )
    op.create_table(
        "pattern_day",
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shift_template_id", sa.Integer(), nullable=True),
        sa.Column(
            "rest",
            sa.Enum(
                "rest_day", "free_day", name="rest", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(shift_template_id IS NULL) <> (rest IS NULL)", name=op.f("ck_pattern_day_one_thing")
        ),
        sa.CheckConstraint("place BETWEEN 0 AND 363", name=op.f("ck_pattern_day_place")),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_day_pattern_id_pattern")
        ),
        sa.ForeignKeyConstraint(
            ["shift_template_id"],
            ["shift_template.id"],
            name=op.f("fk_pattern_day_shift_template_id_shift_template"),
        ),
        sa.PrimaryKeyConstraint("pattern_id", "place", name=op.f("pk_pattern_day")),
    )
    op.create_table(
        "pattern_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("offset_weeks", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_day > first_day", name=op.f("ck_pattern_line_order")),
        sa.CheckConstraint("offset_weeks BETWEEN 0 AND 51", name=op.f("ck_pattern_line_offset")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_pattern_line_officer_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_line_pattern_id_pattern")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_line")),
    )
    op.create_index(
        "ix_pattern_line_officer_id_first_day", "pattern_line", ["officer_id", "first_day"], unique=True
    )
    op.create_index("ix_pattern_line_pattern_id", "pattern_line", ["pattern_id"])
    op.create_table(
        "cell_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "hand",
                "pattern",
                "swap",
                "owed",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.String(length=120), nullable=False),
        sa.Column("after", sa.String(length=120), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "exigency",
                "officer_request",
                "branch_agreement",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("clear_days", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("NOT published OR reason IS NOT NULL", name=op.f("ck_cell_change_has_reason")),
        sa.CheckConstraint(
            "acknowledged_at IS NULL OR told_at IS NOT NULL", name=op.f("ck_cell_change_told")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_cell_change_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_cell_change_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_change")),
    )
    op.create_index("ix_cell_change_day_id", "cell_change", ["day", "id"])
    op.create_index("ix_cell_change_officer_id_day_id", "cell_change", ["officer_id", "day", "id"])
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("duties", sa.Integer(), nullable=False),
        sa.Column("rest_days", sa.Integer(), nullable=False),
        sa.Column("breach_count", sa.Integer(), nullable=False),
        sa.Column("breaches", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("breach_count = 0 OR reason <> ''", name=op.f("ck_publication_reason")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_publication_order")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_publication_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("key", name=op.f("uq_publication_key")),
    )
    op.create_table(
        "swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_of_id", sa.Integer(), nullable=True),
        sa.Column("taker_id", sa.Integer(), nullable=True),
        sa.Column("return_duty_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "taken",
                "approved",
                "declined",
                "withdrawn",
                "lapsed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("decline_reason", sa.String(length=200), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'declined' OR decline_reason <> ''", name=op.f("ck_swap_declined")),
        sa.CheckConstraint(
            "status NOT IN ('taken', 'approved') OR taker_id IS NOT NULL", name=op.f("ck_swap_taker")
        ),
        sa.CheckConstraint("taker_id IS NULL OR taker_id <> officer_id", name=op.f("ck_swap_two_people")),
        sa.ForeignKeyConstraint(["asked_of_id"], ["officer.id"], name=op.f("fk_swap_asked_of_id_officer")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_swap_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["duty.id"], name=op.f("fk_swap_duty_id_duty"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_swap_officer_id_officer")),
        sa.ForeignKeyConstraint(
            ["return_duty_id"], ["duty.id"], name=op.f("fk_swap_return_duty_id_duty"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["taker_id"], ["officer.id"], name=op.f("fk_swap_taker_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
    )
    op.create_index("ix_swap_asked_of_id", "swap", ["asked_of_id"])
    op.create_index("ix_swap_officer_id_starts_at", "swap", ["officer_id", "starts_at"])
    op.create_index(
        "ix_swap_open_duty_id",
        "swap",
        ["duty_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('offered', 'taken')"),
        postgresql_where=sa.text("status IN ('offered', 'taken')"),
    )
    op.create_index("ix_swap_taker_id", "swap", ["taker_id"])
    op.create_table(
        "minimum_strength",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("shift_template_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
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
            nullable=True,
        ),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("officers", sa.Integer(), nullable=False),
        sa.CheckConstraint("officers BETWEEN 1 AND 99", name=op.f("ck_minimum_strength_officers")),
        sa.CheckConstraint(
            "weekday IS NULL OR weekday BETWEEN 0 AND 6", name=op.f("ck_minimum_strength_weekday")
        ),
        sa.ForeignKeyConstraint(
            ["shift_template_id"],
            ["shift_template.id"],
            name=op.f("fk_minimum_strength_shift_template_id_shift_template"),
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_minimum_strength_skill_id_skill")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_minimum_strength_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minimum_strength")),
    )
    op.create_index("ix_minimum_strength_team_id", "minimum_strength", ["team_id"])
    op.create_table(
        "owed_rest_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("cell_change_id", sa.Integer(), nullable=False),
        sa.Column("clear_days", sa.Integer(), nullable=False),
        sa.Column(
            "band",
            sa.Enum(
                "under_15", "at_least_15", name="band", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("re_rostered_to", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cell_change_id"], ["cell_change.id"], name=op.f("fk_owed_rest_day_cell_change_id_cell_change")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_owed_rest_day_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_rest_day")),
    )
    op.create_index("ix_owed_rest_day_officer_id_day", "owed_rest_day", ["officer_id", "day"], unique=True)
    op.create_index(
        "ix_owed_rest_day_re_rostered_to_officer_id", "owed_rest_day", ["re_rostered_to", "officer_id"]
    )
    op.create_table(
        "publication_team",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_publication_team_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_publication_team_team_id_team")),
        sa.PrimaryKeyConstraint("publication_id", "team_id", name=op.f("pk_publication_team")),
    )
    op.create_index(
        "ix_publication_team_team_id_publication_id", "publication_team", ["team_id", "publication_id"]
    )
    # Plain columns: a rebuilt table would lose its triggers, and its children their parent.
    op.add_column("rest_day", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("shift_template", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column(
        "shift_template", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    # The codes are those of a sergeant's own sheet (RULES 9): CRS is the course there.
    op.execute(
        "UPDATE shift_template SET code = 'CRS' WHERE code = 'CR' "
        "AND NOT EXISTS (SELECT 1 FROM shift_template AS other WHERE other.code = 'CRS')"
    )
    for statement in PATTERN_LINE_SQLITE if _sqlite() else [PATTERN_LINE_POSTGRESQL]:
        op.execute(statement)


def downgrade() -> None:
    """Drop all of it again."""
    op.execute(
        "UPDATE shift_template SET code = 'CR' WHERE code = 'CRS' "
        "AND NOT EXISTS (SELECT 1 FROM shift_template AS other WHERE other.code = 'CR')"
    )
    op.drop_column("shift_template", "withdrawn")
    op.drop_column("shift_template", "version")
    op.drop_column("rest_day", "version")
    for table in reversed(TABLES):
        op.drop_table(table)


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


# Nobody follows two patterns at once; as the guards of 0008.
PATTERN_LINE_POSTGRESQL = (
    "ALTER TABLE pattern_line ADD CONSTRAINT pattern_line_no_overlap EXCLUDE USING gist "
    "(int4range(officer_id, officer_id, '[]') WITH &&, int8range(first_day, last_day) WITH &&)"
)
PATTERN_LINE_SQLITE = [
    f"CREATE TRIGGER pattern_line_no_overlap_on_{change.lower()} BEFORE {change} ON pattern_line "
    "BEGIN SELECT RAISE(ABORT, 'pattern_line_no_overlap') WHERE EXISTS (SELECT 1 FROM pattern_line "
    "WHERE officer_id = NEW.officer_id AND id IS NOT NEW.id "
    "AND first_day < NEW.last_day AND last_day > NEW.first_day); END"
    for change in ("INSERT", "UPDATE")
]
