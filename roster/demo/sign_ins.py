"""The demo's accounts, one a role, and where their password is written down."""

import os
import secrets
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

from flask import current_app
from flask_security.utils import hash_password
from sqlalchemy import select

from roster.config import ROOT, database_url
from roster.demo.save import Keys
from roster.extensions import db
from roster.models.account import Account, AccountRole
from roster.permissions import Role

# What it is called, e-mail, whose it is, roles; the administrator is on no roster.
ACCOUNTS = (
    ("Sergeant", "hart@demo.example", "Morgan Hart", (Role.OFFICER, Role.SERGEANT)),
    ("Officer", "shah@demo.example", "Amina Shah", (Role.OFFICER,)),
    ("Manager", "cole@demo.example", "Jonathan Cole", (Role.MANAGER,)),
    ("Administrator", "admin@demo.example", None, (Role.ADMINISTRATOR,)),
)
# No vowels, so no words; no letters that look like figures.
LETTERS = "bcdfghjkmnpqrstvwxz"


def sign_ins_file() -> Path:
    """Where this installation keeps them, readable by its owner only; each database has its own."""
    given = current_app.config.get("DEMO_SIGN_INS")
    if given:
        return Path(given)
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    # The address may hold a password: a digest tells databases apart as well.
    other = "" if url == database_url(None) else f"-{blake2b(url.encode(), digest_size=4).hexdigest()}"
    return ROOT / "var" / f"demo-sign-ins{other}"


def chosen_password() -> str:
    """A new one for each installation; DEMO_PASSWORD sets it for tests and pictures."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    return os.environ.get("DEMO_PASSWORD") or "-".join(groups)


def add_accounts(keys: Keys, password: str) -> None:
    """Accounts that hold the password hashed."""
    roles = {role.name: role for role in db.session.scalars(select(AccountRole))}
    db.session.add_all(
        Account(
            email=email,
            password=hash_password(password),
            fs_uniquifier=uuid4().hex,
            officer_id=keys.names[name] if name else None,
            roles=[roles[role] for role in granted],
        )
        for _, email, name, granted in ACCOUNTS
    )


def write_down(password: str) -> None:
    """One line a role, in a file that only its owner reads."""
    file = sign_ins_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    lines = [f"{title:<15}{email:<22}{password}\n" for title, email, _, _ in ACCOUNTS]
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.writelines(lines)
