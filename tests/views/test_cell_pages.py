"""One cell as a form, owed rest days, and changes that nobody acknowledged: without a script."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.cell_change import CellChange, ChangeReason, OwedRestDay
from roster.models.duty import Duty, DutyState, RestDay
from tests.factories import (
    make_account,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_team,
    make_template,
    wall,
)
from tests.roster_factories import make_cell_change, make_owed_rest_day, make_publication


@pytest.fixture
def ward(app, at, sign_in, client, page) -> SimpleNamespace:
    """PC Shah of Biggin Hill; PS Hart is signed in; `send` posts a page's own hidden fields with the rest."""
    at("2026-11-23 09:00")
    make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    team = make_team()
    shah, sergeant = make_officer(team=team), make_sergeant(team)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == sergeant.id)).unique().one())

    def send(path: str, shown: BeautifulSoup | None = None, status: int = 200, **data: object):
        form = (shown or page(path).soup).main.find("form")
        hidden = {one["name"]: one.get("value", "") for one in form.find_all("input", {"type": "hidden"})}
        answer = client.post(path, data={**hidden, **data}, follow_redirects=True)
        text = answer.get_data(as_text=True)
        assert answer.status_code == status, text[:3000]
        return BeautifulSoup(text, "html.parser")

    cell = f"/officers/{shah.id}/days/2026-12-09/cell"
    return SimpleNamespace(team=team, shah=shah, cell=cell, send=send)


def words(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def duties() -> list[Duty]:
    return list(db.session.scalars(select(Duty)))


def test_after_saving_the_day_says_which_rule_is_broken(ward, page, sign_in):
    make_duty(ward.shah, "2026-12-08 22:00", hours=9, template=make_template("N", "Night"))
    shown = ward.send(ward.cell, code="L")
    assert "Saved: Late 14:00–22:00" in words(shown)
    (broken,) = shown.select("li.app-bad")
    assert "7 h" in broken.get_text()
    sign_in(make_account(ward.shah, ("officer",)))
    assert "What the rules say" not in page(ward.cell.removesuffix("/cell")).words


def test_a_code_is_saved_from_the_form(ward, page):
    form = page(ward.cell)
    assert "Nothing is rostered on this day" in form.words
    assert "E Early 07:00–15:00" in form.words
    assert "Saved: Early 07:00–15:00" in words(ward.send(ward.cell, code="e"))
    assert [duty.shift_template.code for duty in duties()] == ["E"]
    assert page(ward.cell).soup.find("input", {"name": "code"})["value"] == "E"


def test_what_cannot_be_read_is_said_and_kept(ward):
    soup = ward.send(ward.cell, code="XX")
    assert "There is no shift “XX”" in words(soup)
    assert soup.find("input", {"name": "code"})["value"] == "XX"


def test_a_conflict_shows_both_values_and_may_then_be_saved_knowingly(ward, page):
    before = page(ward.cell).soup
    ward.send(ward.cell, code="L")
    both = ward.send(ward.cell, before, 409, code="E")
    assert "You typed Early 07:00–15:00 It holds now Late 14:00–22:00 by PS Hart, Mon 23 Nov 09:00" in words(
        both
    )
    ward.send(ward.cell, both, code="E")
    assert [duty.shift_template.code for duty in duties()] == ["E"]


def test_a_published_cell_is_shown_what_its_change_means_and_then_takes_a_reason(ward):
    make_rest_day(ward.shah, "2026-12-09")
    asked = ward.send(ward.cell, code="E", reason="exigency")  # too early: nothing was shown yet
    assert "15 clear days or more: another rest day" in words(asked)
    assert duties() == []
    again = ward.send(ward.cell, asked, code="E")
    assert "Choose why it changes" in words(again)
    other = ward.send(ward.cell, asked, code="L", reason="exigency")  # another change than was shown
    assert duties() == []
    ward.send(ward.cell, other, code="L", reason="officer_request", note="Swapped with a course")
    change = db.session.scalars(select(CellChange)).one()
    assert (change.reason, change.note) == (ChangeReason.OFFICER_REQUEST, "Swapped with a course")
    assert db.session.scalars(select(OwedRestDay)).one().day == change.day


def test_a_published_cell_is_cleared_with_its_reason(ward):
    make_duty(ward.shah, "2026-12-09 07:00", template=make_template())
    asked = ward.send(ward.cell, code="")
    assert "15 clear days’ notice" in words(asked)
    assert len(duties()) == 1
    assert "Choose why it changes" in words(ward.send(ward.cell, asked, code=""))
    ward.send(ward.cell, asked, code="", reason="exigency")
    assert duties() == []
    assert db.session.scalars(select(CellChange)).one().after == ""


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("31 Sep 10:00", "September 2026 has 30 days"),
        ("soon", "Enter when the officer was told as 14:05, or as 23 Nov 14:05"),
        ("23 Nov 09:01", "The officer cannot have been told after now"),
        ("29 Feb 10", "February 2026 has 28 days"),  # never of the year to come
        ("24 Nov 10:00", "That is 24 November 2025, more than three months ago"),
    ],
)
def test_a_telling_that_cannot_be_read_keeps_all_that_was_typed(ward, told, said):
    make_rest_day(ward.shah, "2026-12-09")
    given = {"code": "E", "reason": "exigency", "note": "Aid at Wembley", "told": told}
    soup = ward.send(ward.cell, ward.send(ward.cell, code="E"), **given)
    assert said in soup.find(id="told-error").get_text()
    link = soup.select_one(f'.govuk-error-summary a[href="#{soup.find("input", {"name": "told"})["id"]}"]')
    assert said in link.get_text()
    assert soup.find("input", {"name": "told"})["value"] == told
    assert soup.find("input", {"name": "note"})["value"] == "Aid at Wembley"
    assert soup.find("input", {"name": "reason", "checked": True})["value"] == "exigency"
    assert duties() == []


