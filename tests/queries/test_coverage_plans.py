"""The questions about cover never read through history: their plans, on tables that have some."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from roster.extensions import Model, db, transaction
from roster.models.absence import Absence
from roster.models.abstraction import Abstraction
from roster.models.contact_session import ContactSession, Naming
from roster.models.duty import Duty
from roster.models.skill import SkillGrant
from roster.queries.coverage import facts_of
from roster.queries.coverage_changes import HORIZON_SECONDS
from roster.queries.coverage_force import untrue_flags
from roster.services.coverage import review_coverage
from tests.factories import make_category, make_officer, make_skill, make_team, make_venue, span, wall
from tests.statements import heard

pytestmark = pytest.mark.plans
FIRST, DAYS, TEAMS = wall("2024-12-01 00:00"), 760, 8
HISTORY = ("duty", "abstraction", "absence", "naming", "contact_session", "cover_flag", "skill_grant")
NOW = int(wall("2026-12-01 08:00").timestamp())


@pytest.fixture
def unread_history(database: object, at: Callable[..., Any]) -> list[int]:
    """Two years of eight ward teams."""
    at("2026-12-01 08:00")
    teams = [make_team(f"Ward {n}") for n in range(TEAMS)]
    officers = [make_officer(f"Alex Reed{n}", team=team).id for n, team in enumerate(teams)]
    team_ids = [team.id for team in teams]
    venue, category, skill = make_venue(teams[0]).id, make_category().id, make_skill().id
    days = [(officer, FIRST + timedelta(days=day)) for officer in officers for day in range(DAYS)]
    away = {"category_id": category, "requested_by": "Ops Room", "status": "confirmed", "version": 1}
    promise = {"venue_id": venue, "title": "Coffee", "officers_needed": 1, "required_skill_id": skill}
    promise |= {"cancelled_because": "", "version": 1, "status": "planned"}
    fill(Duty, [_hours(o, d, 7, 15) | {"kind": "ward", "state": "published", "version": 1} for o, d in days])
    taken = [_hours(o, d, 9, 12) | away for o, d in days[::3]]
    fill(Abstraction, [row | {"planned_ends_at": row["ends_at"]} for row in taken])
    fill(Absence, [_hours(o, d, 8, 9) | {"kind": "other", "status": "approved"} for o, d in days[::7]])
    skills = [skill, *(make_skill(f"skill_{n}").id for n in range(12))]
    grants = [_month(o, d) | {"skill_id": one, "suspended": False} for o, d in days[::30] for one in skills]
    fill(SkillGrant, grants)
    fill(
        ContactSession,
        [
            {"id": n, "team_id": team_ids[n // DAYS], "starts_at": d + timedelta(hours=10), **promise}
            | {"ends_at": d + timedelta(hours=11)}
            for n, (_, d) in enumerate(days)
        ],
    )
    fill(Naming, [{"contact_session_id": n, "officer_id": officers[n // DAYS]} for n in range(len(days))])
    review_coverage((), span("2026-12-01 08:00", hours=1), sessions=range(len(days)))
    db.session.rollback()
    return officers


@pytest.fixture(params=["counted", "not counted"])
def history(request: pytest.FixtureRequest, unread_history: list[int]) -> list[int]:
    """The same, the engine having been told how many rows that is, and not: SQLite seldom is."""
    if request.param == "counted" or db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return unread_history


def _hours(officer: int, day: Any, start: int, end: int) -> dict[str, Any]:
    times = {"starts_at": day + timedelta(hours=start), "ends_at": day + timedelta(hours=end)}
    return {"officer_id": officer, **times}


def _month(officer: int, day: Any) -> dict[str, Any]:
    return {"officer_id": officer, "first_day": day.date(), "last_day": day.date() + timedelta(days=29)}


@transaction()
def fill(table: type[Model], rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(table.__table__), rows)


def read_through(work: Callable[[], object]) -> set[str]:
    """The tables of history that any statement of the work would read from end to end."""
    with heard() as asked:
        work()
    db.session.rollback()
    return {table for statement, bound in asked for table in _scanned(statement, bound)}


def _scanned(statement: str, bound: Any) -> Iterator[str]:
    if not statement.lstrip().startswith(("WITH", "SELECT")):
        return
    aliases = {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+)", statement)}
    lite = db.engine.dialect.name == "sqlite"
    connection = db.session.connection()
    rows = connection.exec_driver_sql(("EXPLAIN QUERY PLAN " if lite else "EXPLAIN ") + statement, bound)
    # A filter by Bloom is filled by reading the whole table first, and most rows have the same status.
    by_status = r"SEARCH (\w+) USING INDEX ix_\w+?_(?:status|state|kind)"
    found = rf"(?:SCAN|BLOOM FILTER ON) (\w+)|{by_status}" if lite else r"Seq Scan on (\w+)"
    for row in rows:
        for hit in re.finditer(found, str(row[-1])):
            name = next(filter(None, hit.groups()))
            table = aliases.get(name, name)
            if table in HISTORY:
                yield table


def test_no_question_about_cover_reads_through_history(history: list[int]) -> None:
    day = span("2026-12-03 00:00", hours=24)
    planned = select(ContactSession.id).where(ContactSession.starts_at > NOW)
    ids = list(db.session.scalars(planned))
    assert len(facts_of((), officer_ids=history[:1], span=day)) == 1
    assert read_through(lambda: facts_of((), officer_ids=history[:1], span=day)) == set()
    assert read_through(lambda: facts_of((), officer_ids=history[:2], span=day)) == set()
    assert read_through(lambda: facts_of(ids)) == set()
    assert read_through(lambda: untrue_flags(NOW, NOW + HORIZON_SECONDS)) == set()
    # One that does is seen.
    everything = text("SELECT count(*) FROM duty AS d WHERE d.ends_at - d.starts_at > 5")
    assert read_through(lambda: db.session.execute(everything)) == {"duty"}
