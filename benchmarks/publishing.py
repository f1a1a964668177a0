"""P10: the coming weeks of the whole force published at once, checked, audited and flagged."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import psycopg
from sqlalchemy import make_url, text

from benchmarks.engines import Engine
from benchmarks.ground import Ground, app_on
from benchmarks.results import Result, ms
from benchmarks.timing import nothing_collected, timed
from benchmarks.visitor import statements
from roster import clock
from roster.extensions import db
from roster.permissions import Actor, Role
from roster.services.coverage import review_coverage
from roster.services.publishing import Given, publish_duties
from roster.values import Span

BAR, DAYS, TURNS = 3.0, 28, 5
WEEKS = 16  # behind the period, for the average of 17
GIVEN = Given("", "Measured")

# What anybody would write by hand: no overlap, eleven hours of rest, no tour over twelve, no average
# week over 48 hours; then both tables, one entry, and a notice for each officer.
_CHECKS = """
SELECT count(*) FROM (
  SELECT s - max(e) OVER (PARTITION BY officer_id ORDER BY s, e
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS rest, e - s AS length
  FROM (SELECT officer_id, starts_at AS s, ends_at AS e FROM duty
      WHERE starts_at >= {starts} - 86400 AND starts_at < {ends} + 86400
    UNION ALL SELECT officer_id, starts_at, ends_at FROM abstraction
      WHERE starts_at >= {starts} - 86400 AND starts_at < {ends} + 86400
        AND status IN ('confirmed', 'ended_early')) AS work) AS laid
WHERE rest < 39600 OR length > 43200;
SELECT count(*) FROM (
  SELECT sum(seconds) OVER (PARTITION BY officer_id ORDER BY week
    RANGE BETWEEN 16 PRECEDING AND CURRENT ROW) AS seconds
  FROM (SELECT officer_id, (starts_at - {behind}) / 604800 AS week, sum(ends_at - starts_at) AS seconds
    FROM duty WHERE starts_at >= {behind} AND starts_at < {ends} GROUP BY 1, 2) AS weeks) AS windows
WHERE seconds > 17 * 48 * 3600
"""
_WRITES = """
UPDATE duty SET state = 'published', published_at = {now}, version = version + 1
WHERE state = 'draft' AND starts_at >= {starts} AND starts_at < {ends};
UPDATE rest_day SET state = 'published', version = version + 1
WHERE state = 'draft' AND day >= {starts} AND day < {ends};
INSERT INTO publication (key, at, account_id, starts_at, ends_at, duties, rest_days, breach_count,
  breaches, reason, digest) VALUES ('floor', {now}, 1, {starts}, {ends}, 1, 1, 0, '[]', '', '');
INSERT INTO audit_entry (at, account_id, action, subject, subject_id, detail)
VALUES ({now}, 1, 'duty:publish', 'publication', 1, '{{}}');
INSERT INTO notice (recipient_id, kind, key, created_at)
SELECT DISTINCT officer_id, 'roster_published', 'floor', {now} FROM duty
WHERE starts_at >= {starts} AND starts_at < {ends}
"""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A database in which the last weeks that are rostered are drafts."""

    url: str
    span: Span
    duties: int
    teams: list[int]


def measure(ground: Ground) -> list[Result]:
    """Each turn on a copy of its own: what is published cannot be taken back."""
    return [_on(ground, engine) for engine in ground.engines]


def _on(ground: Ground, engine: Engine) -> Result:
    years = ground.years[0]
    drafted = _drafted(engine, ground.url(engine, years))
    ours: list[float] = []
    floor: list[float] = []
    counts: list[int] = []
    for _ in range(2 if ground.quick else TURNS):
        floor.append(_by_hand(engine, drafted))
        seconds, count = _published(engine, drafted)
        ours.append(seconds)
        counts.append(count)
    ratio = median(ours) / median(floor)
    what = f"{drafted.duties:,} duties published, {counts[0]} statements"
    return Result(
        *("P10", engine.label, str(years), what, ms(median(floor)), ms(median(ours))),
        f"≤ {BAR:.0f} ×",
        ratio <= BAR,
        ratio,
    )


def _drafted(engine: Engine, url: str) -> Drafted:
    """The last weeks made drafts again, and their contact sessions flagged for it."""
    made = engine.copy(url)
    with app_on(made):
        last = db.session.execute(text("SELECT max(day) FROM rest_day")).scalar_one()
        first = clock.london_date(last) - timedelta(days=DAYS - 1)
        starts = int(clock.midnight(first).timestamp())
        asked = {"starts": starts}
        draft = "SET state = 'draft', version = 1 WHERE"
        duties = db.session.execute(text(f"UPDATE duty {draft} starts_at >= :starts"), asked).rowcount
        db.session.execute(text(f"UPDATE rest_day {draft} day >= :starts"), asked)
        db.session.commit()
        sessions = text("SELECT id FROM contact_session WHERE starts_at >= :starts")
        review_coverage([], Span(starts, starts + 1), sessions=list(db.session.scalars(sessions, asked)))
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        teams = list(db.session.scalars(text("SELECT id FROM team")))
    return Drafted(made, Span(starts, last + 86_400), duties, teams)


def _published(engine: Engine, drafted: Drafted) -> tuple[float, int]:
    """Seconds and statements of the roster's own publish."""
    by = Actor(account_id=1, roles=frozenset({Role.SERGEANT}), supervised_teams=frozenset(drafted.teams))
    with app_on(engine.copy(drafted.url)), nothing_collected(), statements() as sent:
        found = []

        def publish() -> None:
            found.append(publish_duties(drafted.teams, drafted.span, by=by, given=GIVEN))

        seconds = timed(publish)
        if found[0].duties != drafted.duties:
            raise AssertionError(f"{found[0].duties} duties of {drafted.duties} were published")
        return seconds, len(sent)


def _by_hand(engine: Engine, drafted: Drafted) -> float:
    """Seconds of the same by the statements above, through the bare driver."""
    run, close = _driver(engine.copy(drafted.url))
    words = {
        "starts": drafted.span.start,
        "ends": drafted.span.end,
        "behind": drafted.span.start - WEEKS * 604_800,
        "now": int(clock.now().timestamp()),
    }
    script = ["BEGIN", *f"{_CHECKS};{_WRITES}".format(**words).split(";"), "COMMIT"]

    def by_hand() -> None:
        for statement in script:
            run(statement)

    with nothing_collected():
        seconds = timed(by_hand)
    close()
    return seconds


def _driver(url: str) -> tuple[Callable[[str], None], Callable[[], None]]:
    if url.startswith("sqlite"):
        lite = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        lite.execute("PRAGMA foreign_keys=ON")
        return lambda statement: [*lite.execute(statement)] and None, lite.close
    parts = make_url(url)
    server = psycopg.connect(
        host=str(parts.query["host"]), user="postgres", dbname=parts.database, autocommit=True
    )

    def run(statement: str) -> None:
        server.execute(statement)

    return run, server.close
