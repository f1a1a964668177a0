"""How far a swap reaches: into wards that the sergeant does not supervise, and what it may be made of."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from roster.errors import NotAllowed, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange, OwedRestDay
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.models.swap import Swap, SwapStatus
from roster.queries.swap_impact import changes_of, handed_over
from roster.queries.swaps import deal_of
from roster.services import swaps
from roster.services.locks import lock_officers
from roster.services.swap_decisions import approve_swap
from roster.services.swaps import offer_duty, take_swap, withdraw_swap
from roster.views.swap_lines import decision_lines
from tests.factories import (
    grant,
    make_absence,
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_sergeant,
    make_skill,
    make_team,
    make_template,
)
from tests.roster_factories import make_swap


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah of Biggin Hill, PC Okafor of Darwin; a sergeant of both wards, PS Hart of Biggin Hill alone."""
    at("2026-11-23 09:00")
    team, darwin = make_team(), make_team("Darwin")
    shah, okafor = make_officer(team=team), make_officer("Ben Okafor", team=darwin)
    make_sergeant(team, darwin)
    return SimpleNamespace(
        team=team,
        darwin=darwin,
        shah=shah,
        okafor=okafor,
        duty=make_duty(shah, "2026-12-03 07:00", template=make_template()),
        both=make_actor(teams=[team, darwin]),
        as_shah=make_actor("officer", teams=[team], officer=shah),
        as_okafor=make_actor("officer", teams=[darwin], officer=okafor),
    )


def taken(ward) -> Swap:
    return take_swap(offer_duty(ward.duty, by=ward.as_shah), by=ward.as_okafor)


def named(contact_session: ContactSession) -> list[int]:
    return [one.id for one in db.session.get_one(ContactSession, contact_session.id).named]


def standing() -> dict[int, str]:
    flags = db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None)))
    return {flag.contact_session_id: flag.state.value for flag in flags}


# Contact sessions


def test_a_session_on_which_nobody_is_named_is_judged_again_in_both_wards(ward):
    coffee = make_contact_session(ward.team, "2026-12-03 10:00")
    stall = make_contact_session(ward.darwin, "2026-12-03 12:00", title="Street stall")
    approve_swap(taken(ward), by=ward.both)
    # Biggin Hill has nobody left; at Darwin somebody is free now, though nobody is named.
    assert standing() == {coffee.id: "uncovered", stall.id: "at_risk"}


def test_naming_in_a_ward_that_the_sergeant_does_not_supervise_is_left_to_its_own(ward):
    penge = make_team("Penge")
    visit = make_contact_session(penge, "2026-12-03 09:00", title="School visit", named=[ward.shah])
    coffee = make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    approve_swap(taken(ward), by=ward.both)
    assert (named(visit), named(coffee)) == ([ward.shah.id], [])
    touched = db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.action.like("%:name")))
    assert list(touched) == [coffee.id]


def test_the_taker_of_another_ward_goes_to_sessions_of_that_ward_alone(ward):
    coffee = make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    stall = make_contact_session(ward.darwin, "2026-12-03 12:00", named=[ward.shah], title="Street stall")
    deal = deal_of(make_swap(ward.duty, taker=ward.okafor, status="taken"))
    after = {one.contact_session_id: set(one.after) for one in handed_over(deal)}
    assert after == {coffee.id: set(), stall.id: {ward.okafor.id}}
    states = {one.title: (one.weighed.before.state, one.weighed.after.state) for one in changes_of(deal)}
    assert states[coffee.title] == ("covered", "uncovered")
    assert states[stall.title] == ("uncovered", "covered")


def test_a_taker_without_the_sessions_skill_does_not_go_to_it(ward):
    aid = make_skill("first_aid", pcso=True)
    grant(ward.shah, aid)
    stall = make_contact_session(ward.darwin, "2026-12-03 12:00", named=[ward.shah], skill=aid)
    deal = deal_of(make_swap(ward.duty, taker=ward.okafor, status="taken"))
    assert [set(one.after) for one in handed_over(deal)] == [set()]
    grant(ward.okafor, aid, last="2026-12-02")
    assert [set(one.after) for one in handed_over(deal)] == [set()], "out of date on the day"
    grant(ward.okafor, aid, first="2026-12-03")
    assert [(one.contact_session_id, set(one.after)) for one in handed_over(deal)] == [
        (stall.id, {ward.okafor.id})
    ]


