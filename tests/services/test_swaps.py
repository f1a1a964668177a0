"""Swaps: offered, taken where lawful, approved in one transaction; what changed meanwhile lapses."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db
from roster.models.cell_change import CellChange
from roster.models.contact_session import ContactSession
from roster.models.cover_flag import CoverFlag
from roster.models.duty import Duty, RestDay
from roster.models.notice import Notice, NoticeKind
from roster.models.swap import Swap, SwapStatus
from roster.services.swap_decisions import approve_swap, decline_swap
from roster.services.swaps import offer_duty, take_swap, withdraw_swap
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_actor,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_skill,
    make_supervision,
    make_team,
    make_template,
)

TAKEN, APPROVED = SwapStatus.TAKEN, SwapStatus.APPROVED


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah has an Early on Thursday 3 December; PC O'Neill is free then; PS Hart decides."""
    at("2026-11-23 09:00")
    team = make_team()
    shah, o_neill = make_officer(team=team), make_officer("Ciarán O'Neill", team=team)
    sergeant = make_sergeant(team)
    early = make_template()
    return SimpleNamespace(
        team=team,
        early=early,
        shah=shah,
        o_neill=o_neill,
        sergeant=sergeant,
        duty=make_duty(shah, "2026-12-03 07:00", template=early),
        hart=make_actor(teams=[team], officer=None),
        as_shah=make_actor("officer", teams=[team], officer=shah),
        as_o_neill=make_actor("officer", teams=[team], officer=o_neill),
    )


def taken(ward, in_return: Duty | None = None) -> Swap:
    swap = offer_duty(ward.duty, by=ward.as_shah)
    return take_swap(swap, in_return.id if in_return else None, by=ward.as_o_neill)


def told(kind: NoticeKind) -> set[int]:
    return set(db.session.scalars(select(Notice.recipient_id).where(Notice.kind == kind)))


def changes() -> list[tuple[int, str, str]]:
    rows = db.session.scalars(select(CellChange).order_by(CellChange.officer_id, CellChange.day))
    return [(one.officer_id, one.before, one.after) for one in rows]


def test_an_offer_reaches_those_who_can_work_it(ward):
    away = make_officer("Rosa Marsh", team=ward.team)
    make_absence(away, "2026-12-03 00:00")
    make_officer("Dee Lewis", "PCSO", team=make_team("Far Away"))
    swap = offer_duty(ward.duty, note=" Dentist ", by=ward.as_shah)
    assert (swap.status, swap.note) == (SwapStatus.OFFERED, "Dentist")
    assert told(NoticeKind.SWAP_OFFERED) == {ward.o_neill.id}


def test_an_offer_to_one_colleague_is_only_for_that_one(ward):
    marsh = make_officer("Rosa Marsh", team=ward.team)
    swap = offer_duty(ward.duty, ward.o_neill.id, by=ward.as_shah)
    with pytest.raises(NotAllowed):
        take_swap(swap, by=make_actor("officer", teams=[ward.team], officer=marsh))
    assert take_swap(swap, by=ward.as_o_neill).status is TAKEN


def test_what_cannot_be_offered_is_said(ward):
    court = make_duty(ward.shah, "2026-12-05 09:00", kind="court")
    draft = make_duty(ward.shah, "2026-12-06 07:00", published=False)
    past = make_duty(ward.shah, "2026-11-23 07:00")
    away, aid = make_duty(ward.shah, "2026-12-07 07:00"), make_duty(ward.shah, "2026-12-08 07:00")
    make_absence(ward.shah, "2026-12-07 12:00", hours=1)
    make_abstraction(ward.shah, "2026-12-08 08:00", hours=2)
    for duty, sentence in (
        (court, "yours alone"),
        (draft, "not published yet"),
        (past, "has begun"),
        (away, "You are away then"),
        (aid, "You are taken to other work then, 08:00–10:00: it cannot be offered"),
    ):
        with pytest.raises(Refusal, match=sentence):
            offer_duty(duty, by=ward.as_shah)
    offer_duty(ward.duty, by=ward.as_shah)
    with pytest.raises(Refusal, match="already offered"):
        offer_duty(ward.duty, by=ward.as_shah)


def test_nobody_offers_withdraws_or_takes_for_another(ward):
    for by in (ward.as_o_neill, ward.hart, make_actor("officer")):
        with pytest.raises(NotAllowed):
            offer_duty(ward.duty, by=by)
    swap = offer_duty(ward.duty, by=ward.as_shah)
    stranger = make_actor("officer", officer=make_officer("Ivo Brook", team=make_team("Far Away")))
    with pytest.raises(NotAllowed):
        take_swap(swap, by=stranger)
    with pytest.raises(NotAllowed):
        withdraw_swap(swap, by=ward.as_o_neill)
    with pytest.raises(Refusal, match="your own duty"):
        take_swap(swap, by=ward.as_shah)


