"""Cells of the grid: a block is saved cell by cell, nothing published changes without a reason."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange, ChangeReason, NoticeBand, OwedRestDay
from roster.models.cover_flag import CoverFlag
from roster.models.duty import Duty, DutyState, RestDay, RestKind
from roster.models.notice import Notice, NoticeKind
from roster.queries.cells import sheet_of
from roster.services.cell_answers import Conflict, NeedsReason, Refused, Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from tests.factories import (
    make_absence,
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_team,
    make_template,
    span,
)
from tests.roster_factories import make_owed_rest_day
from tests.statements import heard

DAY = date(2026, 12, 9)
EXIGENCY = Why(ChangeReason.EXIGENCY)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah of Biggin Hill, PS Hart who supervises the ward, and the shifts; a Monday morning."""
    at("2026-11-23 09:00")
    make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    make_template("N", "Night", start=22 * 60, end=7 * 60)
    team = make_team()
    return SimpleNamespace(team=team, shah=make_officer(team=team), hart=make_actor(teams=[team]))


def save(ward, code, token="", on=DAY, why=None):
    (answer,) = save_cells([Wanted(ward.shah.id, on, code, token)], by=ward.hart, why=why)
    return answer


def rows(table):
    db.session.rollback()
    return list(db.session.scalars(select(table).order_by(table.id)))


def standing():
    flags = db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None)))
    return [flag.state.value for flag in flags]


