"""Throwing away what has served its purpose."""

from datetime import timedelta

from sqlalchemy import delete

from roster import clock
from roster.extensions import db, transaction
from roster.models.account import SignInAttempt

# Failed sign-ins are counted over minutes; a day later nobody asks for them.
SIGN_IN_ATTEMPTS_KEPT = timedelta(days=1)


@transaction()
def sweep_sign_in_attempts() -> None:
    """Forget failed sign-ins of more than a day ago."""
    before = clock.now() - SIGN_IN_ATTEMPTS_KEPT
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < before))
