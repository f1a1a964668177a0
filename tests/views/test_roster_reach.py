"""An officer who moves: each ward's drafts and broken rules are for who plans that ward, day by day."""

import csv
import io
from datetime import date, timedelta
from types import SimpleNamespace

import openpyxl
import pytest
from pypdf import PdfReader

from roster import clock
from roster.extensions import db
from tests.factories import (
    make_account,
    make_duty,
    make_officer,
    make_posting,
    make_supervision,
    make_team,
    make_template,
)
from tests.roster_factories import make_cell_change

PERIOD = "from=2026-11-30&days=14"
SAID = "Below minimum strength, rules broken"
MOVES = date(2026, 12, 7)


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """PS Hart plans Biggin Hill and works in Darwin; PC Shah moves there on the 7th.

    In each ward PC Shah's draft of an early comes 9 h after a late: on the 4th, and on the 10th.
    """
    at("2026-12-01 09:00")
    here, there = make_team("Biggin Hill"), make_team("Darwin")
    hart = make_officer("Morgan Hart", "PS", team=there)
    make_supervision(hart, here)
    shah, marsh = make_officer("Amina Shah"), make_officer("Rosa Marsh", team=there)
    make_posting(shah, here, last=str(MOVES - timedelta(days=1)))
    make_posting(shah, there, first=str(MOVES))
    early, late = make_template("E", "Early"), make_template("L", "Late", start=840, end=1320)
    for evening, morning in (("03", "04"), ("09", "10")):
        make_duty(shah, f"2026-12-{evening} 14:00", template=late)
        make_duty(shah, f"2026-12-{morning} 07:00", template=early, published=False)
    make_duty(marsh, "2026-12-10 07:00", template=early, published=False)
    sign_in(make_account(hart, ["officer", "sergeant"]))
    return SimpleNamespace(here=here, there=there, shah=shah, hart=hart)


def lines(client) -> dict[tuple[str, str], dict[str, str]]:
    body = client.get(f"/roster.csv?{PERIOD}").data.decode("utf-8-sig")
    return {(row["Ward team"], row["Name"]): row for row in csv.DictReader(io.StringIO(body))}


def test_the_files_tell_drafts_and_broken_rules_of_the_days_in_the_planned_ward_alone(ward, client) -> None:
    found = lines(client)
    here, there = found["Biggin Hill", "Amina Shah"], found["Darwin", "Amina Shah"]
    assert (here["2026-12-04"], here["2026-12-10"]) == ("E* !", "–")
    assert [there[f"2026-12-{day}"] for day in ("04", "09", "10")] == ["–", "L", ""]
    assert here[SAID].startswith("Fri 4 Dec: Rest of 9 h before this duty")
    assert "10 Dec" not in here[SAID] + there[SAID]
    assert (there[SAID], found["Darwin", "Rosa Marsh"]["2026-12-10"]) == ("", "")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/roster.xlsx?{PERIOD}").data))
    assert [row[0] for row in book["Short and broken"].iter_rows(min_row=2, values_only=True)] == [
        "Biggin Hill"
    ]
    pages = PdfReader(io.BytesIO(client.get(f"/roster.pdf?{PERIOD}").data)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert ("Fri 4 Dec: Rest of 9 h" in words, "Thu 10 Dec: Rest of 9 h" in words) == (True, False)


def test_so_do_the_page_and_what_its_script_asks(ward, page, client) -> None:
    shown = page(f"/roster?{PERIOD}").soup
    drafts = [link["href"][-2:] for link in shown.select("table.grid td a.dr")]
    assert drafts == ["04"]
    assert set(client.get(f"/roster/rules?{PERIOD}").get_json()["breaches"][str(ward.shah.id)]) == {
        "2026-12-04"
    }
    listed = page(f"/roster?{PERIOD}&as=list&team={ward.there.id}").words
    assert "Rest of 9 h" not in listed


def test_so_does_the_news_of_a_changed_cell(ward, client) -> None:
    make_cell_change(ward.shah, "2026-12-04")
    db.session.commit()
    since = int(clock.now().timestamp())
    news = client.get(f"/roster/cells/changes?{PERIOD}&since={since}").get_json()
    assert set(news["breaches"][str(ward.shah.id)]) == {"2026-12-04"}


def test_who_plans_both_wards_is_told_of_both(ward, client) -> None:
    make_supervision(ward.hart, ward.there)
    db.session.commit()
    found = lines(client)
    assert found["Darwin", "Amina Shah"]["2026-12-10"] == "E* !"
    assert found["Darwin", "Rosa Marsh"]["2026-12-10"] == "E*"
    assert set(client.get(f"/roster/rules?{PERIOD}").get_json()["breaches"][str(ward.shah.id)]) == {
        "2026-12-04",
        "2026-12-10",
    }
