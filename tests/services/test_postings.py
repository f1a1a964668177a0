"""An officer changes ward teams: the postings, the audit, and the cover of both teams."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cover_flag import CoverFlag, FlagState
from roster.models.officer import Posting
from roster.services.postings import change_posting
from tests.factories import (
    make_actor,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_posting,
    make_team,
)

FIFTH = date(2026, 12, 5)


@pytest.fixture
def two_wards(database, at):
    at("2026-12-01 08:00")
    old, new = make_team("Biggin Hill"), make_team("Darwin")
    shah = make_officer("Amina Shah", team=old)
    for day in ("2026-12-04", "2026-12-05"):
        make_duty(shah, f"{day} 07:00")
    return old, new, shah


def states(*sessions):
    rows = db.session.execute(
        select(CoverFlag.contact_session_id, CoverFlag.state).where(CoverFlag.resolved_at.is_(None))
    )
    standing = dict(rows.all())
    return [standing.get(one.id) for one in sessions]


def postings(officer):
    rows = db.session.scalars(
        select(Posting).where(Posting.officer_id == officer.id).order_by(Posting.first_day)
    )
    return [(row.team.name, row.first_day, row.last_day) for row in rows]


def test_both_teams_are_judged_again_from_the_day_and_not_before(two_wards) -> None:
    old, new, shah = two_wards
    before = make_contact_session(old, "2026-12-04 10:00", named=[shah])
    left_bare = make_contact_session(old, "2026-12-05 09:00", minutes=30, named=[shah])
    gained = make_contact_session(new, "2026-12-05 12:00", named=[shah])
    make_flag(gained)
    change_posting(shah.id, new.id, FIFTH, by=make_actor("administrator"))
    assert states(before, left_bare, gained) == [None, FlagState.UNCOVERED, None]
    assert postings(shah)[-2:] == [
        ("Biggin Hill", date(2020, 1, 1), date(2026, 12, 4)),
        ("Darwin", FIFTH, None),
    ]
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "posting:change"))
    detail = json.loads(entry.detail)
    assert (detail["before"]["team"], detail["after"]["team"]) == (old.code, new.code)


def test_a_session_over_the_midnight_of_the_change_is_judged_too(two_wards) -> None:
    old, new, shah = two_wards
    make_duty(shah, "2026-12-04 20:00")
    late = make_contact_session(old, "2026-12-04 23:30", named=[shah])
    change_posting(shah.id, new.id, FIFTH, by=make_actor("administrator"))
    assert states(late) == [FlagState.UNCOVERED]


def test_a_first_posting(two_wards) -> None:
    old, _, _ = two_wards
    fox = make_officer("Ola Fox")
    make_duty(fox, "2026-12-05 07:00")
    coffee = make_contact_session(old, "2026-12-05 10:00", named=[fox])
    make_flag(coffee)
    change_posting(fox.id, old.id, FIFTH, by=make_actor("administrator"))
    assert postings(fox) == [("Biggin Hill", FIFTH, None)]
    assert states(coffee) == [None]


def test_a_posting_that_has_ended_stays_as_it_is(two_wards) -> None:
    old, _new, _ = two_wards
    fox = make_officer("Ola Fox")
    make_posting(fox, old, "2026-01-01", "2026-06-30")
    change_posting(fox.id, old.id, FIFTH, by=make_actor("administrator"))
    assert postings(fox) == [
        ("Biggin Hill", date(2026, 1, 1), date(2026, 6, 30)),
        ("Biggin Hill", FIFTH, None),
    ]


def test_what_would_leave_the_postings_in_disorder_is_refused(two_wards) -> None:
    old, new, shah = two_wards
    administrator = make_actor("administrator")
    with pytest.raises(Refusal, match="posted to Biggin Hill already"):
        change_posting(shah.id, old.id, FIFTH, by=administrator)
    change_posting(shah.id, new.id, FIFTH, by=administrator)
    for day in (FIFTH, date(2026, 12, 1)):
        with pytest.raises(Refusal, match="a posting that begins on 5 Dec 2026"):
            change_posting(shah.id, old.id, day, by=administrator)
    assert len(postings(shah)) == 2


def test_only_an_administrator_may(two_wards) -> None:
    old, new, shah = two_wards
    for role in ("officer", "sergeant", "manager"):
        with pytest.raises(NotAllowed):
            change_posting(shah.id, new.id, FIFTH, by=make_actor(role, teams=[old, new]))
    for officer_id, team_id in ((999_999, new.id), (shah.id, 999_999)):
        with pytest.raises(NotFound):
            change_posting(officer_id, team_id, FIFTH, by=make_actor("administrator"))
    assert len(postings(shah)) == 1
