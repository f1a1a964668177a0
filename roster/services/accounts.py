"""Accounts: who may sign in, and as what."""

import secrets
from collections.abc import Collection

from flask_security.utils import hash_password
from sqlalchemy import func, select

from roster.errors import NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.account import Account, AccountRole
from roster.models.officer import Officer
from roster.permissions import Actor, Role
from roster.services.audit import record

# OWASP ASVS 5.0, 6.2.1: at least 8 characters, 15 recommended.
SHORTEST_PASSWORD = 12


@transaction()
def open_account(
    email: str, password: str, roles: Collection[Role], warrant_number: str | None, *, by: Actor | None
) -> Account:
    """Let somebody sign in, as the officer of that warrant number if one is given."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(f"The password needs {SHORTEST_PASSWORD} characters at least")
    email = email.strip()
    if "@" not in email:
        raise Refusal(f"{email} is not an e-mail address")
    if db.session.scalar(select(Account.id).where(func.lower(Account.email) == email.lower())):
        raise Refusal(f"There is an account for {email} already")
    account = Account(
        email=email,
        password=hash_password(password),
        fs_uniquifier=secrets.token_hex(32),
        officer=_officer(warrant_number),
        roles=_rows(roles),
    )
    db.session.add(account)
    record(by, "account:open", account, roles=sorted(roles))
    return account


@transaction()
def close_account(email: str, *, by: Actor | None) -> Account:
    """Nobody signs in by it again, and whoever is signed in no longer is."""
    account = db.session.scalar(select(Account).where(func.lower(Account.email) == email.strip().lower()))
    if account is None:
        raise NotFound(f"There is no account for {email}")
    account.active = False
    account.fs_uniquifier = secrets.token_hex(32)
    record(by, "account:close", account)
    return account


def _officer(warrant_number: str | None) -> Officer | None:
    if warrant_number is None:
        return None
    officer = db.session.scalar(select(Officer).where(Officer.warrant_number == warrant_number))
    if officer is None:
        raise Refusal(f"There is no officer with the warrant number {warrant_number}")
    if db.session.scalar(select(Account.id).where(Account.officer_id == officer.id)):
        raise Refusal(f"{officer.name} has an account already")
    return officer


def _rows(roles: Collection[Role]) -> list[AccountRole]:
    rows = list(db.session.scalars(select(AccountRole).where(AccountRole.name.in_(roles))))
    if len(rows) < len(set(roles)):
        raise Refusal("The roles are not in the catalogue yet: run flask catalogue first")
    return rows
