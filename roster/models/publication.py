"""Publications: which period of which ward teams became what counts, by whom, over which breaches."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.account import Account
from roster.models.columns import Instant


class Publication(Model):
    """One publish of one period; the key is the form's, so that a second click is the same publish."""

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "order"),
        # The last guard of publishing over a breach (RULES 6).
        CheckConstraint("breach_count = 0 OR reason <> ''", "reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    duties: Mapped[int]
    rest_days: Mapped[int]
    breach_count: Mapped[int] = mapped_column(default=0)
    # The breaches it was published over, as JSON.
    breaches: Mapped[str] = mapped_column(Text, default="[]")
    reason: Mapped[str] = mapped_column(String(400), default="")
    digest: Mapped[str] = mapped_column(String(64))
    account: Mapped[Account | None] = relationship()


class PublicationTeam(Model):
    """A ward team that the publication was for."""

    __tablename__ = "publication_team"
    __table_args__ = (Index(None, "team_id", "publication_id"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)


class PublicationOfficer(Model):
    """An officer whom it was for, where it was for some only; one without such rows was for everybody."""

    __tablename__ = "publication_officer"
    __table_args__ = (Index(None, "officer_id", "publication_id"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)


class PublishedOfficer(Model):
    """An officer whose drafts it took, from the first to the last: whatever ward they are in by then."""

    __tablename__ = "published_officer"
    __table_args__ = (Index(None, "officer_id", "publication_id"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    # When the first and the last of them begin.
    first_at: Mapped[datetime] = mapped_column(Instant)
    last_at: Mapped[datetime] = mapped_column(Instant)
