"""The account behind a cookie: one statement on every page that anybody opens."""

from typing import Any

from flask_security.core import UserMixin
from flask_security.datastore import SQLAlchemyUserDatastore

from roster.models.account import Account
from roster.permissions import Actor
from roster.queries.accounts import Known, known_by


class SignedIn(UserMixin):
    """Somebody known by a cookie: what Flask-Security asks of a user, and the actor of every service."""

    def __init__(self, key: str, known: Known) -> None:
        self.actor: Actor = known.actor
        self.id = known.actor.account_id
        self.email = known.email
        self.active = known.active
        self.fs_uniquifier = key
        # permissions.py decides, by the actor's roles: the library's own checks are not asked.
        self.roles = []


class Accounts(SQLAlchemyUserDatastore):
    """Flask-Security's datastore, quick at the question that every request asks."""

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | SignedIn | None:
        """The account with these attributes; by a cookie's key alone, without its row."""
        if list(wanted) != ["fs_uniquifier"]:
            return super().find_user(case_insensitive=case_insensitive, **wanted)  # type: ignore[return-value]
        key = str(wanted["fs_uniquifier"])
        known = known_by(key)
        return SignedIn(key, known) if known else None
