"""Workers that are killed in the middle of a publish: python -m tests.services.dying URL TEAM ACCOUNT.

Each line of its input says when the next one dies: before the statement of that number, at the
"commit", or once it is "committed". It answers with how that worker ended: -9 is killed, 0 lived.
"""

import os
import signal
import sys
from datetime import timedelta
from typing import Any, NoReturn

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session, configure_mappers

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


def die_when(when: str) -> None:
    """Lie in wait for the moment."""
    sent = 0

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal sent
        sent += statement != "BEGIN"
        if str(sent) == when:
            die()

    event.listen(db.engine, "before_cursor_execute", count)
    if when == "commit":
        event.listen(db.engine, "commit", die)
    if when == "committed":
        event.listen(Session, "after_commit", die)


def publish(app: Flask, when: str, team_id: int, account_id: int) -> None:
    """Publish the team's coming four weeks, and die."""
    with app.app_context():
        die_when(when)
        by = Actor(
            account_id=account_id, roles=frozenset({Role.SERGEANT}), supervised_teams=frozenset({team_id})
        )
        now = clock.now()
        period = Span.between(now, now + timedelta(days=28))
        publish_duties([team_id], period, by=by, given=Given("key", "Exigency"))


def main(url: str, team_id: int, account_id: int) -> None:
    """A worker for each line; what it takes to start is loaded once, and each opens its own connection."""
    app = app_on(url)
    configure_mappers()
    for line in sys.stdin:
        worker = os.fork()
        if worker:
            _, status = os.waitpid(worker, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        ended = 1
        try:
            publish(app, line.strip(), team_id, account_id)
            ended = 0
        finally:
            os._exit(ended)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
