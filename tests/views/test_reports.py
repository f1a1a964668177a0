"""The abstraction report's pages and downloads: a number, its rows, and who may see them."""

import csv
import io
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from roster.models.account import Account
from roster.views.downloads import harmless
from tests.factories import (
    make_absence,
    make_abstraction,
    make_account,
    make_area,
    make_category,
    make_charge,
    make_duty,
    make_officer,
    make_posting,
    make_supervision,
    make_team,
)
from tests.pages import Client, Page

Fetch = Callable[..., Page]
SignIn = Callable[[Account], Account]


class Area:
    """Two wards of one borough; November with something in it for each."""

    def __init__(self) -> None:
        self.hill, self.darwin = make_team("Biggin Hill"), make_team("Darwin")
        self.hart, reed = make_officer("Morgan Hart", "PS"), make_officer("Sam Reed", "Insp")
        make_supervision(self.hart, self.hill)
        make_charge(reed, make_area())
        self.manager, self.sergeant = make_account(reed, ["manager"]), make_account(self.hart, ["sergeant"])
        self.shah = shah = make_officer("Amina Shah", team=self.hill)
        fox = make_officer("=Ola Fox", team=self.darwin)
        self.erpt = make_category()
        carnival = make_category("carnival", exempt_event=True)
        for day in ("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"):
            make_duty(shah, f"{day} 07:00")
        make_abstraction(shah, "2026-11-02 07:00", category=self.erpt)
        make_absence(shah, "2026-11-02 14:00", hours=1)
        make_abstraction(shah, "2026-11-03 11:00", hours=6, category=carnival)
        make_abstraction(shah, "2026-11-30 22:00", hours=4, category=self.erpt)
        make_abstraction(fox, "2026-11-10 09:00", hours=3, category=self.erpt)


@pytest.fixture
def area(database: object, at: Callable[..., object]) -> Area:
    at("2026-12-03 12:00")
    return Area()


def figures(page: Page, heading: str) -> dict[str, list[str]]:
    """A table's lines by their row header, without the words that only a reader hears."""
    table = page.soup.select_one(f"[aria-labelledby={heading}] table")
    for hidden in table.select(".govuk-visually-hidden"):
        hidden.extract()
    return {
        row.th.get_text(strip=True): [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
        for row in table.select("tbody tr, tfoot tr")
    }


def read(answer: Page) -> list[dict[str, str]]:
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))


def test_last_month_by_ward(area: Area, page: Fetch, sign_in: SignIn) -> None:
    sign_in(area.manager)
    found = page("/reports/abstraction")
    assert "Sunday 1 November 2026 to Monday 30 November 2026" in found.words
    rates = figures(found, "rates")
    # Duty: 4 x 480, an hour of leave off, 2 h of carnival and 2 h of ERPT beyond duty.
    hill = ["2,100", "4", "900", "42.9 %", "2", "50.0 %", "660", "540", "25.7 %", "1", "25.0 %", "420"]
    assert rates["Biggin Hill"] == hill
    assert rates["Darwin"][:7] == ["180", "0", "180", "100.0 %", "0", "insufficient data", "0"]
    assert rates["All wards"][:4] == ["2,280", "4", "1,080", "47.4 %"]
    # Carnival, then ERPT: the catalogue's order, here that of their names; all, and all without Carnival.
    assert figures(found, "categories") == {
        "Biggin Hill": ["360", "540", "900", "540"],
        "Darwin": ["0", "180", "180", "180"],
        "All wards": ["360", "720", "1,080", "720"],
    }


