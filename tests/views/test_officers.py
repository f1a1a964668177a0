"""People and their skills: who sees whom, what the filters find, and the forms."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.area import Team
from roster.models.cover_flag import CoverFlag, FlagState
from roster.models.officer import Officer, Posting
from roster.models.skill import SkillGrant
from tests.factories import (
    grant,
    make_abstraction,
    make_account,
    make_area,
    make_charge,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_skill,
    make_supervision,
    make_team,
)
from tests.pages import Client, Page
from tests.statements import heard

Fetch = Callable[..., Page]
SignIn = Callable[[Account], Account]


class Ward:
    """Two ward teams; PS Hart supervises the first, PC Shah is posted to it, PC Fox to the other."""

    def __init__(self) -> None:
        self.team, self.other = make_team("Biggin Hill"), make_team("Darwin")
        self.hart = make_officer("Morgan Hart", "PS")
        make_supervision(self.hart, self.team)
        self.shah = make_officer("Amina Shah", team=self.team, warrant_number="P200001")
        self.lewis = make_officer("Jo Lewis", "PCSO", team=self.team)
        self.fox = make_officer("Ola Fox", team=self.other)
        self.first_aid = make_skill("first_aid", letters="FA", pcso=True)

    def people(self) -> dict[str, Account]:
        manager = make_officer("Sam Reed", "Insp")
        make_charge(manager, make_area())
        return {
            "officer": make_account(self.shah),
            "sergeant": make_account(self.hart, ["officer", "sergeant"]),
            "manager": make_account(manager, ["manager"]),
            "administrator": make_account(None, ["administrator"]),
        }


@pytest.fixture
def ward(database: object, at: Callable[..., object]) -> Ward:
    at("2026-12-03 12:00")
    return Ward()


@pytest.fixture
def send(client: Client) -> Callable[..., Page]:
    """Fill in the form at that path and send it."""

    def post(path: str, **typed: str) -> Page:
        form = Page(client.get(path))
        token = form.soup.select_one("main input[name=csrf_token]")
        return Page(client.post(path, data={**typed, "csrf_token": token["value"] if token else ""}))

    return post


def press(client: Client, page: Page, words: str) -> Page:
    """Press the button with these words."""
    button = next(one for one in page.soup.find_all("button") if " ".join(one.get_text().split()) == words)
    form = button.find_parent("form")
    hidden = {one["name"]: one["value"] for one in form.find_all("input", attrs={"type": "hidden"})}
    return Page(client.post(form["action"], data=hidden))


def names(page: Page) -> list[str]:
    return [one.get_text(strip=True) for one in page.soup.select("tbody th")]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("officer", ["PC Amina Shah"]),
        ("sergeant", ["PS Morgan Hart", "PCSO Jo Lewis", "PC Amina Shah"]),
        ("manager", ["PC Ola Fox", "PCSO Jo Lewis", "Insp Sam Reed", "PC Amina Shah"]),
        (
            "administrator",
            ["PC Ola Fox", "PS Morgan Hart", "PCSO Jo Lewis", "Insp Sam Reed", "PC Amina Shah"],
        ),
    ],
)
def test_each_role_sees_as_far_as_it_reaches(
    ward: Ward, page: Fetch, sign_in: SignIn, role: str, seen: list[str]
) -> None:
    sign_in(ward.people()[role])
    assert names(page("/officers")) == seen
    for officer, name in ((ward.shah, "PC Amina Shah"), (ward.fox, "PC Ola Fox")):
        page(f"/officers/{officer.id}", 200 if name in seen else 404)


def test_whoever_is_not_signed_in_is_asked_to(ward: Ward, client: Client) -> None:
    for path in ("/officers", f"/officers/{ward.shah.id}"):
        assert client.get(path).headers["Location"].startswith("/sign-in")


def test_the_filters(ward: Ward, page: Fetch, sign_in: SignIn) -> None:
    taser = make_skill("taser")
    grant(ward.shah, ward.first_aid, "2026-01-01", "2026-12-31")
    grant(ward.shah, taser, "2025-01-01", "2025-12-31")
    grant(ward.lewis, ward.first_aid, "2026-01-01", "2027-12-31")
    sign_in(ward.people()["administrator"])
    asked = {
        "name=shah": ["PC Amina Shah"],
        "name=p2000": ["PC Amina Shah"],
        "name=100%25": [],
        f"team={ward.other.id}": ["PC Ola Fox"],
        f"skill={ward.first_aid.id}": ["PCSO Jo Lewis", "PC Amina Shah"],
        f"skill={ward.first_aid.id}&state=due_now": ["PC Amina Shah"],
        f"skill={taser.id}": [],
        "state=expired": ["PC Amina Shah"],
        "state=current": ["PCSO Jo Lewis"],
    }
    for query, found in asked.items():
        assert names(page(f"/officers?{query}")) == found, query
    assert "Nobody matches" in page("/officers?name=nobody").words
    assert "Choose one from the list" in page("/officers?team=999999").words


def test_one_officer(ward: Ward, page: Fetch, sign_in: SignIn) -> None:
    grant(ward.shah, ward.first_aid, "2026-01-01", "2026-12-31")
    grant(ward.shah, make_skill("taser"), "2026-01-01", "2027-06-30")
    make_duty(ward.shah, "2026-12-04 07:00")
    make_duty(ward.shah, "2026-10-01 07:00")
    make_abstraction(ward.shah, "2026-10-01 11:00", hours=6)
    sign_in(ward.people()["sergeant"])
    words = page(f"/officers/{ward.shah.id}").words
    assert "First aid From Thu 1 Jan Last day Thu 31 Dec (28 days left) ! Due now" in words
    assert "Taser may not be used: Personal safety is not in date" in words
    assert "Biggin Hill from Wed 1 Jan 2020" in words
    assert "4 Fri Dec Ward duty 07:00–15:00" in words
    assert "Erpt 1 6 h 4 h" in words


def test_the_fortnight_has_rest_days_and_each_day_leads_to_its_page(
    ward: Ward, page: Fetch, sign_in: SignIn
) -> None:
    ward.shah.fte_hundredths = 60
    make_duty(ward.shah, "2026-12-04 07:00")
    make_rest_day(ward.shah, "2026-12-05")
    sign_in(ward.people()["sergeant"])
    shown = page(f"/officers/{ward.shah.id}")
    assert "Police officer · 60 % of full time" in shown.words
    lines = shown.soup.select(".my-day")
    words = [" ".join(line.get_text(" ").split()) for line in lines]
    assert len(words) == 14
    assert words[:3] == [
        "3 Thu Dec Nothing rostered",
        "4 Fri Dec Ward duty 07:00–15:00 W",
        "5 Sat Dec Rest day ·",
    ]
    assert lines[2].a["href"] == f"/officers/{ward.shah.id}/days/2026-12-05"
    assert "Police staff · full time" in page(f"/officers/{ward.lewis.id}").words
    assert "No duty is published for the next two weeks" in page(f"/officers/{ward.lewis.id}").words


def test_a_day_with_another_ward_is_no_link(ward: Ward, page: Fetch, sign_in: SignIn) -> None:
    mover = make_officer("Pat New")
    make_posting(mover, ward.team, "2020-01-01", "2026-12-04")
    make_posting(mover, ward.other, "2026-12-05", "2026-12-09")
    make_duty(mover, "2026-12-04 07:00")
    sign_in(ward.people()["sergeant"])
    days = page(f"/officers/{mover.id}").soup.select(".my-day")
    linked = [day.b.get_text() for day in days if day.select_one("a.my-day__date")]
    assert linked == ["3", "4"]
    for day, status in (("04", 200), ("05", 404), ("10", 404)):
        page(f"/officers/{mover.id}/days/2026-12-{day}", status)


def test_grants_renewed_since_are_folded_away(ward: Ward, page: Fetch, sign_in: SignIn) -> None:
    for first, last in (
        ("2024-05-01", "2025-04-30"),
        ("2025-05-01", "2026-04-30"),
        ("2026-05-01", "2027-04-30"),
    ):
        grant(ward.shah, make_skill("taser"), first, last)
    for first, last in (("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-31")):
        grant(ward.shah, ward.first_aid, first, last)
    sign_in(ward.people()["sergeant"])
    shown = page(f"/officers/{ward.shah.id}").soup
    table, folded = shown.find("table"), shown.find("details")
    states = [" ".join(row.find_all("td")[2].get_text().split()) for row in table.select("tbody tr")]
    assert sorted(states) == ["✓ Current", "✕ Expired"]  # a skill that nobody renewed still says so
    assert "3 earlier grants" in folded.summary.get_text()
    assert len(folded.find_all("li")) == 3


def test_an_administrator_sees_skills_and_postings_but_not_whose_leave(
    ward: Ward, page: Fetch, sign_in: SignIn
) -> None:
    make_duty(ward.shah, "2026-12-04 07:00")
    sign_in(ward.people()["administrator"])
    words = page(f"/officers/{ward.shah.id}").words
    assert "Change the posting" in words
    assert "The coming fortnight" not in words


def test_granting_a_skill_covers_the_session(
    ward: Ward, page: Fetch, sign_in: SignIn, send: Callable[..., Page]
) -> None:
    make_duty(ward.shah, "2026-12-10 07:00")
    make_contact_session(ward.team, "2026-12-10 10:00", named=[ward.shah], skill=ward.first_aid)
    sign_in(ward.people()["sergeant"])
    shah, first_aid = ward.shah.id, ward.first_aid.id
    answer = send(f"/officers/{shah}/skills/grant", skill=str(first_aid), first_day="1 Dec 2026", last_day="")
    assert answer.response.headers["Location"] == f"/officers/{shah}"
    assert "The skill was granted" in page(f"/officers/{shah}").words
    assert db.session.scalar(select(SkillGrant.last_day)) == date(2027, 11, 30)
    held = db.session.scalar(select(SkillGrant.id))
    send(f"/officers/{shah}/skills/{held}/expire", last_day="9/12/2026")
    # Expired on the day of the session means not available.
    assert db.session.scalar(select(CoverFlag.state)) is FlagState.UNCOVERED


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    ward: Ward, sign_in: SignIn, send: Callable[..., Page]
) -> None:
    sign_in(ward.people()["sergeant"])
    path = f"/officers/{ward.shah.id}/skills/grant"
    wrong = send(path, skill="", first_day="the day after", last_day="1/1/2026")
    assert wrong.faults() == []
    assert "Choose a skill" in wrong.words
    assert "Enter a date" in wrong.words
    assert wrong.soup.find("input", {"name": "first_day"})["value"] == "the day after"
    taser = make_skill("taser").id
    refused = send(path, skill=str(taser), first_day="1/12/2026", last_day="")
    assert "Taser needs" in refused.words
    assert refused.soup.find("option", {"value": str(taser)}).has_attr("selected")
    assert refused.faults() == []


def test_a_pcso_is_not_even_offered_a_taser(
    ward: Ward, page: Fetch, sign_in: SignIn, send: Callable[..., Page]
) -> None:
    taser = make_skill("taser")
    sign_in(ward.people()["sergeant"])
    path = f"/officers/{ward.lewis.id}/skills/grant"
    assert page(path).soup.find("option", {"value": str(taser.id)}) is None
    assert "Choose a skill" in send(path, skill=str(taser.id), first_day="1/12/2026", last_day="").words


def test_suspending_and_lifting(ward: Ward, page: Fetch, sign_in: SignIn, client: Client) -> None:
    grant(ward.shah, ward.first_aid, "2026-01-01", "2027-12-31")
    sign_in(ward.people()["sergeant"])
    path = f"/officers/{ward.shah.id}"
    press(client, page(path), "Suspend First aid")
    assert "‖ Suspended" in page(path).words
    press(client, page(path), "Lift the suspension First aid")
    assert "✓ Current" in page(path).words


def test_another_officers_grant_is_not_there(ward: Ward, page: Fetch, sign_in: SignIn) -> None:
    held = grant(ward.fox, ward.first_aid, "2026-01-01", "2027-12-31")
    sign_in(ward.people()["sergeant"])
    page(f"/officers/{ward.shah.id}/skills/{held.id}/expire", 404)
    page(f"/officers/{ward.fox.id}/skills/{held.id}/expire", 404)
    page(f"/officers/{ward.fox.id}/skills/grant", 404)
    page(f"/officers/{ward.shah.id}/posting", 404)
    page("/officers/999999", 404)


def test_changing_a_posting(ward: Ward, page: Fetch, sign_in: SignIn, send: Callable[..., Page]) -> None:
    sign_in(ward.people()["administrator"])
    path = f"/officers/{ward.shah.id}/posting"
    again = send(path, team=str(ward.team.id), first_day="10/12/2026")
    assert "posted to Biggin Hill already" in again.words
    assert again.soup.find("input", {"name": "first_day"})["value"] == "10/12/2026"
    send(path, team=str(ward.other.id), first_day="10/12/2026")
    words = page(f"/officers/{ward.shah.id}").words
    assert "Darwin from Thu 10 Dec Biggin Hill from Wed 1 Jan 2020 to Wed 9 Dec" in words


def test_the_list_costs_the_same_for_many(ward: Ward, page: Fetch, sign_in: SignIn) -> None:
    sign_in(ward.people()["sergeant"])
    with heard() as asked:
        page("/officers")
    few = len(asked)
    for number in range(101):
        officer = make_officer(f"Officer Number{number}", team=db.session.get(Team, ward.team.id))
        grant(officer, ward.first_aid, "2026-01-01", "2027-12-31")
    with heard() as asked:
        first = page("/officers")
    assert len(asked) == few
    assert len(names(first)) == 100
    assert len(names(page("/officers?page=2"))) == 4


def test_an_officer_about_to_arrive_is_seen_by_the_new_sergeant(
    ward: Ward, page: Fetch, sign_in: SignIn
) -> None:
    arriving = make_officer("Pat New")
    make_posting(arriving, ward.team, "2026-12-10")
    sign_in(ward.people()["sergeant"])
    page(f"/officers/{arriving.id}")
    assert db.session.scalars(select(Posting).join(Officer).where(Officer.id == arriving.id)).one()
