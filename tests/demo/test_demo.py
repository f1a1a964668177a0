"""The demo in the database: its story plays out, its rows are the same again, nothing overlaps."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import String, cast, func, select, text

from roster import clock
from roster.demo.build import build_demo
from roster.extensions import db
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory
from roster.models.account import Account
from roster.models.area import Team
from roster.models.cell_change import OwedRestDay
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag, FlagState
from roster.models.duty import Duty, DutyState, RestDay, RestKind
from roster.models.leave_allowance import LeaveAllowance
from roster.models.notice import Notice, NoticeKind
from roster.models.officer import Officer
from roster.models.setting import Setting
from roster.permissions import Role
from roster.queries.accounts import actor_of
from roster.queries.coverage_changes import HORIZON_SECONDS
from roster.queries.leave import leave_left
from roster.queries.publications import is_published, published_day
from roster.services.abstractions import log_abstraction
from roster.services.coverage import review_coverage, tell_of_flags
from roster.services.namings import name_stand_in
from roster.values import Span
from tests import tally
from tests.conftest import ENGINES
from tests.databases import app_on, migrate
from tests.factories import wall

MONDAY = date(2026, 11, 23)
NOW = "2026-11-23 08:30"
STORY = wall("2026-11-26 10:00")
# Drawn anew for each installation, as they must be; and when the catalogue was really put in place.
OWN = {"account": {"password", "fs_uniquifier"}, "audit_entry": {"at"}}


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest) -> Iterator[tuple[Flask, str]]:
    """One demo for all that only look at it: it takes seconds to build."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    url = databases.blank()
    migrate(url)
    app = app_on(url)
    with app.app_context(), time_machine.travel(wall(NOW), tick=False):
        assert build_demo(2, MONDAY, "not a secret")
        db.session.remove()
    yield app, databases.label
    with app.app_context():
        db.engine.dispose()
    databases.take_back(url)


@pytest.fixture
def demo(
    built: tuple[Flask, str], request: pytest.FixtureRequest, at: Callable[..., datetime]
) -> Iterator[Flask]:
    app, label = built
    tally.note(request.node, label)
    at(NOW)
    with app.app_context():
        yield app
        db.session.remove()


def _standing(contact_session_id: int) -> CoverFlag | None:
    return db.session.scalar(
        select(CoverFlag).where(
            CoverFlag.contact_session_id == contact_session_id, CoverFlag.resolved_at.is_(None)
        )
    )


def _account(name: str) -> Account:
    return db.session.scalars(select(Account).where(Account.email == f"{name}@demo.example")).unique().one()


def test_taking_shah_leaves_thursday_at_risk_until_o_neill_is_named(
    app: Flask, at: Callable[..., datetime]
) -> None:
    at(NOW)
    build_demo(2, MONDAY, "not a secret")
    coffee = db.session.scalars(
        select(ContactSession).join(Team).where(Team.name == "Biggin Hill", ContactSession.starts_at == STORY)
    ).one()
    assert _standing(coffee.id) is None
    (shah,) = coffee.named
    duty = db.session.scalars(
        select(Duty).where(Duty.officer_id == shah.id, Duty.starts_at < STORY, Duty.ends_at > STORY)
    ).one()
    erpt = db.session.scalars(select(AbstractionCategory).where(AbstractionCategory.code == "erpt")).one()
    hart = actor_of(_account("hart"))
    taken = log_abstraction(shah, duty.span, erpt, "Insp Cole", by=hart)
    flag = _standing(coffee.id)
    assert flag is not None
    assert flag.state is FlagState.AT_RISK
    assert flag.lost_to_abstraction
    o_neill = db.session.scalars(select(Officer).where(Officer.last_name == "O'Neill")).one()
    name_stand_in(coffee.id, o_neill.id, by=hart)
    assert _standing(coffee.id) is None
    assert taken.span == duty.span


def test_every_flag_is_what_the_judge_says_now(demo: Flask) -> None:
    before = db.session.execute(select(CoverFlag.id, CoverFlag.state, CoverFlag.gaps)).all()
    planned = list(db.session.scalars(select(ContactSession.id)))
    for begin in range(0, len(planned), 200):
        part = planned[begin : begin + 200]
        reviewed = review_coverage((), Span(0, 1), sessions=part)
        assert (reviewed.opened, reviewed.changed, reviewed.resolved) == ((), (), ())
    assert db.session.execute(select(CoverFlag.id, CoverFlag.state, CoverFlag.gaps)).all() == before


