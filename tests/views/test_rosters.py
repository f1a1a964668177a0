"""The month grid as people meet it: what each cell says, who may see it."""

from types import SimpleNamespace

import pytest
from bs4 import Tag
from sqlalchemy import event, select

from roster.extensions import db
from roster.models.account import Account
from roster.models.duty import DutyKind
from roster.models.officer import Officer
from roster.views.grid_faces import NOTHING
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_account,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_posting,
    make_rest_day,
    make_sergeant,
    make_skill,
    make_team,
    make_template,
)
from tests.roster_factories import make_minimum_strength, make_public_holiday


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """Biggin Hill with PC Shah, on Monday 23 November; PS Hart, who supervises it, is signed in."""
    at("2026-11-23 09:00")
    team = make_team()
    hart = make_sergeant(team)
    sign_in(account_of(hart))
    return SimpleNamespace(team=team, hart=hart, shah=make_officer(team=team))


def account_of(officer: Officer) -> Account:
    return db.session.scalars(select(Account).where(Account.officer_id == officer.id)).unique().one()


def cell(page, officer: Officer, day: str) -> Tag:
    """The officer's link for that day in the grid."""
    found = page.soup.select_one(f'table.grid a[href="/officers/{officer.id}/days/{day}"]')
    assert found is not None, f"no cell for {day}"
    return found


def row(page, officer: Officer) -> Tag:
    found = cell(page, officer, "2026-11-23").find_parent("tr")
    assert found is not None
    return found


def drawn(link: Tag) -> tuple[set[str], str, str, str]:
    """Classes, letters, band and full text of a cell."""
    band, text = link.find("u"), link.find("i")
    assert text is not None
    return set(link["class"]), str(link.contents[0]), band.get_text() if band else "", text.get_text()


def test_an_abstraction_is_a_band_over_the_duty_that_stays_readable(ward, page):
    make_duty(ward.shah, "2026-11-26 07:00", template=make_template())
    make_abstraction(ward.shah, "2026-11-26 07:00")
    css, letters, band, text = drawn(cell(page("/roster"), ward.shah, "2026-11-26"))
    assert (letters, band, "a" in css) == ("E", "ERPT", True)
    assert text == "Early 07:00–15:00, taken to Erpt 07:00–15:00"


def test_a_draft_is_dashed_and_says_so(ward, page):
    make_duty(ward.shah, "2026-11-26 07:00", template=make_template(), published=False)
    css, letters, _, text = drawn(cell(page("/roster"), ward.shah, "2026-11-26"))
    assert (letters, text, "dr" in css) == ("E", "Early 07:00–15:00, draft", True)


def test_leave_lies_over_the_duty_and_a_request_only_beneath_it(ward, page):
    for day in ("2026-11-26", "2026-11-27"):
        make_duty(ward.shah, f"{day} 07:00", template=make_template())
    make_absence(ward.shah, "2026-11-26 00:00")
    make_absence(ward.shah, "2026-11-27 00:00", status="requested")
    shown = page("/roster")
    assert drawn(cell(shown, ward.shah, "2026-11-26"))[1:] == ("AL", "E", "Early 07:00–15:00, annual leave")
    asked = drawn(cell(shown, ward.shah, "2026-11-27"))
    assert asked[1:] == ("E", "AL?", "Early 07:00–15:00, annual leave, only requested")


def test_a_night_duty_stands_on_its_first_day_with_both_hours(ward, page):
    make_duty(ward.shah, "2026-11-26 22:00", hours=9, template=make_template("N", "Night"))
    shown = page("/roster")
    assert drawn(cell(shown, ward.shah, "2026-11-26"))[3] == "Night 22:00–07:00"
    assert drawn(cell(shown, ward.shah, "2026-11-27"))[3] == "nothing rostered"


def test_rest_days_are_dots_and_own_times_have_letters(ward, page):
    make_rest_day(ward.shah, "2026-11-26")
    make_duty(ward.shah, "2026-11-27 09:00", kind="training")
    shown = page("/roster")
    assert drawn(cell(shown, ward.shah, "2026-11-26"))[1::2] == ("·", "rest day")
    assert drawn(cell(shown, ward.shah, "2026-11-27"))[1::2] == ("CRS", "Course 09:00–17:00")