def test_rates_by_category_with_what_they_are_made_of(area: Area, page: Fetch, sign_in: SignIn) -> None:
    sign_in(area.manager)
    found = page("/reports/abstraction?measure=abstracted-rate")
    assert "Abstracted minutes ÷ minutes of duty" in found.words
    # The denominator, then each category's rate with its numerator; all, and all without Carnival.
    assert figures(found, "categories") == {
        "Biggin Hill": ["2,100", "17.1 % 360", "25.7 % 540", "42.9 % 900", "25.7 % 540"],
        "Darwin": ["180", "0.0 % 0", "100.0 % 180", "100.0 % 180", "100.0 % 180"],
        "All wards": ["2,280", "15.8 % 360", "31.6 % 720", "47.4 % 1,080", "31.6 % 720"],
    }
    found = page("/reports/abstraction?measure=touched-rate")
    assert "Shifts touched ÷ shifts" in found.words
    by_shifts = figures(found, "categories")
    assert by_shifts["Biggin Hill"] == ["4", "25.0 % 1", "25.0 % 1", "50.0 % 2", "25.0 % 1"]
    assert by_shifts["Darwin"] == ["0", *["insufficient data 0"] * 4]


def test_what_the_table_shows_is_kept_with_every_choice(area: Area, page: Fetch, sign_in: SignIn) -> None:
    sign_in(area.manager)
    ward = str(area.hill.id)
    found = page(f"/reports/abstraction?measure=touched-rate&ward={ward}")
    links = found.soup.select("nav[aria-label=Period] a, a.report-number")
    asked = [parse_qs(urlsplit(link["href"]).query) for link in links]
    assert {one["ward"][0] for one in asked} == {ward}
    assert [one.get("table", one["measure"]) for one in asked] == [["touched-rate"]] * len(asked)
    assert found.soup.select_one("form[method=get] input[name=measure]")["value"] == "touched-rate"
    rows = page(found.soup.select_one("a.report-number")["href"])
    back = parse_qs(urlsplit(rows.soup.select_one("a.govuk-back-link")["href"]).query)
    assert (back["measure"], back["ward"]) == (["touched-rate"], [ward])


def test_every_number_opens_rows_that_add_up_to_it(area: Area, page: Fetch, sign_in: SignIn) -> None:
    sign_in(area.manager)
    for measure in ("abstracted", "lost", "begun", "touched", "abstracted-rate", "touched-rate"):
        for link in page(f"/reports/abstraction?measure={measure}").soup.select("a.report-number"):
            number = link.find(string=True, recursive=False)
            rows = page(link["href"])
            assert f": {number}" in rows.soup.h1.get_text(), link["href"]
            cells = rows.soup.select("tbody td.app-number")
            total = sum(int(cell.get_text().replace(",", "")) for cell in cells)
            assert total == int(number.replace(",", "")), link["href"]


def test_what_does_not_count_is_in_no_rate_but_can_be_looked_into(
    area: Area, page: Fetch, sign_in: SignIn
) -> None:
    training = make_category("training", family="training", counts=False)
    make_abstraction(area.shah, "2026-11-04 07:00", category=training)
    sign_in(area.manager)
    shown = {}
    for measure in ("abstracted", "touched", "lost", "begun"):
        found = page(f"/reports/abstraction?measure={measure}")
        heads = found.soup.select("[aria-labelledby=categories] thead th")
        names = [head.find(string=True) for head in heads]
        shown[measure] = figures(found, "categories")["Biggin Hill"][names.index("Training")]
    assert shown == {"abstracted": "0", "touched": "0", "lost": "480", "begun": "1"}
    assert "Training not in the rates" in found.words
    rows = page(f"/reports/abstraction/rows?measure=begun&category={training.id}").words
    assert "Abstractions: 1" in rows
    assert "Wed 4 Nov 07:00–15:00 Training 1" in rows


def test_the_rows_say_what_was_left_out(area: Area, page: Fetch, sign_in: SignIn) -> None:
    sign_in(area.sergeant)
    ward = f"ward={area.hill.id}"
    words = page(f"/reports/abstraction/rows?measure=abstracted&{ward}").words
    assert "Mon 2 Nov 07:00–15:00 Erpt 420 less 60 min of approved absence" in words
    assert "Mon 30 Nov 22:00–00:00 Erpt 120 only the part in the period" in words
    assert (
        "Carnival 240 the rest was outside ward duty" in page("/reports/abstraction/rows?measure=lost").words
    )
    plain = page("/reports/abstraction/rows?measure=abstracted&events=plain").words
    assert "without exempt events" in plain
    assert "Carnival" not in plain
    duty = page("/reports/abstraction/rows?measure=duty").words
    assert "Tue 3 Nov 15:00–17:00 Carnival 120 taken outside published duty" in duty


