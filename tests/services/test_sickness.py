"""Sickness over leave: recorded at once, the leave of those hours given back, what lies around it kept."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from roster import clock
from roster.errors import Refusal
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind
from roster.models.audit import AuditEntry
from roster.models.cover_flag import CoverFlag
from roster.models.notice import Notice, NoticeKind
from roster.queries.cells import sheet_of
from roster.queries.leave import leave_left
from roster.services.absences import approve_absence, record_absence
from roster.services.cell_answers import Wanted
from roster.services.cells import save_cells
from roster.services.leave import ask_absence
from roster.services.sickness import GIVEN_BACK
from roster.views.notice_words import sentence
from tests.factories import (
    day,
    make_absence,
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_team,
    make_template,
    save,
    span,
    wall,
)

SICK = AbsenceKind.SICK


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah has the week from Monday 7 December off, asked for and granted."""
    at("2026-12-07 06:00")
    team = make_team()
    shah = make_officer(team=team)
    leave = make_absence(shah, "2026-12-07 00:00", hours=5 * 24)
    leave.asked_at, leave.note = clock.now(), "Skiing"
    save(leave)
    return SimpleNamespace(team=team, shah=shah, leave=leave, hart=make_actor(teams=[team]))


def rows() -> list[tuple[str, str, str, str]]:
    """Kind, state and London times of all absences, in order of time."""
    db.session.rollback()
    found = db.session.scalars(select(Absence).order_by(Absence.starts_at, Absence.id))
    times = "%d %H:%M"
    return [
        (
            one.kind.value,
            one.status.value,
            f"{clock.to_london(one.starts_at):{times}}",
            f"{clock.to_london(one.ends_at):{times}}",
        )
        for one in found
    ]


def sick(ward, starts: str, hours: float) -> Absence:
    return record_absence(ward.shah, span(f"2026-12-{starts}", hours=hours), SICK, by=ward.hart)


def test_sickness_in_the_middle_of_leave_leaves_both_ends_of_it(ward):
    sick(ward, "08 00:00", 24)
    assert rows() == [
        ("annual_leave", "approved", "07 00:00", "08 00:00"),
        ("annual_leave", "cancelled", "08 00:00", "09 00:00"),
        ("sick", "approved", "08 00:00", "09 00:00"),
        ("annual_leave", "approved", "09 00:00", "12 00:00"),
    ]
    # Monday and Wednesday to Friday, eight hours each: Tuesday is given back.
    assert leave_left(ward.shah.id, day("2026-12-07")).approved == 4 * 480


@pytest.mark.parametrize(
    ("starts", "hours", "kept"),
    [
        ("06 00:00", 48, [("08 00:00", "12 00:00")]),  # its beginning
        ("11 12:00", 48, [("07 00:00", "11 12:00")]),  # its end, from noon
        ("07 00:00", 120, []),  # all of it, to the second
        ("06 12:00", 240, []),  # more than all of it
    ],
)
def test_what_sickness_does_not_touch_stays_approved(ward, starts, hours, kept):
    sick(ward, starts, hours)
    approved = [row[2:] for row in rows() if row[:2] == ("annual_leave", "approved")]
    assert approved == kept
    assert [row[0] for row in rows() if row[1] == "cancelled"] == ["annual_leave"]


def test_sickness_beside_leave_touches_none_of_it(ward):
    sick(ward, "12 00:00", 24)
    assert [row[:2] for row in rows()] == [("annual_leave", "approved"), ("sick", "approved")]


def test_sickness_over_two_leaves_gives_part_of_both_back(ward):
    make_absence(ward.shah, "2026-12-12 00:00", kind="court")
    sick(ward, "11 00:00", 36)
    assert rows()[-4:] == [
        ("annual_leave", "cancelled", "11 00:00", "12 00:00"),
        ("sick", "approved", "11 00:00", "12 12:00"),
        ("court", "cancelled", "12 00:00", "12 12:00"),
        ("court", "approved", "12 12:00", "13 00:00"),
    ]


def test_each_part_is_asked_for_as_the_whole_was_and_the_audit_has_them_all(ward):
    sick(ward, "08 00:00", 24)
    parts = db.session.scalars(select(Absence).where(Absence.kind == AbsenceKind.ANNUAL_LEAVE)).all()
    assert {(one.note, one.asked_at) for one in parts} == {("Skiing", wall("2026-12-07 06:00"))}
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert {entry.account_id for entry in entries} == {ward.hart.account_id}
    assert len({entry.subject_id for entry in entries}) == 4
    cut = entries[0]
    assert cut.subject_id == ward.leave.id
    assert sorted(entry.action for entry in entries) == [
        "absence:give-back",
        "absence:keep",
        "absence:keep",
        "absence:record",
    ]
    assert '"after": {"ends_at": "2026-12-08T00:00:00Z"' in cut.detail
    assert '"before": {"ends_at": "2026-12-12T00:00:00Z"' in cut.detail
    assert sum(f'"part_of": {ward.leave.id}' in entry.detail for entry in entries) == 2


def test_the_officer_is_told_once_of_what_is_given_back(ward):
    sick(ward, "08 00:00", 24)
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.recipient_id, notice.kind) == (ward.shah.id, NoticeKind.ABSENCE_CANCELLED)
    assert notice.absence.span == span("2026-12-08 00:00", hours=24)