def test_a_draft_of_rest_is_dashed_and_a_free_day_is_not_a_rest_day(ward, page, client):
    make_rest_day(ward.shah, "2026-11-26", published=False)
    make_rest_day(ward.shah, "2026-11-27", kind="free_day")
    make_rest_day(ward.shah, "2026-11-28", kind="free_day", published=False)
    shown = page("/roster")
    found = [drawn(cell(shown, ward.shah, f"2026-11-{day}")) for day in (26, 27, 28)]
    assert found == [
        ({"rd", "dr"}, "·", "", "rest day, draft"),
        ({"rd", "fd"}, "FD", "", "free day"),
        ({"rd", "fd", "dr"}, "FD", "", "free day, draft"),
    ]
    (line,) = [one for one in client.get("/roster.csv").get_data(as_text=True).splitlines() if "Shah" in one]
    assert line.split(",")[8:11] == ["RD*", "FD", "FD*"]
    listed = page("/roster?as=list").soup.select(".q0")
    assert {"Rest day, draft: PC Amina Shah", "Free day: PC Amina Shah"} <= {one.get_text() for one in listed}


def test_a_public_holiday_is_marked_at_its_day(ward, page):
    make_public_holiday("2026-12-01", "St Andrew’s Day")
    make_public_holiday("2026-12-25", "Christmas Day")  # after the period
    shown = page("/roster").soup
    (head,) = [one for one in shown.select("table.grid thead th") if one.get("title")]
    assert (head["title"], head.u.get_text()) == ("St Andrew’s Day", "PH")
    assert head.i.get_text() == "Tuesday 1 December 2026, St Andrew’s Day"
    assert "PH public holiday: St Andrew’s Day, Tue 1 Dec" in shown.select_one(".grid-key").get_text()


def test_skills_stand_beside_the_name_struck_when_expired(ward, page):
    grant(ward.shah, "taser", last="2026-11-22")
    grant(ward.shah, "level_2", last="2026-12-24")
    marks = row(page("/roster"), ward.shah).select("th em")
    assert [(mark["class"], mark.i.get_text(strip=True)) for mark in marks if mark.i] == [
        (["exp"], "Taser, expired 22 Nov 2026."),
        (["due"], "Level 2, due 24 Dec 2026."),
    ]


def test_contact_sessions_are_pills_that_lead_to_their_flag(ward, page):
    fine = make_contact_session(ward.team, "2026-11-26 10:00")
    gaps = '[{"start": 1795860000, "end": 1795863600, "short_by": 1, "causes": []}]'
    flag = make_flag(make_contact_session(ward.team, "2026-11-27 10:00", title="Surgery"), gaps=gaps)
    pills = page("/roster").soup.select("table.grid a.s")
    assert [(pill["href"], str(pill.contents[0])) for pill in pills] == [
        (f"/contact-sessions/{fine.id}", "✓ 10"),
        (f"/flags/{flag.id}", "✕ 10"),
    ]
    said = "Uncovered: Surgery, Costa, Main Road, 10:00–11:00, needs 1, 1 short 10:00–11:00"
    assert pills[1].find("i").get_text() == said


def test_numbers_in_the_bar_lead_to_what_needs_somebody(ward, page):
    flagged = make_contact_session(ward.team, "2026-11-27 10:00")
    make_flag(flagged)
    make_flag(make_contact_session(ward.team, "2026-11-23 07:00"), "at_risk")  # over: nobody can act
    shown = page("/roster")
    links = shown.soup.select('.grid-needs a[href^="#cs"]')
    assert [(link["href"], link.get_text()) for link in links] == [(f"#cs-{flagged.id}", "1 uncovered")]
    assert shown.soup.find(id=f"cs-{flagged.id}") is not None