def test_each_row_leads_to_what_it_tells_of(area: Area, page: Fetch, sign_in: SignIn, client: Client) -> None:
    """An officer comes to the sergeant's ward amid a night duty: what began before is another team's."""
    moved = make_officer("New Here")
    make_posting(moved, area.darwin, "2026-01-01", "2026-11-10")
    make_posting(moved, area.hill, "2026-11-11")
    make_duty(moved, "2026-11-10 22:00", hours=9)
    make_abstraction(moved, "2026-11-10 23:00", hours=4, category=area.erpt)
    make_duty(moved, "2026-11-12 22:00", hours=9)
    own = make_abstraction(moved, "2026-11-12 23:00", hours=4, category=area.erpt)
    sign_in(area.sergeant)
    day = f"/officers/{moved.id}/days/2026-11-"
    for measure, ways in {
        "abstracted": [f"{day}11", f"/abstractions/{own.id}"],
        "begun": [f"/abstractions/{own.id}"],
        "duty": [f"{day}11", f"{day}12"],
        "touched": [f"{day}12"],
        "shifts": [f"{day}12"],
    }.items():
        rows = page(f"/reports/abstraction/rows?measure={measure}").soup.select("tbody tr")
        assert [row.a["href"] for row in rows if "New Here" in row.th.get_text()] == ways, measure
        for row in rows:
            assert client.get(row.a["href"]).status_code == 200, row.a["href"]


