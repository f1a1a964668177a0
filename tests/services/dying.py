"""A worker that is killed in the middle of a publish: python -m tests.services.dying URL WHEN TEAM ACCOUNT.

WHEN is the number of the statement before which it dies, or "commit".
"""

import os
import signal
import sys
from datetime import timedelta
from typing import Any, NoReturn

from sqlalchemy import event

from roster import clock
from roster.extensions import db
from roster.permissions import Actor, Role
from roster.services.publishing import Given, publish_duties
from roster.values import Span
from tests.databases import app_on


def die(*_: Any) -> NoReturn:
    """As the machine's own killer does it: no finally, no rollback, no goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def main(url: str, when: str, team_id: int, account_id: int) -> None:
    """Publish the team's coming four weeks, and die."""
    sent = 0

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal sent
        sent += statement != "BEGIN"
        if str(sent) == when:
            die()

    with app_on(url).app_context():
        event.listen(db.engine, "before_cursor_execute", count)
        if when == "commit":
            event.listen(db.engine, "commit", die)
        by = Actor(
            account_id=account_id, roles=frozenset({Role.SERGEANT}), supervised_teams=frozenset({team_id})
        )
        now = clock.now()
        period = Span.between(now, now + timedelta(days=28))
        publish_duties([team_id], period, by=by, given=Given("key", "Exigency"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
