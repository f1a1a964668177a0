"""How often somebody may try to sign in: counted before any password is hashed."""

import hashlib
import hmac
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, func, select

from roster import clock
from roster.extensions import db, transaction
from roster.models.account import Account, SignInAttempt
from roster.models.audit import AuditEntry

# OWASP ASVS 5.0, 6.3.1: brute force is slowed for the account and for the address it comes from.
WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 8
TRIES_PER_ADDRESS = 40


@transaction()
def admit(email: str, address: str) -> bool:
    """Whether another try is allowed; it is counted at once, so that a crowd cannot slip through."""
    limits = {_digest("account", email): TRIES_PER_ACCOUNT, _digest("address", address): TRIES_PER_ADDRESS}
    since = clock.now() - WINDOW
    tried = dict(
        db.session.execute(
            select(SignInAttempt.counted_by, func.count())
            .where(SignInAttempt.counted_by.in_(limits), SignInAttempt.at > since)
            .group_by(SignInAttempt.counted_by)
        ).all()
    )
    if any(tried.get(digest, 0) >= limit for digest, limit in limits.items()):
        return False
    db.session.add_all(SignInAttempt(at=clock.now(), counted_by=digest) for digest in limits)
    return True


@transaction()
def welcome(account: Account, address: str) -> None:
    """The tries that led here no longer count; the sign-in is on record."""
    digests = [_digest("account", account.email), _digest("address", address)]
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.counted_by.in_(digests)))
    db.session.add(
        AuditEntry(
            at=clock.now(),
            account_id=account.id,
            action="sign-in",
            subject="account",
            subject_id=account.id,
            detail="{}",
        )
    )


def _digest(kind: str, value: str) -> str:
    """A keyed digest, so that the table tells nobody who tried from where."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{kind}:{value.strip().casefold()}".encode(), hashlib.sha256).hexdigest()
