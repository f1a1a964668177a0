"""A cancelled rest day is given back on another day, and is owed again if that one goes too."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource, NoticeBand, OwedRestDay
from roster.models.duty import Duty, DutyState, RestDay
from roster.models.notice import Notice, NoticeKind
from roster.queries.cells import day_span, sheet_of
from roster.queries.owed_rest_days import by_band, given_back_in, owed_in, owed_to
from roster.services.cell_answers import Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from roster.services.owed_rest_days import re_roster
from roster.services.publishing import publish_duties
from tests.factories import (
    make_absence,
    make_actor,
    make_duty,
    make_officer,
    make_rest_day,
    make_team,
    make_template,
)
from tests.roster_factories import make_owed_rest_day, make_publication

NEW = date(2026, 12, 17)
EXIGENCY = Why(ChangeReason.EXIGENCY)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah is owed the rest day of Wednesday 2 December."""
    at("2026-11-30 09:00")
    make_template()
    team = make_team()
    shah = make_officer(team=team)
    return SimpleNamespace(
        team=team, shah=shah, hart=make_actor(teams=[team]), owed=make_owed_rest_day(shah, "2026-12-02").id
    )


def rows(table):
    db.session.rollback()
    return list(db.session.scalars(select(table).order_by(table.id)))


def test_a_draft_duty_makes_way_for_a_draft_rest_day_and_the_officer_is_told(ward):
    make_duty(ward.shah, "2026-12-17 07:00", published=False, template=make_template())
    re_roster(ward.owed, NEW, by=ward.hart)
    assert rows(Duty) == []
    assert [(one.day, one.state) for one in rows(RestDay)] == [(NEW, DutyState.DRAFT)]
    assert [one.re_rostered_to for one in rows(OwedRestDay)] == [NEW]
    change = rows(CellChange)[-1]
    assert (change.before, change.after, change.source) == (
        "Early 07:00–15:00",
        "rest day",
        ChangeSource.OWED,
    )
    assert change.told_at is not None
    assert [one.recipient_id for one in rows(Notice) if one.kind is NoticeKind.DUTY_CHANGED] == [ward.shah.id]
    assert [one.action for one in rows(AuditEntry)] == ["owed-rest-day:re-roster"]


def test_in_a_published_period_the_rest_day_is_published(ward):
    make_publication(ward.team, "2026-12-14")
    re_roster(ward.owed, NEW, by=ward.hart)
    assert [one.state for one in rows(RestDay)] == [DutyState.PUBLISHED]


@pytest.mark.parametrize(("for_shah", "state"), [(True, DutyState.PUBLISHED), (False, DutyState.DRAFT)])
def test_what_was_published_for_one_officer_is_published_for_that_officer_alone(ward, for_shah, state):
    """PC Shah's own day, or a colleague's: that one leaves hers a draft like the rest of her month."""
    one = ward.shah if for_shah else make_officer("Dee Lewis", "PCSO", team=ward.team)
    make_publication(ward.team, "2026-12-17", days=1, officers=[one])
    re_roster(ward.owed, NEW, by=ward.hart)
    assert [row.state for row in rows(RestDay)] == [state]


def test_a_colleague_s_published_day_leaves_the_rest_of_a_draft_month_alone(ward):
    """By the services: the colleague's day is published from its page, PC Shah's draft is one still."""
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    for officer in (lewis, ward.shah):
        make_duty(officer, "2026-12-17 07:00", published=False, template=make_template())
    publish_duties([ward.team.id], day_span(NEW), by=ward.hart, officer_ids=[lewis.id])
    re_roster(ward.owed, NEW, by=ward.hart)
    assert [row.state for row in rows(RestDay)] == [DutyState.DRAFT]
    assert [row.officer_id for row in rows(Duty)] == [lewis.id]


def test_a_second_click_changes_nothing(ward):
    for _ in range(2):
        re_roster(ward.owed, NEW, by=ward.hart)
    assert len(rows(RestDay)) == 1
    with pytest.raises(Refusal, match="re-rostered to Thu 17 Dec meanwhile"):
        re_roster(ward.owed, date(2026, 12, 18), by=ward.hart)


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        ("published", "Thu 17 Dec was published meanwhile, Early 07:00–15:00: say why it changes"),
        ("rest", "PC Amina Shah has a rest day on Thu 17 Dec already"),
        ("away", "PC Amina Shah is away on Thu 17 Dec"),
    ],
)
def test_a_day_that_gives_nothing_back_is_refused_in_words(ward, there, sentence):
    if there == "published":
        make_duty(ward.shah, "2026-12-17 07:00", template=make_template())
    elif there == "rest":
        make_rest_day(ward.shah, NEW)
    else:
        make_absence(ward.shah, "2026-12-14 00:00", hours=24 * 7)
    with pytest.raises(Refusal, match=sentence):
        re_roster(ward.owed, NEW, by=ward.hart)
    assert [one.re_rostered_to for one in rows(OwedRestDay)] == [None]


