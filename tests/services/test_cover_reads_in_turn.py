"""On PostgreSQL two changes to one team's cover queue: whoever comes second judges what the first one did."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from sqlalchemy import select, text

from roster.extensions import db, transaction
from roster.models.cover_flag import CoverFlag
from roster.services.contact_sessions import create_contact_session
from roster.services.namings import name_officers
from roster.services.postings import change_posting
from roster.services.promises import Promise
from roster.services.skills import grant_skill
from tests.factories import make_actor, make_duty, make_officer, make_skill, make_team, wall

pytestmark = pytest.mark.engine("postgresql")


def standing() -> list[str]:
    db.session.rollback()
    flags = select(CoverFlag).where(CoverFlag.resolved_at.is_(None))
    return [flag.state.value for flag in db.session.scalars(flags)]


def while_promising(app, promise, officer_id, by, change):
    """Somebody makes the promise and names the officer; before that is committed, the change begins."""
    promised, waits = Event(), Event()

    def second() -> None:
        with app.app_context():
            db.session.execute(text("SELECT 1"))
            promised.wait(timeout=30)
            try:
                change()
            finally:
                waits.set()
                db.session.remove()

    @transaction()
    def first() -> None:
        made = create_contact_session(promise, by=by)
        name_officers(made.id, [officer_id], by=by)
        promised.set()
        until_it_is_done_or_waits(waits)

    with ThreadPoolExecutor(1) as pool:
        changed = pool.submit(second)
        first()
        changed.result(timeout=30)


def until_it_is_done_or_waits(done: Event) -> None:
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with db.engine.connect() as looking:
        while not done.wait(timeout=0.01) and not looking.execute(waiting).scalar():
            looking.rollback()


@pytest.fixture
def ward(app, at):
    at("2026-11-23 09:00", tick=True)
    teams = make_team("Biggin Hill"), make_team("Kelsey Green")
    officer = make_officer(team=teams[0])
    make_duty(officer, "2026-12-03 07:00")
    return teams, officer.id, make_actor("sergeant", "administrator", teams=teams)


def coffee(team, skill_id=None) -> Promise:
    starts_at, ends_at = wall("2026-12-03 10:00"), wall("2026-12-03 11:00")
    return Promise(team.id, "Coffee", starts_at, ends_at, 1, skill_id, venue_name="Costa")


def test_a_skill_granted_while_a_session_that_asks_for_it_is_promised(app, ward):
    teams, officer_id, by = ward
    skill_id = make_skill("first_aid").id

    def change() -> None:
        grant_skill(officer_id, skill_id, date(2026, 1, 1), None, by=by)

    while_promising(app, coffee(teams[0], skill_id), officer_id, by, change)
    assert standing() == []


def test_an_officer_posted_away_while_a_session_is_promised(app, ward):
    teams, officer_id, by = ward

    def change() -> None:
        change_posting(officer_id, teams[1].id, date(2026, 12, 1), by=by)

    while_promising(app, coffee(teams[0]), officer_id, by, change)
    assert standing() == ["uncovered"]
