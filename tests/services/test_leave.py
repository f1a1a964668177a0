"""Leave: asked for and withdrawn by the officer, decided by the sergeant, told to both, counted in hours."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.audit import AuditEntry
from roster.models.cover_flag import CoverFlag
from roster.models.notice import Notice, NoticeKind
from roster.queries.leave import leave_left
from roster.services.absences import approve_absence, cancel_absence, decline_absence, record_absence
from roster.services.leave import allow_leave, ask_absence, withdraw_absence
from tests.factories import (
    day,
    make_absence,
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_sergeant,
    make_supervision,
    make_team,
    span,
)
from tests.roster_factories import make_leave_allowance, make_public_holiday

THURSDAY = span("2026-12-03 00:00", hours=24)
LEAVE = AbsenceKind.ANNUAL_LEAVE


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah alone is on duty on Thursday and named on its contact session; PS Hart decides."""
    at("2026-11-23 09:00")
    team = make_team()
    shah, sergeant = make_officer(team=team), make_sergeant(team)
    make_duty(shah, "2026-12-03 07:00")
    make_contact_session(team, "2026-12-03 10:00", named=[shah])
    return SimpleNamespace(
        team=team,
        shah=shah,
        sergeant=sergeant.id,
        hart=make_actor(teams=[team]),
        own=make_actor("officer", teams=[team], officer=shah),
    )


def ask(ward, time=THURSDAY, kind=LEAVE, note="") -> Absence:
    return ask_absence(ward.shah.id, time, kind, note, by=ward.own)


def told() -> list[tuple[int, NoticeKind]]:
    absences = Notice.absence_id.is_not(None)
    rows = db.session.scalars(select(Notice).where(absences).order_by(Notice.id))
    return [(one.recipient_id, one.kind) for one in rows]


def standing() -> list[str]:
    flags = db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None)))
    return [flag.state.value for flag in flags]


def test_what_is_asked_for_changes_nothing_and_the_sergeant_is_told(ward):
    absence = ask(ward, note="  A  wedding ")
    assert (absence.status, absence.note) == (AbsenceStatus.REQUESTED, "A wedding")
    assert absence.asked_at is not None
    assert told() == [(ward.sergeant, NoticeKind.ABSENCE_ASKED)]
    assert standing() == []


def test_approved_takes_the_officer_away_and_the_officer_is_told(ward):
    absence = ask(ward)
    approve_absence(absence, by=ward.hart)
    assert absence.decided_by_id == ward.hart.account_id
    assert told()[1:] == [(ward.shah.id, NoticeKind.ABSENCE_APPROVED)]
    assert standing() == ["uncovered"]


def test_declined_needs_a_reason_and_keeps_it(ward):
    absence = ask(ward)
    with pytest.raises(Refusal, match="Say why"):
        decline_absence(absence, "   ", by=ward.hart)
    decline_absence(absence, "Too few\nare left", by=ward.hart)
    assert (absence.status, absence.decline_reason) == (AbsenceStatus.DECLINED, "Too few are left")
    assert told()[1:] == [(ward.shah.id, NoticeKind.ABSENCE_DECLINED)]


def test_two_sergeants_who_decide_otherwise_see_both(ward):
    absence = ask(ward)
    approve_absence(absence, by=ward.hart)
    with pytest.raises(Changed) as seen:
        decline_absence(absence, "Too few are left", by=make_actor(teams=[ward.team]))
    assert (seen.value.yours, seen.value.theirs) == ("declined: Too few are left", "approved")
    assert absence.status is AbsenceStatus.APPROVED


def test_declining_twice_tells_once(ward):
    absence = ask(ward)
    for _ in range(2):
        decline_absence(absence, "Too few are left", by=ward.hart)
    assert told()[1:] == [(ward.shah.id, NoticeKind.ABSENCE_DECLINED)]


@pytest.mark.parametrize("approved", [False, True])
def test_the_officer_withdraws_what_has_not_begun(ward, approved):
    absence = ask(ward)
    if approved:
        approve_absence(absence, by=ward.hart)
    for _ in range(2):
        withdraw_absence(absence, by=ward.own)
    assert (absence.status, standing()) == (AbsenceStatus.CANCELLED, [])
    assert told()[-1] == (ward.sergeant, NoticeKind.ABSENCE_CANCELLED)
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("absence:withdraw") == 1


