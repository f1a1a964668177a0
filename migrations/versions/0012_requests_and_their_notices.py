"""Absences that are asked for and decided, and what people are told of rosters, leave and swaps."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

OLD_KINDS = (
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
)
NEW_KINDS = (
    "roster_published",
    "absence_asked",
    "absence_approved",
    "absence_declined",
    "absence_cancelled",
    "swap_offered",
    "swap_taken",
    "swap_approved",
    "swap_declined",
    "swap_ended",
)
DECLINED = "status <> 'declined' OR decline_reason <> ''"


def upgrade() -> None:
    """Add who decided and why; an officer has one approved absence at a time."""
    _refuse_overlaps()
    with op.batch_alter_table("absence") as absence:
        absence.add_column(sa.Column("note", sa.String(200), nullable=False, server_default=""))
        absence.add_column(sa.Column("decline_reason", sa.String(200), nullable=False, server_default=""))
        absence.add_column(sa.Column("asked_at", sa.BigInteger(), nullable=True))
        absence.add_column(sa.Column("decided_at", sa.BigInteger(), nullable=True))
        absence.add_column(sa.Column("decided_by_id", sa.Integer(), nullable=True))
        absence.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        absence.create_foreign_key(
            op.f("fk_absence_decided_by_id_account"), "account", ["decided_by_id"], ["id"]
        )
    op.execute("UPDATE absence SET decline_reason = 'Not recorded' WHERE status = 'declined'")
    with op.batch_alter_table("absence") as absence:
        absence.alter_column("note", server_default=None)
        absence.alter_column("decline_reason", server_default=None)
        absence.create_check_constraint(op.f("ck_absence_declined"), DECLINED)
    op.create_index("ix_absence_status_starts_at", "absence", ["status", "starts_at"])
    for statement in ABSENCE_SQLITE if _sqlite() else [ABSENCE_POSTGRESQL]:
        op.execute(statement)
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("absence_id", sa.Integer(), nullable=True))
        notice.add_column(sa.Column("swap_id", sa.Integer(), nullable=True))
        notice.create_foreign_key(op.f("fk_notice_absence_id_absence"), "absence", ["absence_id"], ["id"])
        notice.create_foreign_key(op.f("fk_notice_swap_id_swap"), "swap", ["swap_id"], ["id"])
        _kinds(notice, OLD_KINDS + NEW_KINDS)
    op.create_index("ix_notice_absence_id", "notice", ["absence_id"])
    op.create_index("ix_notice_swap_id", "notice", ["swap_id"])


def downgrade() -> None:
    """Forget them; notices of what is forgotten go too."""
    listed = ", ".join(f"'{kind}'" for kind in NEW_KINDS)
    op.execute(f"DELETE FROM notice WHERE kind IN ({listed})")
    op.drop_index("ix_notice_swap_id", "notice")
    op.drop_index("ix_notice_absence_id", "notice")
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("fk_notice_swap_id_swap"), type_="foreignkey")
        notice.drop_constraint(op.f("fk_notice_absence_id_absence"), type_="foreignkey")
        notice.drop_column("swap_id")
        notice.drop_column("absence_id")
        _kinds(notice, OLD_KINDS)
    if _sqlite():
        op.execute("DROP TRIGGER absence_no_overlap_on_insert")
        op.execute("DROP TRIGGER absence_no_overlap_on_update")
    else:
        op.execute("ALTER TABLE absence DROP CONSTRAINT absence_no_overlap")
    op.drop_index("ix_absence_status_starts_at", "absence")
    with op.batch_alter_table("absence") as absence:
        absence.drop_constraint(op.f("ck_absence_declined"), type_="check")
        absence.drop_constraint(op.f("fk_absence_decided_by_id_account"), type_="foreignkey")
        for column in ("version", "decided_by_id", "decided_at", "asked_at", "decline_reason", "note"):
            absence.drop_column(column)


def _refuse_overlaps() -> None:
    """Which of two absences is the true one, only people know: say which they are, and change nothing."""
    found = op.get_bind().execute(sa.text(OVERLAPPING)).scalars().all()
    if found:
        raise RuntimeError(
            f"an officer may be away once at a time, but these approved absences begin before an earlier "
            f"one of the same officer ends: {', '.join(map(str, found))} (column id of the table absence). "
            "Cancel or shorten them first. Nothing was changed."
        )


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _kinds(notice, kinds) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    notice.drop_constraint(op.f("ck_notice_kind"), type_="check")
    notice.create_check_constraint(op.f("ck_notice_kind"), f"kind IN ({listed})")


OVERLAPPING = (
    "SELECT id FROM (SELECT id, starts_at, max(ends_at) OVER (PARTITION BY officer_id ORDER BY starts_at, id "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken_until FROM absence "
    "WHERE status = 'approved') AS away WHERE starts_at < taken_until ORDER BY id"
)
ABSENCE_POSTGRESQL = (
    "ALTER TABLE absence ADD CONSTRAINT absence_no_overlap EXCLUDE USING gist "
    "(int4range(officer_id, officer_id, '[]') WITH &&, int8range(starts_at, ends_at) WITH &&) "
    "WHERE (status = 'approved')"
)
ABSENCE_SQLITE = [
    f"CREATE TRIGGER absence_no_overlap_on_{change.lower()} BEFORE {change} ON absence "
    "WHEN NEW.status = 'approved' "
    "BEGIN SELECT RAISE(ABORT, 'absence_no_overlap') WHERE EXISTS (SELECT 1 FROM absence "
    "WHERE officer_id = NEW.officer_id AND id IS NOT NEW.id AND status = 'approved' "
    "AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at); END"
    for change in ("INSERT", "UPDATE")
]