def test_what_was_told_before_keeps_naming_all_that_was_granted(ward):
    asked = ask_absence(
        ward.shah.id,
        span("2026-12-14 00:00", hours=48),
        AbsenceKind.ANNUAL_LEAVE,
        by=make_actor("officer", officer=ward.shah),
    )
    approve_absence(asked, by=ward.hart)
    sick(ward, "15 00:00", 24)
    told = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [sentence(one) for one in told][-2:] == [
        "Your annual leave, Mon 14 Dec to Tue 15 Dec, is approved",
        "Your annual leave, Tue 15 Dec, is given back: sickness is recorded then",
    ]


def test_sickness_and_what_others_recorded_do_not_give_way(ward):
    for kind in ("sick", "other"):
        away = make_absence(ward.shah, "2026-12-14 00:00", kind=kind)
        before = rows()
        with pytest.raises(Refusal, match="already away then: all day Mon 14 Dec"):
            sick(ward, "11 00:00", 96)
        assert rows() == before, "the leave of Friday is not given back for nothing"
        db.session.delete(db.session.get_one(Absence, away.id))
        db.session.commit()


def test_a_sergeant_gives_no_leave_of_their_own_back(ward):
    own = make_actor("officer", "sergeant", teams=[ward.team], officer=ward.shah)
    with pytest.raises(Refusal, match="another sergeant of the team records it"):
        record_absence(ward.shah, span("2026-12-08 00:00", hours=24), SICK, by=own)
    assert rows() == [("annual_leave", "approved", "07 00:00", "12 00:00")]
    record_absence(ward.shah, span("2026-12-12 00:00", hours=24), SICK, by=own)


def test_cover_stays_as_it_is_where_the_officer_is_away_either_way(ward):
    make_duty(ward.shah, "2026-12-08 07:00")
    make_duty(ward.shah, "2026-12-12 07:00")
    make_contact_session(ward.team, "2026-12-12 10:00", named=[ward.shah])
    sick(ward, "08 00:00", 24)
    assert db.session.scalars(select(CoverFlag)).all() == []
    sick(ward, "11 00:00", 48)
    assert [flag.state.value for flag in db.session.scalars(select(CoverFlag))] == ["uncovered"]


def test_sickness_is_typed_and_pasted_over_leave_of_several_days(ward):
    days = [date(2026, 12, 8), date(2026, 12, 9)]
    sheet = sheet_of([ward.shah.id], days[0], days[1])
    pasted = [Wanted(ward.shah.id, one, "SICK", sheet.cell(ward.shah.id, one).token) for one in days]
    assert [one.cell.code for one in save_cells(pasted, by=ward.hart)] == ["SICK", "SICK"]
    standing = [row[0] for row in rows() if row[1] == "approved"]
    assert standing == ["annual_leave", "sick", "sick", "annual_leave"]
    sheet = sheet_of([ward.shah.id], date(2026, 12, 7), date(2026, 12, 11))
    codes = [sheet.cell(ward.shah.id, date(2026, 12, one)).code for one in range(7, 12)]
    assert codes == ["AL", "SICK", "SICK", "AL", "AL"]


@pytest.mark.parametrize("typed", ["SICK", "L+SICK"])
def test_sickness_typed_over_leave_of_that_day_alone_gives_it_back(ward, typed):
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    leave = make_absence(ward.shah, "2026-12-14 00:00")
    sheet = sheet_of([ward.shah.id], date(2026, 12, 14), date(2026, 12, 14))
    token = sheet.cell(ward.shah.id, date(2026, 12, 14)).token
    (answer,) = save_cells([Wanted(ward.shah.id, date(2026, 12, 14), typed, token)], by=ward.hart)
    assert answer.cell.code == "SICK"
    assert rows()[1:] == [
        ("annual_leave", "cancelled", "14 00:00", "15 00:00"),
        ("sick", "approved", "14 00:00", "15 00:00"),
    ]
    assert db.session.get_one(Absence, leave.id).decline_reason == GIVEN_BACK
    notice = db.session.scalars(select(Notice).where(Notice.absence_id == leave.id)).one()
    assert sentence(notice) == "Your annual leave, Mon 14 Dec, is given back: sickness is recorded then"


@pytest.mark.parametrize("typed", ["SICK", "L+SICK"])
def test_a_sergeant_types_no_sickness_over_leave_of_their_own_day(ward, typed):
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    make_absence(ward.shah, "2026-12-14 00:00")
    own = make_actor("officer", "sergeant", teams=[ward.team], officer=ward.shah)
    sheet = sheet_of([ward.shah.id], date(2026, 12, 14), date(2026, 12, 14))
    token = sheet.cell(ward.shah.id, date(2026, 12, 14)).token
    (answer,) = save_cells([Wanted(ward.shah.id, date(2026, 12, 14), typed, token)], by=own)
    assert "another sergeant of the team records it" in answer.problem
    assert rows()[1:] == [("annual_leave", "approved", "14 00:00", "15 00:00")]


def test_the_databases_guard_still_refuses_leave_and_sickness_at_one_time(ward):
    sick(ward, "08 00:00", 24)
    with pytest.raises(DBAPIError, match="absence_no_overlap"):
        make_absence(ward.shah, "2026-12-08 12:00", hours=1)
    db.session.rollback()
