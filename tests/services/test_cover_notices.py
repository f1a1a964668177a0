"""Who is told of cover lost and back: whoever answers for the team, as news to those who did not do it."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import AbsenceKind
from roster.models.notice import COVER, Notice, NoticeKind
from roster.queries.my_changes import unseen
from roster.services.absences import record_absence
from roster.services.abstractions import cancel_abstraction, log_abstraction
from roster.services.contact_sessions import create_contact_session
from roster.services.coverage import mend_flags
from roster.services.namings import name_stand_in
from roster.services.notices import mark_read
from roster.services.promises import Promise
from tests.factories import (
    make_abstraction,
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_sergeant,
    make_supervision,
    make_team,
    make_venue,
    span,
    wall,
)

LOST, BACK = NoticeKind.COVER_LOST, NoticeKind.COVER_BACK
DAY = span("2026-12-03 07:00", hours=8)


@pytest.fixture
def ward(database: object, at: Any) -> Any:
    """Biggin Hill, for which PS Hart and PS Frost answer; PC Shah is named on Thursday's coffee."""
    at("2026-11-30 08:00")
    team = make_team()
    hart, frost = make_officer("Morgan Hart", "PS"), make_sergeant(team, name="Robin Frost")
    make_supervision(hart, team)
    shah, okafor = make_officer(team=team), make_officer("Ben Okafor", team=team)
    for officer in (shah, okafor):
        make_duty(officer, "2026-12-03 07:00")
    coffee = make_contact_session(team, "2026-12-03 10:00", named=[shah])
    by = make_actor("sergeant", teams=[team], officer=hart)
    return SimpleNamespace(team=team, hart=hart, frost=frost, shah=shah, okafor=okafor, coffee=coffee, by=by)


def told(officer: Any) -> list[tuple[NoticeKind, bool]]:
    """What of cover, and whether it counts as read."""
    db.session.commit()
    rows = select(Notice).where(Notice.recipient_id == officer.id, Notice.kind.in_(COVER)).order_by(Notice.id)
    found = db.session.scalars(rows.execution_options(populate_existing=True))
    return [(row.kind, row.read_at is not None) for row in found]


def take(ward: Any) -> Any:
    return log_abstraction(ward.shah, DAY, make_category(), "Duty inspector", by=ward.by)


def test_whoever_does_it_has_seen_it_and_the_others_have_not(ward: Any) -> None:
    taken = take(ward)
    assert (told(ward.hart), told(ward.frost)) == ([(LOST, True)], [(LOST, False)])
    cancel_abstraction(taken, by=ward.by)
    assert told(ward.hart) == [(LOST, True), (BACK, True)]
    assert told(ward.frost) == [(LOST, True), (BACK, False)]


@pytest.mark.parametrize("what", ["absence", "session", "naming"])
def test_whatever_the_change_it_is_no_news_to_its_maker(ward: Any, what: str) -> None:
    if what == "absence":
        record_absence(ward.shah, DAY, AbsenceKind.SICK, by=ward.by)
    elif what == "session":
        venue = make_venue(ward.team, "Library").id
        starts, ends = wall("2026-12-03 12:00"), wall("2026-12-03 13:00")
        create_contact_session(Promise(ward.team.id, "Stall", starts, ends, venue_id=venue), by=ward.by)
    else:
        make_abstraction(ward.shah, "2026-12-03 07:00")
        mend_flags([ward.coffee.id])
        before = told(ward.hart)
        name_stand_in(ward.coffee.id, ward.okafor.id, by=ward.by)
        assert (before, told(ward.hart)) == ([(LOST, False)], [(LOST, True), (BACK, True)])
        assert told(ward.frost) == [(LOST, True), (BACK, False)]
        return
    assert (told(ward.hart), told(ward.frost)) == ([(LOST, True)], [(LOST, False)])


def test_a_manager_who_does_it_leaves_every_sergeant_told(ward: Any) -> None:
    ward.by = make_actor("sergeant", teams=[ward.team])  # answers for the team and is no officer
    take(ward)
    assert told(ward.hart) == told(ward.frost) == [(LOST, False)]


def test_what_the_scheduler_finds_is_told_to_everybody(ward: Any) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    mend_flags([ward.coffee.id])
    assert told(ward.hart) == told(ward.frost) == [(LOST, False)]


def test_only_the_session_that_is_covered_again_is_no_news_any_more(ward: Any) -> None:
    other = make_contact_session(ward.team, "2026-12-03 12:00", named=[ward.shah])
    taken = make_abstraction(ward.shah, "2026-12-03 07:00")
    mend_flags([ward.coffee.id, other.id])
    name_stand_in(other.id, ward.okafor.id, by=ward.by)
    assert sorted(told(ward.hart)) == [(BACK, True), (LOST, False), (LOST, True)]
    assert not db.session.scalars(
        select(Notice).where(Notice.contact_session_id == ward.coffee.id, Notice.read_at.is_not(None))
    ).all()
    cancel_abstraction(taken, by=ward.by)
    assert [kind for kind, is_read in told(ward.hart) if not is_read] == []


def test_cover_stands_under_notices_and_not_among_an_officers_own_changes(ward: Any) -> None:
    make_abstraction(ward.shah, "2026-12-03 07:00")
    mend_flags([ward.coffee.id])
    assert unseen(ward.hart.id) == []
    mark_read(by=ward.by, but=COVER)  # the button of My duties
    assert told(ward.hart) == [(LOST, False)]
    mark_read(by=ward.by)
    assert told(ward.hart) == [(LOST, True)]
