"""The database's own guards, asked in raw SQL, past every service, on both engines."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from roster.clock import now
from roster.errors import Refusal
from roster.extensions import db, transaction
from roster.models.officer import Officer
from tests.factories import (
    grant,
    make_abstraction,
    make_area,
    make_category,
    make_charge,
    make_contact_session,
    make_duty,
    make_flag,
    make_notice,
    make_officer,
    make_posting,
    make_skill,
    make_team,
    make_venue,
)
from tests.roster_factories import make_pattern

pytestmark = pytest.mark.usefixtures("app")
HOUR, DAY = 3600, 86_400
T = 1_796_281_200  # Thu 3 Dec 2026, 07:00 in London

INSERTS = {
    "duty": "INSERT INTO duty (officer_id, starts_at, ends_at, kind, state, version) "
    "VALUES (:officer, :start, :end, 'ward', :status, 1)",
    "abstraction": "INSERT INTO abstraction (officer_id, category_id, starts_at, ends_at, planned_ends_at, "
    "status, requested_by, version) VALUES (:officer, :other, :start, :end, :end, :status, 'somebody', 1)",
    "posting": "INSERT INTO posting (officer_id, team_id, first_day, last_day) "
    "VALUES (:officer, :other, :start, :end)",
    "skill_grant": "INSERT INTO skill_grant (officer_id, skill_id, first_day, last_day, suspended) "
    "VALUES (:officer, :other, :start, :end, false)",
    "absence": "INSERT INTO absence (officer_id, starts_at, ends_at, kind, status, note, decline_reason) "
    "VALUES (:officer, :start, :end, 'sick', :status, '', '')",
    "pattern_line": "INSERT INTO pattern_line (officer_id, pattern_id, offset_weeks, first_day, last_day) "
    "VALUES (:officer, :other, 0, :start, :end)",
}
COLUMNS = dict.fromkeys(("duty", "abstraction", "absence"), ("starts_at", "ends_at"))
COLUMNS |= dict.fromkeys(("posting", "skill_grant", "pattern_line"), ("first_day", "last_day"))
STATUS = {"duty": "draft", "abstraction": "confirmed", "absence": "approved"}
OTHERS: dict[str, Callable[[], int]] = {
    "duty": lambda: 0,
    "abstraction": lambda: make_category().id,
    "posting": lambda: make_team().id,
    "skill_grant": lambda: make_skill().id,
    "absence": lambda: 0,
    "pattern_line": lambda: make_pattern("E RD").id,
}
tables = pytest.mark.parametrize("table", INSERTS)

# Against a row that holds [T, T + 8 h).
OVERLAPPING = {
    "the same": (0, 8),
    "inside": (2, 3),
    "around": (-1, 9),
    "over the start": (-4, 1),
    "over the end": (7, 12),
    "by a second at the start": (-8, 1 / HOUR),
    "by a second at the end": (8 - 1 / HOUR, 16),
}
overlapping = pytest.mark.parametrize("hours", OVERLAPPING.values(), ids=OVERLAPPING)


@pytest.fixture(autouse=True)
def _end_the_transaction(app: Flask):
    yield
    db.session.rollback()


def put(
    table: str,
    officer: int,
    hours: tuple[float, float],
    other: int,
    status: str | None = None,
    verb: str = "INSERT",
) -> None:
    """One row as raw SQL, from and to hours after T."""
    start, end = (T + round(each * HOUR) for each in hours)
    values = {"officer": officer, "start": start, "end": end, "other": other}
    statement = text(INSERTS[table].replace("INSERT", verb, 1))
    db.session.execute(statement, {**values, "status": status or STATUS.get(table, "")})


def move(table: str, row: int, hours: tuple[float, float]) -> None:
    first, last = COLUMNS[table]
    start, end = (T + round(each * HOUR) for each in hours)
    statement = f"UPDATE {table} SET {first} = :start, {last} = :end WHERE id = :id"
    db.session.execute(text(statement), {"start": start, "end": end, "id": row})


def ids(table: str) -> list[int]:
    return list(db.session.scalars(text(f"SELECT id FROM {table} ORDER BY {COLUMNS[table][0]}")))


@tables
@overlapping
def test_a_second_row_that_overlaps_is_refused(table: str, hours: tuple[float, float]) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    put(table, officer, (0, 8), other)
    with pytest.raises(IntegrityError):
        put(table, officer, hours, other)


@tables
@overlapping
def test_a_row_cannot_be_moved_onto_another(table: str, hours: tuple[float, float]) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    put(table, officer, (0, 8), other)
    put(table, officer, (100, 108), other)
    second = ids(table)[1]
    with pytest.raises(IntegrityError, match=f"{table}_no_overlap|UNIQUE|unique"):
        move(table, second, hours)


@tables
@overlapping
@pytest.mark.engine("sqlite")
def test_a_row_cannot_replace_another_that_it_overlaps(table: str, hours: tuple[float, float]) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    put(table, officer, (0, 8), other)
    before = ids(table)
    with pytest.raises(IntegrityError, match=f"{table}_no_overlap"):
        put(table, officer, hours, other, verb="INSERT OR REPLACE")
    assert ids(table) == before


@tables
@pytest.mark.engine("sqlite")
def test_a_row_cannot_be_moved_in_place_of_another(table: str) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    put(table, officer, (0, 8), other)
    put(table, officer, (100, 108), other)
    before, (first, last) = ids(table), COLUMNS[table]
    over = text(f"UPDATE OR REPLACE {table} SET {first} = {T}, {last} = {T + HOUR} WHERE id = {before[1]}")
    with pytest.raises(IntegrityError, match=f"{table}_no_overlap"):
        db.session.execute(over)
    assert ids(table) == before


@tables
def test_a_row_of_number_minus_one_is_guarded_as_well(table: str) -> None:
    # It is what SQLite calls the row that is being inserted, until that has its number.
    officer, other = make_officer().id, OTHERS[table]()
    numbered = INSERTS[table].replace("(officer_id", "(id, officer_id").replace("VALUES (", "VALUES (-1, ")
    values = {"officer": officer, "other": other, "start": T, "end": T + 8 * HOUR}
    db.session.execute(text(numbered), {**values, "status": STATUS.get(table, "")})
    assert ids(table) == [-1]
    with pytest.raises(IntegrityError):
        put(table, officer, (2, 10), other)


@tables
def test_rows_that_touch_are_accepted(table: str) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    put(table, officer, (0, 8), other)
    put(table, officer, (8, 16), other)
    put(table, officer, (-8, 0), other)
    assert len(ids(table)) == 3


@tables
def test_a_row_may_be_changed_where_it_stands(table: str) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    put(table, officer, (0, 8), other)
    move(table, ids(table)[0], (1, 9))
    move(table, ids(table)[0], (0, 4))
    assert len(ids(table)) == 1


@tables
def test_another_officers_row_is_no_obstacle(table: str) -> None:
    other = OTHERS[table]()
    for name in ("Amina Shah", "Dee Lewis"):
        put(table, make_officer(name).id, (0, 8), other)
    assert len(ids(table)) == 2


@tables
def test_a_row_cannot_be_given_to_an_officer_who_is_busy(table: str) -> None:
    shah, lewis, other = make_officer().id, make_officer("Dee Lewis").id, OTHERS[table]()
    put(table, shah, (0, 8), other)
    put(table, lewis, (1, 9), other)
    row = ids(table)[1]
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE {table} SET officer_id = {shah} WHERE id = {row}"))


@tables
def test_the_guard_looks_back_a_whole_day(table: str) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    put(table, officer, (0, 24), other)
    with pytest.raises(IntegrityError, match=f"{table}_no_overlap"):
        put(table, officer, (24 - 1 / HOUR, 30), other)


@pytest.mark.parametrize("status", ["requested", "cancelled"])
def test_abstractions_that_take_nobody_may_overlap(status: str) -> None:
    officer, category = make_officer().id, make_category().id
    put("abstraction", officer, (0, 8), category)
    put("abstraction", officer, (0, 8), category, status)
    put("abstraction", officer, (2, 6), category, status)
    assert len(ids("abstraction")) == 3


@pytest.mark.parametrize("status", ["confirmed", "ended_early"])
def test_abstractions_that_took_the_officer_may_not(status: str) -> None:
    officer, category = make_officer().id, make_category().id
    put("abstraction", officer, (0, 8), category, "ended_early")
    with pytest.raises(IntegrityError, match="abstraction_no_overlap"):
        put("abstraction", officer, (7, 9), category, status)


@pytest.mark.parametrize("before", ["requested", "cancelled"])
def test_an_abstraction_cannot_become_confirmed_beside_another(before: str) -> None:
    officer, category = make_officer().id, make_category().id
    put("abstraction", officer, (0, 8), category)
    put("abstraction", officer, (4, 12), category, before)
    row = ids("abstraction")[1]
    with pytest.raises(IntegrityError, match="abstraction_no_overlap"):
        db.session.execute(text(f"UPDATE abstraction SET status = 'confirmed' WHERE id = {row}"))


def test_two_skills_may_be_held_at_once() -> None:
    officer = make_officer().id
    put("skill_grant", officer, (0, 48), make_skill("taser").id)
    put("skill_grant", officer, (0, 48), make_skill("level_2", letters="L2").id)
    assert len(ids("skill_grant")) == 2


def test_open_ended_postings_and_grants_overlap_what_comes_later() -> None:
    officer = make_officer()
    make_posting(officer, make_team("Darwin"), "2026-01-01")
    with pytest.raises(IntegrityError):
        make_posting(officer, make_team("Chelsfield"), "2030-01-01")
    db.session.rollback()
    grant(officer, "taser", "2026-01-01")
    with pytest.raises(IntegrityError):
        grant(officer, "taser", "2030-01-01")


def test_a_posting_may_begin_the_day_after_another_ends() -> None:
    officer = make_officer()
    make_posting(officer, make_team("Darwin"), "2026-01-01", "2026-03-29")
    make_posting(officer, make_team("Chelsfield"), "2026-03-30")
    assert [one.team.name for one in officer.postings] == ["Darwin", "Chelsfield"]


@pytest.mark.parametrize("table", ["duty", "abstraction"])
@pytest.mark.parametrize(
    "hours", [(0, 24 + 1 / HOUR), (8, 8), (8, 0)], ids=["too long", "empty", "backwards"]
)
def test_spans_end_after_they_start_and_last_a_day_at_most(table: str, hours: tuple[float, float]) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    with pytest.raises(IntegrityError):
        put(table, officer, hours, other)


@pytest.mark.parametrize("table", ["posting", "skill_grant"])
def test_dated_rows_hold_a_day_at_least(table: str) -> None:
    officer, other = make_officer().id, OTHERS[table]()
    with pytest.raises(IntegrityError):
        put(table, officer, (0, 0), other)


@pytest.mark.parametrize(
    ("needed", "end"),
    [(0, HOUR), (51, HOUR), (1, 0), (1, DAY + 1)],
    ids=["none", "too many", "empty", "long"],
)
def test_contact_sessions_are_possible(needed: int, end: int) -> None:
    team = make_team()
    statement = text(
        "INSERT INTO contact_session (team_id, venue_id, title, starts_at, ends_at, officers_needed, status, "
        "cancelled_because, version) "
        "VALUES (:team, :venue, 'Coffee', :start, :end, :needed, 'planned', '', 1)"
    )
    values = {"team": team.id, "venue": make_venue(team).id, "start": T, "end": T + end, "needed": needed}
    with pytest.raises(IntegrityError):
        db.session.execute(statement, values)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE officer SET fte_hundredths = 0",
        "UPDATE officer SET fte_hundredths = 101",
        "UPDATE officer SET rank = 'Sheriff'",
        "UPDATE duty SET kind = 'holiday'",
        "UPDATE duty SET state = 'secret'",
        "UPDATE duty SET officer_id = 999999",
        "UPDATE skill SET validity_months = 0",
        "UPDATE charge SET bcu_id = 1",
        "UPDATE charge SET borough_id = NULL",
        "DELETE FROM officer",
    ],
)
def test_words_numbers_and_ties_hold(change: str) -> None:
    officer = make_officer(team=make_team())
    make_duty(officer, "2026-12-03 07:00")
    make_skill()
    make_charge(officer, make_area())
    with pytest.raises(IntegrityError):
        db.session.execute(text(change))


def test_one_flag_stands_for_a_session_and_another_may_follow_it() -> None:
    contact_session = make_contact_session(make_team(), "2026-12-03 10:00")
    flag = make_flag(contact_session)
    with pytest.raises(IntegrityError):
        make_flag(contact_session, "at_risk")
    db.session.rollback()
    flag.resolved_at = now()
    db.session.commit()
    assert make_flag(contact_session, "at_risk").id != flag.id


def test_a_resolved_flag_cannot_stand_again_beside_another() -> None:
    contact_session = make_contact_session(make_team(), "2026-12-03 10:00")
    flag = make_flag(contact_session)
    flag.resolved_at = now()
    db.session.commit()
    make_flag(contact_session)
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE cover_flag SET resolved_at = NULL WHERE id = {flag.id}"))


def test_the_same_thing_is_told_once() -> None:
    officer = make_officer()
    make_notice(officer, "taken", "abstraction 1")
    make_notice(officer, "taking_ended", "abstraction 1")
    make_notice(make_officer("Dee Lewis"), "taken", "abstraction 1")
    with pytest.raises(IntegrityError):
        make_notice(officer, "taken", "abstraction 1")


LATER = {
    "duty": lambda one: make_duty(one, "2026-12-03 08:00"),
    "abstraction": lambda one: make_abstraction(one, "2026-12-03 08:00"),
    "posting": lambda one: make_posting(one, make_team("Darwin"), "2026-06-01"),
    "skill_grant": lambda one: grant(one, "taser", "2026-06-01"),
}
SAME_START = {
    "duty": lambda one: make_duty(one, "2026-12-03 07:00"),
    "posting": lambda one: make_posting(one, make_team("Darwin")),
    "skill_grant": lambda one: grant(one, "taser"),
}


@pytest.fixture
def busy() -> Officer:
    """An officer with one row in each guarded table."""
    officer = make_officer(team=make_team())
    make_duty(officer, "2026-12-03 07:00")
    make_abstraction(officer, "2026-12-03 07:00")
    grant(officer, "taser")
    return officer


@transaction()
def attempt(change: Callable[[Officer], object], officer: Officer) -> None:
    """As a service would, had it not looked first."""
    change(officer)


@pytest.mark.parametrize("change", LATER.values(), ids=LATER)
def test_what_the_database_refuses_is_a_sentence_for_people(
    busy: Officer, change: Callable[[Officer], object]
) -> None:
    with pytest.raises(Refusal, match=r"^This officer "):
        attempt(change, busy)


@pytest.mark.parametrize("change", SAME_START.values(), ids=SAME_START)
def test_rows_with_the_same_start_are_refused_in_a_sentence_too(
    busy: Officer, change: Callable[[Officer], object]
) -> None:
    with pytest.raises(Refusal, match=r"^This officer "):
        attempt(change, busy)
