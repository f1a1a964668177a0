"""The roster as PDF, workbook and CSV: what is on the screen, read back, and nothing beyond one's reach."""

import csv
import io
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.models.officer import Officer
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_account,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_skill,
    make_team,
    make_template,
)
from tests.pages import Client
from tests.roster_factories import make_public_holiday

PERIOD = "from=2026-11-30&days=14"
A3_LANDSCAPE = (1191, 842)  # points


class Ward:
    """Biggin Hill: PC Shah at work, taken, resting; PC Okafor sick over a late; and PS Hart, who looks."""

    def __init__(self) -> None:
        self.team, self.other = make_team("Biggin Hill"), make_team("Darwin")
        self.hart = make_sergeant(self.team)
        self.shah = make_officer("Amina Shah", team=self.team, warrant_number="1207SN")
        self.okafor = make_officer("Ben Okafor", team=self.team)
        make_officer("Rosa Marsh", team=self.other)
        self.early, self.late = make_template("E", "Early"), make_template("L", "Late", start=840, end=1320)
        make_duty(self.shah, "2026-12-01 07:00", template=self.early)
        make_duty(self.shah, "2026-12-02 07:00", template=self.early)
        make_abstraction(self.shah, "2026-12-02 08:00", hours=4)
        make_rest_day(self.shah, "2026-12-03")
        make_rest_day(self.shah, "2026-12-04", kind="free_day")
        make_duty(self.shah, "2026-12-05 14:00", template=self.late, published=False)
        make_duty(self.okafor, "2026-12-01 14:00", template=self.late)
        make_absence(self.okafor, "2026-12-01 00:00", kind="sick")
        grant(self.shah, make_skill("taser"), last="2027-12-01")
        make_contact_session(self.team, "2026-12-01 10:00", named=[self.shah])


@pytest.fixture
def ward(database: object, at: Callable[..., object]) -> Ward:
    at("2026-12-01 09:00")
    return Ward()


@pytest.fixture
def fetch(client: Client, sign_in: Callable[[Account], Account]) -> Callable[..., bytes]:
    """The file as somebody gets it."""

    def get(who: Officer, path: str, status: int = 200) -> bytes:
        account = db.session.scalars(select(Account).where(Account.officer_id == who.id)).unique().first()
        sign_in(account or make_account(who, ["officer"]))
        answer = client.get(path)
        assert answer.status_code == status
        return bytes(answer.data)

    return get


def table(body: bytes) -> dict[str, dict[str, str]]:
    """The CSV's rows by name, each by its header."""
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
    return {row["Name"]: row for row in rows if row["Name"]}


