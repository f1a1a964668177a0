"""The pages of patterns: the library, writing one as a table, following one, laying them."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from roster.extensions import db
from roster.models.account import Account
from roster.models.duty import Duty
from roster.models.pattern import Pattern, PatternLine
from roster.services.patterns import words_of
from tests.factories import (
    make_duty,
    make_officer,
    make_posting,
    make_sergeant,
    make_supervision,
    make_team,
    make_template,
)
from tests.pages import Client, Page
from tests.roster_factories import make_cell_change, make_pattern, make_pattern_line, make_public_holiday

Fetch = Callable[..., Page]
DAYS = "E E E E E RD RD"


class Ward:
    """Biggin Hill with PC Shah on a week of earlies, and PC Okafor without a pattern."""

    def __init__(self) -> None:
        self.team = make_team("Biggin Hill")
        self.hart = make_sergeant(self.team)
        self.shah = make_officer("Amina Shah", team=self.team)
        self.okafor = make_officer("Ben Okafor", team=self.team)
        self.early = make_template("E", "Early")
        self.late = make_template("L", "Late", start=14 * 60, end=22 * 60)
        self.pattern = make_pattern(DAYS, name="Earlies")
        make_pattern_line(self.shah, self.pattern, first="2026-11-30")


@pytest.fixture
def ward(database: object, at: Callable[..., object], sign_in: Callable[[Account], Account]) -> Ward:
    at("2026-12-01 09:00")
    found = Ward()
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == found.hart.id)).unique().one())
    return found


@pytest.fixture
def send(client: Client) -> Callable[..., Page]:
    """Fill in the form at that path and send it; to may be another address."""

    def post(path: str, to: str = "", **typed: object) -> Page:
        token = Page(client.get(path)).soup.select_one("input[name=csrf_token]")
        data = {**typed, "csrf_token": token["value"] if token else ""}
        return Page(client.post(to or path, data=data))

    return post


def typed(codes: str) -> dict[str, str]:
    return {f"day-{place}": "" if code == "-" else code for place, code in enumerate(codes.split())}


def shown(page: Page) -> str:
    """The codes as the table has them."""
    return " ".join(str(one["value"]) or "-" for one in page.soup.select("input.pattern-code"))


def test_the_library_says_what_a_pattern_comes_to_and_who_follows_it(ward: Ward, page: Fetch) -> None:
    words = page("/patterns").words
    assert "Earlies 1 week, 40 h a week, 2 rest days 1 officer" in words
    assert "PC Amina Shah Earlies, week 1" in words
    assert "PC Ben Okafor No pattern" in words


def test_a_pattern_is_written_by_hand(ward: Ward, page: Fetch, send: Callable[..., Page]) -> None:
    new = page("/patterns/new")
    assert len(new.soup.select("input.pattern-code")) == 28
    answer = send("/patterns/new", name="Both", weeks="2", **typed("e E L l - rd RD L L L L FD RD RD"))
    assert answer.status == 302
    found = db.session.scalars(select(Pattern).where(Pattern.name == "Both")).one()
    assert words_of(found) == "Both: E E L L - RD RD / L L L L FD RD RD"
    assert "Both was saved" in page("/patterns").words


def test_a_code_that_means_nothing_is_said_and_everything_typed_is_kept(
    ward: Ward, send: Callable[..., Page]
) -> None:
    answer = send("/patterns/new", name="Both", weeks="1", **typed("E ZZ L L - RD Q"))
    assert answer.status == 200
    assert answer.faults() == []
    assert shown(answer) == "E ZZ L L - RD Q"
    assert "Week 1, Tuesday: there is no shift ZZ" in answer.words
    assert "Week 1, Sunday: there is no shift Q" in answer.words
    assert {one["id"] for one in answer.soup.select("[aria-invalid]")} == {"day-1", "day-6"}
    assert str(answer.soup.title.get_text()).startswith("Error: ")
    assert db.session.scalar(select(func.count(Pattern.id))) == 1


@pytest.mark.parametrize(("button", "weeks"), [("add", 3), ("drop", 1), ("check", 2)])
def test_weeks_come_and_go_without_saving(
    ward: Ward, send: Callable[..., Page], button: str, weeks: int
) -> None:
    answer = send("/patterns/new", weeks="2", do=button, **typed("E E L L - RD RD L L L L FD RD RD"))
    assert len(answer.soup.select("input.pattern-code")) == weeks * 7
    assert shown(answer).startswith("E E L L - RD RD")
    assert "32 h 2" in answer.words
    assert db.session.scalar(select(func.count(Pattern.id))) == 1


@pytest.mark.parametrize("weeks", ["0", "53", "-1", "many", "9" * 40])
def test_a_number_of_weeks_that_cannot_be(ward: Ward, send: Callable[..., Page], weeks: str) -> None:
    answer = send("/patterns/new", weeks=weeks, do="check")
    assert answer.status == 200
    assert 1 <= len(answer.soup.select("input.pattern-code")) // 7 <= 52


def test_a_pattern_is_changed_and_a_second_hand_sees_both(
    ward: Ward, page: Fetch, send: Callable[..., Page]
) -> None:
    path = f"/patterns/{ward.pattern.id}"
    assert shown(page(path)) == DAYS
    change = {"name": "Earlies", "weeks": "1", "version": "1"}
    assert send(path, **change, **typed("L E E E E RD RD")).status == 302
    late = send(path, **change, **typed("E E E E L RD RD"))
    assert late.status == 409
    assert "L E E E E RD RD" in late.words
    assert "E E E E L RD RD" in late.words


def test_following_from_the_page(ward: Ward, page: Fetch, send: Callable[..., Page]) -> None:
    path = f"/officers/{ward.okafor.id}/pattern"
    assert "PC Okafor follows no pattern yet" in page(path).words
    stands = page(f"/officers/{ward.shah.id}/pattern").soup.select_one("#pattern option[selected]")
    assert stands.get_text() == "Earlies (1 week)"
    answer = send(path, pattern=ward.pattern.id, first_day="7/12/2026", week="2")
    assert "Earlies has 1 week: choose" in answer.words
    assert send(path, pattern=ward.pattern.id, first_day="7/12/2026", week="1").status == 302
    asked = select(func.count(PatternLine.id)).where(PatternLine.officer_id == ward.okafor.id)
    assert db.session.scalar(asked) == 1
    assert "Earlies from Mon 7 Dec" in page(path).words
    assert "before the first day" in send(path, first_day="7/12/2026", week="1", last_day="1/12/2026").words


def test_somebody_who_joins_later_can_be_given_a_pattern(ward: Ward, page: Fetch) -> None:
    joins = make_officer("Nasra Abdi")
    make_posting(joins, ward.team, first="2027-01-05")
    form = page(f"/officers/{joins.id}/pattern")
    assert form.soup.select_one("#first_day")["value"] == "5/1/2027"
    page(f"/officers/{make_officer('Far Off', team=make_team('Darwin')).id}/pattern", 404)


def laying(ward: Ward, **more: object) -> dict[str, object]:
    return {"team": ward.team.id, "first": "7/12/2026", "weeks": "2", **more}


def test_the_preview_says_what_is_made_and_what_is_left_alone(ward: Ward, page: Fetch) -> None:
    make_duty(ward.shah, "2026-12-08 14:00", template=ward.late)
    make_duty(ward.shah, "2026-12-10 14:00", template=ward.late, published=False)
    make_cell_change(ward.shah, "2026-12-10")
    make_public_holiday("2026-12-14")
    query = f"/patterns/lay?team={ward.team.id}&first=2026-12-07&weeks=2"
    words = page(query).words
    assert "8 duties and 4 rest days as drafts" in words
    assert "1 day published: Tue 8 Dec" in words
    assert "1 day edited by hand: Thu 10 Dec" in words
    assert "1 duty on public holidays" in words
    assert "PC Okafor, Biggin Hill: choose a pattern" in words
    assert (
        "9 duties and 4 rest days as drafts, in place of 1 earlier draft"
        in page(f"{query}&overwrite=y").words
    )
    assert db.session.scalar(select(func.count(Duty.id))) == 2


def way_of(page: Page) -> str:
    """Where the button sends the fields, naming what was shown."""
    (button,) = page.soup.select("button[formaction]")
    return str(button["formaction"])


@pytest.mark.parametrize(
    "changed",
    [{"weeks": "4"}, {"first": "14/12/2026"}, {"overwrite": "y"}, {"team": ["own", "other"]}],
    ids=lambda one: next(iter(one)),
)
def test_what_was_changed_since_the_preview_is_shown_again_before_it_is_laid(
    ward: Ward, page: Fetch, send: Callable[..., Page], changed: dict[str, object]
) -> None:
    other = make_team("Darwin")
    make_supervision(ward.hart, other)
    if "team" in changed:
        changed = {"team": [ward.team.id, other.id]}
    query = f"/patterns/lay?team={ward.team.id}&first=2026-12-07&weeks=2"
    again = send(query, to=way_of(page(query)), **laying(ward, **changed))
    assert "This was changed since it was shown: see what it does now. Nothing was laid" in again.words
    assert db.session.scalar(select(func.count(Duty.id))) == 0
    assert send(query, to=way_of(again), **laying(ward, **changed)).status == 302
    assert db.session.scalar(select(func.count(Duty.id))) == (20 if "weeks" in changed else 10)


def test_laying_leads_to_the_grid_and_twice_is_once(
    ward: Ward, page: Fetch, send: Callable[..., Page]
) -> None:
    query = f"/patterns/lay?team={ward.team.id}&first=2026-12-07&weeks=2"
    answer = send(query, to=way_of(page(query)), **laying(ward))
    assert answer.response.headers["Location"] == f"/roster?team={ward.team.id}&from=2026-12-07&days=14"
    assert db.session.scalar(select(func.count(Duty.id))) == 10
    assert "10 duties and 4 rest days laid as drafts" in page("/patterns").words
    assert "Every day stands already" in page(query).words
    send(query, to=f"/patterns/lay?shown={ward.team.id}.2026-12-07.2.0", **laying(ward))
    assert "Nothing to lay" in page("/patterns").words
    assert db.session.scalar(select(func.count(Duty.id))) == 10


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("first=2026-11-30&weeks=2&team={team}", "laid from today on"),
        ("first=soon&weeks=2&team={team}", "Enter a date"),
        ("first=2026-12-07&weeks=27&team={team}", "from 1 to 26"),
        ("first=2026-12-07&weeks=2", "Choose a ward team"),
        ("first=2026-12-07&weeks=2&team=999", "not a valid choice"),
    ],
)
def test_what_cannot_be_laid_is_said_on_the_form(
    ward: Ward, page: Fetch, send: Callable[..., Page], asked: str, sentence: str
) -> None:
    assert sentence in page("/patterns/lay?show=1&" + asked.format(team=ward.team.id)).words
    data = dict(part.split("=") for part in asked.format(team=ward.team.id).split("&"))
    assert sentence in send("/patterns/lay", **data).words
    assert db.session.scalar(select(func.count(Duty.id))) == 0


def test_from_the_grid_no_team_means_all_and_days_gone_by_the_first_free_monday(
    ward: Ward, page: Fetch
) -> None:
    form = page("/patterns/lay?first=30/11/2026&weeks=4")
    assert form.soup.select_one("#first")["value"] == "2026-12-07"
    assert "20 duties and 8 rest days as drafts" in form.words
    assert page("/patterns/lay?first=4/1/2027&weeks=4").soup.select_one("#first")["value"] == "4/1/2027"


def test_it_offers_all_the_teams_from_the_first_free_monday(ward: Ward, page: Fetch) -> None:
    make_duty(ward.shah, "2026-12-17 07:00")
    form = page("/patterns/lay")
    assert form.soup.select_one("#first")["value"] == "21/12/2026"
    assert len(form.soup.select("input[name=team][checked]")) == 1
