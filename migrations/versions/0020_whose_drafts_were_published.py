"""Whose drafts a publication took: an officer who changes ward afterwards keeps who published them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

# Each of them was told, and of the first; the last is not known, and is no later than the period's end.
TOLD = """
INSERT INTO published_officer (publication_id, officer_id, first_at, last_at)
SELECT publication.id, notice.recipient_id, min(notice.about_at), max(publication.ends_at) - 1
FROM publication
JOIN notice ON notice.key = 'publication-' || publication.id AND notice.kind = 'roster_published'
WHERE notice.about_at IS NOT NULL
GROUP BY publication.id, notice.recipient_id
"""


def upgrade() -> None:
    """With those that are known from the notices."""
    op.create_table(
        "published_officer",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_published_officer_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_published_officer_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("publication_id", "officer_id", name=op.f("pk_published_officer")),
    )
    op.create_index(
        "ix_published_officer_officer_id_publication_id",
        "published_officer",
        ["officer_id", "publication_id"],
    )
    op.execute(TOLD)


def downgrade() -> None:
    """Who was told stays in the notices."""
    op.drop_index("ix_published_officer_officer_id_publication_id", "published_officer")
    op.drop_table("published_officer")
