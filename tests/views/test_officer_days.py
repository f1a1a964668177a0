"""One officer's day: what stands, who may change it, and what a refused change keeps."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.account import Account
from roster.models.cell_change import CellChange, ChangeReason, OwedRestDay
from roster.models.duty import Duty, DutyState
from roster.models.notice import Notice
from roster.models.officer import Officer
from roster.views.notice_words import sentence
from tests.factories import (
    make_absence,
    make_abstraction,
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


@pytest.fixture
def ward(app, at, sign_in, client, page) -> SimpleNamespace:
    """PC Shah of Biggin Hill; PS Hart is signed in; `send` posts with the page's own token."""
    at("2026-11-23 09:00")
    team = make_team()
    shah = make_officer(team=team)
    sign_in(account_of(make_sergeant(team)))
    day = f"/officers/{shah.id}/days/2026-11-26"

    def send(path: str, status: int = 200, **data: object):
        token = page("/roster").soup.find("input", {"name": "csrf_token"})["value"]
        answer = client.post(path, data={"csrf_token": token, **data}, follow_redirects=True)
        text = answer.get_data(as_text=True)
        assert answer.status_code == status, text[:3000]
        return text

    def confirm(path: str, status: int = 200, **data: object):
        """As a person does: what it means is read first, then the reason is given."""
        asked = BeautifulSoup(send(path, **data), "html.parser")
        shown = asked.find("input", {"name": "shown"})["value"]
        return asked, send(path, status, **{"reason": "exigency", "shown": shown, **data})

    return SimpleNamespace(team=team, shah=shah, day=day, send=send, confirm=confirm)


def account_of(officer: Officer) -> Account:
    return db.session.scalars(select(Account).where(Account.officer_id == officer.id)).unique().one()


def duties() -> list[Duty]:
    return list(db.session.scalars(select(Duty).order_by(Duty.starts_at)))


def test_the_day_shows_all_that_stands(ward, page):
    make_duty(ward.shah, "2026-11-25 22:00", hours=9, template=make_template("N", "Night"))
    make_duty(ward.shah, "2026-11-26 14:00", published=False)
    make_abstraction(ward.shah, "2026-11-26 14:00", hours=2)
    make_absence(ward.shah, "2026-11-26 18:00", hours=2, status="requested")
    make_rest_day(ward.shah, "2026-11-26")
    make_contact_session(ward.team, "2026-11-26 16:00", named=[ward.shah])
    words = page(ward.day).words
    for said in (
        "Night Wed 25 Nov 22:00–07:00 Began the evening before",
        "Ward duty 14:00–22:00 Draft:",
        "Taken to Erpt 14:00–16:00",
        "Annual leave Thu 26 Nov 18:00 to Thu 26 Nov 20:00 · only requested",
        "Rest day",
        "Named: Coffee with a Copper 16:00–17:00",
        "Publish this day",
    ):
        assert said in words


def test_an_empty_day_says_so(ward, page):
    assert "Nothing is rostered on this day" in page(ward.day).words


@pytest.mark.parametrize("day", ["2026-02-30", "2026-2-3", "tomorrow", "1999-12-31", "9999-12-31"])
def test_a_day_that_is_none_is_not_found(ward, page, day):
    page(f"/officers/{ward.shah.id}/days/{day}", status=404)


def test_officers_of_other_teams_and_nobody_are_not_found(ward, page):
    okafor = make_officer("Ben Okafor", team=make_team("Darwin"))
    for officer_id in (okafor.id, make_officer("No Team").id, 999_999):
        page(f"/officers/{officer_id}/days/2026-11-26", status=404)


def test_a_colleague_reads_the_day_without_reasons_or_ways(ward, page, sign_in):
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    make_absence(ward.shah, "2026-11-26 00:00", kind="sick")
    make_abstraction(ward.shah, "2026-11-26 07:00", requested_by="Insp Cole, custody")
    assert "Insp Cole" in page(ward.day).text
    sign_in(make_account(lewis, ("officer",)))
    shown = page(ward.day)
    assert "Away" in shown.words
    assert "Sick" not in shown.text
    assert "Insp Cole" not in shown.text
    assert shown.soup.find("form", {"action": lambda path: path and "absences" in path}) is None
    page(f"{ward.day}/duties/new", status=404)


