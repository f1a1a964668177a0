"""What people are told when whoever took a duty steps back."""

from alembic import op

revision = "0017"
down_revision = "0016"

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
NEW_KIND = "swap_released"


def upgrade() -> None:
    """One kind more."""
    _kinds((*OLD_KINDS, NEW_KIND))


def downgrade() -> None:
    """Notices of it go too."""
    op.execute(f"DELETE FROM notice WHERE kind = '{NEW_KIND}'")
    _kinds(OLD_KINDS)


def _kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("ck_notice_kind"), type_="check")
        notice.create_check_constraint(op.f("ck_notice_kind"), f"kind IN ({listed})")
