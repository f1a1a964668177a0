"""My duties: what an officer reads on a phone."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.cell_change import CellChange, ChangeReason
from roster.models.contact_session import Naming
from roster.models.notice import Notice
from roster.models.officer import Officer
from roster.services.abstractions import log_abstraction
from roster.services.cell_changes import Why
from roster.services.duties import change_duty, remove_duty
from tests.factories import (
    make_absence,
    make_abstraction,
    make_account,
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_notice,
    make_officer,
    make_posting,
    make_rest_day,
    make_team,
    make_template,
    span,
)
from tests.pages import Client, Page
from tests.roster_factories import make_owed_rest_day

Fetch = Callable[..., Page]
WHY = Why(ChangeReason.EXIGENCY, "Aid")


@pytest.fixture
def shah(database: object, at: Callable[..., object], sign_in: Callable[[Account], Account]) -> Officer:
    at("2026-12-03 12:00")
    shah = make_officer("Amina Shah", team=make_team("Biggin Hill"))
    sign_in(make_account(shah))
    return shah


def lines(page: Page) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in page.soup.select(".my-day")]


def test_the_next_duty_with_whom_and_where(shah: Officer, page: Fetch) -> None:
    team = shah.postings[0].team
    make_duty(shah, "2026-12-04 07:00", template=make_template())
    lewis = make_officer("Jo Lewis", "PCSO", team=team)
    make_duty(lewis, "2026-12-04 07:00")
    coffee = make_contact_session(team, "2026-12-04 10:00", named=[shah])
    found = page("/my-duties")
    panel = " ".join(found.soup.select_one(".my-next").get_text(" ").split())
    assert panel == (
        "Next duty Tomorrow 07:00–15:00 Early · Biggin Hill · with PCSO Lewis "
        "10:00 Coffee with a Copper , Costa, Main Road"
    )
    assert found.soup.find("a", href=f"/contact-sessions/{coffee.id}")
    assert "10:00 Coffee with a Copper , Costa, Main Road: you are named" in lines(found)[1]


def test_of_many_who_are_on_four_are_named_and_the_others_counted(shah: Officer, page: Fetch) -> None:
    make_duty(shah, "2026-12-04 07:00")
    for letter in "ABCDEFG":
        make_duty(make_officer(f"Jo {letter}ly", team=shah.postings[0].team), "2026-12-04 07:00")
    assert "with PC Aly, PC Bly, PC Cly, PC Dly and 3 others" in page("/my-duties").words


def test_a_duty_that_is_on_now(shah: Officer, page: Fetch) -> None:
    make_duty(shah, "2026-12-03 07:00")
    make_duty(shah, "2026-12-04 07:00")
    words = page("/my-duties").words
    assert "On now Until 15:00 Ward duty · Biggin Hill · nobody else of your team is on" in words


def test_an_abstraction_is_drawn_over_the_duty_it_took(shah: Officer, page: Fetch) -> None:
    late = make_template("L", "Late", start=14 * 60, end=22 * 60)
    make_duty(shah, "2026-12-03 14:00", template=late)
    make_abstraction(shah, "2026-12-03 14:00")
    make_duty(shah, "2026-12-05 14:00", template=late)
    make_abstraction(shah, "2026-12-05 18:00", hours=2)
    for start in ("2026-12-05 17:00", "2026-12-05 18:30"):
        make_contact_session(shah.postings[0].team, start, named=[shah])
    make_rest_day(shah, "2026-12-06")
    make_abstraction(shah, "2026-12-06 09:00", hours=12, category=make_category("l2_aid", letters="AID"))
    found = page("/my-duties")
    assert (
        "Today 14:00–22:00 Erpt · Biggin Hill taken from Late 14:00–22:00 asked for by Ops Room"
        in found.words
    )
    today, _, saturday, sunday = lines(found)[:4]
    assert today == "3 Thu Dec Today Erpt 14:00–22:00 taken from Late asked for by Ops Room L ERPT"
    assert saturday == (
        "5 Sat Dec Late 14:00–22:00 taken to Erpt 18:00–20:00, asked for by Ops Room "
        "17:00 Coffee with a Copper , Costa, Main Road: you are named "
        "18:30 Coffee with a Copper , Costa, Main Road: you are named but cannot be there L ERPT"
    )
    assert sunday == "6 Sun Dec L2 aid 09:00–21:00 on a rest day asked for by Ops Room · AID"


def test_leave_rest_and_short_rest(shah: Officer, page: Fetch) -> None:
    late = make_template("L", "Late", start=14 * 60, end=22 * 60)
    make_duty(shah, "2026-12-04 14:00", template=late)
    make_duty(shah, "2026-12-05 07:00", template=make_template())
    make_rest_day(shah, "2026-12-06")
    make_duty(shah, "2026-12-07 07:00", template=make_template())
    make_absence(shah, "2026-12-07 00:00")
    make_absence(shah, "2026-12-08 00:00", status="requested")
    _, _, saturday, sunday, monday, tuesday = lines(page("/my-duties"))[:6]
    assert saturday == "5 Sat Dec Early 07:00–15:00 ! only 9 h of rest before, not 11 h E"
    assert sunday == "6 Sun Dec Rest day ·"
    assert monday == "7 Mon Dec Annual leave instead of Early 07:00–15:00 AL"
    assert tuesday == "8 Tue Dec Nothing rostered Annual leave, asked for but not yet approved"


def test_what_changed_before_and_after_and_by_whom(shah: Officer, page: Fetch) -> None:
    sergeant = make_actor("sergeant", teams=[shah.postings[0].team], officer=make_officer("Mo Hart", "PS"))
    make_rest_day(shah, "2026-12-12")
    log_abstraction(shah, span("2026-12-12 09:00", hours=12), make_category(), "Ops Room", by=sergeant)
    duty = make_duty(shah, "2026-12-14 07:00", template=make_template())
    change_duty(duty, span("2026-12-14 14:00", hours=8), make_template("L", "Late"), 1, by=sergeant, why=WHY)
    words = page("/my-duties").words
    told = "told by PS Hart Thu 3 Dec 12:00"
    assert f"Sat 12 Dec: was rest day → is now 09:00–21:00 Erpt 8 clear days’ notice · {told}" in words
    changed = "Mon 14 Dec: was Early 07:00–15:00 → is now Late 14:00–22:00 Exigency of duty: Aid"
    assert f"{changed} 10 clear days’ notice · by PS Hart, told Thu 3 Dec 12:00" in words


def test_a_change_is_acknowledged_with_one_button(shah: Officer, page: Fetch, client: Client) -> None:
    sergeant = make_actor("sergeant", teams=[shah.postings[0].team])
    duty = make_duty(shah, "2026-12-14 07:00", template=make_template())
    remove_duty(duty, 1, by=sergeant, why=WHY)
    form = page("/my-duties").soup.select_one(".my-cells form")
    hidden = {field["name"]: field["value"] for field in form.find_all("input", attrs={"type": "hidden"})}
    assert client.post(form["action"], data=hidden).headers["Location"] == "/my-duties"
    change = db.session.scalars(select(CellChange)).one()
    assert change.acknowledged_at is not None
    assert db.session.query(Notice.read_at).scalar() is not None
    assert page("/my-duties").soup.select_one(".my-cells") is None


def test_seen_is_seen(shah: Officer, page: Fetch, client: Client) -> None:
    make_notice(shah, kind="named", contact_session=make_contact_session(make_team(), "2026-12-10 10:00"))
    found = page("/my-duties")
    assert "You are named on Coffee with a Copper" in found.words
    form = found.soup.select_one(".my-changes form")
    hidden = {field["name"]: field["value"] for field in form.find_all("input", attrs={"type": "hidden"})}
    answer = client.post(form["action"], data=hidden)
    assert answer.headers["Location"] == "/my-duties"
    assert db.session.query(Notice.read_at).scalar() is not None
    assert page("/my-duties").soup.select_one(".my-changes") is None


def test_what_was_taken_in_the_last_weeks(shah: Officer, page: Fetch) -> None:
    make_duty(shah, "2026-11-20 14:00")
    make_abstraction(shah, "2026-11-20 16:00", hours=8)
    words = page("/my-duties").words
    assert "8 h away, of which 6 h of ward duty" in words
    assert "Fri 20 Nov 16:00–00:00 Erpt 8 h, 6 h of ward duty" in words


def test_nothing_published_yet(shah: Officer, page: Fetch) -> None:
    found = page("/my-duties")
    assert "No duty of yours is published for the next four weeks" in found.words
    assert "you were not taken from your ward" in found.words
    assert len(lines(found)) == 28


def test_an_account_without_an_officer(database: object, sign_in: Callable[..., object], page: Fetch) -> None:
    sign_in(make_account(None, ["administrator"]))
    assert "not linked to an officer" in page("/my-duties").words


@pytest.fixture
def leaver(database: object, at: Callable[..., object], sign_in: Callable[[Account], Account]) -> Officer:
    """PC Marsh, who is Kelsey Green's from Monday on, and is named there on Tuesday."""
    at("2026-12-01 09:00")
    old, new = make_team("Biggin Hill"), make_team("Kelsey Green")
    leaver = make_officer("Rosa Marsh")
    make_posting(leaver, old, "2020-01-01", "2026-12-06")
    make_posting(leaver, new, "2026-12-07")
    make_duty(leaver, "2026-12-08 07:00")
    make_duty(leaver, "2026-12-08 16:00", published=False)
    make_contact_session(new, "2026-12-08 10:00", named=[leaver])
    sign_in(make_account(leaver))
    return leaver