def test_leave_that_has_begun_is_not_withdrawn(ward, at):
    absence = ask(ward)
    approve_absence(absence, by=ward.hart)
    at("2026-12-03 00:00")
    with pytest.raises(Refusal, match="It has begun"):
        withdraw_absence(absence, by=ward.own)


def test_what_the_sergeant_recorded_is_the_sergeants_to_cancel(ward):
    absence = record_absence(ward.shah, THURSDAY, AbsenceKind.SICK, by=ward.hart)
    with pytest.raises(Refusal, match="Ask your sergeant to cancel it"):
        withdraw_absence(absence, by=ward.own)
    cancel_absence(absence, by=ward.hart)
    assert told() == [(ward.shah.id, NoticeKind.ABSENCE_CANCELLED)]


@pytest.mark.parametrize(
    ("time", "kind", "sentence"),
    [
        (span("2026-11-22 00:00", hours=48), LEAVE, "begins in the past"),
        (span("2026-12-03 00:00", hours=24 * 367), LEAVE, "a year at most"),
        (THURSDAY, AbsenceKind.SICK, "Tell your sergeant"),
        (span("2026-12-09 12:00", hours=4), LEAVE, "already asked for all day Wed 9 Dec"),
        (span("2026-12-16 12:00", hours=4), LEAVE, "already away then: all day Wed 16 Dec"),
        (span("2019-12-16 12:00", hours=4), LEAVE, "begins in the past"),
    ],
)
def test_what_cannot_be_asked_for_is_said(ward, time, kind, sentence):
    make_absence(ward.shah, "2026-12-09 00:00", status="requested")
    make_absence(ward.shah, "2026-12-16 00:00")
    with pytest.raises(Refusal, match=sentence):
        ask(ward, time, kind)


def test_part_of_today_may_be_asked_for(ward):
    assert ask(ward, span("2026-11-23 14:00", hours=2)).span.minutes == 120


@pytest.mark.parametrize("kind", [LEAVE, AbsenceKind.TIME_OFF_IN_LIEU])
def test_hours_that_are_past_are_not_asked_for_as_leave(ward, kind):
    # It is nine o'clock.
    for time in (span("2026-11-23 08:59", hours=4), span("2026-11-23 07:00", hours=2)):
        with pytest.raises(Refusal, match="Part of that time is past"):
            ask(ward, time, kind)
    assert ask(ward, span("2026-11-23 09:00", hours=4), kind).status is AbsenceStatus.REQUESTED


def test_court_and_training_may_be_noted_late_on_the_day(ward):
    for hour, kind in (("07", AbsenceKind.COURT), ("08", AbsenceKind.TRAINING)):
        assert ask(ward, span(f"2026-11-23 {hour}:00", hours=1), kind).status is AbsenceStatus.REQUESTED


def test_all_of_today_is_asked_for_until_its_duty_begins(ward, at):
    make_duty(ward.shah, "2026-11-23 14:00")
    today = span("2026-11-23 00:00", hours=24)
    at("2026-11-23 14:01")
    with pytest.raises(Refusal, match="Part of that time is past"):
        ask(ward, today)
    at("2026-11-23 14:00")
    assert ask(ward, today).status is AbsenceStatus.REQUESTED


def test_nobody_asks_or_withdraws_for_another(ward):
    absence = ask(ward)
    marsh = make_actor("officer", teams=[ward.team], officer=make_officer("Rosa Marsh", team=ward.team))
    for by in (marsh, ward.hart, make_actor("officer")):
        with pytest.raises(NotAllowed):
            ask_absence(ward.shah.id, span("2026-12-20 00:00", hours=24), LEAVE, by=by)
        with pytest.raises(NotAllowed):
            withdraw_absence(absence, by=by)


# Two postings


@pytest.fixture
def mover(ward) -> SimpleNamespace:
    """PC Okafor moves from Biggin Hill to Darwin on Thursday; PS Hart has only the first."""
    darwin = make_team("Darwin")
    okafor = make_officer("Ben Okafor")
    make_posting(okafor, ward.team, last="2026-12-02")
    make_posting(okafor, darwin, first="2026-12-03")
    return SimpleNamespace(okafor=okafor, darwin=darwin, both=span("2026-12-02 00:00", hours=48))