def test_a_taker_who_is_posted_there_for_part_of_the_session_does_not_go_to_it(ward):
    late = make_duty(ward.shah, "2026-12-07 18:00")
    mover = make_officer("Pat New")
    make_posting(mover, ward.darwin, last="2026-12-07")
    make_posting(mover, ward.team, first="2026-12-08")
    watch = make_contact_session(ward.team, "2026-12-07 23:00", minutes=120, named=[ward.shah])
    after = make_contact_session(ward.team, "2026-12-08 00:30", named=[ward.shah], title="Street stall")
    handed = handed_over(deal_of(make_swap(late, taker=mover, status="taken")))
    goes = {one.contact_session_id: set(one.after) for one in handed}
    assert goes == {watch.id: set(), after.id: {mover.id}}


# Who it may be asked of, and what may be given for it


def test_it_is_asked_only_of_who_is_near_and_able(ward):
    make_absence(ward.okafor, "2026-12-03 00:00")
    far = make_officer("Dee Lewis", team=make_team("Penge"))
    for one in (ward.okafor, far, ward.shah):
        with pytest.raises(Refusal, match="That colleague cannot work it"):
            offer_duty(ward.duty, one.id, by=ward.as_shah)
    assert db.session.scalars(select(Swap)).all() == []


@pytest.mark.parametrize(
    ("starts", "how"),
    [
        ("2026-12-10 07:00", {"published": False}),
        ("2026-12-10 07:00", {"kind": "court"}),
        ("2026-12-10 07:00", {"kind": "training"}),
        ("2026-11-23 07:00", {}),
    ],
)
def test_a_draft_a_course_or_what_has_begun_is_not_given_in_return(ward, starts, how):
    given = make_duty(ward.okafor, starts, **how)
    swap = offer_duty(ward.duty, by=ward.as_shah)
    with pytest.raises(Refusal, match="Choose a published duty of your own that is still to come"):
        take_swap(swap, given.id, by=ward.as_okafor)
    db.session.rollback()
    assert db.session.get_one(Swap, swap.id).status is SwapStatus.OFFERED


def test_a_colleagues_duty_is_not_given_in_return(ward):
    swap = offer_duty(ward.duty, by=ward.as_shah)
    for row in (make_duty(ward.shah, "2026-12-10 07:00").id, 999_999):
        with pytest.raises(Refusal, match="Choose a published duty of your own"):
            take_swap(swap, row, by=ward.as_okafor)


def test_whoever_waited_while_it_was_taken_looks_again(ward, monkeypatch):
    swap = offer_duty(ward.duty, by=ward.as_shah)

    def meanwhile(officer_ids):
        """What another transaction did while this one waited for the giver's row."""
        db.session.execute(update(Swap).values(taker_id=ward.okafor.id, status=SwapStatus.TAKEN))
        return lock_officers(officer_ids)

    monkeypatch.setattr(swaps, "lock_officers", meanwhile)
    with pytest.raises(Refusal, match="Somebody changed this swap meanwhile"):
        withdraw_swap(swap, by=ward.as_shah)


# Notice


def test_a_duty_before_seven_is_counted_alike_on_the_page_and_in_what_is_kept(ward):
    """It is of the force day before (RULES 1): told on 23 November, 1 December has seven clear days."""
    early = make_duty(ward.shah, "2026-12-02 06:00")
    make_duty(ward.shah, "2026-12-02 15:00", hours=1)  # so the rest day cannot be handed over
    make_rest_day(ward.okafor, "2026-12-02")
    swap = take_swap(offer_duty(early, by=ward.as_shah), by=ward.as_okafor)
    words = [f"{one.lead} {one.rest}" for one in decision_lines(swap)[1]]
    assert "7 clear days’ notice, at the officers’ own request." in words
    assert any("rest day of Wed 2 Dec is cancelled with 7 clear days’ notice" in one for one in words), words
    approve_swap(swap, by=ward.both)
    kept = db.session.scalars(select(CellChange).where(CellChange.officer_id == ward.okafor.id)).one()
    assert (kept.clear_days, db.session.scalars(select(OwedRestDay)).one().clear_days) == (7, 7)


def test_each_cells_history_says_with_whom(ward):
    approve_swap(taken(ward), by=ward.both)
    notes = dict(db.session.execute(select(CellChange.officer_id, CellChange.note)).all())
    assert notes == {ward.shah.id: "Swap with PC Okafor", ward.okafor.id: "Swap with PC Shah"}


def test_only_a_sergeant_of_both_wards_approves_what_reaches_into_both(ward):
    swap = taken(ward)
    for teams in ([ward.team], [ward.darwin], []):
        with pytest.raises(NotAllowed):
            approve_swap(swap, by=make_actor(teams=teams))
    assert approve_swap(swap, by=ward.both).status is SwapStatus.APPROVED
