"""The hours of what is given in return for a swapped duty: they stay when its row goes."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Keep them beside the row's id."""
    for column in ("return_starts_at", "return_ends_at"):
        op.add_column("swap", sa.Column(column, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Forget them."""
    for column in ("return_ends_at", "return_starts_at"):
        op.drop_column("swap", column)
