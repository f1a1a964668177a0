"""The account behind a cookie: one statement, built once, on every page that anybody opens."""

from typing import Any

from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import bindparam, select

from roster.extensions import db
from roster.models.account import Account

_BEHIND = select(Account).where(Account.fs_uniquifier == bindparam("uniquifier"))


class Accounts(SQLAlchemyUserDatastore):
    """Flask-Security's datastore, quick at the question that every request asks."""

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """The account with these attributes."""
        if list(wanted) != ["fs_uniquifier"]:
            return super().find_user(case_insensitive=case_insensitive, **wanted)  # type: ignore[return-value]
        found = db.session.scalars(_BEHIND, {"uniquifier": wanted["fs_uniquifier"]})
        return found.unique().one_or_none()
