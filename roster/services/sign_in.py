"""How often somebody may try to sign in: counted before any password is hashed."""

import hashlib
import hmac
from datetime import timedelta

from flask import current_app
from flask_security.mail_util import EmailValidateException
from sqlalchemy import delete, func, select

from roster import clock
from roster.extensions import db, transaction
from roster.models.account import Account, SignInAttempt
from roster.models.audit import AuditEntry
from roster.services.locks import lock_words

# OWASP ASVS 5.0, 6.3.1: brute force is slowed for the account and for the address it comes from.
WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 8
TRIES_PER_ADDRESS = 40


LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3


def plain(email: str) -> str:
    """The one spelling by which an account is counted and looked for: demo.example has many in Unicode."""
    given = email.strip().lower()[:LONGEST_EMAIL]
    try:
        return str(current_app.extensions["security"].mail_util.normalize(given))
    except EmailValidateException:
        return given


@transaction()
def admit(email: str, address: str) -> bool:
    """Whether another try is allowed; it is counted at once, so that a crowd cannot slip through."""
    limits = {_account(email): TRIES_PER_ACCOUNT, _address(address): TRIES_PER_ADDRESS}
    lock_words(limits)
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
    """The account's tries no longer count, nor does this one for the address; the sign-in is on record."""
    this_one = (
        select(func.max(SignInAttempt.id))
        .where(SignInAttempt.counted_by == _address(address))
        .scalar_subquery()
    )
    # The address keeps its other tries: whoever has an account could else guess at others for ever.
    no_longer = (SignInAttempt.counted_by == _account(account.email)) | (SignInAttempt.id == this_one)
    db.session.execute(delete(SignInAttempt).where(no_longer))
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


def _account(email: str) -> str:
    return _digest("account", plain(email))


def _address(address: str) -> str:
    return _digest("address", address)


def _digest(kind: str, value: str) -> str:
    """A keyed digest, so that the table tells nobody who tried from where."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
