"""The pages of abstractions: filling in, seeing the harm, confirming; lists, ending and cancelling."""

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.abstraction import Abstraction
from roster.models.cover_flag import CoverFlag
from tests.factories import (
    grant,
    make_abstraction,
    make_account,
    make_category,
    make_charge,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_skill,
    make_team,
)
from tests.roster_factories import make_minimum_strength
from tests.statements import heard
from tests.views.abstraction_desk import (
    NEW,
    biggin_hill,
    confirmed,
    count,
    looker,
    poster,
    typed,
)


@pytest.fixture
def ward(app, at, sign_in):
    """The sergeant of Biggin Hill is signed in, on the day before."""
    at("2026-12-02 08:00")
    team, shah, okafor, sergeant = biggin_hill()
    sign_in(sergeant)
    return team, shah, okafor


@pytest.fixture
def post(client):
    return poster(client)


@pytest.fixture
def send(post):
    return looker(post)


def test_the_empty_form_waits_for_an_officer(ward, page):
    opened = page(NEW)
    assert "Choose the officer" in opened.words
    assert opened.soup.find(id="officer").has_attr("autofocus")
    assert [one.text for one in opened.soup.select("#officer option")][1:] == [
        "Okafor, PC Ben",
        "Shah, PC Amina",
    ]
    assert opened.soup.find(id="day")["value"] == "2/12/2026"


def test_a_prefilled_address_shows_the_harm_at_once(ward, page):
    _team, shah, _ = ward
    opened = page(f"{NEW}?officer={shah.id}&date=2026-12-03")
    assert opened.soup.find(id="starts")["value"] == "07:00"
    assert opened.soup.find(id="ends")["value"] == "15:00"
    assert opened.soup.select_one("#category option[selected]").text == "Erpt"
    assert "Coffee with a Copper, Costa, Main Road, 10:00–11:00 becomes at risk." in opened.words
    assert "PC Shah is named on it. PC Okafor could stand in." in opened.words
    assert opened.soup.find("button", value="confirm").text == "Confirm: take PC Shah"
    assert opened.soup.find(id="requested_by").has_attr("autofocus")
    assert count() == 0


def test_the_preview_keeps_what_was_typed_and_saves_nothing(ward, send):
    _team, shah, _ = ward
    seen = send(NEW, data=typed(shah, requested_by="Insp Cole & Co"))
    assert seen.soup.find(id="starts")["value"] == "0700"
    assert seen.soup.find(id="requested_by")["value"] == "Insp Cole & Co"
    assert "What taking PC Shah does" in seen.words
    assert "Thu 3 Dec 07:00–15:00 · 8 h" in seen.words
    assert not seen.soup.select(".govuk-error-message")
    assert count() == 0


def test_confirming_below_the_harm_logs_it_and_leads_to_the_flag(ward, page, post, send):
    _team, shah, _ = ward
    seen = send(NEW, data=typed(shah))
    answer = post(NEW, data=confirmed(seen, shah))
    assert (answer.status_code, answer.location) == (302, "/board?day=2026-12-03")
    abstraction = db.session.scalar(select(Abstraction))
    assert (abstraction.officer_id, abstraction.requested_by) == (shah.id, "Insp Cole")
    flag = db.session.scalar(select(CoverFlag))
    following = page("/abstractions")
    assert "PC Shah is taken for Erpt, Thu 3 Dec 07:00–15:00, and was told." in following.words
    assert "Coffee with a Copper is at risk. Name a stand-in" in following.words
    assert following.soup.select_one(".app-message--warn a")["href"].endswith(str(flag.id))


def test_sending_it_twice_logs_it_once_and_shows_no_error(ward, post, send):
    _team, shah, _ = ward
    data = confirmed(send(NEW, data=typed(shah)), shah)
    assert [post(NEW, data=data).status_code for _ in range(2)] == [302, 302]
    assert count() == 1


def test_what_was_changed_after_it_was_shown_is_shown_again(ward, send):
    _team, shah, okafor = ward
    seen = send(NEW, data=typed(shah))
    again = send(NEW, data=confirmed(seen, okafor))
    assert "Check again" in again.words
    assert "What taking PC Okafor does" in again.words
    assert count() == 0


def test_a_confirmation_without_a_requester_says_so_and_keeps_the_rest(ward, send):
    _team, shah, _ = ward
    seen = send(NEW, data=typed(shah, requested_by=""))
    assert not seen.soup.select(".govuk-error-message")
    refused = send(NEW, data=confirmed(seen, shah, requested_by=" "))
    assert refused.soup.title.text.strip().startswith("Error: ")
    assert refused.soup.select_one(".govuk-error-summary a")["href"] == "#requested_by"
    assert "Enter who asked for the officer" in refused.words
    assert refused.soup.find(id="starts")["value"] == "0700"
    assert "What taking PC Shah does" in refused.words
    assert count() == 0


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"day": "31/2/2026"}, "day", "February 2026 has 28 days"),
        ({"day": ""}, "day", "Enter the date on which it starts"),
        ({"starts": "25:00"}, "starts", "Enter a time on the 24-hour clock"),
        ({"ends": ""}, "ends", "Enter the time at which the officer is back"),
        ({"ends": "07:00"}, "ends", "The end must differ from the start"),
        ({"officer": ""}, "officer", "Choose the officer who is taken"),
    ],
)
def test_bad_input_is_kept_and_says_what_to_do(ward, wrong, field, sentence, send):
    _team, shah, _ = ward
    refused = send(NEW, data=typed(shah, **wrong))
    assert f"#{field}" in [one["href"] for one in refused.soup.select(".govuk-error-summary a")]
    assert sentence in refused.words
    kept = refused.soup.find(id=field).get("value") or ""
    assert kept == next(iter(wrong.values()))
    assert refused.soup.find("button", value="confirm") is None