@pytest.mark.parametrize("change", ["record", "approve", "cancel"])
def test_an_absence_over_two_postings_needs_both_teams(ward, mover, change):
    absence = make_absence(mover.okafor, "2026-12-02 00:00", hours=48, status="requested")
    changes = {
        "record": lambda by: record_absence(mover.okafor, mover.both, AbsenceKind.SICK, by=by),
        "approve": lambda by: approve_absence(absence, by=by),
        "cancel": lambda by: cancel_absence(absence, by=by),
    }
    for teams in ([ward.team], [mover.darwin]):
        with pytest.raises(Refusal, match="a ward team that you do not supervise"):
            changes[change](make_actor(teams=teams))
    with pytest.raises(NotAllowed):
        changes[change](make_actor(teams=[make_team("Penge")]))
    changes[change](make_actor(teams=[ward.team, mover.darwin]))


def test_either_sergeant_may_decline_it_and_both_are_told_of_it(ward, mover):
    other = make_officer("Nell Arden", "PS")
    make_supervision(other, mover.darwin)
    own = make_actor("officer", officer=mover.okafor)
    absence = ask_absence(mover.okafor.id, mover.both, LEAVE, by=own)
    assert {one for one, _ in told()} == {ward.sergeant, other.id}
    decline_absence(absence, "Ask for it in two parts", by=make_actor(teams=[mover.darwin]))
    assert absence.status is AbsenceStatus.DECLINED


# How much is left


def test_leave_is_counted_by_the_duty_inside_it(ward):
    make_leave_allowance(ward.shah, 2026, hours=200)
    make_rest_day(ward.shah, "2026-12-04")
    make_duty(ward.shah, "2026-12-07 14:00", hours=10, published=False)
    make_absence(ward.shah, "2026-12-03 00:00", hours=48)  # a duty of 8 h and a rest day
    make_absence(ward.shah, "2026-12-07 20:00", hours=4, status="requested")  # the last 4 h of a duty
    make_absence(ward.shah, "2026-12-14 00:00", hours=24, kind="sick")
    left = leave_left(ward.shah.id, day("2026-12-01"))
    assert (left.allowance, left.approved, left.asked) == (12_000, 480, 240)
    assert left.minutes == 11_520


def test_days_without_a_roster_count_as_working_days_by_the_officers_share(ward):
    part_timer = make_officer("Dee Lewis", "PCSO", team=ward.team, fte=60)
    make_public_holiday("2027-01-01", "New Year's Day")
    for officer in (ward.shah, part_timer):
        make_absence(officer, "2026-12-28 00:00", hours=7 * 24)
    # Monday to Thursday; Friday is the holiday.
    assert leave_left(ward.shah.id, day("2026-12-28")).approved == 4 * 480
    assert leave_left(part_timer.id, day("2026-12-28")).approved == 4 * 288


def test_the_leave_year_begins_on_1_april(ward):
    make_absence(ward.shah, "2027-03-31 00:00", hours=48)  # Wednesday and Thursday
    years = [leave_left(ward.shah.id, day(on)) for on in ("2027-03-31", "2027-04-01")]
    assert [(one.year, one.approved, one.minutes) for one in years] == [(2026, 480, None), (2027, 480, None)]


def test_the_sergeant_sets_the_allowance_and_changes_it(ward):
    for hours in (200, 212):
        allow_leave(ward.shah.id, 2026, hours * 60, by=ward.hart)
    assert leave_left(ward.shah.id, day("2026-12-01")).allowance == 212 * 60
    with pytest.raises(Refusal, match="at most"):
        allow_leave(ward.shah.id, 2026, 1001 * 60, by=ward.hart)
    # It is 2026/27: the leave years on either side, and none beyond them.
    for year in (2025, 2027):
        assert allow_leave(ward.shah.id, year, 60, by=ward.hart).minutes == 60
    for year in (2024, 2028):
        with pytest.raises(Refusal, match="this leave year, the one before or the one after"):
            allow_leave(ward.shah.id, year, 60, by=ward.hart)
    for minutes in (0, 1000 * 60):
        assert allow_leave(ward.shah.id, 2026, minutes, by=ward.hart).minutes == minutes
    with pytest.raises(Refusal, match="at most"):
        allow_leave(ward.shah.id, 2026, -1, by=ward.hart)
    for by in (ward.own, make_actor(teams=[make_team("Darwin")])):
        with pytest.raises(NotAllowed):
            allow_leave(ward.shah.id, 2026, 60, by=by)