def test_a_draft_is_for_those_who_plan_or_oversee(ward, page, client, sign_in):
    for published, day in ((False, 26), (True, 27)):
        make_duty(ward.shah, f"2026-11-{day} 07:00", template=make_template(), published=published)
    make_rest_day(ward.shah, "2026-11-28", published=False)

    def seen() -> list[str]:
        shown = page("/roster")
        letters = [drawn(cell(shown, ward.shah, f"2026-11-{day}"))[1] for day in (26, 27, 28)]
        table = client.get("/roster.csv").get_data(as_text=True).splitlines()
        (line,) = [one for one in table if "Shah" in one]
        listed = page("/roster?as=list").soup.get_text()
        days = "".join(page(f"/officers/{ward.shah.id}/days/2026-11-{day}").words for day in (26, 28))
        return [*letters, "E*" in line, ", draft" in listed, "Early" in days]

    assert seen() == ["E", "E", "·", True, True, True]
    sign_in(make_account(ward.shah, ("officer",)))
    bare = f"<i>{NOTHING}</i>"
    assert seen() == [bare, "E", bare, False, False, False]


def test_the_foot_counts_who_has_ward_duty_left(ward, page, client, sign_in):
    lewis, okafor = (make_officer(name, team=ward.team) for name in ("Dee Lewis", "Ben Okafor"))
    for officer in (ward.shah, lewis, okafor):
        make_duty(officer, "2026-11-26 07:00")
    make_abstraction(ward.shah, "2026-11-26 07:00")  # all of it
    make_abstraction(lewis, "2026-11-26 07:00", hours=4)  # half of it
    make_duty(okafor, "2026-11-27 07:00", published=False)
    make_duty(lewis, "2026-11-27 07:00", kind="court")
    counts = [td.get_text() for td in page("/roster").soup.select("table.grid tfoot td")]
    # A draft counts for whoever sees it.
    assert counts[:5] == ["0", "0", "0", "2", "1"]
    assert client.get("/roster/rules?strength=1").get_json()["on_ward"][:5] == [0, 0, 0, 2, 1]
    sign_in(make_account(lewis, ("officer",)))
    counts = [td.get_text() for td in page("/roster").soup.select("table.grid tfoot td")]
    assert counts[:5] == ["0", "0", "0", "2", "0"]


def test_an_officer_who_moves_has_cells_only_on_the_days_of_each_team(ward, page, sign_in):
    darwin, lewis = make_team("Darwin"), make_officer("Dee Lewis", "PCSO")
    sign_in(account_of(make_sergeant(ward.team, darwin, name="Jo Both")))
    make_posting(lewis, ward.team, last="2026-11-24")
    make_posting(lewis, darwin, first="2026-11-25")
    teams = page("/roster?days=14").soup.select("table.grid tbody")
    links = [[a["href"][-10:] for a in body.select(f'td a[href^="/officers/{lewis.id}/"]')] for body in teams]
    assert links[0] == ["2026-11-23", "2026-11-24"]
    assert (len(links[1]), links[1][0]) == (12, "2026-11-25")


def test_names_and_titles_are_escaped(ward, page):
    make_officer("<b>Bold Name-That-Is-Long", team=ward.team)
    make_flag(make_contact_session(ward.team, "2026-11-27 10:00", title="<script>alert(1)</script>"))
    text = page("/roster").text
    assert "<script>alert" not in text
    assert "&lt;b&gt;Bold Name-That-Is-Long" in text


def test_today_and_the_first_of_a_month_are_marked(ward, page):
    head = page("/roster").soup.select("table.grid thead th")
    assert [th.find("i").get_text() for th in head if th.get("aria-current")] == [
        "Monday 23 November 2026, today"
    ]
    assert [th.find("small").get_text() for th in head if th.find("small")] == ["1 Dec"]


@pytest.mark.parametrize(
    ("address", "first", "last", "count"),
    [
        ("/roster", "Monday 23 November 2026", "Sunday 20 December 2026", 28),
        ("/roster?from=2026-12-10&days=14", "Monday 7 December 2026", "Sunday 20 December 2026", 14),
        ("/roster?from=+&days=84", "Monday 23 November 2026", "Sunday 14 February 2027", 84),
    ],
)
def test_the_address_says_which_days(ward, page, address, first, last, count):
    shown = page(address)
    assert f"Roster from {first} to {last}" in shown.words
    assert len(shown.soup.select("table.grid thead th")) == count + 1