def test_a_colleague_of_another_team_of_the_same_sergeant_may_take_it(ward):
    darwin = make_team("Darwin")
    make_supervision(ward.sergeant, darwin)
    okafor = make_officer("Ben Okafor", team=darwin)
    swap = offer_duty(ward.duty, by=ward.as_shah)
    take_swap(swap, by=make_actor("officer", officer=okafor))
    with pytest.raises(NotAllowed):  # this one has not Darwin
        approve_swap(swap, by=ward.hart)
    approve_swap(swap, by=make_actor(teams=[ward.team, darwin]))
    assert swap.status is APPROVED


def test_sergeants_are_not_asked_for_a_constables_duty(ward):
    sergeant = make_officer("Nell Arden", "PS", team=ward.team)
    swap = offer_duty(ward.duty, by=ward.as_shah)
    with pytest.raises(NotAllowed):
        take_swap(swap, by=make_actor("sergeant", "officer", teams=[ward.team], officer=sergeant))


@pytest.mark.parametrize(
    ("lay", "words"),
    [
        (lambda who: make_duty(who, "2026-12-03 14:00"), "you have a duty then, 14:00–22:00"),
        (lambda who: make_duty(who, "2026-12-03 14:00", published=False), "you have a duty then"),
        (lambda who: make_absence(who, "2026-12-03 00:00"), "you are away then"),
        (lambda who: make_abstraction(who, "2026-12-03 08:00"), "you are taken to other work then"),
        (lambda who: make_duty(who, "2026-12-02 14:00"), "would rest 9 h between duties, not 11 h"),
        (lambda who: make_duty(who, "2026-12-03 15:00", hours=5), "would work 13 h on end, more than 12 h"),
        (
            lambda who: [make_duty(who, f"2026-{on} 07:00") for on in SEVEN_BEFORE],
            "would work 8 days in a row, more than 7",
        ),
    ],
    ids=["duty", "draft", "away", "taken", "rest", "tour", "days"],
)
def test_who_cannot_lawfully_work_it_cannot_take_it(ward, lay, words):
    swap = offer_duty(ward.duty, by=ward.as_shah)
    lay(ward.o_neill)
    with pytest.raises(Refusal) as refused:
        take_swap(swap, by=ward.as_o_neill)
    assert words in str(refused.value)


SEVEN_BEFORE = ("11-26", "11-27", "11-28", "11-29", "11-30", "12-01", "12-02")


def test_nights_in_a_row_are_counted(ward):
    night = make_duty(ward.shah, "2026-12-10 22:00", hours=9)
    for on in ("06", "07", "08", "09"):
        make_duty(ward.o_neill, f"2026-12-{on} 22:00", hours=9)
    swap = offer_duty(night, by=ward.as_shah)
    with pytest.raises(Refusal, match="5 nights in a row, more than 4"):
        take_swap(swap, by=ward.as_o_neill)


def test_a_rest_too_short_already_does_not_bar_another_day(ward):
    make_duty(ward.o_neill, "2026-12-05 14:00")
    make_duty(ward.o_neill, "2026-12-06 07:00")
    assert taken(ward).status is TAKEN


def test_the_skill_of_a_contact_session_in_it_is_asked_for(ward):
    taser = make_skill()
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah], skill=taser)
    swap = offer_duty(ward.duty, by=ward.as_shah)
    with pytest.raises(Refusal, match="you do not hold Taser in date"):
        take_swap(swap, by=ward.as_o_neill)
    grant(ward.o_neill, taser, "2026-01-01", "2026-12-03")
    assert take_swap(swap, by=ward.as_o_neill).status is TAKEN


def test_what_is_given_in_return_must_be_lawful_for_both(ward):
    late = make_duty(ward.o_neill, "2026-12-09 14:00")
    make_duty(ward.shah, "2026-12-10 07:00")
    swap = offer_duty(ward.duty, by=ward.as_shah)
    with pytest.raises(Refusal, match="PC Shah would rest 9 h"):
        take_swap(swap, late.id, by=ward.as_o_neill)
    others = make_duty(ward.shah, "2026-12-11 07:00")
    with pytest.raises(Refusal, match="a published duty of your own"):
        take_swap(swap, others.id, by=ward.as_o_neill)


def test_giving_a_duty_away_may_break_a_rest_too(ward):
    make_duty(ward.shah, "2026-12-03 05:00", hours=2)
    make_duty(ward.shah, "2026-12-03 15:00", hours=2)
    swap = offer_duty(ward.duty, by=ward.as_shah)
    with pytest.raises(Refusal, match="PC Shah would rest 8 h"):
        take_swap(swap, by=ward.as_o_neill)


