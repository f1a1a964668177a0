"""Swap pages: offered from a phone, shown only where lawful, decided with the impact in sight."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.duty import Duty
from roster.models.swap import Swap, SwapStatus
from tests.factories import (
    grant,
    make_account,
    make_charge,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_skill,
    make_team,
    make_template,
)
from tests.roster_factories import make_swap
from tests.statements import heard


@pytest.fixture
def ward(app, at, sign_in, client, page) -> SimpleNamespace:
    """PC Shah has an Early on Thursday, PC O'Neill and PC Marsh are colleagues, PS Hart decides."""
    at("2026-11-23 09:00")
    team = make_team()
    shah, o_neill = make_officer(team=team), make_officer("Ciarán O'Neill", team=team)
    marsh = make_officer("Rosa Marsh", team=team)
    people = {"shah": shah, "o_neill": o_neill, "marsh": marsh}
    accounts = {name: make_account(one) for name, one in people.items()}
    hart = select(Account).where(Account.officer_id == make_sergeant(team).id)
    accounts["hart"] = db.session.scalars(hart).unique().one()
    duty = make_duty(shah, "2026-12-03 07:00", template=make_template())

    def post(path: str, status: int = 200, **data: object) -> str:
        token = page("/notices").soup.find("input", {"name": "csrf_token"})["value"]
        answer = client.post(path, data={"csrf_token": token, **data}, follow_redirects=True)
        text = answer.get_data(as_text=True)
        assert answer.status_code == status, text[:3000]
        return text

    def enter(name: str) -> None:
        sign_in(accounts[name])

    return SimpleNamespace(team=team, duty=duty, post=post, enter=enter, **people)


def only() -> Swap:
    db.session.rollback()
    return db.session.scalars(select(Swap)).one()


def owner(duty: Duty) -> int:
    db.session.rollback()
    return db.session.get_one(Duty, duty.id).officer_id


def test_a_duty_goes_from_offer_to_approval(ward, page):
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    ward.enter("shah")
    assert "Early Thu 3 Dec 07:00–15:00 Offer it" in page("/swaps").words
    assert "Offered: Early Thu 3 Dec 07:00–15:00" in ward.post(
        f"/duties/{ward.duty.id}/offer", asked_of="", note="Dentist"
    )
    assert "Your own" in page("/swaps").words
    ward.enter("o_neill")
    assert "PC Shah offers a duty: Thu 3 Dec 07:00–15:00" in page("/notices").words
    assert "PC Shah’s, offered to all ○ Offered You can take it" in page("/swaps").words
    assert "Dentist" in page(f"/swaps/{only().id}").words
    assert "Taken: your sergeant decides" in ward.post(f"/swaps/{only().id}/take", in_return="")
    ward.enter("hart")
    words = page(f"/swaps/{only().id}").words
    for said in (
        "Lawful for both: it breaks no rule of rest and hours.",
        "No contact session is lost.",
        "PC O'Neill works Early Thu 3 Dec 07:00–15:00 in place of PC Shah.",
        "PC Shah gets no duty in return.",
        "9 clear days’ notice, at the officers’ own request",
    ):
        assert said in words, (said, words)
    assert "Approved: the duty has changed hands" in ward.post(f"/swaps/{only().id}/approve")
    assert owner(ward.duty) == ward.o_neill.id
    ward.enter("shah")
    assert (
        "PC O'Neill works your duty of Thu 3 Dec 07:00–15:00: the swap is approved" in page("/notices").words
    )
    assert "✓ Approved" in page("/swaps?state=over").words


def test_only_colleagues_who_can_are_shown_to_the_officer(ward, page):
    make_duty(ward.marsh, "2026-12-02 14:00")
    ward.enter("shah")
    words = page(f"/duties/{ward.duty.id}/offer").words
    assert "Everybody who can work it" in words
    assert "PC Ciarán O'Neill, Biggin Hill" in words
    assert "Marsh" not in words
    assert "Hart" not in words.partition("Offer it to")[2]
    text = ward.post(f"/duties/{ward.duty.id}/offer", asked_of=str(ward.marsh.id), note="Dentist")
    assert "Choose one from the list" in text
    assert 'value="Dentist"' in text


def test_the_sergeant_reads_why_the_others_cannot(ward, page):
    make_duty(ward.marsh, "2026-12-02 14:00")
    swap = make_swap(ward.duty)
    ward.enter("hart")
    words = page(f"/swaps/{swap.id}").words
    assert "✓ PC Ciarán O'Neill , Biggin Hill can" in words
    assert "✕ PC Rosa Marsh , Biggin Hill would rest 9 h between duties, not 11 h" in words


def test_who_could_take_it_only_for_a_certain_duty_is_told_so(ward, page):
    make_duty(ward.marsh, "2026-12-02 14:00")
    swap = make_swap(ward.duty)
    ward.enter("marsh")
    shown = page(f"/swaps/{swap.id}")
    assert "as things stand, you would rest 9 h between duties, not 11 h" in shown.words
    assert [one.get_text() for one in shown.soup.select("select option")] == [
        "Ward duty Wed 2 Dec 14:00–22:00"
    ]
    assert "Choose one from the list" in ward.post(f"/swaps/{swap.id}/take", in_return="")