def pages(body: bytes) -> list[str]:
    """The PDF's pages as evened-out text."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages]


def test_csv_holds_the_codes_under_their_dates(ward: Ward, fetch: Callable[..., bytes]) -> None:
    rows = table(fetch(ward.hart, f"/roster.csv?{PERIOD}"))
    assert set(rows) == {"Contact sessions", "Amina Shah", "Ben Okafor", "On ward duty"}
    sessions, count = rows["Contact sessions"], rows["On ward duty"]
    assert (sessions["Ward team"], sessions["2026-12-01"], sessions["2026-12-02"]) == (
        "Biggin Hill",
        "✓ 10:00",
        "",
    )
    assert [count[f"2026-12-0{day}"] for day in (1, 2, 3)] == ["1", "1", "0"]
    shah = rows["Amina Shah"]
    assert (shah["Ward team"], shah["Rank"], shah["Number"], shah["Skills"]) == (
        "Biggin Hill",
        "PC",
        "1207SN",
        "T",
    )
    found = [shah[f"2026-12-0{day}"] for day in range(1, 7)]
    assert found == ["E", "E ERPT", "RD", "FD", "L*", ""]
    assert rows["Ben Okafor"]["2026-12-01"] == "SICK L"
    assert list(shah)[-2:] == ["2026-12-13", "Below minimum strength, rules broken"]


def test_a_colleague_sees_neither_skills_nor_reasons(ward: Ward, fetch: Callable[..., bytes]) -> None:
    rows = table(fetch(ward.shah, f"/roster.csv?{PERIOD}"))
    assert rows["Ben Okafor"]["2026-12-01"] == "AW L"
    assert "Skills" not in rows["Ben Okafor"]
    own = table(fetch(ward.okafor, f"/roster.csv?{PERIOD}"))
    assert own["Ben Okafor"]["2026-12-01"] == "SICK L"
    for ending in ("pdf", "xlsx"):
        seen = fetch(ward.shah, f"/roster.{ending}?{PERIOD}")
        words = " ".join(pages(seen)) if ending == "pdf" else str(list(sheet(seen).values))
        before_the_key = words.split("Key")[0]
        assert "SICK" not in before_the_key
        assert "AW" in before_the_key


def sheet(body: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(body))["Roster"]


def test_the_workbook_has_real_dates_fills_and_a_key(ward: Ward, fetch: Callable[..., bytes]) -> None:
    body = fetch(ward.hart, f"/roster.xlsx?{PERIOD}")
    found = sheet(body)
    header = [cell.value for cell in found[3]]
    assert header[:5] == ["Ward team", "Rank", "Name", "Number", "Skills"]
    assert header[5:7] == [datetime(2026, 11, 30), datetime(2026, 12, 1)]  # noqa: DTZ001  (as Excel has them)
    rows = {row[2].value: row for row in found.iter_rows(min_row=4)}
    assert rows["Contact sessions"][6].value == "✓ 10:00"
    assert [cell.value for cell in rows["Amina Shah"][6:12]] == ["E", "E ERPT", "RD", "FD", "L", None]
    assert rows["Amina Shah"][6].fill.fgColor.rgb == "FFD6EBF7"
    draft = rows["Amina Shah"][10]
    assert (draft.border.top.style, draft.font.italic) == ("dashed", True)
    assert rows["On ward duty"][6].value == 1
    assert found.freeze_panes == "F4"
    key = openpyxl.load_workbook(io.BytesIO(body))["Key"]
    assert ("E", "Early 07:00–15:00") in [tuple(row) for row in key.values]


def test_the_pdf_is_a3_tagged_and_says_what_it_is(ward: Ward, fetch: Callable[..., bytes]) -> None:
    body = fetch(ward.hart, f"/roster.pdf?{PERIOD}")
    file = PdfReader(io.BytesIO(body))
    (page,) = file.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A3_LANDSCAPE
    assert file.metadata is not None
    assert file.metadata.title == "Roster from Monday 30 November 2026 to Sunday 13 December 2026"
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    (words,) = pages(body)
    for said in ("Amina Shah", "1207SN", "✓ 10:00", "ERPT", "SICK", "Early 07:00–15:00", "Page 1 of 1"):
        assert said in words
    assert "Made Tuesday 1 December 2026 at 09:00" in words


def test_sixty_officers_and_twelve_weeks_repeat_their_header(ward: Ward, fetch: Callable[..., bytes]) -> None:
    for number in range(60):
        officer = make_officer(f"Pat Number{number:02}", team=ward.team)
        make_duty(officer, f"2026-12-{number % 28 + 1:02} 07:00", template=ward.early)
    found = pages(fetch(ward.hart, "/roster.pdf?from=2026-11-30&days=84"))
    assert len(found) >= 4
    assert all("Officer" in page and "Biggin Hill" in page for page in found[:-1])
    assert all(f"Page {number} of {len(found)}" in page for number, page in enumerate(found, start=1))
    for number in range(60):
        assert sum(f"Number{number:02}" in page for page in found) == 2  # once in each half of the weeks
    book = sheet(fetch(ward.hart, "/roster.xlsx?from=2026-11-30&days=84"))
    assert (book.max_column, book.max_row) == (5 + 84, 3 + 1 + 62 + 1)


HOSTILE = ('=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)", "#panic(1)", "*bold* $x$ <b>")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_run(ward: Ward, fetch: Callable[..., bytes], name: str) -> None:
    ward.shah.first_name = name
    db.session.commit()
    body = fetch(ward.hart, f"/roster.csv?{PERIOD}").decode("utf-8-sig")
    (cell,) = [row[2] for row in csv.reader(io.StringIO(body)) if row[2].endswith(" Shah")]
    assert cell == (f"'{name} Shah" if name[0] in "=+-@" else f"{name} Shah")
    rows = {row[2].value: row[2].data_type for row in sheet(fetch(ward.hart, f"/roster.xlsx?{PERIOD}")).rows}
    assert rows[f"{name} Shah"] == "s"
    (words,) = pages(fetch(ward.hart, f"/roster.pdf?{PERIOD}"))
    assert f"{name} Shah".replace(" ", "") in words.replace(" ", "")


def test_a_name_that_no_font_can_draw_still_goes_on_paper(ward: Ward, fetch: Callable[..., bytes]) -> None:
    ward.shah.first_name = "\uff1c \U0001f46e 美娜"
    db.session.commit()
    (words,) = pages(fetch(ward.hart, f"/roster.pdf?{PERIOD}"))
    assert "Shah" in words


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
def test_the_same_filters_and_the_same_reach_as_the_page(
    ward: Ward, fetch: Callable[..., bytes], ending: str
) -> None:
    assert fetch(ward.hart, f"/roster.{ending}?{PERIOD}&team={ward.team.id}")
    fetch(ward.hart, f"/roster.{ending}?{PERIOD}&team={ward.other.id}", 404)
    if ending == "csv":
        rows = table(fetch(ward.hart, f"/roster.csv?{PERIOD}&skill=taser"))
        assert set(rows) == {"Contact sessions", "Amina Shah", "On ward duty, Taser only"}


def test_a_paper_says_which_skill_it_is_for_and_marks_public_holidays(ward, fetch) -> None:
    make_public_holiday("2026-12-08", "Founders’ Day")
    asked = f"{PERIOD}&skill=taser"
    (words,) = pages(fetch(ward.hart, f"/roster.pdf?{asked}"))
    book = sheet(fetch(ward.hart, f"/roster.xlsx?{asked}"))
    for said in ("Only officers in date for Taser.", "On ward duty, Taser only"):
        assert said in words
        assert said in str(list(book.values))
    assert "Tue PH" in words
    assert "PH, public holiday: Founders’ Day, Tuesday 8 December 2026." in words
    assert [cell.value.day for cell in book[3] if "PH" in cell.number_format] == [8]
    (named,) = [row for row in book.iter_rows(values_only=True) if row[2] == "Public holidays"]
    assert named[5 + 8] == "Founders’ Day"
    rows = table(fetch(ward.hart, f"/roster.csv?{asked}"))
    assert rows["Public holidays"]["2026-12-08"] == "Founders’ Day"


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
def test_somebody_without_a_team_gets_an_empty_roster(
    ward: Ward, fetch: Callable[..., bytes], ending: str
) -> None:
    assert fetch(make_officer("Ivo Brook"), f"/roster.{ending}?{PERIOD}")
