"""Duties: added as drafts, changed, removed; each change told, recorded and its cover judged."""

import json
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange, ChangeReason
from roster.models.cover_flag import CoverFlag
from roster.models.duty import Duty, DutyKind, DutyState
from roster.models.notice import Notice, NoticeKind
from roster.services.cell_changes import Why
from roster.services.duties import add_duty, change_duty, remove_duty
from tests.factories import (
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_team,
    make_template,
    span,
    wall,
)

EARLY = "2026-12-03 07:00"
WHY = Why(ChangeReason.EXIGENCY)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """Biggin Hill, PC Shah posted to it, and the sergeant who supervises it."""
    at("2026-11-23 09:00")
    team = make_team()
    return SimpleNamespace(team=team, shah=make_officer(team=team), hart=make_actor(teams=[team]))


def entries(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def standing() -> list[str]:
    flags = db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None)))
    return [flag.state.value for flag in flags]


def test_a_new_duty_is_a_draft_with_its_shift_and_an_audit_entry(ward):
    early = make_template()
    duty = add_duty(ward.shah, span(EARLY, hours=8), early, by=ward.hart)
    assert (duty.state, duty.kind, duty.shift_template.code) == (DutyState.DRAFT, DutyKind.WARD, "E")
    (entry,) = entries("duty:add")
    assert (entry.subject, entry.subject_id, entry.account_id) == ("duty", duty.id, ward.hart.account_id)
    assert json.loads(entry.detail)["after"]["starts_at"] == "2026-12-03T07:00:00Z"


def test_a_duty_that_overlaps_another_is_refused_in_words(ward):
    make_duty(ward.shah, EARLY)
    with pytest.raises(Refusal, match="PC Amina Shah already has a duty then: Thu 3 Dec 07:00–15:00"):
        add_duty(ward.shah, span("2026-12-03 14:00", hours=8), DutyKind.WARD, by=ward.hart)


def test_duties_that_touch_do_not_overlap(ward):
    make_duty(ward.shah, EARLY)
    add_duty(ward.shah, span("2026-12-03 15:00", hours=2), DutyKind.OFFICE, by=ward.hart, why=WHY)
    assert len(db.session.scalars(select(Duty)).all()) == 2


def test_a_second_duty_on_a_published_day_is_a_change_of_it_with_its_reason(ward):
    make_duty(ward.shah, EARLY)
    late = span("2026-12-03 15:00", hours=2), DutyKind.OFFICE
    with pytest.raises(Refusal, match="say why it changes"):
        add_duty(ward.shah, *late, by=ward.hart)
    duty = add_duty(ward.shah, *late, by=ward.hart, why=WHY)
    assert duty.state is DutyState.PUBLISHED
    change = db.session.scalars(select(CellChange)).one()
    assert (change.published, change.reason, change.clear_days) == (True, ChangeReason.EXIGENCY, 9)


def test_a_duty_of_more_than_a_day_is_refused(ward):
    with pytest.raises(Refusal, match="24 hours at most"):
        # 12:00 to 12:00 over the autumn night is 25 hours.
        add_duty(ward.shah, span("2026-10-24 12:00", hours=25), DutyKind.WARD, by=ward.hart)


def test_permission_is_asked_for_the_team_of_that_date(ward):
    darwin = make_team("Darwin")
    lewis = make_officer("Dee Lewis", "PCSO")
    make_posting(lewis, ward.team, last="2026-12-02")
    make_posting(lewis, darwin, first="2026-12-03")
    add_duty(lewis, span("2026-12-02 07:00", hours=8), DutyKind.WARD, by=ward.hart)
    with pytest.raises(NotAllowed):
        add_duty(lewis, span(EARLY, hours=8), DutyKind.WARD, by=ward.hart)


def test_nobody_rosters_an_officer_who_is_posted_nowhere(ward):
    with pytest.raises(NotAllowed):
        add_duty(make_officer("Tom Frost"), span(EARLY, hours=8), DutyKind.WARD, by=ward.hart)