def test_an_overlap_is_shown_before_and_refused_after(ward, send):
    _team, shah, _ = ward
    seen = send(NEW, data=typed(shah))
    standing = make_abstraction(shah, "2026-12-03 14:00", hours=4)
    refused = send(NEW, data=confirmed(seen, shah))
    assert "PC Shah is already taken then: Erpt, Thu 3 Dec 14:00–18:00" in refused.words
    assert refused.soup.find("button", value="confirm") is None
    assert f"/abstractions/{standing.id}" in [one.get("href") for one in refused.soup.find_all("a")]
    assert count() == 1


def test_the_fragment_is_the_harm_and_its_buttons_only(ward, post):
    _team, shah, _ = ward
    data = typed(shah, step="harm", starts="", ends="", category="", requested_by="")
    answer = post(NEW, data=data)
    text = answer.get_data(as_text=True)
    assert "<h1" not in text
    assert 'id="harm"' in text
    assert 'id="steps"' in text
    assert 'data-starts="07:00" data-ends="15:00" data-filled="1"' in text
    assert "becomes at risk" in text


def test_an_officer_without_a_duty_that_day_needs_times(ward, page):
    _team, shah, _ = ward
    seen = page(f"{NEW}?officer={shah.id}&date=2026-12-05")
    assert "PC Shah has no published duty that starts on Sat 5 Dec" in seen.words
    assert seen.soup.find(id="starts").has_attr("autofocus")


def test_good_news_is_said_and_so_is_the_rest(ward, send):
    _team, _shah, okafor = ward
    make_duty(okafor, "2026-12-04 08:00", published=False)
    make_rest_day(okafor, "2026-12-03")
    skill = make_skill("level_2")
    aid = make_category("l2_aid", family="aid", letters="AID", skill=skill)
    seen = send(NEW, data=typed(okafor, ends="22:00", category=aid.id))
    assert "✓ No contact session is lost." in seen.words
    assert "Somebody else is on ward duty throughout" not in seen.words.split("Rest day")[1]
    assert "10 h of rest before the next duty, Fri 4 Dec 08:00 – 1 h under the 11 hours" in seen.words
    assert "Compensatory rest of 1 h is owed by Fri 18 Dec." in seen.words
    assert "One tour of 15 h 07:00–22:00: over 12 hours." in seen.words
    assert (
        "Rest day cancelled, Thu 3 Dec: 0 clear days, fewer than 15 (indicative: time and a half, "
        "4 hours at least, as pay or time at the officer’s choice). It stays owed until it is re-rostered."
        in seen.words
    )
    assert "PC Okafor does not hold Level 2 in date on Thu 3 Dec" in seen.words
    grant(okafor, skill)
    again = send(NEW, data=typed(okafor, ends="22:00", category=aid.id))
    assert "does not hold" not in again.words


@pytest.mark.parametrize("path", ["{new}?officer={id}", "/abstractions/{taken}", "/abstractions/{taken}/end"])
def test_another_teams_officer_is_not_found(ward, page, path):
    other = make_officer("Lee Grant", team=make_team("Darwin"))
    taken = make_abstraction(other, "2026-12-03 07:00")
    page(path.format(new=NEW, id=other.id, taken=taken.id), 404)


def test_another_teams_officer_cannot_be_sent(ward, send):
    other = make_officer("Lee Grant", team=make_team("Darwin"))
    send(NEW, 404, data=typed(other))
    send(NEW, 404, data=typed(other, step="confirm"))
    assert count() == 0


def test_officers_see_none_of_it_and_managers_only_look(ward, page, sign_in):
    team, shah, _ = ward
    taken = make_abstraction(shah, "2026-12-03 07:00")
    sign_in(make_account(shah))
    for path in ("/abstractions", NEW, f"/abstractions/{taken.id}"):
        page(path, 404)
    manager = make_officer("Noor Diaz", "Insp")
    make_charge(manager, team.borough)
    sign_in(make_account(manager, ("officer", "manager")))
    assert "PC Amina Shah" in page("/abstractions").words
    seen = page(f"/abstractions/{taken.id}")
    assert "End early" not in seen.words
    page(NEW, 404)
    page(f"/abstractions/{taken.id}/cancel", 404)


