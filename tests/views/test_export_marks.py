"""The roster on paper and in files: where a team is short, which rules are broken, of which teams it is."""

import csv
import io
from datetime import datetime
from types import SimpleNamespace

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from tests.factories import (
    make_account,
    make_charge,
    make_duty,
    make_officer,
    make_sergeant,
    make_team,
    make_template,
)
from tests.roster_factories import make_minimum_strength
from tests.statements import heard

PERIOD = "from=2026-11-30&days=14"
REST = "Rest of 9 h before this duty, 2 h under 11 h"
SHORT = "Late: 0 of 1"


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """Biggin Hill needs a late each Thursday; PC Shah's early comes 9 h after the late of the 3rd."""
    at("2026-12-01 09:00")
    team, other = make_team("Biggin Hill"), make_team("Darwin")
    hart = make_sergeant(team, other)
    early, late = make_template("E", "Early"), make_template("L", "Late", start=840, end=1320)
    shah = make_officer("Amina Shah", team=team, warrant_number="1207SN")
    make_officer("Ben Okafor", team=other)
    make_duty(shah, "2026-12-03 14:00", template=late)
    make_duty(shah, "2026-12-04 07:00", template=early, published=False)
    make_minimum_strength(team, late, weekday=3)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())
    return SimpleNamespace(team=team, other=other, shah=shah)


def rows(client, query: str = PERIOD) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(f"/roster.csv?{query}").data.decode("utf-8-sig"))))


def named(rows: list[list[str]]) -> dict[str, dict[str, str]]:
    """The CSV's rows of Biggin Hill by name, each by its header."""
    return {row[2]: dict(zip(rows[0], row, strict=False)) for row in rows if row[0] == "Biggin Hill"}


def book(client, query: str = PERIOD) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(client.get(f"/roster.xlsx?{query}").data))


def paper(client, query: str = PERIOD) -> str:
    pages = PdfReader(io.BytesIO(client.get(f"/roster.pdf?{query}").data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_csv_marks_cells_and_has_the_sentences_in_a_column_of_their_own(ward, client) -> None:
    assert len({len(row) for row in rows(client)}) == 1
    found = named(rows(client))
    shah, strength = found["Amina Shah"], found["Minimum strength"]
    assert [shah[f"2026-12-0{day}"] for day in (3, 4, 5)] == ["L", "E* !", ""]
    said = "Below minimum strength, rules broken"
    assert shah[said].startswith(f"Fri 4 Dec: {REST}")
    assert [strength[f"2026-12-{day}"] for day in ("02", "03", "10")] == ["", "✓", "below: L"]
    assert strength[said] == f"Thu 10 Dec: {SHORT}."


def test_the_workbook_marks_cells_and_lists_what_is_short_and_broken(ward, client) -> None:
    found = book(client)
    lines = {row[2].value: row for row in found["Roster"].iter_rows(min_row=4) if row[2].value}
    assert lines["Amina Shah"][9].value == "E !"
    short = lines["Minimum strength"][15]
    assert (short.value, short.font.bold, lines["Minimum strength"][8].value) == ("L", True, "✓")
    fourth, tenth = datetime(2026, 12, 4), datetime(2026, 12, 10)  # noqa: DTZ001  (as Excel has them)
    listed = [row[:6] for row in found["Short and broken"].iter_rows(min_row=2, values_only=True)]
    assert listed == [
        ("Biggin Hill", tenth, tenth, "Below minimum strength", "", ""),
        ("Biggin Hill", fourth, fourth, "Rule broken", "PC Amina Shah", "1207SN"),
    ]


def test_the_pdf_marks_cells_and_ends_with_the_sentences(ward, client) -> None:
    words = paper(client)
    assert "Minimum strength ✓ L" in words
    assert f"PC Amina Shah, Fri 4 Dec: {REST}" in words
    assert words.index("Key") < words.index("Rules broken") < words.index(REST)


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
def test_the_teams_that_were_asked_for_are_named_with_the_time(ward, client, ending) -> None:
    read = {"pdf": paper, "xlsx": lambda *asked: book(*asked)["Roster"]["A2"].value}.get(ending)
    made = "Made Tuesday 1 December 2026 at 09:00"
    for query, teams in (
        (PERIOD, "All 2 ward teams"),
        (f"{PERIOD}&team={ward.other.id}", "Ward team: Darwin"),
        (f"{PERIOD}&team={ward.other.id}&team={ward.team.id}", "Ward teams: Biggin Hill, Darwin"),
    ):
        said = read(client, query) if read else rows(client, query)[-1][0]
        assert f"{teams}. {made}" in said


def test_managers_have_the_strength_alone_and_officers_neither(ward, client, sign_in) -> None:
    inspector = make_officer("Kit Ray", "Insp")
    make_charge(inspector, ward.team.borough)
    sign_in(make_account(inspector, ("manager",)))
    found = named(rows(client))
    assert (found["Minimum strength"]["2026-12-10"], found["Amina Shah"]["2026-12-04"]) == ("below: L", "E*")
    assert "Rules broken" not in paper(client)
    sign_in(make_account(ward.shah, ("officer",)))
    assert set(named(rows(client))) == {"Contact sessions", "Amina Shah"}
    assert book(client).sheetnames == ["Roster", "Key"]


def test_as_many_statements_for_many_officers_as_for_one(ward, client) -> None:
    def statements() -> int:
        db.session.commit()
        with heard() as asked:
            rows(client)
        return len(asked)

    found = [statements()]
    for number in range(8):
        make_duty(make_officer(f"Pat {number}", team=ward.team), "2026-12-03 07:00")
    assert [*found, statements()] == [found[0]] * 2