def test_every_state_is_there_and_most_are_covered(demo: Flask) -> None:
    now = clock.now()
    ahead = select(ContactSession.id).where(ContactSession.starts_at > now)
    states = dict(
        db.session.execute(
            select(CoverFlag.state, func.count())
            .where(CoverFlag.resolved_at.is_(None), CoverFlag.contact_session_id.in_(ahead))
            .group_by(CoverFlag.state)
        ).all()
    )
    assert set(states) == {FlagState.AT_RISK, FlagState.UNCOVERED}
    sessions = len(db.session.scalars(ahead).all())
    assert sum(states.values()) < sessions / 5
    assert db.session.scalar(select(func.count()).where(ContactSession.status == "cancelled")) > 0
    resolved = select(func.count()).where(CoverFlag.resolved_at.is_not(None), CoverFlag.gaps != "[]")
    assert db.session.scalar(resolved) > 0
    assert {state for (state,) in db.session.execute(select(Duty.state).distinct())} == set(DutyState)


def test_flags_went_up_before_their_session_and_in_order(demo: Flask) -> None:
    rows = db.session.execute(select(CoverFlag, ContactSession).join(ContactSession).order_by(CoverFlag.id))
    for flag, contact_session in rows:
        assert flag.opened_at <= min(contact_session.ends_at, clock.now())
        assert flag.opened_at <= flag.changed_at
        assert flag.resolved_at is None or flag.opened_at <= flag.resolved_at <= clock.now()
        assert all(gap["short_by"] > 0 for gap in json.loads(flag.gaps))


def test_nobody_has_been_granted_or_asks_for_more_leave_than_there_is(demo: Flask) -> None:
    officers = db.session.scalars(select(LeaveAllowance.officer_id)).all()
    left = [leave_left(one, MONDAY) for one in officers]
    assert len(left) > 60
    assert min((one.minutes or 0) - one.asked for one in left) >= 16 * 60
    assert max(one.allowance or 0 for one in left) <= 45 * 8 * 60, "what nobody would believe"


def test_four_people_may_sign_in(demo: Flask) -> None:
    roles = {
        account.email.partition("@")[0]: {role.name for role in account.roles}
        for account in db.session.scalars(select(Account)).unique()
    }
    assert roles == {
        "hart": {"officer", "sergeant"},
        "shah": {"officer"},
        "cole": {"manager"},
        "admin": {"administrator"},
    }
    hart, cole = actor_of(_account("hart")), actor_of(_account("cole"))
    names = dict(db.session.execute(select(Team.id, Team.name)).all())
    assert {names[team] for team in hart.supervised_teams} == {"Biggin Hill", "Darwin", "Chelsfield"}
    assert len(cole.area_teams) == 22
    assert cole.roles == {Role.MANAGER}
    shah = actor_of(_account("shah"))
    assert {names[team] for team in shah.posted_teams} == {"Biggin Hill"}


def test_passwords_are_kept_only_hashed(demo: Flask) -> None:
    assert all(
        account.password.startswith("$argon2") for account in db.session.scalars(select(Account)).unique()
    )


def test_wards_carry_their_ons_codes(demo: Flask) -> None:
    codes = dict(db.session.execute(select(Team.name, Team.code)).all())
    assert len(codes) == 22
    assert min(codes.values()) == "E05013987"
    assert max(codes.values()) == "E05014008"
    # Statistics for wards as of 2022, Office for National Statistics.
    assert codes["Biggin Hill"] == "E05013989"
    assert codes["Chislehurst"] == "E05013993"
    assert [codes[name] for name in sorted(codes)] == sorted(codes.values())


def test_the_history_fills_a_report(demo: Flask) -> None:
    year_ago = wall("2025-11-23 00:00")
    taken = db.session.scalars(
        select(func.count()).where(Abstraction.starts_at >= year_ago, Abstraction.starts_at < clock.now())
    ).one()
    assert taken > 500
    exempt = (
        select(Abstraction.id)
        .join(AbstractionCategory)
        .where(AbstractionCategory.exempt_event, Abstraction.starts_at < clock.now())
    )
    assert db.session.scalars(exempt).first() is not None