def test_only_addresses_of_our_own_are_gone_back_to(ward, post, send):
    _team, shah, _ = ward
    make_duty(shah, "2026-12-04 07:00")
    for day, given, back in (
        ("3/12/2026", "/roster?team=1", "/roster?team=1"),
        ("4/12/2026", "//elsewhere.example", "/board?day=2026-12-04"),
    ):
        seen = send(NEW, data=typed(shah, day=day))
        assert post(NEW, data=confirmed(seen, shah, day=day, next=given)).location == back


@pytest.mark.parametrize(
    "came_from",
    [
        "/board?day=2026-12-03&team={team}",
        "/officers/{officer}/days/2026-12-03",
        "/abstractions?status=ended_early",
    ],
)
def test_it_leads_back_to_where_it_was_opened(ward, page, send, post, came_from):
    team, shah, _ = ward
    here = came_from.format(team=team.id, officer=shah.id)
    way = page(here).soup.find("a", string="Log an abstraction")["href"]
    opened = page(way)
    assert [one["href"] for one in opened.soup.find_all("a", string=["Back", "Cancel"])] == [here, here]
    kept = opened.soup.find("input", {"name": "next"})["value"]
    seen = send(NEW, data=typed(shah, next=kept))
    assert seen.soup.find("a", string="Cancel")["href"] == here
    assert post(NEW, data=confirmed(seen, shah, next=kept)).location == here
    # What is left to do stands there.
    assert page(here).soup.select_one(".app-message--warn a").text == "Name a stand-in"


def test_without_a_page_to_go_back_to_it_is_the_board_of_the_day(ward, page):
    assert page(NEW).soup.find("a", string="Cancel")["href"] == "/board?day=2026-12-02"
    assert page(f"{NEW}?next=https://elsewhere.example").soup.find("a", string="Back")["href"] == (
        "/board?day=2026-12-02"
    )


def test_the_list_is_narrowed_by_its_address(ward, page):
    team, shah, okafor = ward
    make_abstraction(shah, "2026-12-02 07:00")
    make_abstraction(okafor, "2026-12-10 07:00", category=make_category("court", family="court"))
    make_abstraction(okafor, "2026-11-01 07:00", status="cancelled")
    rows = lambda path: [row.find("th").text for row in page(path).soup.select("tbody tr")]  # noqa: E731
    assert rows("/abstractions") == ["PC Amina Shah", "PC Ben Okafor"]
    assert rows("/abstractions?status=cancelled&from=2026-11-01&to=2026-11-02") == ["PC Ben Okafor"]
    assert rows(f"/abstractions?team={team.id}&category={make_category('court').id}") == ["PC Ben Okafor"]
    assert "Away now" in page("/abstractions").words
    assert "No officer of these teams" in page("/abstractions?from=2020-01-01&to=2020-01-02").words
    wrong = page("/abstractions?from=soon")
    assert wrong.soup.find(id="from")["value"] == "soon"
    assert "Enter a date, such as" in wrong.words


def test_who_asked_lately_is_offered_from_ones_own_teams(ward, page):
    _team, shah, _ = ward
    for day, name in (
        ("2026-11-20", "Insp Cole"),
        ("2026-11-27", "Sgt Ray"),
        ("2026-08-01", "Insp Long Ago"),
    ):
        make_abstraction(shah, f"{day} 07:00", requested_by=name)
    other = make_officer("Lee Grant", team=make_team("Darwin"))
    make_abstraction(other, "2026-11-28 07:00", requested_by="Insp Elsewhere")
    offered = [one["value"] for one in page(NEW).soup.select("#requesters option")]
    assert offered == ["Sgt Ray", "Insp Cole"]


def test_the_preview_asks_as_much_of_one_officer_as_of_thirty(ward, page):
    team, shah, _ = ward
    make_minimum_strength(team, officers=2)
    address = f"{NEW}?officer={shah.id}&date=2026-12-03"
    assert "Falls below minimum strength: Thu 3 Dec Early: 1 of 2." in page(address).words
    with heard() as asked:
        page(address)
    few = len(asked)
    for number in range(28):
        officer = make_officer(f"Robin Reed{number}", team=team)
        make_duty(officer, "2026-12-03 07:00")
        make_contact_session(team, f"2026-12-03 {7 + number % 8:02}:00", named=[officer])
    with heard() as asked:
        page(address)
    # Two for every signed-in page; officers, categories and their skills, the officer, the duty,
    # who asked lately; four for the harm, the work round it, and two for minimum strength.
    assert len(asked) == few <= 15


def test_the_list_asks_as_much_of_one_row_as_of_forty(ward, page):
    _team, shah, okafor = ward
    make_abstraction(shah, "2026-12-03 07:00")
    page("/abstractions")
    with heard() as asked:
        page("/abstractions")
    few = len(asked)
    for number in range(20):
        for officer in (shah, okafor):
            make_abstraction(officer, f"2026-12-{4 + number:02} 07:00")
    with heard() as asked:
        page("/abstractions")
    assert len(asked) == few <= 5