def test_changing_a_published_duty_tells_the_officer_and_opens_the_gap(ward):
    duty = make_duty(ward.shah, EARLY)
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    change_duty(duty, span("2026-12-03 14:00", hours=8), DutyKind.WARD, 1, by=ward.hart, why=WHY)
    assert standing() == ["uncovered"]
    (notice,) = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.DUTY_CHANGED))
    assert (notice.recipient_id, notice.about_at) == (ward.shah.id, wall("2026-12-03 00:00"))
    detail = json.loads(entries("duty:change")[0].detail)
    assert (detail["before"]["starts_at"], detail["after"]["starts_at"]) == (
        "2026-12-03T07:00:00Z",
        "2026-12-03T14:00:00Z",
    )


def test_changing_a_draft_tells_nobody_and_judges_nothing(ward):
    duty = make_duty(ward.shah, EARLY, published=False)
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    change_duty(duty, span("2026-12-03 14:00", hours=8), DutyKind.WARD, 1, by=ward.hart, why=WHY)
    assert standing() == []
    assert db.session.scalars(select(Notice)).all() == []


def test_a_duty_may_be_moved_onto_its_own_hours(ward):
    duty = make_duty(ward.shah, EARLY)
    change_duty(duty, span("2026-12-03 08:00", hours=8), DutyKind.WARD, 1, by=ward.hart, why=WHY)
    assert duty.span == span("2026-12-03 08:00", hours=8)


def test_a_duty_that_is_so_already_is_not_changed_and_asks_for_no_reason(ward):
    early = make_template()
    duty = make_duty(ward.shah, EARLY, template=early)
    assert change_duty(duty, span(EARLY, hours=8), early, 1, by=ward.hart).version == 1
    assert entries("duty:change") == []


def test_a_published_duty_is_neither_changed_nor_removed_without_a_reason(ward):
    duty = make_duty(ward.shah, EARLY)
    with pytest.raises(Refusal, match="say why it changes"):
        change_duty(duty, span("2026-12-03 08:00", hours=8), DutyKind.WARD, 1, by=ward.hart)
    with pytest.raises(Refusal, match="say why it changes"):
        remove_duty(duty, 1, by=ward.hart)
    assert duty.span == span(EARLY, hours=8)


def test_each_change_of_a_draft_is_in_the_cell_s_history_too(ward):
    duty = add_duty(ward.shah, span(EARLY, hours=8), DutyKind.WARD, by=ward.hart)
    change_duty(duty, span("2026-12-03 08:00", hours=8), DutyKind.COURT, 1, by=ward.hart)
    remove_duty(duty, 2, by=ward.hart)
    kept = db.session.scalars(select(CellChange).order_by(CellChange.id)).all()
    assert [(one.before, one.after, one.published) for one in kept] == [
        ("", "Ward duty 07:00–15:00", False),
        ("Ward duty 07:00–15:00", "Court 08:00–16:00", False),
        ("Court 08:00–16:00", "", False),
    ]


def test_the_second_of_two_changes_sees_both_values(ward):
    duty = make_duty(ward.shah, EARLY, template=make_template())
    change_duty(duty, span("2026-12-03 08:00", hours=8), DutyKind.WARD, 1, by=ward.hart, why=WHY)
    with pytest.raises(Changed) as refused:
        change_duty(duty, span("2026-12-03 09:00", hours=8), DutyKind.WARD, 1, by=ward.hart, why=WHY)
    assert refused.value.yours == "ward duty, Thu 3 Dec 09:00–17:00"
    assert refused.value.theirs == "ward duty, Thu 3 Dec 08:00–16:00"
    assert duty.span == span("2026-12-03 08:00", hours=8)


def test_removing_a_published_duty_leaves_its_trace_with_the_officer(ward):
    duty = make_duty(ward.shah, EARLY)
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    duty_id = duty.id
    remove_duty(duty, 1, by=ward.hart, why=WHY)
    assert db.session.scalars(select(Duty)).all() == []
    assert standing() == ["uncovered"]
    (entry,) = entries("duty:remove")
    before = json.loads(entry.detail)["before"]
    assert (entry.subject, entry.subject_id, before["duty_id"]) == ("officer", ward.shah.id, duty_id)


def test_removing_what_somebody_removed_already_says_so(ward):
    duty = make_duty(ward.shah, EARLY)
    remove_duty(duty, 1, by=ward.hart, why=WHY)
    with pytest.raises(Refusal, match="Somebody has removed this duty meanwhile"):
        remove_duty(duty, 1, by=ward.hart, why=WHY)