def test_long_lists_of_rows_say_what_they_add_up_to_on_each_page(
    area: Area, page: Fetch, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roster.views.report_behind.A_PAGE", 1)
    sign_in(area.manager)
    # Shah's four duties, the rest of Carnival beyond duty, ERPT of 30 November, and Fox's.
    address = "/reports/abstraction/rows?measure=duty&from=2026-11-01&to=2026-11-30"
    seen = []
    for number in range(1, 8):
        found = page(f"{address}&page={number}")
        assert f"This is page {number} of 7." in found.words
        assert f"Rows {number} to {number}, on this page" in found.words
        assert "All 7 rows together 2,280" in found.words
        seen.append(int(found.soup.select_one("tbody .app-number").get_text()))
    assert sum(seen) == 2280

    def ways(number: int) -> list[str]:
        nav = page(f"{address}&page={number}").soup.select_one("nav[aria-label=Pages]")
        return [one.get_text(" ", strip=True) for one in nav.find_all(["a", "span"], recursive=False)]

    assert ways(1) == ["Page 1", "2", "3", "More ›", "Last (7) »"]
    assert ways(4) == ["« First", "‹ Before", "2", "3", "Page 4", "5", "6", "More ›", "Last (7) »"]
    assert ways(7) == ways(99) == ["« First", "‹ Before", "5", "6", "Page 7"]
    assert ways(-3) == ways(1)


def test_both_downloads(area: Area, page: Fetch, sign_in: SignIn, client: Client) -> None:
    sign_in(area.manager)
    answer = Page(client.get("/reports/abstraction.csv?from=2026-11-01&to=2026-11-30"))
    assert answer.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = 'attachment; filename="abstraction-2026-11-01-to-2026-11-30.csv"'
    assert answer.response.headers["Content-Disposition"] == name
    lines = {(line["Ward"], line["Category"]): line for line in read(answer)}
    hill = lines["Biggin Hill", "All categories"]
    assert (hill["Abstracted minutes"], hill["Minutes of duty"]) == ("900", "2100")
    assert hill["Rate by minutes without exempt events"] == "25.7 %"
    assert lines["Darwin", "All categories"]["Rate by shifts"] == "insufficient data"
    assert lines["All wards", "Erpt"]["Abstracted minutes"] == "720"
    assert (hill["Abstractions"], hill["Abstractions without exempt events"]) == ("3", "2")
    rows = read(Page(client.get("/reports/abstraction/rows.csv?measure=abstracted")))
    assert sum(int(row["Adds"]) for row in rows) == 1080
    shah = next(row for row in rows if row["Officer"] == "PC Amina Shah")
    assert (shah["From"], shah["To"]) == ("2026-11-02 07:00", "2026-11-02 15:00")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_no_cell_is_run_as_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(-5) == -5
    assert harmless("PC Shah-Cole") == "PC Shah-Cole"


def test_a_sergeant_sees_own_wards_and_others_do_not_come_in(
    area: Area, page: Fetch, sign_in: SignIn, client: Client
) -> None:
    sign_in(area.sergeant)
    found = page("/reports/abstraction")
    assert set(figures(found, "rates")) == {"Biggin Hill"}
    # Another's ward is not there, as a ward that is none; nor are its rows.
    for ward in (area.darwin.id, 999_999):
        for path in ("", ".csv", "/rows", "/rows.csv"):
            page(f"/reports/abstraction{path}?ward={ward}", 404)
    paths = ["/reports/abstraction", "/reports/abstraction/rows?measure=duty", "/reports/abstraction.csv"]
    for role in ("officer", "administrator"):
        sign_in(make_account(make_officer(f"Some {role}"), [role]))
        for path in paths:
            assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "said", "field"),
    [
        ("from=30/11/2026&to=1/11/2026", "The last day is before the first", "to"),
        ("from=1/1/2024&to=1/11/2026", "Ask for 12 months at most", "to"),
        ("from=whenever&to=1/11/2026", "Enter a date, such as 3/12/2026, 3 Dec or Thu", "from"),
        ("from=1/11/2026&to=", "Enter both days, or neither", "to"),
        ("ward=everywhere", "Choose one from the list", "ward"),
    ],
)
def test_no_figures_while_it_is_not_clear_of_what(
    area: Area, page: Fetch, sign_in: SignIn, asked: str, said: str, field: str
) -> None:
    sign_in(area.manager)
    found = page(f"/reports/abstraction?{asked}&measure=lost")
    problem = found.soup.select_one(".govuk-error-summary a")
    assert (problem.get_text(), problem["href"]) == (said, f"#{field}")
    assert found.soup.title.get_text().startswith("Error: ")
    assert not found.soup.select("table, a.report-number, nav [aria-current=true]")
    assert "No figures are shown" in found.words
    assert "November 2026" not in found.words
    # What was typed stays, and so does what the table was to show.
    typed = {one["name"]: one.get("value", "") for one in found.soup.select("form[method=get] input")}
    for name, value in parse_qs(asked).items():
        assert typed.get(name, value[0]) == value[0]
    assert typed["measure"] == "lost"
    page(f"/reports/abstraction/rows?measure=abstracted&{asked}", 404)


def test_a_number_that_the_report_has_not(area: Area, page: Fetch, sign_in: SignIn) -> None:
    sign_in(area.manager)
    page("/reports/abstraction/rows?measure=anything", 404)
    page("/reports/abstraction/rows?measure=abstracted&category=999", 404)


def test_a_refused_download_goes_back_to_the_page(area: Area, sign_in: SignIn, client: Client) -> None:
    sign_in(area.manager)
    answer = client.get("/reports/abstraction.csv?from=30/11/2026&to=1/11/2026&_external=1")
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/reports/abstraction"
    assert parse_qs(back.query) == {"from": ["30/11/2026"], "to": ["1/11/2026"]}


def test_the_presets_and_the_empty_states(area: Area, page: Fetch, sign_in: SignIn) -> None:
    sign_in(area.manager)
    found = page("/reports/abstraction?from=2026-09-01&to=2026-11-30")
    current = [one.get_text() for one in found.soup.select("nav[aria-label=Period] a[aria-current]")]
    assert current == ["Last 3 months"]
    empty = page("/reports/abstraction?from=2025-01-01&to=2025-01-31").words
    assert "insufficient data for a rate" in empty
    assert "Nobody of these wards was taken in this period" in empty
    assert "0.0 %" not in empty
    sign_in(make_account(make_officer("New Sergeant", "PS"), ["sergeant"]))
    assert "no ward team to report on" in page("/reports/abstraction").words