def test_a_time_alone_is_the_last_time_that_the_clock_showed_it(ward):
    make_rest_day(ward.shah, "2026-12-09")
    given = {"code": "E", "reason": "exigency", "told": "08:05"}
    ward.send(ward.cell, ward.send(ward.cell, code="E"), **given)
    assert db.session.scalars(select(CellChange)).one().told_at == wall("2026-11-23 08:05")


def test_the_sessions_left_bare_are_shown_before(ward):
    make_duty(ward.shah, "2026-12-09 07:00", template=make_template())
    make_contact_session(ward.team, "2026-12-09 10:00", named=[ward.shah])
    assert "Coffee with a Copper" in words(ward.send(ward.cell, code="RD"))


def test_owed_rest_days_are_listed_and_given_back(ward, page):
    make_publication(ward.team, "2026-12-14")
    owed = make_owed_rest_day(ward.shah, "2026-12-02")
    listed = page("/owed-rest-days")
    assert "under 15 clear days 1 at least 15 clear days 0" in listed.words
    address = f"/owed-rest-days/{owed.id}/re-roster"
    assert listed.soup.find("a", {"href": address})
    assert "Choose a day that is still to come" in words(ward.send(address, day="20/11/2026"))
    asked = ward.send(address, day="17/12/2026")
    assert db.session.scalars(select(RestDay)).all() == []
    said = words(ward.send(address, asked, day="17/12/2026"))
    assert "PC Amina Shah has a rest day on Thu 17 Dec, and is told" in said
    assert len(db.session.scalars(select(RestDay)).all()) == 1
    assert "Wed 2 Dec re-rostered to Thu 17 Dec" in page("/owed-rest-days").words
    assert "was given back on Thu 17 Dec" in page(address).words