def test_a_shift_off_the_list_is_added_as_a_draft(ward, page):
    early = make_template()
    form = page(f"{ward.day}/duties/new")
    assert "Early, 07:00–15:00" in form.words
    text = ward.send(f"{ward.day}/duties/new", shift=f"shift-{early.id}")
    assert "Added as a draft" in text
    (duty,) = duties()
    assert (duty.shift_template_id, duty.state) == (early.id, DutyState.DRAFT)


def test_own_times_that_end_after_midnight_end_on_the_next_day(ward):
    ward.send(f"{ward.day}/duties/new", shift="ward", starts="20", ends="0230")
    (duty,) = duties()
    assert duty.span.minutes == 390


def test_bad_input_is_kept_and_said(ward, page):
    make_template()
    text = ward.send(f"{ward.day}/duties/new", shift="ward", starts="25:00", ends="16:00")
    assert "Enter a time on the 24-hour clock" in text
    assert 'value="25:00"' in text
    assert 'value="16:00"' in text
    assert "Choose a shift, or own times" in ward.send(f"{ward.day}/duties/new", shift="shift-999")
    assert "time at which the duty starts" in ward.send(f"{ward.day}/duties/new", shift="ward", ends="16")
    assert duties() == []


def test_an_overlap_is_refused_in_words_and_keeps_what_was_typed(ward):
    make_duty(ward.shah, "2026-11-26 07:00")
    _, text = ward.confirm(f"{ward.day}/duties/new", shift="ward", starts="14:00", ends="22:00")
    assert "PC Amina Shah already has a duty then: Thu 26 Nov 07:00–15:00" in text
    assert 'value="14:00"' in text


def test_a_duty_is_changed_from_the_form_that_shows_it(ward, page):
    duty = make_duty(ward.shah, "2026-11-26 08:00", template=make_template())
    form = page(f"/duties/{duty.id}/change").soup  # not the shift's own hours: own times
    values = {name: form.find("input", {"name": name})["value"] for name in ("starts", "ends", "version")}
    assert values == {"starts": "08:00", "ends": "16:00", "version": "1"}
    asked, _ = ward.confirm(
        f"/duties/{duty.id}/change",
        shift="ward",
        starts="09:00",
        ends="17:00",
        version="1",
        note="Aid at Wembley",
    )
    assert "What this change means ✓ 2 clear days’ notice" in " ".join(asked.get_text(" ").split())
    (changed,) = duties()
    assert (changed.version, changed.starts_at.hour) == (2, 9)
    words = page(ward.day).words
    assert "PS Hart changed Early 08:00–16:00 to Ward duty 09:00–17:00" in words
    assert "Exigency of duty: Aid at Wembley" in words
    assert "Told Mon 23 Nov 09:00, 2 clear days’ notice; not acknowledged yet" in words


def test_nothing_published_changes_before_what_it_means_was_read(ward):
    duty = make_duty(ward.shah, "2026-11-26 08:00")
    address = f"/duties/{duty.id}/change"
    chosen = {"shift": "ward", "starts": "09:00", "ends": "17:00", "version": "1"}
    asked = BeautifulSoup(ward.send(address, reason="exigency", **chosen), "html.parser")
    assert asked.find("input", {"name": "shown"})["value"]
    shown = {"shown": asked.find("input", {"name": "shown"})["value"]}
    for given in (
        {"reason": "exigency", "starts": "10:00"},  # another change than the one that was shown
        {"reason": "whim"},
        {},
        {"reason": "exigency", "told": "24/11/2026 09:00"},  # tomorrow
        {"reason": "exigency", "told": "23/11/2026"},
        {"reason": "exigency", "note": "x" * 201},
    ):
        ward.send(address, **{**chosen, **shown, **given})
        assert duties()[0].version == 1, given
    told = {"told": "20/11/2026 18:00"}
    # What it means is counted from the day of telling: shown anew before it is saved.
    again = BeautifulSoup(ward.send(address, reason="exigency", **chosen, **shown, **told), "html.parser")
    assert "5 clear days’ notice" in again.get_text()
    assert duties()[0].version == 1
    assert again.find("input", {"name": "reason", "checked": True})["value"] == "exigency"
    shown = {"shown": again.find("input", {"name": "shown"})["value"]}
    long_ago = {"told": "1/1/2026 09:00"}
    asked = BeautifulSoup(ward.send(address, reason="exigency", **chosen, **long_ago), "html.parser")
    long_shown = {"shown": asked.find("input", {"name": "shown"})["value"]}
    text = ward.send(address, reason="exigency", **chosen, **long_ago, **long_shown)
    assert "more than three months ago" in text
    assert duties()[0].version == 1
    ward.send(address, reason="branch_agreement", **chosen, **shown, **told)
    change = db.session.scalars(select(CellChange)).one()
    assert (change.reason, change.clear_days) == (ChangeReason.BRANCH_AGREEMENT, 5)


