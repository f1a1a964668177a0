"""What the checklist says before a roster is published: of the drafts, and of nothing else."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.publication import Publication
from roster.models.skill import Skill
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_skill,
    make_team,
    make_template,
)
from tests.roster_factories import make_cell_change, make_minimum_strength

PATH = "/roster/publish?from=2026-11-23"


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """Monday 23 November: PC Shah of Biggin Hill; PS Hart, who supervises it and Darwin, is signed in."""
    at("2026-11-23 09:00")
    team, darwin = make_team(), make_team("Darwin")
    hart = make_sergeant(team, darwin)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())
    return SimpleNamespace(team=team, darwin=darwin, hart=hart, shah=make_officer(team=team))


def draft(officer, *starts: str, **how) -> None:
    for one in starts:
        make_duty(officer, one, published=False, **how)


def rows(page, section: str) -> list[str]:
    """The rows of the first table of a section, in words."""
    table = page.soup.select_one(f"#{section} table")
    return [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")] if table else []


# Before the period


def test_drafts_that_stand_before_the_period_are_said_and_lead_to_their_checklist(ward, page):
    """Two weeks from 7 December on are looked at; three drafts of the weeks before stand unpublished."""
    later = "/roster/publish?from=2026-12-07&days=14"
    draft(ward.shah, "2026-11-20 07:00", "2026-12-10 07:00")  # gone by, and of the period itself
    assert "before these days" not in page(later).words
    draft(ward.shah, "2026-11-26 22:00", "2026-12-01 07:00")
    make_rest_day(ward.shah, "2026-12-06", published=False)
    make_duty(ward.shah, "2026-11-25 07:00")
    draft(make_officer("Ben Okafor", team=make_team("Orpington")), "2026-11-24 07:00")  # another sergeant's
    shown = page(later)
    assert "! 3 drafts before these days are not published, the first on Thu 26 Nov." in shown.words
    link = shown.soup.find("a", string="Check and publish those first")
    assert link["href"] == "/roster/publish?from=2026-11-26&days=14"
    assert "Publish Mon 23 Nov to Sun 6 Dec" in page(link["href"]).words
    # Where nothing is a draft; the one of 10 December is before it too.
    assert "! 4 drafts before these days" in page("/roster/publish?from=2027-01-04").words
    assert "before these days" not in page(PATH).words


# Contact sessions


def test_sessions_are_judged_as_if_the_drafts_were_published(ward, page):
    draft(ward.shah, "2026-11-26 07:00")
    draft(ward.shah, "2026-11-25 07:00", kind="office")
    covered = make_contact_session(ward.team, "2026-11-26 10:00", named=[ward.shah])
    nobody = make_contact_session(ward.team, "2026-11-27 10:00", title="Street briefing")
    in_the_office = make_contact_session(ward.team, "2026-11-25 10:00", named=[ward.shah])
    section = page(PATH).soup.select_one("#sessions")
    assert section.select_one(f'a[href="/contact-sessions/{nobody.id}"]')
    assert section.select_one(f'a[href="/contact-sessions/{in_the_office.id}"]')
    assert not section.select_one(f'a[href="/contact-sessions/{covered.id}"]')
    past = make_contact_session(ward.team, "2026-11-23 07:00")
    make_abstraction(ward.shah, "2026-11-26 09:00", hours=3)
    section = page(PATH).soup.select_one("#sessions")
    assert section.select_one(f'a[href="/contact-sessions/{covered.id}"]')
    assert not section.select_one(f'a[href="/contact-sessions/{past.id}"]')


# Skills and minimum strength


def test_a_skill_counts_on_a_draft_s_day_with_what_it_needs_in_date(ward, page):
    make_skill("taser")
    for code in ("personal_safety", "first_aid"):
        make_skill(code, pcso=True)
    grant(ward.shah, "taser", last="2026-11-27")
    grant(ward.shah, "personal_safety")
    grant(ward.shah, "first_aid", last="2026-11-25")
    draft(ward.shah, "2026-11-25 07:00", "2026-11-26 07:00", "2026-11-28 07:00")
    assert rows(page(PATH), "skills") == [
        "Biggin Hill ✓ somebody every day ! Without Taser: Thu 26 Nov and Sat 28 Nov"
    ]
    lapsed = db.session.scalars(select(Skill).where(Skill.code == "first_aid")).one()
    grant(ward.shah, lapsed, "2026-11-26")
    assert rows(page(PATH), "skills") == ["Biggin Hill ✓ somebody every day ! Without Taser: Sat 28 Nov"]


def test_a_ward_with_nobody_is_not_hidden_by_another(ward, page):
    grant_at, lee = make_skill("response_driver"), make_officer("Lee Grant", team=ward.darwin)
    grant(lee, grant_at)
    draft(lee, "2026-11-26 07:00", "2026-11-27 07:00")
    draft(ward.shah, "2026-11-26 07:00", kind="training")
    make_rest_day(ward.shah, "2026-11-27", published=False)
    asked = page(PATH)
    assert "Days with nobody on ward duty" in asked.words
    assert rows(asked, "skills") == [
        "Biggin Hill ! Nobody: Thu 26 Nov and Fri 27 Nov ✓ Response driver every day",
        "Darwin ✓ somebody every day ✓ Response driver every day",
    ]


def test_only_days_with_a_draft_are_looked_at(ward, page):
    make_skill("response_driver")
    draft(ward.shah, "2026-11-26 07:00")
    make_duty(ward.shah, "2026-11-27 07:00")
    grant(ward.shah, "response_driver", last="2026-11-26")
    asked = page(PATH)
    assert rows(asked, "skills") == ["Biggin Hill ✓ somebody every day ✓ Response driver every day"]
    assert [row.split()[-2:] for row in rows(asked, "skills details")] == [["1", "1"]]
    assert "Every skill on every day" in asked.words


def test_who_is_taken_away_for_the_whole_duty_is_not_there_who_only_asks_is(ward, page):
    draft(ward.shah, "2026-11-26 07:00", "2026-11-27 07:00", "2026-11-28 07:00", "2026-11-29 07:00")
    make_absence(ward.shah, "2026-11-26 00:00")
    make_absence(ward.shah, "2026-11-27 00:00", status="requested")
    make_abstraction(ward.shah, "2026-11-28 07:00")
    make_abstraction(ward.shah, "2026-11-29 07:00", hours=4)
    assert rows(page(PATH), "skills") == ["Biggin Hill ! Nobody: Thu 26 Nov and Sat 28 Nov"]


def test_many_days_are_counted_and_the_first_one_named(ward, page):
    draft(ward.shah, *(f"2026-11-{day} 07:00" for day in range(24, 29)), kind="office")
    draft(ward.shah, "2026-11-30 07:00")
    assert rows(page(PATH), "skills") == ["Biggin Hill ! Nobody: 5 of 6 days, first Tue 24 Nov"]


def test_shifts_below_minimum_strength_are_listed_for_the_days_of_drafts(ward, page):
    early = make_template()
    draft(ward.shah, "2026-11-26 07:00", template=early)
    assert not page(PATH).soup.select_one("#strength")
    make_minimum_strength(ward.team, early, 2)
    make_duty(ward.shah, "2026-11-27 07:00", template=early)  # published: it was seen before
    asked = page(PATH)
    assert rows(asked, "strength") == ["Thu 26 Nov Biggin Hill ! Early: 1 of 2"]
    assert "1 day below minimum strength" in asked.words
    draft(make_officer("Ben Okafor", team=ward.team), "2026-11-26 07:00", template=early)
    assert "Minimum strength kept" in page(PATH).words


# Time ahead


def test_each_team_s_time_is_counted_from_its_own_first_draft(ward, page):
    draft(ward.shah, "2027-01-11 07:00")
    draft(make_officer("Lee Grant", team=ward.darwin), "2026-12-30 07:00")
    paths = [f"/roster/publish?from={first}&days=56" for first in ("2026-11-23", "2026-12-07", "2026-12-28")]
    expected = [
        "Biggin Hill ✓ In time: these drafts begin Mon 11 Jan 2027, due by Fri 11 Dec "
        "! 89 days short: published to Mon 11 Jan 2027; three months end Sat 10 Apr 2027",
        "Darwin ✓ In time: these drafts begin Wed 30 Dec, due by Mon 30 Nov "
        "! 89 days short: published to Wed 30 Dec; three months end Mon 29 Mar 2027",
    ]
    assert [rows(page(path), "ahead") for path in paths] == [expected] * 3


def test_a_late_draft_is_late_by_its_own_days(ward, page):
    draft(ward.shah, "2026-11-26 07:00")
    asked = page(PATH)
    assert "28 days late: these drafts begin Thu 26 Nov, due by Mon 26 Oct" in asked.words
    assert "Less notice than the rules ask for" in asked.words


def test_a_roster_with_a_hole_is_published_to_the_day_before_it(ward, page):
    okafor = make_officer("Ben Okafor", team=ward.team)
    for officer in (ward.shah, okafor):
        draft(officer, "2026-11-26 07:00", "2026-11-27 07:00")
    make_rest_day(ward.shah, "2026-11-28", published=False)
    make_duty(okafor, "2027-02-28 09:00", kind="training")
    words = page(PATH).words
    assert "90 days short: published to Fri 27 Nov; three months end Thu 25 Feb 2027" in words
    assert "PC Okafor has nothing published on Sat 28 Nov." in words
    draft(okafor, "2026-11-29 07:00")
    make_rest_day(okafor, "2026-11-28", published=False)
    assert "published to Sat 28 Nov; three months" in page(PATH).words
    assert "PC Shah has nothing published on Sun 29 Nov." in page(PATH).words


def test_without_a_draft_the_page_says_when_the_next_roster_is_due(ward, page):
    make_officer("Lee Grant", team=ward.darwin)
    for day in range(23, 30):
        make_duty(ward.shah, f"2026-11-{day} 07:00")
    asked = page(PATH)
    assert "No draft is left in these days" in asked.words
    assert rows(asked, "ahead") == [
        "Biggin Hill ! 24 days late: the next roster begins Mon 30 Nov, due by Fri 30 Oct "
        "! 85 days short: published to Sun 29 Nov; three months end Mon 22 Feb 2027",
        "Darwin ! 31 days late: the next roster begins Mon 23 Nov, due by Fri 23 Oct "
        "! 92 days short: nothing published; three months end Mon 22 Feb 2027",
    ]
    link = page("/roster?from=2026-11-23").soup.select_one('.grid-more a[href^="/roster/publish"]')
    assert link.text == "How far ahead it is published"
    assert page(link["href"]).soup.select_one("#ahead")


# What is new for whom


def test_each_new_day_is_listed_with_what_the_officer_knows_of_it(ward, page):
    early = make_template()
    make_cell_change(ward.shah, "2026-11-26", "Early 07:00–15:00", "", reason="exigency")
    make_cell_change(ward.shah, "2026-11-27", "Early 07:00–15:00", "")  # it was a draft: nobody knew
    draft(ward.shah, "2026-11-26 14:00")
    draft(ward.shah, "2026-11-27 14:00", kind="training")
    assert [rows(page(PATH), "newly"), page(PATH).soup.select_one("#newly details")] == [
        [
            "PC Amina Shah Biggin Hill 2 duties, 16 h no rest day Thu 26 Nov Ward duty 14:00–22:00, "
            "instead of Early 07:00–15:00 Fri 27 Nov Training 14:00–22:00"
        ],
        None,
    ]
    make_duty(ward.shah, "2026-11-28 07:00", template=early)
    draft(ward.shah, "2026-11-28 16:00", kind="court", hours=2)
    make_rest_day(ward.shah, "2026-11-29", kind="free_day", published=False)
    section = page(PATH).soup.select_one("#newly")
    in_sight, folded = section.select("tbody .publish-days")
    lines = [" ".join(one.text.split()) for one in in_sight.select("li")]
    assert lines == [
        "Thu 26 Nov Ward duty 14:00–22:00, instead of Early 07:00–15:00",
        "Sat 28 Nov Court 16:00–18:00, besides Early 07:00–15:00",
    ]
    assert folded.find_parent("details").summary.text.strip() == "Thu 26 Nov to Sun 29 Nov"
    assert [" ".join(one.text.split()) for one in folded.select("li")] == [
        lines[0],
        "Fri 27 Nov Training 14:00–22:00",
        lines[1],
        "Sun 29 Nov free day",
    ]


# Breaches


def test_a_breach_that_stood_before_asks_for_no_reason_and_is_listed_apart(ward, page, client):
    make_duty(ward.shah, "2026-11-24 14:00")
    make_duty(ward.shah, "2026-11-25 07:00")
    draft(ward.shah, "2026-11-27 07:00")
    asked = page(PATH)
    assert "No breach of rest and hours" in asked.words
    assert "1 rule broken in these days without the drafts" in asked.words
    assert "Rest of 9 h before this duty" in asked.soup.select_one("#breaches details").text
    assert not asked.soup.select_one("input[name=reason]")
    form = asked.soup.select_one("form.publish-form")
    sent = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    assert "1 duty published" in client.post(PATH, data=sent, follow_redirects=True).get_data(as_text=True)
    (kept,) = db.session.scalars(select(Publication))
    assert (kept.breach_count, kept.reason) == (0, "")


def test_a_draft_that_shortens_a_published_rest_asks_for_one(ward, page):
    make_duty(ward.shah, "2026-11-25 07:00")
    draft(ward.shah, "2026-11-24 14:00")
    asked = page(PATH)
    assert "1 breach of rest and hours" in asked.words
    assert not asked.soup.select_one("#breaches details")
    assert asked.soup.select_one("input[name=reason]")
