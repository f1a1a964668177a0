"""Eight clients at one instant: nobody is booked twice, and the flags are right afterwards."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from roster.errors import Refusal
from roster.extensions import Model, db, transaction
from roster.models.absence import AbsenceKind
from roster.models.abstraction import Abstraction, AbstractionCategory
from roster.models.cell_change import ChangeReason
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag, FlagState
from roster.models.duty import Duty, DutyKind
from roster.models.notice import Notice
from roster.models.officer import Officer
from roster.models.skill import SkillGrant
from roster.services.absences import record_absence
from roster.services.abstractions import log_abstraction
from roster.services.cell_changes import Why
from roster.services.coverage import review_coverage
from roster.services.duties import add_duty, remove_duty
from roster.services.namings import name_stand_in
from roster.services.skills import grant_skill
from tests.factories import (
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_skill,
    make_team,
    span,
)

CLIENTS = 8
ROUNDS = range(1, 6)  # the same race on five days: a race that is lost once is lost
Work = Callable[[], object]


@pytest.fixture(autouse=True)
def _before_it_all_happens(at: Callable[..., datetime]) -> None:
    at("2026-11-23 09:00", tick=True)


def race(app: Flask, works: Iterable[Work]) -> list[object]:
    """Start all at one instant, each with a connection of its own; what each returned or raised."""
    works = list(works)
    together = Barrier(len(works))

    def run(work: Work) -> object:
        with app.app_context():
            try:
                # The connection is there before the start, so that it is not what they race for.
                db.session.execute(text("SELECT 1"))
                db.session.rollback()
                together.wait(timeout=30)
                work()
                return "done"
            except Exception as error:
                return error
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def winners(results: list[object]) -> int:
    """How many were done; every other one must have been refused in a sentence."""
    lost = [one for one in results if one != "done"]
    assert all(isinstance(one, Refusal) and str(one) for one in lost), lost
    return len(results) - len(lost)


def count(table: type[Model]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def flags() -> list[CoverFlag]:
    db.session.rollback()
    return list(db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None))))


def judged_again(contact_session: ContactSession) -> None:
    """A review that starts from nothing finds nothing to change."""
    reviewed = review_coverage((), contact_session.span, sessions=[contact_session.id])
    assert (reviewed.judged, reviewed.opened, reviewed.changed, reviewed.resolved) == (1, (), (), ())


@pytest.mark.parametrize("day", ROUNDS)
def test_an_officer_is_taken_once(app: Flask, day: int) -> None:
    team = make_team()
    officer, category = make_officer(team=team).id, make_category().id
    sergeant = make_actor("sergeant", teams=[team])

    def take(client: int) -> Work:
        # Each overlaps every other, and no two are the same request.
        asked = span(f"2026-12-0{day} 07:00", minutes=60 + 60 * client)

        def work() -> object:
            found = db.session.get_one(Officer, officer), db.session.get_one(AbstractionCategory, category)
            return log_abstraction(found[0], asked, found[1], f"Client {client}", by=sergeant)

        return work

    assert winners(race(app, map(take, range(CLIENTS)))) == 1
    assert count(Abstraction) == 1


def test_the_same_request_eight_times_is_logged_once(app: Flask) -> None:
    team = make_team()
    officer, category = make_officer(team=team).id, make_category().id
    sergeant = make_actor("sergeant", teams=[team])
    asked = span("2026-12-03 07:00", hours=8)

    def work() -> object:
        found = db.session.get_one(Officer, officer), db.session.get_one(AbstractionCategory, category)
        return log_abstraction(found[0], asked, found[1], "Insp Cole", by=sergeant)

    assert winners(race(app, [work] * CLIENTS)) == CLIENTS
    assert (count(Abstraction), count(Notice)) == (1, 1)


@pytest.mark.parametrize("day", ROUNDS)
def test_an_officer_is_rostered_once(app: Flask, day: int) -> None:
    team = make_team()
    officer = make_officer(team=team).id
    sergeant = make_actor("sergeant", teams=[team])

    def roster(client: int) -> Work:
        asked = span(f"2026-12-0{day} {7 + client % 2:02}:00", minutes=480 + client)
        return lambda: add_duty(db.session.get_one(Officer, officer), asked, DutyKind.WARD, by=sergeant)

    assert winners(race(app, map(roster, range(CLIENTS)))) == 1
    assert count(Duty) == 1


def test_duties_that_only_touch_are_all_rostered(app: Flask) -> None:
    team = make_team()
    officer = make_officer(team=team).id
    sergeant = make_actor("sergeant", teams=[team])

    def roster(client: int) -> Work:
        asked = span(f"2026-12-03 {8 + client:02}:00", hours=1)
        return lambda: add_duty(db.session.get_one(Officer, officer), asked, DutyKind.WARD, by=sergeant)

    assert winners(race(app, map(roster, range(CLIENTS)))) == CLIENTS
    assert count(Duty) == CLIENTS


@pytest.mark.parametrize("day", ROUNDS)
def test_the_guard_alone_refuses_in_a_sentence(app: Flask, day: int) -> None:
    officer = make_officer(team=make_team()).id

    @transaction()
    def without_looking(client: int) -> None:
        asked = span(f"2026-12-0{day} 07:00", minutes=60 + 60 * client)
        # Other starts: one that is the same hits the unique index instead (tests/models).
        starts = asked.start + client
        db.session.add(Duty(officer_id=officer, starts_at=starts, ends_at=asked.end, kind=DutyKind.WARD))

    works = [lambda client=client: without_looking(client) for client in range(CLIENTS)]
    assert winners(race(app, works)) == 1
    assert count(Duty) == 1


@pytest.mark.parametrize("day", ROUNDS)
def test_raw_sql_cannot_book_twice(app: Flask, day: int) -> None:
    officer, category = make_officer().id, make_category().id
    statement = text(
        "INSERT INTO abstraction (officer_id, category_id, starts_at, ends_at, planned_ends_at, status, "
        "requested_by, version) VALUES (:officer, :category, :start, :end, :end, 'confirmed', 'raw', 1)"
    )

    def insert(client: int) -> Work:
        asked = span(f"2026-12-0{day} 07:00", minutes=60 + 60 * client)
        values = {"officer": officer, "category": category, "start": asked.start + client, "end": asked.end}

        def work() -> None:
            with db.engine.begin() as connection:
                connection.execute(statement, values)

        return work

    results = race(app, map(insert, range(CLIENTS)))
    assert results.count("done") == 1
    # PostgreSQL may see two that wait for each other: that is a refusal too, and books nobody.
    assert all(isinstance(one, DBAPIError) for one in results if one != "done")
    assert count(Abstraction) == 1


def test_a_skill_is_granted_once(app: Flask) -> None:
    team = make_team()
    officer, skill = make_officer(team=team).id, make_skill("first_aid", pcso=True).id
    sergeant = make_actor("sergeant", teams=[team])
    first = date(2026, 12, 3)

    def give(client: int) -> Work:
        last = first + timedelta(days=30 + client)
        return lambda: grant_skill(officer, skill, first, last, by=sergeant)

    assert winners(race(app, map(give, range(CLIENTS)))) == 1
    assert count(SkillGrant) == 1


@pytest.mark.parametrize("needs", [1, 4])
def test_taking_the_whole_team_at_once_leaves_one_true_flag(app: Flask, needs: int) -> None:
    team = make_team()
    make_sergeant(team)
    officers = [make_officer(f"Officer N{n}", team=team) for n in range(CLIENTS)]
    for officer in officers:
        make_duty(officer, "2026-12-03 07:00")
    contact_session = make_contact_session(team, "2026-12-03 10:00", needs=needs, named=officers)
    results = race(app, _takings(officers, team))
    assert winners(results) == CLIENTS
    (flag,) = flags()
    assert flag.state is FlagState.UNCOVERED
    assert flag.contact_session_id == contact_session.id
    judged_again(contact_session)


def test_those_who_are_left_still_cover(app: Flask) -> None:
    team = make_team()
    officers = [make_officer(f"Officer N{n}", team=team) for n in range(CLIENTS)]
    for officer in officers:
        make_duty(officer, "2026-12-03 07:00")
    contact_session = make_contact_session(team, "2026-12-03 10:00", needs=2, named=officers)
    assert winners(race(app, _takings(officers[2:], team))) == CLIENTS - 2
    assert flags() == []
    judged_again(contact_session)


@pytest.mark.parametrize("day", ROUNDS)
def test_taking_and_naming_at_once_leave_the_flag_true(app: Flask, day: int) -> None:
    team = make_team()
    officers = [make_officer(f"Officer N{n}", team=team) for n in range(CLIENTS // 2)]
    for officer in officers:
        make_duty(officer, f"2026-12-0{day} 07:00")
    contact_session = make_contact_session(team, f"2026-12-0{day} 10:00", named=officers[:1])
    key, sergeant = contact_session.id, make_actor("sergeant", teams=[team])
    ids = [officer.id for officer in officers]
    namings = [lambda one=one: name_stand_in(key, one, by=sergeant) for one in ids]
    results = race(app, [*_takings(officers, team, f"2026-12-0{day}"), *namings])
    assert winners(results) == CLIENTS
    (flag,) = flags()
    assert flag.state is FlagState.UNCOVERED
    judged_again(contact_session)


@pytest.mark.engine("postgresql")  # SQLite has one writer: nobody can miss what another did
@pytest.mark.parametrize("day", ROUNDS)
@pytest.mark.parametrize("kind", ["sick", "no longer rostered"])
def test_each_who_goes_sees_who_went_before(app: Flask, day: int, kind: str) -> None:
    """Changes that do not know the teams beforehand queue at the review of cover."""
    team = make_team()
    officers = [make_officer(f"Officer N{n}", team=team) for n in range(CLIENTS)]
    duties = [make_duty(officer, f"2026-12-0{day} 07:00").id for officer in officers]
    contact_session = make_contact_session(team, f"2026-12-0{day} 10:00", named=officers)
    by, ids = make_actor("sergeant", teams=[team]), [officer.id for officer in officers]
    asked, why = span(f"2026-12-0{day} 07:00", hours=8), Why(ChangeReason.EXIGENCY)
    works: dict[str, Callable[[int], object]] = {
        "sick": lambda n: record_absence(db.session.get_one(Officer, ids[n]), asked, AbsenceKind.SICK, by=by),
        "no longer rostered": lambda n: remove_duty(db.session.get_one(Duty, duties[n]), 1, by=by, why=why),
    }
    results = race(app, [lambda n=n: works[kind](n) for n in range(CLIENTS)])
    assert winners(results) == CLIENTS
    (flag,) = flags()
    assert flag.state is FlagState.UNCOVERED
    judged_again(contact_session)


def _takings(officers: list[Officer], team: object, day: str = "2026-12-03") -> list[Work]:
    """Each client takes another officer, for the whole of the duty."""
    category, sergeant = make_category().id, make_actor("sergeant", teams=[team])
    asked = span(f"{day} 07:00", hours=8)

    def take(officer: int) -> Work:
        def work() -> object:
            found = db.session.get_one(Officer, officer), db.session.get_one(AbstractionCategory, category)
            return log_abstraction(found[0], asked, found[1], "Insp Cole", by=sergeant)

        return work

    return [take(officer.id) for officer in officers]
