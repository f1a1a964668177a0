"""P3: what it costs to judge again inside the transaction that logs an abstraction."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import Any
from unittest.mock import patch

from sqlalchemy import select, text

from benchmarks.engines import Engine
from benchmarks.ground import Ground, app_on
from benchmarks.random_edits import agree
from benchmarks.results import Result, ms
from benchmarks.timing import nothing_collected, timed
from benchmarks.visitor import statements
from roster import clock
from roster.extensions import db
from roster.models.abstraction import AbstractionCategory
from roster.models.officer import Officer
from roster.permissions import Actor, Role
from roster.services.abstractions import log_abstraction
from roster.values import Span

MOST_MORE, STATEMENTS_MORE = 0.002, 3
TURNS, WARMED_BY = 80, 6

# Whoever is named on a session that is covered now: taking them opens a flag and tells a sergeant,
# which is the most that there is to do.
_NAMED = """
SELECT min(k.officer_id), s.starts_at, s.ends_at
FROM contact_session AS s JOIN naming AS k ON k.contact_session_id = s.id
WHERE s.status = 'planned' AND s.starts_at > :now + 86400 AND s.starts_at < :now + 28 * 86400
  AND NOT EXISTS (SELECT 1 FROM cover_flag AS f
    WHERE f.contact_session_id = s.id AND f.resolved_at IS NULL)
GROUP BY s.id, s.starts_at, s.ends_at ORDER BY s.id % 10007 * 7919 % 10007, s.id
"""


def measure(ground: Ground) -> list[Result]:
    """The cost, at each length of history; and once an engine, whether 10,000 edits leave it true."""
    results = []
    for engine in ground.engines:
        results += [_cost(ground, engine, years) for years in ground.years]
        results.append(agree(ground, engine))
    return results


def _cost(ground: Ground, engine: Engine, years: int) -> Result:
    with app_on(engine.copy(ground.url(engine, years))):
        with_it, without = _times(turns=20 if ground.quick else TURNS)
        more = _statements_more()
    cost = with_it - without
    met = cost <= MOST_MORE and more <= STATEMENTS_MORE
    return Result(
        *("P3", engine.label, str(years), "logging an abstraction, a flag is opened and told"),
        *(ms(without), f"+{ms(cost)}, +{more} statements"),
        f"≤ +{ms(MOST_MORE)}, +{STATEMENTS_MORE}",
        met,
        with_it / without,
    )


def _times(turns: int) -> tuple[float, float]:
    times: dict[bool, list[float]] = {True: [], False: []}
    with nothing_collected():
        for number, log in zip(range(2 * (turns + WARMED_BY)), _loggings(), strict=False):
            reviews = number % 2 == 0
            with _reviewing(reviews):
                times[reviews].append(timed(log))
    return median(times[True][WARMED_BY:]), median(times[False][WARMED_BY:])


def _statements_more() -> int:
    counts = []
    for reviews, log in zip((True, False), _loggings(), strict=False):
        with _reviewing(reviews), statements() as sent:
            log()
        counts.append(len(sent))
    return counts[0] - counts[1]


def _loggings() -> Iterator[Any]:
    """Abstractions to be logged, each over a whole covered contact session of a free officer."""
    everywhere = frozenset(db.session.scalars(text("SELECT id FROM team")))
    by = Actor(account_id=1, roles=frozenset({Role.SERGEANT}), supervised_teams=everywhere)
    category = db.session.scalars(select(AbstractionCategory).where(AbstractionCategory.code == "erpt")).one()
    seen: set[int] = set()
    for officer_id, start, end in db.session.execute(
        text(_NAMED), {"now": int(clock.now().timestamp())}
    ).all():
        if officer_id in seen or _is_taken(officer_id, start, end):
            continue
        seen.add(officer_id)
        officer = db.session.get_one(Officer, officer_id)
        yield partial(log_abstraction, officer, Span(start, end), category, "Desk", by=by)


def _is_taken(officer_id: int, start: int, end: int) -> bool:
    asked = text("SELECT 1 FROM abstraction WHERE officer_id = :o AND starts_at < :e AND ends_at > :s")
    return db.session.execute(asked, {"o": officer_id, "s": start, "e": end}).first() is not None


@contextmanager
def _reviewing(reviews: bool) -> Iterator[None]:
    """With the re-check, or as if the roster had none."""
    if reviews:
        yield
        return
    with patch("roster.services.abstractions.review_coverage", lambda *_, **__: db.session.flush()):
        yield