def test_what_is_named_here_opens_though_it_is_another_teams_by_then(leaver: Officer, page: Fetch) -> None:
    links = {
        link["href"] for link in page("/my-duties").soup.select(".my-duties a[href^='/contact-sessions/']")
    }
    assert len(links) == 1
    own_day = page(f"/officers/{leaver.id}/days/2026-12-08")
    assert "07:00–15:00" in own_day.words
    assert "16:00" not in own_day.words, "drafts are the planner's"
    assert {link["href"] for link in own_day.soup.select("main a[href^='/contact-sessions/']")} == links
    promise = page(links.pop())
    assert "Rosa Marsh" in promise.words
    assert "Name officers" not in promise.words


def test_what_is_another_teams_and_names_somebody_else_stays_shut(
    leaver: Officer, client: Client, sign_in: Callable[[Account], Account]
) -> None:
    old, new = (posting.team for posting in sorted(leaver.postings, key=lambda one: one.first_day))
    mate, stranger = make_officer("Ben Okafor", team=old), make_officer("Jo Lewis", team=new)
    theirs = make_contact_session(new, "2026-12-08 12:00", named=[stranger])
    paths = [f"/officers/{stranger.id}/days/2026-12-08", f"/contact-sessions/{theirs.id}"]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    named = f"/contact-sessions/{leaver_promise(leaver)}"
    assert client.get(f"{named}/name").status_code == 404
    sign_in(make_account(mate))
    assert client.get(f"/officers/{leaver.id}/days/2026-12-08").status_code == 404
    assert client.get(named).status_code == 404