def test_two_takers_the_first_has_it(ward):
    marsh = make_officer("Rosa Marsh", team=ward.team)
    swap = taken(ward)
    with pytest.raises(Refusal, match="PC O'Neill has taken it already"):
        take_swap(swap, by=make_actor("officer", officer=marsh))
    assert take_swap(swap, by=ward.as_o_neill).taker_id == ward.o_neill.id
    assert told(NoticeKind.SWAP_TAKEN) == {ward.shah.id, ward.sergeant.id}


def test_approved_the_duty_changes_hands_with_its_contact_session(ward):
    coffee = make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    swap, row = taken(ward), ward.duty.id
    approve_swap(swap, by=ward.hart)
    duty = db.session.get_one(Duty, row)
    assert (duty.officer_id, swap.status) == (ward.o_neill.id, APPROVED)
    assert [one.id for one in db.session.get_one(ContactSession, coffee.id).named] == [ward.o_neill.id]
    assert db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None))).all() == []
    early = "Early 07:00–15:00"
    assert changes() == [(ward.shah.id, early, ""), (ward.o_neill.id, "", early)]
    for kind in (NoticeKind.SWAP_APPROVED, NoticeKind.DUTY_CHANGED):
        assert told(kind) == {ward.shah.id, ward.o_neill.id}


def test_where_the_taker_cannot_be_named_the_session_is_flagged(ward):
    darwin = make_team("Darwin")
    make_supervision(ward.sergeant, darwin)
    okafor = make_officer("Ben Okafor", team=darwin)
    coffee = make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    swap = offer_duty(ward.duty, by=ward.as_shah)
    take_swap(swap, by=make_actor("officer", officer=okafor))
    approve_swap(swap, by=make_actor(teams=[ward.team, darwin]))
    assert db.session.get_one(ContactSession, coffee.id).named == []
    (flag,) = db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None)))
    assert (flag.contact_session_id, flag.state) == (coffee.id, "uncovered")


def test_the_rest_day_goes_the_other_way(ward):
    make_rest_day(ward.o_neill, "2026-12-03")
    late = make_duty(ward.o_neill, "2026-12-10 14:00")
    make_rest_day(ward.shah, "2026-12-10", kind="free_day")
    swap = taken(ward, late)
    approve_swap(swap, by=ward.hart)
    rests = [(one.officer_id, str(one.day), one.kind) for one in db.session.scalars(select(RestDay))]
    assert sorted(rests) == [
        (ward.shah.id, "2026-12-03", "rest_day"),
        (ward.o_neill.id, "2026-12-10", "rest_day"),
    ]
    assert len(changes()) == 4


def test_duties_of_one_day_that_overlap_change_places(ward):
    late = make_duty(ward.o_neill, "2026-12-03 14:00", hours=8)
    swap = taken(ward, late)
    approve_swap(swap, by=ward.hart)
    held = {one.officer_id: one.span for one in db.session.scalars(select(Duty))}
    assert held == {ward.o_neill.id: swap.span, ward.shah.id: swap.return_span}
    assert len(changes()) == 2


def test_approving_twice_moves_it_once(ward):
    swap = taken(ward)
    for _ in range(2):
        approve_swap(swap, by=ward.hart)
    assert len(changes()) == 2
    with pytest.raises(Changed) as seen:
        decline_swap(swap, "Too few are left", by=ward.hart)
    assert (seen.value.yours, seen.value.theirs) == ("declined: Too few are left", "approved")


def test_declined_moves_nothing_and_says_why(ward):
    swap = taken(ward)
    with pytest.raises(Refusal, match="Say why"):
        decline_swap(swap, " ", by=ward.hart)
    decline_swap(swap, "Too few are left", by=ward.hart)
    assert (swap.status, swap.decline_reason) == (SwapStatus.DECLINED, "Too few are left")
    assert (db.session.get_one(Duty, ward.duty.id).officer_id, changes()) == (ward.shah.id, [])
    assert told(NoticeKind.SWAP_DECLINED) == {ward.shah.id, ward.o_neill.id}
    with pytest.raises(Changed, match=r"approved.*declined"):
        approve_swap(swap, by=ward.hart)


def test_only_the_teams_sergeant_decides(ward):
    swap = taken(ward)
    for by in (make_actor(teams=[make_team("Darwin")]), ward.as_shah, ward.as_o_neill):
        with pytest.raises(NotAllowed):
            approve_swap(swap, by=by)
        with pytest.raises(NotAllowed):
            decline_swap(swap, "No", by=by)


def test_what_became_unlawful_is_not_approved(ward):
    swap = taken(ward)
    make_duty(ward.o_neill, "2026-12-02 14:00")
    with pytest.raises(Refusal, match="PC O'Neill would rest 9 h"):
        approve_swap(swap, by=ward.hart)
    assert db.session.get_one(Duty, ward.duty.id).officer_id == ward.shah.id