def test_a_published_duty_makes_way_as_a_change_with_its_reason_and_pays_the_one_day(ward):
    make_duty(ward.shah, "2026-12-17 07:00", template=make_template())
    re_roster(ward.owed, NEW, by=ward.hart, why=Why(ChangeReason.OFFICER_REQUEST, "Asked for it"))
    assert rows(Duty) == []
    assert [(one.day, one.state) for one in rows(RestDay)] == [(NEW, DutyState.PUBLISHED)]
    assert [one.re_rostered_to for one in rows(OwedRestDay)] == [NEW]
    change = rows(CellChange)[-1]
    assert (change.published, change.reason, change.clear_days) == (True, ChangeReason.OFFICER_REQUEST, 16)
    assert [one.recipient_id for one in rows(Notice) if one.kind is NoticeKind.DUTY_CHANGED] == [ward.shah.id]


def test_a_day_that_is_owed_itself_never_pays_for_two(ward):
    """A rest day of the 17th became duty too: standing again it gives itself back, and no other."""
    own = make_owed_rest_day(ward.shah, "2026-12-17").id
    make_duty(ward.shah, "2026-12-17 07:00", template=make_template())
    with pytest.raises(Refusal, match="The rest day of Thu 17 Dec is owed to PC Amina Shah too"):
        re_roster(ward.owed, NEW, by=ward.hart, why=EXIGENCY)
    re_roster(own, NEW, by=ward.hart, why=EXIGENCY)
    assert [(one.day.day, one.re_rostered_to) for one in rows(OwedRestDay)] == [(2, None), (17, NEW)]


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(2026, 11, 30)])
def test_a_day_that_is_past_is_refused(ward, day):
    with pytest.raises(Refusal, match="still to come"):
        re_roster(ward.owed, day, by=ward.hart)


def test_only_the_sergeant_of_that_day_s_ward_gives_it_back(ward):
    with pytest.raises(NotAllowed):
        re_roster(ward.owed, NEW, by=make_actor(teams=[make_team("Darwin")]))
    with pytest.raises(NotAllowed):
        re_roster(ward.owed, NEW, by=make_actor("officer", teams=[ward.team], officer=ward.shah))
    with pytest.raises(NotFound):
        re_roster(999, NEW, by=ward.hart)


def cancel_again(ward, why=None):
    cell = sheet_of([ward.shah.id], NEW, NEW).cell(ward.shah.id, NEW)
    (answer,) = save_cells([Wanted(ward.shah.id, NEW, "E", cell.token)], by=ward.hart, why=why)
    assert isinstance(answer, Saved)


def test_a_draft_that_gave_it_back_and_is_cancelled_leaves_the_first_day_owed(ward):
    re_roster(ward.owed, NEW, by=ward.hart)
    cancel_again(ward)
    assert [(one.day, one.re_rostered_to) for one in rows(OwedRestDay)] == [(date(2026, 12, 2), None)]


def test_a_published_day_that_gave_it_back_and_is_cancelled_is_owed_itself_with_its_own_notice(ward):
    make_publication(ward.team, "2026-12-14")
    re_roster(ward.owed, NEW, by=ward.hart)
    cancel_again(ward, EXIGENCY)
    assert [(one.day, one.re_rostered_to, one.band) for one in rows(OwedRestDay)] == [
        (date(2026, 12, 2), NEW, NoticeBand.UNDER_15),
        (NEW, None, NoticeBand.AT_LEAST_15),
    ]


def test_owed_days_are_listed_by_ward_and_counted_by_band(ward):
    at = int(db.session.get_one(OwedRestDay, ward.owed).cell_change.at.timestamp())
    make_owed_rest_day(ward.shah, "2026-12-03", "at_least_15")
    make_publication(ward.team, "2026-12-14")
    other = make_officer("Ben Okafor", team=make_team("Darwin"))
    make_owed_rest_day(other, "2026-12-02")
    re_roster(ward.owed, NEW, by=ward.hart)
    owed = owed_in([ward.team.id], at)
    assert [(one.officer, one.day, one.team) for one in owed] == [
        ("PC Amina Shah", date(2026, 12, 3), "Biggin Hill")
    ]
    assert by_band(owed) == {NoticeBand.UNDER_15: 0, NoticeBand.AT_LEAST_15: 1}
    assert [one.re_rostered_to for one in given_back_in([ward.team.id], at)] == [NEW]
    assert len(owed_to(ward.shah.id, at)) == 2
