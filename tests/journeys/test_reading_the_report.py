"""The manager reads the abstraction report: numbers that can be hit, bars in line, and sheets of paper."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.desks import enter

pytestmark = pytest.mark.engine("sqlite")
AUTUMN = "from=2031-08-01&to=2031-10-31"


@pytest.fixture
def manager(demo: date, open_page: Callable[..., Page]) -> Page:
    return enter(open_page(), "cole")


def sheets(page: Page, scale: float = 1) -> list[str]:
    """The words of each sheet of the report's own size."""
    paper = page.pdf(prefer_css_page_size=True, scale=scale)
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper)).pages]


@pytest.mark.parametrize("width", [390, 1366])
def test_each_number_can_be_hit_and_the_bars_begin_in_one_line(manager: Page, width: int) -> None:
    manager.set_viewport_size({"width": width, "height": 800})
    manager.goto(f"/reports/abstraction?{AUTUMN}&measure=touched")
    boxes = manager.locator("a.report-number").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert len(boxes) > 100
    assert min(min(box) for box in boxes) >= 24
    texts = manager.locator("td:has(> .report-bar)").all_inner_texts()
    assert {len(text.strip()) for text in texts} >= {5, 6}, "no rate of 10 % or more beside smaller ones"
    begins = manager.locator(".report-bar").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().x)"
    )
    assert len(begins) == len(texts) == 23
    assert max(begins) - min(begins) < 0.5


def test_on_paper_all_wards_stand_once_in_each_table(manager: Page) -> None:
    manager.goto(f"/reports/abstraction?{AUTUMN}&measure=abstracted-rate")
    # So large that each table goes over several sheets.
    large = sheets(manager, scale=2)
    assert sum("Minutes of duty" in sheet.replace("\n", " ") for sheet in large) > 3
    assert "\n".join(large).count("All wards") == 2
    # A sheet for the rates of all 22 wards, one for the categories, one for what is meant.
    rates, categories, definitions = sheets(manager)
    assert rates.count("All wards") == categories.count("All wards") == 1
    assert "By category: rate by minutes\nAbstracted minutes ÷ minutes of duty" in categories
    assert "How it is counted" in definitions


def test_a_ward_is_chosen_a_number_opened_and_a_row_looked_at(manager: Page) -> None:
    manager.goto(f"/reports/abstraction?{AUTUMN}")
    manager.get_by_role("link", name="Rate by shifts").click()
    manager.get_by_label("Ward", exact=True).select_option(label="Biggin Hill")
    manager.get_by_role("button", name="Show").click()
    heading = manager.get_by_role("heading", name="By category: rate by shifts")
    expect(heading).to_be_visible()
    manager.get_by_role("link", name="abstracted minutes, Biggin Hill: the rows", exact=False).first.click()
    expect(manager.get_by_role("heading", level=1)).to_contain_text("Abstracted minutes: ")
    row = manager.locator("tbody tr").first
    officer = row.locator("th").inner_text()
    row.get_by_role("link").click()
    expect(manager.get_by_role("heading", level=1)).to_contain_text(officer)
    manager.go_back()
    manager.get_by_role("link", name="Abstraction report").click()
    expect(heading).to_be_visible()
    assert "ward=" in manager.url