def test_a_code_in_an_empty_cell_makes_a_draft_with_its_trace(ward):
    saved = save(ward, "e")
    assert isinstance(saved, Saved)
    (duty,) = rows(Duty)
    assert (duty.span, duty.state, duty.shift_template.code) == (
        span("2026-12-09 07:00", hours=8),
        DutyState.DRAFT,
        "E",
    )
    assert (saved.cell.code, saved.cell.token, saved.cell.state) == ("E", f"d{duty.id}.1E", "draft")
    (change,) = rows(CellChange)
    assert (change.before, change.after, change.published) == ("", "Early 07:00–15:00", False)
    (entry,) = rows(AuditEntry)
    assert (entry.action, entry.subject, entry.subject_id) == ("cell:change", "cell_change", change.id)
    assert json.loads(entry.detail)["after"] == {"words": "Early 07:00–15:00", "state": "draft"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("RD", "rest day"),
        ("fd", "free day"),
        (" n ", "Night 22:00–07:00"),
        ("W0800-1600", "Ward duty 08:00–16:00"),
        ("CT 10:00-12:30", "Court 10:00–12:30"),
        ("E0600-1400", "Early 06:00–14:00"),
        ("OF2000-0200", "Office 20:00–02:00"),
        ("CT1600-1800+E", "Early 07:00–15:00 and Court 16:00–18:00"),
        ("AL", "annual leave"),
        ("sick", "sick"),
        ("TOIL", "time off in lieu"),
    ],
)
def test_every_code_is_read_and_is_what_the_cell_says_afterwards(ward, code, words):
    saved = save(ward, code)
    assert saved.cell.words == words
    # Typed again on the cell as it is, it changes nothing; erased and typed again, it is back.
    again = save(ward, saved.cell.code, saved.cell.token)
    assert again.cell.token == saved.cell.token
    assert len(rows(CellChange)) == 1
    gone = save(ward, "", saved.cell.token)
    assert (gone.cell.words, gone.cell.token) == ("", "")
    assert save(ward, saved.cell.code, "").cell.words == words


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("X", "There is no shift “X”: type E, L, N, RD, FD, AL, SICK, TOIL, or times such as 0800-1600"),
        ("W2500-1600", "own times on the 24-hour clock"),
        ("X0800-1600", "There is no shift “X”"),
        ("E+E", "These two duties overlap"),
        ("E+RD", "A day is a rest day or has duties: type one or the other"),
        ("E" * 61, "more than a cell can hold"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(ward, code, problem):
    refused = save(ward, code)
    assert isinstance(refused, Refused)
    assert problem in refused.problem
    assert rows(Duty) == []


def test_a_withdrawn_shift_cannot_be_chosen_but_stays_where_it_is(ward):
    shift = make_template("M", "Mid", start=600, end=1080)
    save(ward, "M")
    shift.withdrawn = True
    db.session.commit()
    token = f"d{rows(Duty)[0].id}.1M"
    assert isinstance(save(ward, "m", token), Saved)
    assert "no shift “M”" in save(ward, "M", on=date(2026, 12, 10)).problem


def test_changing_a_cell_keeps_its_row_and_undoing_is_saving_the_earlier_code(ward):
    first = save(ward, "E").cell
    second = save(ward, "L", first.token).cell
    (duty,) = rows(Duty)
    assert (second.code, second.token) == ("L", f"d{duty.id}.2L")
    undone = save(ward, first.code, second.token).cell
    assert (undone.code, undone.token) == ("E", f"d{duty.id}.3E")
    assert [(one.before, one.after) for one in rows(CellChange)] == [
        ("", "Early 07:00–15:00"),
        ("Early 07:00–15:00", "Late 14:00–22:00"),
        ("Late 14:00–22:00", "Early 07:00–15:00"),
    ]


def test_a_duty_becomes_a_rest_day_and_a_free_day(ward):
    token = save(ward, "E").cell.token
    rest = save(ward, "RD", token).cell
    assert (rows(Duty), [one.kind for one in rows(RestDay)]) == ([], [RestKind.REST_DAY])
    free = save(ward, "FD", rest.token).cell
    assert (free.token, rows(RestDay)[0].kind) == (f"r{rows(RestDay)[0].id}.2FD", RestKind.FREE_DAY)


def test_the_second_of_two_sees_both_values(ward):
    other = make_actor(teams=[ward.team], officer=make_officer("Sam Reid", "PS"))
    token = save(ward, "E").cell.token
    save_cells([Wanted(ward.shah.id, DAY, "L", token)], by=other)
    conflict = save(ward, "N", token)
    assert isinstance(conflict, Conflict)
    assert (conflict.yours, conflict.cell.words) == ("Night 22:00–07:00", "Late 14:00–22:00")
    assert (conflict.last.by, conflict.last.at) == ("PS Reid", rows(CellChange)[-1].at)
    assert [duty.shift_template.code for duty in rows(Duty)] == ["L"]


def test_an_absence_typed_by_one_is_not_erased_by_another(ward):
    token = save(ward, "E").cell.token
    save(ward, "SICK", token)
    conflict = save(ward, "L", token)
    assert isinstance(conflict, Conflict)
    assert conflict.cell.words == "sick over Early 07:00–15:00"


def test_the_same_request_sent_again_changes_nothing(ward):
    token = save(ward, "E").cell.token
    first = save(ward, "L", token)
    assert save(ward, "L", token) == first
    assert len(rows(CellChange)) == 2


def test_a_block_with_bad_cells_saves_the_others(ward):
    stranger = make_officer("Ben Okafor", team=make_team("Darwin"))
    taken = save(ward, "E", on=date(2026, 12, 11)).cell
    wanted = [
        Wanted(ward.shah.id, date(2026, 12, 9), "N"),
        Wanted(ward.shah.id, date(2026, 12, 10), "W0600-1400"),  # the night ends at 07:00
        Wanted(ward.shah.id, date(2026, 12, 11), "L", "d99.1E"),
        Wanted(stranger.id, DAY, "E"),
        Wanted(999_999, DAY, "E"),
        Wanted(ward.shah.id, date(2026, 12, 12), "RD"),
        Wanted(ward.shah.id, date(2026, 12, 12), "E"),
        Wanted(ward.shah.id, date(2026, 12, 13), "Q"),
    ]
    answers = save_cells(wanted, by=ward.hart)
    assert [type(one) for one in answers] == [
        Saved,
        Refused,
        Conflict,
        Refused,
        Refused,
        Saved,
        Refused,
        Refused,
    ]
    assert "PC Amina Shah already has a duty then: Wed 9 Dec 22:00–Thu 10 Dec 07:00" in answers[1].problem
    assert answers[2].cell == taken
    assert answers[3].problem == answers[4].problem == "There is no such cell that you may change"
    assert answers[6].problem == "This cell is twice in what was sent"
    assert [duty.shift_template.code for duty in rows(Duty)] == ["E", "N"]


def test_what_stands_in_the_way_may_move_in_the_same_block(ward):
    """The night may only stand once the early start of the next morning has moved."""
    early = save(ward, "W0600-1400", on=date(2026, 12, 10)).cell
    wanted = [
        Wanted(ward.shah.id, date(2026, 12, 9), "N"),
        Wanted(ward.shah.id, date(2026, 12, 10), "L", early.token),
    ]
    answers = save_cells(wanted, by=ward.hart)
    assert [one.cell.words for one in answers] == ["Night 22:00–07:00", "Late 14:00–22:00"]


def test_permission_is_asked_for_the_team_of_that_date(ward):
    officer = make_actor("officer", teams=[ward.team])
    (answer,) = save_cells([Wanted(ward.shah.id, DAY, "E")], by=officer)
    assert isinstance(answer, Refused)
    assert rows(Duty) == []


def test_an_absence_lies_over_the_duty_and_undoing_takes_it_off(ward):
    first = save(ward, "E").cell
    away = save(ward, "AL", first.token).cell
    (absence,) = rows(Absence)
    assert (absence.span, absence.status) == (span("2026-12-09 00:00", hours=24), AbsenceStatus.APPROVED)
    assert (away.code, away.words) == ("AL", "annual leave over Early 07:00–15:00")
    undone = save(ward, first.code, away.token).cell
    assert (undone.code, undone.token) == (first.code, first.token)
    assert [one.status for one in rows(Absence)] == [AbsenceStatus.CANCELLED]


def test_leave_of_several_days_is_not_changed_from_one_cell(ward):
    make_absence(ward.shah, "2026-12-07 00:00", hours=24 * 5)
    refused = save(ward, "E")
    assert "PC Amina Shah is away then, Mon 7 Dec 00:00–Fri 11 Dec 24:00" not in refused.problem
    assert "PC Amina Shah is away then, Mon 7 Dec" in refused.problem
    assert isinstance(save(ward, "AL"), Saved)  # it is so already
    assert len(rows(Absence)) == 1


def test_a_published_cell_asks_for_a_reason_and_says_what_the_change_means(ward):
    make_duty(ward.shah, "2026-12-09 07:00", template=make_template())
    duty = rows(Duty)[0]
    make_contact_session(ward.team, "2026-12-09 10:00", named=[ward.shah])
    asked = save(ward, "N", f"d{duty.id}.1E")
    assert isinstance(asked, NeedsReason)
    assert (asked.impact.clear_days, asked.impact.rest_day, asked.impact.holiday) == (15, None, None)
    assert [(one.title, one.state.value) for one in asked.impact.bare] == [
        ("Coffee with a Copper", "uncovered")
    ]
    assert rows(CellChange) == []
    assert rows(Duty)[0].version == 1


def test_with_its_reason_a_published_cell_changes_and_is_told(ward):
    make_duty(ward.shah, "2026-12-09 07:00", template=make_template())
    make_contact_session(ward.team, "2026-12-09 10:00", named=[ward.shah])
    duty = rows(Duty)[0]
    published_at = duty.published_at
    saved = save(ward, "N", f"d{duty.id}.1E", why=Why(ChangeReason.OFFICER_REQUEST, "Asked on Monday"))
    assert (saved.cell.code, saved.cell.state) == ("N", "published")
    (change,) = rows(CellChange)
    assert (change.published, change.reason, change.note, change.clear_days) == (
        True,
        ChangeReason.OFFICER_REQUEST,
        "Asked on Monday",
        15,
    )
    assert standing() == ["uncovered"]
    assert [one.recipient_id for one in rows(Notice) if one.kind is NoticeKind.DUTY_CHANGED] == [ward.shah.id]
    assert rows(Duty)[0].published_at == published_at


def test_a_published_duty_that_is_put_back_covers_again(ward):
    make_duty(ward.shah, "2026-12-09 07:00", template=make_template())
    make_contact_session(ward.team, "2026-12-09 10:00", named=[ward.shah])
    gone = save(ward, "", f"d{rows(Duty)[0].id}.1E", why=EXIGENCY).cell
    assert (gone.token, standing()) == ("", ["uncovered"])


def test_a_draft_changes_nothing_of_the_cover_and_tells_nobody(ward):
    make_contact_session(ward.team, "2026-12-09 10:00", named=[ward.shah])
    save(ward, "E")
    assert standing() == []
    assert rows(Notice) == []


@pytest.mark.parametrize(
    ("now", "clear", "band"),
    [
        ("2026-11-23 09:00", 15, NoticeBand.AT_LEAST_15),
        ("2026-11-23 23:59", 15, NoticeBand.AT_LEAST_15),
        ("2026-11-24 00:00", 14, NoticeBand.UNDER_15),
        ("2026-12-09 06:00", -1, NoticeBand.UNDER_15),
    ],
)
def test_a_published_rest_day_that_becomes_duty_is_owed_with_its_band(ward, at, now, clear, band):
    make_rest_day(ward.shah, DAY)
    at(now)
    token = f"r{rows(RestDay)[0].id}.1RD"
    asked = save(ward, "E", token)
    assert (asked.impact.rest_day.clear_days, asked.impact.rest_day.band.value) == (clear, band.value)
    saved = save(ward, "E", token, why=EXIGENCY)
    assert saved.cell.state == "published"
    (owed,) = rows(OwedRestDay)
    assert (owed.day, owed.clear_days, owed.band, owed.re_rostered_to) == (DAY, clear, band, None)
    assert owed.cell_change_id == rows(CellChange)[0].id


def test_a_rest_day_put_back_on_its_own_day_is_no_longer_owed_until_it_is_cancelled_again(ward, at):
    make_rest_day(ward.shah, DAY)
    duty = save(ward, "E", f"r{rows(RestDay)[0].id}.1RD", why=EXIGENCY).cell
    back = save(ward, "RD", duty.token, why=EXIGENCY).cell
    assert [one.re_rostered_to for one in rows(OwedRestDay)] == [DAY]
    at("2026-12-01 09:00")
    save(ward, "L", back.token, why=EXIGENCY)
    assert [(one.re_rostered_to, one.band) for one in rows(OwedRestDay)] == [(None, NoticeBand.UNDER_15)]


def test_a_draft_rest_day_that_becomes_duty_is_not_owed(ward):
    make_rest_day(ward.shah, DAY, published=False)
    save(ward, "E", f"r{rows(RestDay)[0].id}.1RD")
    assert rows(OwedRestDay) == []


def test_a_free_day_is_not_owed(ward):
    make_rest_day(ward.shah, DAY, kind="free_day")
    save(ward, "E", f"r{rows(RestDay)[0].id}.1FD", why=EXIGENCY)
    assert rows(OwedRestDay) == []


def test_a_draft_that_was_to_give_a_day_back_and_is_gone_leaves_it_owed(ward):
    owed = make_owed_rest_day(ward.shah, "2026-12-02")
    owed.re_rostered_to = DAY
    db.session.commit()
    make_rest_day(ward.shah, DAY, published=False)
    save(ward, "E", f"r{rows(RestDay)[0].id}.1RD")
    assert [one.re_rostered_to for one in rows(OwedRestDay)] == [None]


def test_a_block_takes_as_many_statements_whatever_its_size(ward):
    officers = [make_officer(f"Officer N{number}", team=ward.team) for number in range(4)]
    for officer in officers:
        for on in range(7, 14):
            make_duty(officer, f"2026-12-{on:02} 07:00", template=make_template())

    def taken(some):
        ids = [one.id for one in some]
        sheet = sheet_of(ids, date(2026, 12, 7), date(2026, 12, 13))
        cells = [sheet.cell(one, date(2026, 12, on)) for one in ids for on in range(7, 14)]
        wanted = [Wanted(cell.officer_id, cell.day, "RD", cell.token) for cell in cells]
        with heard() as asked:
            answers = save_cells(wanted, by=ward.hart, why=EXIGENCY)
        assert {type(one) for one in answers} == {Saved}
        return len([one for one in asked if not one[0].startswith("BEGIN")])

    assert taken(officers[:1]) == taken(officers[1:])


@pytest.mark.parametrize(
    ("on", "code", "minutes"),
    [
        (date(2026, 3, 28), "N", 8 * 60),  # 22:00 to 07:00 over the spring night
        (date(2026, 10, 24), "N", 10 * 60),  # and over the autumn night
        (date(2026, 10, 24), "W1800-0200", 9 * 60),  # 02:00 comes once, after the hour that comes twice
        (date(2026, 10, 24), "W1800-0130", 7 * 60 + 30),  # 01:30 comes twice: the first is meant
        (date(2026, 3, 29), "W0130-0900", 6 * 60 + 30),  # 01:30 does not exist: 02:30 BST
        (date(2026, 12, 9), "W0000-0800", 8 * 60),
        (date(2026, 12, 9), "W1600-0000", 8 * 60),
    ],
)
def test_duties_round_midnight_and_the_nights_on_which_the_clocks_change(ward, on, code, minutes):
    saved = save(ward, code, on=on)
    (duty,) = rows(Duty)
    assert duty.span.minutes == minutes
    assert sheet_of([ward.shah.id], on, on).cell(ward.shah.id, on) == saved.cell


def test_a_duty_of_no_length_and_one_of_25_hours_are_refused(ward):
    assert "has no length" in save(ward, "W0100-0200", on=date(2026, 3, 29)).problem
    assert "24 hours at most" in save(ward, "W0700-0700", on=date(2026, 10, 24)).problem


def test_a_duty_until_midnight_and_one_from_midnight_do_not_overlap(ward):
    save(ward, "W1600-0000")
    assert isinstance(save(ward, "W0000-0800", on=date(2026, 12, 10)), Saved)