def leaver_promise(leaver: Officer) -> int:
    asked = select(Naming.contact_session_id).where(Naming.officer_id == leaver.id)
    return db.session.scalars(asked).one()


def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get("/my-duties").headers["Location"].startswith("/sign-in")


def test_each_week_is_a_heading_with_its_days_beneath(shah: Officer, page: Fetch) -> None:
    """Thursday 3 December: four days are left of this week, and the last one has three."""
    weeks = page("/my-duties").soup.select(".my-weeks section")
    assert [week.h3.get_text() for week in weeks] == [
        "This week",
        "Week from Mon 7 Dec",
        "Week from Mon 14 Dec",
        "Week from Mon 21 Dec",
        "Week from Mon 28 Dec",
    ]
    assert [len(week.select(".my-day")) for week in weeks] == [4, 7, 7, 7, 3]
    assert [week["aria-labelledby"] for week in weeks] == [week.h3["id"] for week in weeks]


def test_what_changed_is_one_card_and_the_page_ends_with_ways_on(shah: Officer, page: Fetch) -> None:
    make_notice(shah, kind="named", contact_session=make_contact_session(make_team(), "2026-12-10 10:00"))
    make_owed_rest_day(shah, "2026-11-20")  # and the change that made it duty, not acknowledged yet
    shown = page("/my-duties").soup
    (card,) = shown.select(".my-changes")
    buttons = [button.get_text(strip=True) for button in card.select("button")]
    assert buttons == ["I know of this change", "I have seen the rest"]
    ways = {way.get_text(): way["href"] for way in shown.select(".my-ways a")}
    assert ways == {
        "Ask for time off": "/my-leave/ask",
        "Swap a duty": "/swaps",
        "The whole roster": "/roster",
        "1 rest day is owed to you": "/owed-rest-days",
    }