def test_who_cannot_take_it_reads_only_the_own_reason(ward, page):
    make_duty(ward.marsh, "2026-12-02 14:00", published=False)
    swap = make_swap(ward.duty)
    ward.enter("marsh")
    shown = page(f"/swaps/{swap.id}")
    assert "You cannot take it: you would rest 9 h between duties, not 11 h" in shown.words
    assert "O'Neill" not in shown.words
    assert shown.soup.find("button", string="Take it") is None
    ward.post(f"/swaps/{swap.id}/take", in_return="")
    assert only().status is SwapStatus.OFFERED


def test_who_comes_too_late_reads_who_was_quicker(ward, page):
    swap = make_swap(ward.duty)
    ward.enter("marsh")
    assert "Take it" in page(f"/swaps/{swap.id}").words
    swap.taker_id, swap.status = ward.o_neill.id, SwapStatus.TAKEN
    db.session.commit()
    assert "has taken it already" in ward.post(f"/swaps/{swap.id}/take", in_return="")


def test_only_what_could_lawfully_be_given_is_offered_in_return(ward, page):
    make_duty(ward.shah, "2026-12-11 07:00")
    fine = make_duty(ward.o_neill, "2026-12-15 07:00")
    make_duty(ward.o_neill, "2026-12-10 14:00")
    make_duty(ward.o_neill, "2026-12-16 09:00", kind="court")
    for on in ("05", "12"):
        make_rest_day(ward.o_neill, f"2026-12-{on}")
    swap = make_swap(ward.duty)
    ward.enter("o_neill")
    choices = [one.get_text() for one in page(f"/swaps/{swap.id}").soup.select("select option")]
    assert choices == ["Nothing in return", "Ward duty Tue 15 Dec 07:00–15:00"]
    ward.post(f"/swaps/{swap.id}/take", in_return=str(fine.id))
    assert only().return_duty_id == fine.id


def test_the_sergeant_sees_a_session_that_the_taker_does_not_cover(ward, page):
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah], needs=2)
    make_duty(ward.marsh, "2026-12-03 07:00")
    swap = make_swap(ward.duty, taker=ward.o_neill, status="taken")
    make_duty(ward.o_neill, "2026-12-02 15:00", hours=6)
    ward.enter("hart")
    words = page(f"/swaps/{swap.id}").words
    assert "PC O'Neill would rest 10 h between duties, not 11 h." in words
    assert "It cannot be approved as things stand." in words
    assert "This cannot be" in ward.post(f"/swaps/{swap.id}/approve", 409)


def test_cover_moves_with_a_taker_of_another_team(ward, page, sign_in):
    darwin = make_team("Darwin")
    okafor = make_officer("Ben Okafor", team=darwin)
    coffee = make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah])
    stall = make_contact_session(darwin, "2026-12-03 12:00", title="Street stall")
    swap = make_swap(ward.duty, taker=okafor, status="taken")
    sergeant = make_sergeant(ward.team, darwin, name="Nell Arden")
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == sergeant.id)).unique().one())
    words = page(f"/swaps/{swap.id}").words
    assert f"{coffee.title}, Costa, Main Road, Thu 3 Dec 10:00–11:00 becomes uncovered." in words
    assert f"No worse than now: {stall.title}" in words
    assert "Approved" in ward.post(f"/swaps/{swap.id}/approve")
    assert owner(ward.duty) == okafor.id


def test_who_cannot_approve_alone_is_shown_no_button_for_it(ward, page):
    okafor = make_officer("Ben Okafor", team=make_team("Darwin"))
    swap = make_swap(ward.duty, taker=okafor, status="taken")
    ward.enter("hart")
    shown = page(f"/swaps/{swap.id}")
    assert shown.soup.find("form", {"action": f"/swaps/{swap.id}/approve"}) is None
    assert "It reaches into Darwin, which you do not supervise." in shown.words
    ward.post(f"/swaps/{swap.id}/approve", 404)
    assert "Declined" in ward.post(f"/swaps/{swap.id}/decline", reason="Too few left")


def test_a_duty_on_offer_leads_to_its_swap(ward, client):
    swap = make_swap(ward.duty)
    ward.enter("shah")
    path = f"/duties/{ward.duty.id}/offer"
    assert client.get(path).location == f"/swaps/{swap.id}"
    ward.post(path, asked_of="", note="Again")
    assert only().note == ""
    ward.duty.ends_at += timedelta(hours=1)  # it lapses, and may be offered anew
    db.session.commit()
    assert client.get(path).status_code == 200


def test_a_taker_reads_in_good_english_what_is_lacking(ward, page):
    taser = make_skill("taser")
    grant(ward.shah, taser)
    make_contact_session(ward.team, "2026-12-03 10:00", named=[ward.shah], skill=taser)
    swap = make_swap(ward.duty)
    ward.enter("marsh")
    lacking = "you do not hold Taser in date, which a contact session in that duty asks for"
    assert lacking in page(f"/swaps/{swap.id}").words
    assert lacking in ward.post(f"/swaps/{swap.id}/take", in_return="")