def test_a_duty_on_a_published_rest_day_is_published_and_the_rest_day_owed(ward, page):
    make_rest_day(ward.shah, "2026-11-26")
    early = make_template()
    asked, text = ward.confirm(f"{ward.day}/duties/new", shift=f"shift-{early.id}")
    assert "time and a half" in asked.get_text()
    assert "Added, and the officer is told" in text
    assert [duty.state for duty in duties()] == [DutyState.PUBLISHED]
    owed = db.session.scalars(select(OwedRestDay)).one()
    assert (owed.clear_days, owed.re_rostered_to) == (2, None)


def test_the_sergeant_says_when_the_officer_was_told_by_phone(ward, page):
    duty = make_duty(ward.shah, "2026-11-26 08:00")
    ward.confirm(f"/duties/{duty.id}/remove", version="1")
    (change,) = db.session.scalars(select(CellChange))
    for text, problem in (
        ("25", "Enter when the officer was told as 14:05, or as 23 Nov 14:05. Nothing was changed"),
        ("29 Feb 10", "February 2026 has 28 days. Nothing was changed"),
        ("23 Nov 09:01", "The officer cannot have been told after now. Nothing was changed"),
        ("1 Aug 10:00", "That is more than three months before the change"),
    ):
        for where, heading in (("changes", "Changes not acknowledged"), ("", "PC Amina Shah, Thu 26 Nov")):
            again = BeautifulSoup(
                ward.send(f"/cell-changes/{change.id}/tell", at=text, next=where), "html.parser"
            )
            assert heading in again.h1.get_text()
            field = again.find("input", {"name": "at"})
            assert field["value"] == text
            assert problem in again.find(id=f"{field['id']}-error").get_text()
            assert problem in again.select_one(f'.govuk-error-summary a[href="#{field["id"]}"]').get_text()
    ward.send(f"/cell-changes/{change.id}/tell", at="23:30")
    words = page("/roster/changes").words
    assert "Told Sun 22 Nov 23:30, 3 clear days’ notice; not acknowledged yet Told by phone at" in words


def later(at, sign_in, moment: str) -> None:
    """PS Hart, who alone has an account, comes back days later."""
    at(moment)
    sign_in(db.session.scalars(select(Account)).unique().one())


def test_what_was_told_first_stays_and_a_call_that_came_too_late_is_shown_beside_it(ward, page, at, sign_in):
    duty = make_duty(ward.shah, "2026-11-26 08:00")
    ward.confirm(f"/duties/{duty.id}/remove", version="1")
    (change,) = db.session.scalars(select(CellChange))
    later(at, sign_in, "2026-11-26 09:00")
    assert page(ward.day).soup.find("input", {"name": "at"}).get("value") is None
    said = ward.send(f"/cell-changes/{change.id}/tell", at="25 Nov 20:15")
    assert "Noted: phoned Wed 25 Nov 20:15. The first telling counts, Mon 23 Nov 09:00" in said
    ward.send(f"/cell-changes/{change.id}/tell", at="")
    for path in (ward.day, "/roster/changes"):
        assert (
            "Told Mon 23 Nov 09:00, 2 clear days’ notice; not acknowledged yet. Phoned Thu 26 Nov 09:00"
            in page(path).words
        )


