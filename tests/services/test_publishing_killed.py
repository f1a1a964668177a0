"""A publish that is cut short at any statement leaves all or nothing; two at once publish once."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event, text

from roster import clock
from roster.extensions import db
from roster.services.coverage import review_coverage
from roster.services.publishing import Given, Published, publish_duties
from roster.values import Span
from tests.factories import (
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_supervision,
    make_team,
    span,
)
from tests.statements import heard
from tests.test_races import race

TABLES = (
    "duty",
    "rest_day",
    "publication",
    "publication_team",
    "publication_officer",
    "published_officer",
    "notice",
    "audit_entry",
    "cover_flag",
)


class Killed(BaseException):
    """The end of a worker, which no handler may take for a fault."""


@pytest.fixture
def ward(app, database_url) -> SimpleNamespace:
    """Two officers with drafts that break a rule, rest days, and a session that waits for cover."""
    team = make_team()
    make_supervision(make_officer("Morgan Hart", "PS"), team)
    by = make_actor(teams=[team])
    monday = clock.today() + timedelta(days=7 - clock.today().weekday())
    for name in ("Amina Shah", "Ben Okafor"):
        officer = make_officer(name, team=team)
        make_duty(officer, f"{monday} 14:00", published=False)
        make_duty(officer, f"{monday + timedelta(days=1)} 07:00", published=False)
        make_rest_day(officer, monday + timedelta(days=2), published=False)
    promised = make_contact_session(team, f"{monday} 15:00", named=[officer])
    review_coverage([officer.id], promised.span)
    team_id, now = team.id, clock.now()
    period = Span.between(now, now + timedelta(days=28))

    def publish(key: str = "key") -> Published:
        return publish_duties([team_id], period, by=by, given=Given(key, "Exigency"))

    return SimpleNamespace(ids=(team_id, by.account_id), publish=publish, url=database_url)


def everything() -> dict[str, list[Any]]:
    """Every row that a publish may touch."""
    db.session.rollback()
    return {
        table: sorted(map(str, db.session.execute(text(f"SELECT * FROM {table}")).all())) for table in TABLES
    }


def published() -> int:
    db.session.rollback()
    return db.session.execute(text("SELECT count(*) FROM duty WHERE state = 'published'")).scalar_one()


def test_failing_at_any_statement_leaves_nothing(ward):
    before = everything()
    n = 0
    while True:
        n += 1
        if _fails_at(n, ward.publish):
            assert everything() == before, f"statement {n} left a half"
        else:
            break
    # The last round met no n-th statement: it is the one that publishes, and does all of it.
    assert n > 8
    assert published() == 4
    assert len(everything()["notice"]) > len(before["notice"])
    assert everything()["cover_flag"] != before["cover_flag"]


def _fails_at(n: int, work: Any) -> bool:
    sent = 0

    def count(_connection, _cursor, statement, *_rest) -> None:
        nonlocal sent
        sent += statement != "BEGIN"
        if sent == n:
            raise Killed

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        work()
        return False
    except Killed:
        return True
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


def test_failing_at_the_commit_leaves_nothing(ward):
    before = everything()

    def die(_connection) -> None:
        raise Killed

    event.listen(db.engine, "commit", die)
    try:
        with pytest.raises(Killed):
            ward.publish()
    finally:
        event.remove(db.engine, "commit", die)
    assert everything() == before


@pytest.fixture
def ends(ward) -> Iterator[Callable[[str], int]]:
    """How a worker ended that was to die at that moment: -9 is killed, 0 lived."""
    command = [sys.executable, "-m", "tests.services.dying", ward.url, *map(str, ward.ids)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as workers:

        def ended(when: str) -> int:
            print(when, file=workers.stdin, flush=True)
            return int(workers.stdout.readline())

        yield ended
        workers.stdin.close()


def test_a_worker_that_is_killed_at_any_statement_leaves_nothing(ward, ends):
    before, number = everything(), 1
    while (ended := ends(str(number))) == -signal.SIGKILL:
        assert everything() == before, f"statement {number} left a half"
        number += 1
    # That one met no statement of its number: it came after all that were killed, and published.
    assert ended == 0
    assert number > 10
    assert published() == 4


def test_a_worker_that_is_killed_at_the_commit_leaves_nothing_and_the_next_click_publishes(ward, ends):
    before = everything()
    assert ends("commit") == -signal.SIGKILL
    assert everything() == before
    assert ward.publish() == Published(4, 2)
    assert published() == 4


def test_a_worker_that_is_killed_when_it_has_committed_leaves_all_and_the_next_click_adds_nothing(ward, ends):
    assert ends("committed") == -signal.SIGKILL
    after = everything()
    assert published() == 4
    assert len(after["publication"]) == 1
    # Whoever clicked never heard; the same form is sent again.
    assert ward.publish() == Published(4, 2)
    assert everything() == after


def test_of_two_publishers_at_once_one_publishes_and_the_other_finds_nothing(ward, app):
    found: list[Published] = []
    works = [lambda key=key: found.append(ward.publish(key)) for key in ("one", "two")]
    assert race(app, works) == ["done", "done"]
    assert sorted(one.duties for one in found) == [0, 4]
    assert len(everything()["publication"]) == 1


def test_a_button_clicked_eight_times_at_once_publishes_once_and_says_so_each_time(ward, app):
    found: list[Published] = []
    works = [lambda: found.append(ward.publish("same"))] * 8
    assert race(app, works) == ["done"] * 8
    assert found == [Published(4, 2)] * 8
    rows = everything()
    assert (len(rows["publication"]), len(rows["publication_team"])) == (1, 1)


@pytest.mark.parametrize("breaks", [False, True])
def test_as_many_statements_for_ten_duties_as_for_two_hundred(app, breaks):
    counts, week = [], span("2026-11-30 00:00", hours=7 * 24)
    for officers in (2, 40):
        team = make_team(f"Ward {officers}")
        by = make_actor(teams=[team])
        for number in range(officers):
            officer = make_officer(f"Pat {number}", team=team)
            for day in range(5):
                start = "22:00" if breaks and day == 1 else "08:00"
                make_duty(officer, f"2026-12-0{day + 1} {start}", published=False)
        with heard() as asked:
            done = publish_duties([team.id], week, by=by, given=Given("", "Exigency"))
        assert done == Published(officers * 5, 0)
        assert bool(done.breaches) is breaks
        counts.append(len(asked))
    assert counts[0] == counts[1]