def test_declining_asks_for_the_reason_and_keeps_it(ward):
    swap = make_swap(ward.duty, taker=ward.o_neill, status="taken")
    ward.enter("hart")
    text = ward.post(f"/swaps/{swap.id}/decline", reason="")
    assert "Say why you decline it" in text
    assert "What approving it does" in text
    assert "y" * 201 in ward.post(f"/swaps/{swap.id}/decline", reason="y" * 201)
    assert "Declined" in ward.post(f"/swaps/{swap.id}/decline", reason="Too few left")
    assert only().decline_reason == "Too few left"
    assert owner(ward.duty) == ward.shah.id


def test_withdrawing_keeps_the_duty(ward):
    swap = make_swap(ward.duty)
    ward.enter("o_neill")
    ward.post(f"/swaps/{swap.id}/withdraw", 404)
    ward.enter("shah")
    assert "Withdrawn: the duty stays yours" in ward.post(f"/swaps/{swap.id}/withdraw")
    assert only().status is SwapStatus.WITHDRAWN


def test_a_taker_reads_that_stepping_back_is_possible_and_does(ward, page):
    swap = make_swap(ward.duty)
    ward.enter("o_neill")
    assert "until then you can step back" in page(f"/swaps/{swap.id}").words
    ward.post(f"/swaps/{swap.id}/take", in_return="")
    assert page(f"/swaps/{swap.id}").soup.find("button", string="Step back")
    ward.enter("marsh")
    ward.post(f"/swaps/{swap.id}/release", 404)
    ward.enter("o_neill")
    assert "You have stepped back: it is offered again" in ward.post(f"/swaps/{swap.id}/release")
    assert (only().status, only().taker_id) == (SwapStatus.OFFERED, None)
    for name in ("o_neill", "marsh"):  # who has stepped back already, and who never took it
        ward.enter(name)
        said = ward.post(f"/swaps/{swap.id}/release")
        assert "It is on offer: nobody has taken it." in said
        assert "You have stepped back" not in said
        assert "until then you can step back" in said, "the swap itself"
    ward.enter("shah")
    assert "Whoever would take your duty of Thu 3 Dec 07:00–15:00 has stepped back" in page("/notices").words
    ward.enter("hart")
    assert "Nobody takes PC Shah’s duty of Thu 3 Dec 07:00–15:00 any more" in page("/notices").words


def test_the_sergeant_reads_what_cannot_be_taken_back(ward, page):
    swap = make_swap(ward.duty, taker=ward.o_neill, status="taken")
    ward.enter("hart")
    assert "It cannot be taken back here" in page(f"/swaps/{swap.id}").words


def test_a_swap_whose_duty_changed_says_so(ward, page):
    swap = make_swap(ward.duty, taker=ward.o_neill, status="taken")
    ward.duty.ends_at = ward.duty.ends_at.replace(minute=30)
    db.session.commit()
    ward.enter("hart")
    assert "The duty has begun, changed or gone" in page(f"/swaps/{swap.id}").words
    assert "It has lapsed" in ward.post(f"/swaps/{swap.id}/approve")
    assert only().status is SwapStatus.LAPSED


def test_what_is_offered_to_one_is_nobody_elses_business(ward, page):
    swap = make_swap(ward.duty, asked_of=ward.o_neill)
    ward.enter("o_neill")
    assert "Offered to you" in page("/swaps").words
    page(f"/swaps/{swap.id}")
    ward.enter("marsh")
    assert "No colleague offers a duty now" in page("/swaps").words
    page(f"/swaps/{swap.id}", status=404)
    ward.post(f"/swaps/{swap.id}/take", 404)


def test_another_officers_duty_is_not_offered(ward, page):
    ward.enter("o_neill")
    page(f"/duties/{ward.duty.id}/offer", status=404)
    ward.post(f"/duties/{ward.duty.id}/offer", 404)


def test_a_sergeant_is_not_offered_a_constables_duty(ward, page):
    make_swap(ward.duty)
    ward.enter("hart")
    assert "You can take it" not in page("/swaps").words


def test_the_manager_sees_and_does_not_decide(ward, page, sign_in):
    swap = make_swap(ward.duty, taker=ward.o_neill, status="taken")
    manager = make_officer("Jo Cole", "Insp")
    make_charge(manager, ward.team.borough)
    sign_in(make_account(manager, ["manager"]))
    assert "? Waits for the sergeant" in page("/swaps").words
    assert page(f"/swaps/{swap.id}").soup.find("button", string="Approve") is None
    ward.post(f"/swaps/{swap.id}/approve", 404)


def test_the_list_asks_the_database_no_more_for_more_swaps(ward, client):
    ward.enter("o_neill")
    counts = []
    for first in (4, 14):
        for number in range(first, first + 10):
            make_swap(make_duty(ward.shah, f"2026-12-{number:02} 07:00", template=make_template()))
        with heard() as asked:
            assert client.get("/swaps").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