@pytest.mark.parametrize(
    ("asked", "typed", "field", "sentence"),
    [
        ("from=31+Feb", "31 Feb", "from", "February 2027 has 28 days"),
        ("from=31/12/9999", "31/12/9999", "from", "Enter a year from 2000 to 2099"),
        ("from=%22soon%22", '"soon"', "from", "Enter a date, such as 3/12/2026, 3 Dec or Thu"),
        ("days=5", "23/11/2026", "days", "Choose how many days from the list"),
        ("days=lots", "23/11/2026", "days", "Choose how many days from the list"),
        ("skill=zzz", "23/11/2026", "skill", "Choose a skill from the list"),
    ],
)
def test_what_cannot_be_read_in_the_address_is_told_and_no_other_roster_shown(
    ward, page, asked, typed, field, sentence
):
    make_skill("taser")
    shown = page(f"/roster?{asked}")
    assert shown.soup.title.get_text().startswith("Error: Roster")
    assert [(link["href"], link.get_text()) for link in shown.soup.select(".govuk-error-summary a")] == [
        (f"#{field}", sentence)
    ]
    assert shown.soup.find(id="from")["value"] == typed
    assert not shown.soup.select("table.grid")
    assert "Nobody" not in shown.words


def test_no_file_is_made_of_another_period_than_was_asked_for(ward, page):
    assert "February 2027 has 28 days" in page("/roster.csv?from=31+Feb", 400).words


def test_filters_keep_to_team_and_skill(ward, page, sign_in):
    darwin = make_team("Darwin")
    sign_in(account_of(make_sergeant(ward.team, darwin, name="Jo Both")))
    grant(make_officer("Ben Okafor", team=ward.team), "taser")
    names = page("/roster?skill=taser").soup.select("table.grid .nm b")
    assert [name.get_text() for name in names] == ["PC Ben Okafor"]
    shown = page(f"/roster?team={darwin.id}")
    assert [team.get_text() for team in shown.soup.select("table.grid .team")] == ["Darwin"]


def test_a_team_out_of_reach_looks_like_no_page(ward, page):
    page(f"/roster?team={make_team('Darwin').id}", status=404)


def test_a_colleague_sees_that_somebody_is_away_but_not_why_nor_skills(ward, page, sign_in):
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    sign_in(make_account(lewis, ("officer",)))
    make_absence(ward.shah, "2026-11-26 00:00", kind="sick")
    make_absence(lewis, "2026-11-26 00:00", kind="sick")
    for officer in (ward.shah, lewis):
        grant(officer, "taser")
    make_flag(make_contact_session(ward.team, "2026-11-27 10:00"))
    shown = page("/roster")
    assert drawn(cell(shown, ward.shah, "2026-11-26"))[1:] == ("AW", "", "away")
    assert drawn(cell(shown, lewis, "2026-11-26"))[1:] == ("SICK", "", "sick")
    assert row(shown, ward.shah).select("em") == []
    assert len(row(shown, lewis).select("em")) == 1
    assert shown.soup.select_one("table.grid a.s")["href"].startswith("/contact-sessions/")
    assert shown.soup.select_one('[name="skill"]') is None
    assert "Publish" not in shown.words


def test_what_a_colleague_only_asks_for_is_not_shown(ward, page, sign_in):
    lewis = make_officer("Dee Lewis", "PCSO", team=ward.team)
    sign_in(make_account(lewis, ("officer",)))
    make_duty(ward.shah, "2026-11-26 07:00", template=make_template())
    for officer in (ward.shah, lewis):
        for day in ("2026-11-26 00:00", "2026-11-27 00:00"):
            make_absence(officer, day, status="requested")
    shown = page("/roster")
    assert drawn(cell(shown, ward.shah, "2026-11-26")) == ({"el"}, "E", "", "Early 07:00–15:00")
    assert cell(shown, ward.shah, "2026-11-27").get_text() == "nothing rostered"
    assert drawn(cell(shown, lewis, "2026-11-27"))[1:] == ("AL", "", "annual leave, only requested")


