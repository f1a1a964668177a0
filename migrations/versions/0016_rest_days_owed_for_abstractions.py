"""A rest day that an abstraction cancels is owed as well: the abstraction is its cause."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

CAUSE = "cell_change_id IS NOT NULL OR abstraction_id IS NOT NULL"


def upgrade() -> None:
    """Either cause will do, but there must be one."""
    # The table has no triggers and nothing points at it: on SQLite it may be built anew.
    with op.batch_alter_table("owed_rest_day") as owed:
        owed.add_column(sa.Column("abstraction_id", sa.Integer(), nullable=True))
        owed.create_foreign_key(
            op.f("fk_owed_rest_day_abstraction_id_abstraction"), "abstraction", ["abstraction_id"], ["id"]
        )
        owed.alter_column("cell_change_id", existing_type=sa.Integer(), nullable=True)
        owed.create_check_constraint(op.f("ck_owed_rest_day_cause"), CAUSE)


def downgrade() -> None:
    """Those that only an abstraction explains are forgotten."""
    op.execute("DELETE FROM owed_rest_day WHERE cell_change_id IS NULL")
    with op.batch_alter_table("owed_rest_day") as owed:
        owed.drop_constraint(op.f("ck_owed_rest_day_cause"), type_="check")
        owed.drop_constraint(op.f("fk_owed_rest_day_abstraction_id_abstraction"), type_="foreignkey")
        owed.drop_column("abstraction_id")
        owed.alter_column("cell_change_id", existing_type=sa.Integer(), nullable=False)