def test_a_draft_that_is_to_give_a_rest_day_back_leaves_it_owed_on_every_page(ward, page, sign_in):
    owed = make_owed_rest_day(ward.shah, "2026-12-02")
    address = f"/owed-rest-days/{owed.id}/re-roster"
    ward.send(address, ward.send(address, day="17/12/2026"), day="17/12/2026")
    until = "owed until the rest day planned for Thu 17 Dec, a draft, is published"
    listed = page("/owed-rest-days").words
    assert "under 15 clear days 1 at least" in listed
    assert "Planned for Thu 17 Dec : a draft, owed until it is published" in listed
    assert "re-rostered to" not in listed
    assert until in page(address).words
    day = f"/officers/{ward.shah.id}/days/2026-12-17"
    assert "Rest day Draft: it counts once it is published" in page(day).words
    account = make_account(ward.shah)
    sign_in(account)
    assert f"Wed 2 Dec: {until}" in page("/owed-rest-days").words
    mine = page("/my-duties").words
    assert "1 rest day is owed to you" in mine
    assert "Thu 17 Dec: a rest day is planned, for one that is owed to you. It is a draft" in mine
    assert "Rest day" not in page(day).words
    told = "A rest day owed to you was planned on Thu 17 Dec, as a draft: it counts once it is published"
    assert told in page("/notices").words
    db.session.scalars(select(RestDay)).one().state = DutyState.PUBLISHED
    db.session.commit()
    assert "Wed 2 Dec: given back on Thu 17 Dec" in page("/owed-rest-days").words
    mine = page("/my-duties").words
    assert "owed to you is given back then" in mine
    assert "1 rest day is owed" not in mine


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-27 23:30", "15 clear days’ notice Another rest day is to be notified by Fri 27 Nov"),
        (
            "2026-11-28 00:30",
            "15 clear days’ notice ✕ Overdue: another rest day was to be notified by Fri 27 Nov",
        ),
    ],
)
def test_another_rest_day_is_to_be_notified_within_four_days_of_the_telling(
    ward, page, at, sign_in, now, said
):
    """PC Shah was told on Monday 23 November of the 9th of December, fifteen clear days ahead."""
    make_rest_day(ward.shah, "2026-12-09")
    asked = ward.send(ward.cell, code="E")
    ward.send(ward.cell, asked, code="E", reason="exigency")
    at(now)
    sign_in(make_account(ward.shah))
    assert said in page("/owed-rest-days").words


def test_an_officer_sees_only_the_own_owed_days(ward, page, sign_in):
    make_owed_rest_day(ward.shah, "2026-12-02")
    colleague = make_officer("Dee Lewis", "PCSO", team=ward.team)
    make_owed_rest_day(colleague, "2026-12-03")
    sign_in(make_account(ward.shah))
    shown = page("/owed-rest-days").words
    assert "Wed 2 Dec: owed" in shown
    assert "Lewis" not in shown
    assert "3 Dec" not in shown


def test_nothing_owed_and_nothing_to_acknowledge_say_so(ward, page):
    assert "No rest day is owed to anybody of your wards" in page("/owed-rest-days").words
    assert "Every change that officers were told of was acknowledged" in page("/roster/changes").words


def test_a_change_that_waits_is_told_by_phone_from_the_list(ward, page, client):
    change = make_cell_change(ward.shah, "2026-12-09", "rest day", reason="exigency")
    form = page("/roster/changes").soup.find("form", {"action": f"/cell-changes/{change.id}/tell"})
    fields = {one["name"]: one.get("value", "") for one in form.find_all("input")}
    assert fields["at"] == ""  # nothing is now
    answer = client.post(form["action"], data={**fields, "at": "08:30"}, follow_redirects=True)
    assert "Told Mon 23 Nov 08:30, 15 clear days’ notice" in words(BeautifulSoup(answer.text, "html.parser"))


def test_a_hostile_note_is_text_wherever_it_is_shown(ward, page, sign_in):
    note = "</p><script>alert(1)</script>"
    make_rest_day(ward.shah, "2026-12-09")
    asked = ward.send(ward.cell, code="E")
    ward.send(ward.cell, asked, code="E", reason="exigency", note=note)
    paths = ["/roster/changes", ward.cell.removesuffix("/cell")]
    shown = [page(path) for path in paths]
    sign_in(make_account(ward.shah))
    shown.append(page("/my-duties"))
    for one in shown:
        assert note in one.words
        assert not [script for script in one.soup.find_all("script") if not script.get("src")]
