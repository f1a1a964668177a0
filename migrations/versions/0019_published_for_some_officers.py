"""For whom a publication was, where it was for some officers only."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

# An officer's own day, published from its page, was never the ward's: a period of one day, and one told.
OWN_DAYS = """
INSERT INTO publication_officer (publication_id, officer_id)
SELECT publication.id, min(notice.recipient_id) FROM publication
JOIN notice ON notice.key = 'publication-' || publication.id AND notice.kind = 'roster_published'
WHERE publication.ends_at - publication.starts_at <= 90000
GROUP BY publication.id HAVING count(DISTINCT notice.recipient_id) = 1
"""


def upgrade() -> None:
    """Without rows it was for everybody of its teams."""
    op.create_table(
        "publication_officer",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_publication_officer_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_publication_officer_officer_id_officer")
        ),
        sa.PrimaryKeyConstraint("publication_id", "officer_id", name=op.f("pk_publication_officer")),
    )
    op.create_index(
        "ix_publication_officer_officer_id_publication_id",
        "publication_officer",
        ["officer_id", "publication_id"],
    )
    op.execute(OWN_DAYS)


def downgrade() -> None:
    """What was published for some is taken for the ward's again."""
    op.drop_index("ix_publication_officer_officer_id_publication_id", "publication_officer")
    op.drop_table("publication_officer")
