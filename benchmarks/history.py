"""P11: every page and job at five years of history against one."""

import re
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial

from flask import Flask
from sqlalchemy import text

from benchmarks.engines import Engine
from benchmarks.ground import Ground, app_on
from benchmarks.results import Result, ms
from benchmarks.timing import Pair, compare
from benchmarks.visitor import Visitor
from benchmarks.world.scale import MANAGER, SERGEANT, Scale
from roster import clock
from roster.extensions import db
from roster.queries.coverage_changes import HORIZON_SECONDS
from roster.queries.coverage_force import untrue_flags

BAR = 1.25
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# What is not a page of somebody who is signed in.
PASSED_OVER = {"security.static", "security.login", "home.home", "health.cover"}
# A row of the sergeant's first team, near now, for each address that names one.
_ROWS = {
    "abstraction_id": "SELECT max(a.id) FROM abstraction AS a WHERE a.officer_id = 1 "
    "AND a.status = 'confirmed' AND a.starts_at > {now} AND a.starts_at < {now} + 2419200",
    "contact_session_id": "SELECT min(id) FROM contact_session WHERE team_id = 1 AND status = 'planned' "
    "AND starts_at > {now}",
    "flag_id": "SELECT min(f.id) FROM cover_flag AS f JOIN contact_session AS s "
    "ON s.id = f.contact_session_id WHERE s.team_id <= 6 AND s.starts_at > {now} AND f.resolved_at IS NULL",
    "duty_id": "SELECT min(id) FROM duty WHERE officer_id = 1 AND starts_at > {now}",
    "grant_id": "SELECT min(id) FROM skill_grant WHERE officer_id = 1",
    "officer_id": "SELECT 1",
}


def measure(ground: Ground) -> list[Result]:
    """For each engine the slowest growing page of each role, and the judging of the force."""
    return [result for engine in ground.engines for result in _on(ground, engine)]


def _on(ground: Ground, engine: Engine) -> list[Result]:
    results = []
    with ExitStack() as stack:
        apps = [stack.enter_context(app_on(ground.url(engine, years))) for years in (1, 5)]
        for email in (SERGEANT, MANAGER):
            results += _pages(ground, engine, apps, email)
        results.append(_job(engine, apps))
    return results


def _pages(ground: Ground, engine: Engine, apps: list[Flask], email: str) -> list[Result]:
    role = email.partition("@")[0]
    short, long = (_visits(app, email, page_addresses(app, email, ground.scale)) for app in apps)
    pairs = {}
    for endpoint in short.keys() & long.keys():
        pairs[endpoint] = compare(long[endpoint], short[endpoint], turns=15, seconds=1.0)
        if pairs[endpoint].ratio > BAR:  # a longer look: most of these only met a busy machine
            pairs[endpoint] = compare(long[endpoint], short[endpoint], turns=60, seconds=4.0)
    worst = sorted(pairs, key=lambda endpoint: -pairs[endpoint].ratio)
    kept = [endpoint for endpoint in worst if pairs[endpoint].ratio > BAR] or worst[:1]
    of = f" (worst of {len(pairs)} pages)"
    return [
        _result(engine, f"{role}: {endpoint}{of if endpoint == worst[0] else ''}", pairs[endpoint])
        for endpoint in kept
    ]


def _result(engine: Engine, what: str, pair: Pair) -> Result:
    return Result(
        *("P11", engine.label, "5 to 1", what, ms(pair.floor), ms(pair.ours)),
        *(f"≤ {BAR} ×", pair.ratio <= BAR, pair.ratio),
    )


def page_addresses(app: Flask, email: str, scale: Scale) -> dict[str, str]:
    """An address for every page that the route map has and that answers this person."""
    with app.app_context():
        visitor = Visitor(app, email)
        now = int(clock.now().timestamp())
        values = {name: db.session.scalar(text(row.format(now=now))) for name, row in _ROWS.items()}
        db.session.remove()
    values["day"] = (scale.today + timedelta(days=1)).isoformat()
    found = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in PASSED_OVER:
            continue
        address = _ARGUMENT.sub(lambda argument: str(values.get(argument[1])), rule.rule)
        status = visitor.get(address).status
        if status == 200:
            found[rule.endpoint] = address
        elif status >= 500:
            print(f"*** {address} answered {status} and is not measured ***", file=sys.stderr)
    return found


def _visits(app: Flask, email: str, addresses: dict[str, str]) -> dict[str, Callable[[], object]]:
    with app.app_context():
        visitor = Visitor(app, email)
    return {endpoint: partial(visitor.page, address) for endpoint, address in addresses.items()}


def _job(engine: Engine, apps: list[Flask]) -> Result:
    starts = int(clock.now().timestamp())

    def judge(app: Flask) -> Callable[[], None]:
        def work() -> None:
            with app.app_context():
                untrue_flags(starts, starts + HORIZON_SECONDS)

        return work

    short, long = map(judge, apps)
    return _result(engine, "job: judge_cover (judging)", compare(long, short, turns=9, seconds=6))
