"""Who may sign in, as what; and how often somebody has just tried."""

from datetime import datetime

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roster.extensions import Model
from roster.models.columns import Instant
from roster.models.officer import Officer

account_role = Table(
    "account_role",
    Model.metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class AccountRole(Model, RoleMixin):
    """A role, by the name that permissions.py gives it."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(24), unique=True)


class Account(Model, UserMixin):
    """Somebody who may sign in; usually an officer on the roster too."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), unique=True)
    officer: Mapped[Officer | None] = relationship()
    roles: Mapped[list[AccountRole]] = relationship(  # type: ignore[assignment]
        secondary=account_role, lazy="joined"
    )


class SignInAttempt(Model):
    """A sign-in that failed: counted for its account and its address before any hashing."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "counted_by", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    # A digest of the account's name or of the address: neither is kept in clear.
    counted_by: Mapped[str] = mapped_column(String(64))