def test_a_row_that_was_drawn_for_one_is_drawn_anew_for_another_and_after_a_change(ward, page, sign_in):
    sick = make_absence(ward.shah, "2026-11-26 00:00", kind="sick")
    duty = make_duty(ward.shah, "2026-11-27 07:00", template=make_template())
    before = row(page("/roster"), ward.shah)["data-k"].split()
    assert (before[3], before[4]) == (f"a{sick.id}|SICK|", f"d{duty.id}.1E")
    duty.kind, duty.shift_template = DutyKind.COURT, None
    db.session.commit()
    shown = page("/roster")
    assert drawn(cell(shown, ward.shah, "2026-11-27"))[1] == "CT"
    assert row(shown, ward.shah)["data-k"].split()[4].endswith("|CT0700-1500")
    sign_in(make_account(make_officer("Dee Lewis", "PCSO", team=ward.team), ("officer",)))
    shown = page("/roster")
    assert drawn(cell(shown, ward.shah, "2026-11-26"))[1] == "AW"
    assert row(shown, ward.shah).get("data-k") is None


def test_what_the_rules_say_is_for_those_who_plan(ward, page, client, sign_in):
    for start, hours in (("2026-11-26 14:00", 8), ("2026-11-27 07:00", 8)):
        make_duty(ward.shah, start, hours=hours, template=make_template())
    make_minimum_strength(ward.team, make_template("L", "Late"))
    found = client.get("/roster/rules").get_json()
    assert "9 h" in found["breaches"][str(ward.shah.id)]["2026-11-27"]["sentences"][0]
    assert found["strength"][str(ward.team.id)]["2026-11-26"]["short"] == ["L"]
    assert client.get("/roster/rules?strength=1").get_json().keys() == {"strength", "on_ward", "drafts"}
    assert page("/roster").soup.select_one(f"tr.min[data-t='{ward.team.id}']") is not None
    sign_in(make_account(ward.shah, ("officer",)))
    assert client.get("/roster/rules").status_code == 404


def test_broken_rules_are_listed_for_those_who_plan_and_ask(ward, page, client, sign_in):
    """Without a script nothing marks them in the cells."""
    for start in ("2026-11-26 14:00", "2026-11-27 07:00"):
        make_duty(ward.shah, start, template=make_template(), published=False)
    shown = page("/roster")
    (way,) = shown.soup.select("[data-grid=unmarked] a")
    listed = page(str(way["href"])).soup.select("#broken li")
    assert [one.a["href"] for one in listed] == [f"/officers/{ward.shah.id}/days/2026-11-27"]
    assert "PC Amina Shah, Fri 27 Nov" in listed[0].get_text()
    assert "Rest of 9 h before this duty" in listed[0].get_text()
    assert "No rule of rest and hours is broken" in page("/roster?rules=1&from=2027-02-01").words
    sign_in(make_account(ward.shah, ("officer",)))
    own = page("/roster?rules=1")
    assert (own.soup.select("#broken, [data-grid=unmarked]"), "rule broken" in own.words) == ([], False)


def test_no_team_no_officer_no_duty_say_what_to_do(ward, page, sign_in):
    assert "Nothing is rostered in these days yet" in page("/roster").words
    assert "Nobody in these teams holds that skill" in page("/roster?skill=taser").words
    sign_in(account_of(make_sergeant(make_team("Empty"), name="Al Alone")))
    assert "Nobody is posted to this team in these days" in page("/roster").words
    sign_in(make_account(make_officer("No Team"), ("officer",)))
    assert "You are not posted to a ward team" in page("/roster").words


@pytest.mark.parametrize("has_minimum", [False, True])
def test_five_statements_for_the_whole_page_however_large(ward, client, has_minimum):
    # Who is there by rank and skill in date is asked apart, and only where a team has a minimum.
    if has_minimum:
        make_minimum_strength(ward.team, skill=make_skill("taser"))

    def statements() -> int:
        seen: list[str] = []

        def count(_connection, _cursor, statement, *_rest) -> None:
            seen.append(statement)

        db.session.commit()
        event.listen(db.engine, "before_cursor_execute", count)
        assert client.get("/roster").status_code == 200
        event.remove(db.engine, "before_cursor_execute", count)
        return len([one for one in seen if one != "BEGIN"])

    found = [statements()]
    for one in range(8):
        officer = make_officer(f"Pat {one}", team=ward.team)
        grant(officer, "taser")
        make_duty(officer, "2026-11-26 07:00")
        make_abstraction(officer, "2026-11-26 07:00")
        make_flag(make_contact_session(ward.team, f"2026-11-2{one} 10:00"))
    assert [*found, statements()] == [5 + has_minimum] * 2