def test_every_rest_day_that_an_abstraction_took_is_owed_or_was_given_back(demo: Flask) -> None:
    rests = select(RestDay).where(RestDay.state == DutyState.PUBLISHED, RestDay.kind == RestKind.REST_DAY)
    rested = {(one.officer_id, one.day) for one in db.session.scalars(rests)}
    taken = [
        one
        for one in db.session.scalars(select(Abstraction).where(Abstraction.status.in_(TAKEN)))
        if (one.officer_id, clock.force_day(one.starts_at)) in rested
    ]
    counted = select(OwedRestDay.abstraction_id).where(OwedRestDay.abstraction_id.is_not(None))
    assert {one.id for one in taken} == set(db.session.scalars(counted))
    assert taken, "Carnival takes some"


def test_a_roster_with_officers_is_left_alone(demo: Flask) -> None:
    before = _rows()
    assert not build_demo(3, MONDAY, "another")
    assert _rows() == before


def test_it_says_that_it_is_a_demo(demo: Flask) -> None:
    assert db.session.get(Setting, "demo").value == "1"


def test_the_scheduler_tells_nobody_what_the_demo_told(demo: Flask) -> None:
    told = select(func.count()).select_from(Notice).where(Notice.kind == NoticeKind.COVER_LOST)
    before = db.session.scalar(told)
    db.session.rollback()
    now = int(clock.now().timestamp())
    tell_of_flags(now, now + HORIZON_SECONDS)
    assert db.session.scalar(told) == before > 0


@pytest.mark.engine("sqlite")
def test_the_same_seed_and_day_make_the_same_demo_at_any_hour(databases, at: Callable[..., datetime]) -> None:
    found = []
    for seed, moment in ((5, "2026-11-25 07:10"), (5, "2026-11-25 19:40"), (6, "2026-11-25 07:10")):
        url = databases.migrated()
        at(moment)
        with app_on(url).app_context():
            build_demo(seed, date(2026, 11, 25), "not a secret")
            found.append(_rows())
            db.session.remove()
            db.engine.dispose()
        databases.take_back(url)
    assert found[0] == found[1]
    assert found[0] != found[2]


def _rows() -> dict[str, list]:
    """Every row of every table, but for what is each installation's own."""
    return {
        name: db.session.execute(
            select(*(cast(c, String) for c in table.columns if c.name not in OWN.get(name, ()))).order_by(
                *table.primary_key.columns
            )
        ).all()
        for name, table in db.metadata.tables.items()
    }


@pytest.mark.parametrize("day", ["2026-10-24", "2027-03-27", "2026-12-31"])
@pytest.mark.engine("sqlite")
def test_the_story_stands_round_clock_changes_and_new_year(
    app: Flask, at: Callable[..., datetime], day: str
) -> None:
    at(f"{day} 23:30")
    build_demo(2, date.fromisoformat(day), "not a secret")
    shah = select(Officer.id).where(Officer.last_name == "Shah")
    asked = text("SELECT officer_id FROM naming WHERE contact_session_id = :id").columns(
        officer_id=Abstraction.id.type
    )
    thursday = min(
        one.starts_at
        for one in db.session.scalars(select(ContactSession).join(Team).where(Team.name == "Biggin Hill"))
        if one.starts_at > clock.now() and clock.to_london(one.starts_at).weekday() == 3
    )
    coffee = db.session.scalars(
        select(ContactSession)
        .join(Team)
        .where(Team.name == "Biggin Hill", ContactSession.starts_at == thursday)
    ).one()
    assert f"{clock.to_london(coffee.starts_at):%H:%M}" == "10:00"
    assert _standing(coffee.id) is None
    assert db.session.scalars(asked, {"id": coffee.id}).all() == db.session.scalars(shah).all()


def test_each_published_day_was_published_by_somebody_and_no_draft_was(demo: Flask) -> None:
    shah = db.session.scalars(select(Officer).where(Officer.last_name == "Shah")).one()
    ward = db.session.scalars(select(Team.id).where(Team.name == "Biggin Hill")).one()
    rests = db.session.scalars(select(RestDay).where(RestDay.officer_id == shah.id)).all()
    assert {one.state for one in rests} == set(DutyState)
    for one in rests:
        assert is_published(shah.id, ward, one.day) is (one.state is DutyState.PUBLISHED), one.day
    (told,) = published_day(shah.id, ward, MONDAY)
    assert told.by == "PS Hart"
    assert told.starts_at <= wall("2026-11-23 00:00") < told.ends_at
    assert (told.starts_at - told.at).days >= 27