def test_a_change_of_the_day_itself_says_that_it_was_told_too_late(ward, page, at, sign_in):
    duty = make_duty(ward.shah, "2026-11-26 20:00")
    later(at, sign_in, "2026-11-26 09:00")
    asked, _ = ward.confirm(f"/duties/{duty.id}/remove", version="1")
    late = "told on the day itself or after it, too late: the latest telling is midnight before the duty"
    assert late in asked.get_text().lower()
    assert f"Told Thu 26 Nov 09:00, {late}; not acknowledged yet" in page(ward.day).words
    (change,) = db.session.scalars(select(CellChange))
    said = ward.send(f"/cell-changes/{change.id}/tell", at="08:00")
    assert "Told by phone Thu 26 Nov 08:00, too late: the latest telling is midnight" in said


def test_the_second_of_two_changes_sees_both_values(ward):
    duty = make_duty(ward.shah, "2026-11-26 08:00")
    chosen = {"shift": "ward", "starts": "09:00", "ends": "17:00", "version": "1"}
    ward.confirm(f"/duties/{duty.id}/change", **chosen)
    _, text = ward.confirm(f"/duties/{duty.id}/change", 409, **{**chosen, "starts": "10:00", "ends": "18:00"})
    assert "ward duty, Thu 26 Nov 09:00–17:00" in text
    assert "ward duty, Thu 26 Nov 10:00–18:00" in text


def test_a_removed_duty_stays_in_the_history(ward, page):
    duty = make_duty(ward.shah, "2026-11-26 08:00")
    asked = page(f"/duties/{duty.id}/remove")
    assert "the officer is told" in asked.words
    ward.confirm(f"/duties/{duty.id}/remove", version="1")
    assert duties() == []
    words = page(ward.day).words
    assert "Nothing is rostered on this day" in words
    assert "PS Hart removed Ward duty 08:00–16:00" in words


def test_the_day_is_published_for_this_officer_alone(ward, page):
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    for officer in (ward.shah, lewis):
        make_duty(officer, "2026-11-26 08:00", published=False)
    seen = page(ward.day).soup.select_one("input[name=seen]")["value"]
    assert "1 duty published" in ward.send(f"{ward.day}/publish", seen=seen)
    assert {duty.officer_id for duty in duties() if duty.state is DutyState.PUBLISHED} == {ward.shah.id}


def test_what_came_to_the_day_since_it_was_looked_at_is_shown_before_it_is_published(ward, page):
    make_duty(ward.shah, "2026-11-26 08:00", hours=4, published=False)
    seen = page(ward.day).soup.select_one("input[name=seen]")["value"]
    make_duty(ward.shah, "2026-11-26 14:00", hours=4, published=False)
    text = ward.send(f"{ward.day}/publish", seen=seen)
    assert "Publish 2 drafts" in text
    assert {duty.state for duty in duties()} == {DutyState.DRAFT}


def test_sickness_is_recorded_for_whole_days_and_cancelled(ward, page):
    text = ward.send(f"{ward.day}/absences/new", kind="sick", first="26/11/2026", last="27/11/2026")
    assert "PC Amina Shah is recorded as away" in text
    absence = db.session.scalars(select(Absence)).one()
    assert (absence.span.minutes, absence.status) == (48 * 60, AbsenceStatus.APPROVED)
    assert "Cancelled: the officer is available again" in ward.send(f"/absences/{absence.id}/cancel")
    words = page(ward.day).words
    assert "Nothing is rostered on this day" in words
    assert "PS Hart cancelled sick, Thu 26 Nov 00:00" in words


def test_sickness_over_leave_says_what_is_given_back(ward):
    make_absence(ward.shah, "2026-11-25 00:00", hours=72)
    text = ward.send(f"{ward.day}/absences/new", kind="sick", first="26/11/2026", last="26/11/2026")
    assert "PC Amina Shah is recorded as away; given back: annual leave, Thu 26 Nov" in text
    given = db.session.scalars(select(Notice)).one()
    assert sentence(given) == "Your annual leave, Thu 26 Nov, is given back: sickness is recorded then"
    text = ward.send(f"{ward.day}/absences/new", kind="other", first="25/11/2026", last="25/11/2026")
    assert "is already away then: all day Wed 25 Nov" in text
    sick = db.session.scalars(select(Absence).where(Absence.kind == "sick")).one()
    text = ward.send(f"/absences/{sick.id}/cancel")
    assert "Still given back, to be recorded again if it is wanted: annual leave, Thu 26 Nov" in text


def test_cancelled_sickness_names_only_the_leave_that_it_gave_back_and_that_is_not_there_again(ward, at):
    """Given back on Monday morning and recorded again; a second sickness gives a part of it back."""

    def record(kind: str, first: int, last: int) -> None:
        days = {"first": f"{first}/11/2026", "last": f"{last}/11/2026"}
        ward.send(f"{ward.day}/absences/new", kind=kind, **days)

    def cancel(kind: str) -> str:
        standing = select(Absence).where(Absence.kind == kind, Absence.status == AbsenceStatus.APPROVED)
        absence_id = db.session.scalars(standing).one().id
        text = BeautifulSoup(ward.send(f"/absences/{absence_id}/cancel"), "html.parser").get_text(" ")
        return " ".join(text.split())

    record("annual_leave", 25, 27)
    record("sick", 25, 27)
    assert "if it is wanted: annual leave, Wed 25 Nov to Fri 27 Nov" in cancel("sick")
    at("2026-11-23 09:10")
    record("annual_leave", 25, 27)
    record("sick", 25, 26)
    record("sick", 27, 27)
    record("other", 28, 28)
    at("2026-11-23 09:20")
    friday = select(Absence).where(Absence.kind == "sick", Absence.starts_at == wall("2026-11-27 00:00"))
    ward.send(f"/absences/{db.session.scalars(friday).one().id}/cancel")
    said = cancel("sick")
    assert "if it is wanted: annual leave, Wed 25 Nov to Thu 26 Nov" in said
    assert said.count("annual leave, Wed 25 Nov to Thu 26 Nov") == 1
    at("2026-11-23 09:30")
    record("sick", 25, 26)
    assert "Still given back" not in cancel("sick")


def test_an_absence_that_ends_before_it_starts_is_said_and_kept(ward):
    text = ward.send(f"{ward.day}/absences/new", kind="sick", first="26/11/2026", last="25/11/2026")
    assert "The end must be after the start" in text
    assert 'value="25/11/2026"' in text
    text = ward.send(f"{ward.day}/absences/new", first="26/11/2026", last="soon")
    assert "Choose why the officer is away" in text
    assert "Enter a date" in text
    assert db.session.scalars(select(Absence)).all() == []


def test_a_request_is_decided_on_its_own_page(ward, page):
    absence = make_absence(ward.shah, "2026-11-26 00:00", status="requested")
    link = page(ward.day).soup.find("a", string="See what it does, and decide")
    assert link["href"] == f"/leave/{absence.id}"


def test_rows_of_other_teams_are_not_found(ward, page):
    okafor = make_officer("Ben Okafor", team=make_team("Darwin"))
    duty, absence = make_duty(okafor, "2026-11-26 08:00"), make_absence(okafor, "2026-11-27 00:00")
    for path in (f"/duties/{duty.id}/change", f"/duties/{duty.id}/remove", "/duties/999999/change"):
        page(path, status=404)
    for path in (
        f"/absences/{absence.id}/cancel",
        "/absences/99999/cancel",
    ):
        ward.send(path, 404)
    ward.send(f"/officers/{okafor.id}/days/2026-11-26/publish", 404)
    assert [duty.state for duty in duties()] == [DutyState.PUBLISHED]


def test_the_day_shows_how_long_the_refreshment_is(ward, page):
    make_duty(ward.shah, "2026-11-26 07:00", hours=8)
    assert "45 min for refreshment" in page(ward.day).words
