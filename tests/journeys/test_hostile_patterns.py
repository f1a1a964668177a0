"""Hostile names of patterns, shifts, holidays and people: none runs on a page, in a workbook or on paper."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from flask import Flask
from flask_security.utils import hash_password
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from roster.extensions import db
from roster.models.area import Team
from tests import tally
from tests.factories import (
    make_account,
    make_duty,
    make_officer,
    make_skill,
    make_supervision,
    make_team,
    make_template,
)
from tests.journeys.desks import PASSWORD, TUESDAY, enter, window
from tests.journeys.payloads import LISTEN, PAYLOADS, TRACES
from tests.roster_factories import (
    make_minimum_strength,
    make_pattern,
    make_pattern_line,
    make_public_holiday,
)

TODAY = date.fromisoformat(TUESDAY[:10])
# As long as the shortest of the columns that hold them.
NAMES = [text[:40] for text in PAYLOADS]
RUN = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def ward(app: Flask, at: Callable[..., datetime]) -> Team:
    """One team; for each payload an officer, a shift, a pattern, a skill and a holiday of that name."""
    at(TUESDAY, tick=True)
    team = make_team("Biggin Hill")
    hart = make_officer("Morgan Hart", "PS")
    make_supervision(hart, team)
    for roles, email, officer in (
        (("officer", "sergeant"), "hart", hart),
        (("administrator",), "admin", make_officer("Ada Min")),
    ):
        make_account(officer, roles, email=f"{email}@demo.example").password = hash_password(PASSWORD)
    for number, name in enumerate(NAMES):
        officer = make_officer("x", team=team)
        officer.first_name = officer.last_name = name
        shift = make_template(f"T{number}", name)
        pattern = make_pattern(f"T{number} RD RD RD RD RD RD", {f"T{number}": shift}, name=name)
        make_pattern_line(officer, pattern, first=str(TODAY))
        make_duty(officer, f"{TODAY} 07:00", template=shift)
        skill = make_skill(f"skill{number}")
        skill.name = name
        make_minimum_strength(team, shift, 2, skill=skill)
        make_public_holiday(str(TODAY + timedelta(days=number)), name)
    db.session.commit()
    return team


def test_nothing_runs_on_the_pages_of_patterns(
    ward: Team, live_server: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    tally.note(request.node, f"Chromium {browser.version.split('.')[0]}")
    monday, team = TODAY + timedelta(days=6), ward.id
    found: list[str] = []
    for name, paths in {
        "hart": (
            "/patterns",
            "/patterns/1",
            f"/patterns/lay?show=1&team={team}&first={monday}&weeks=2",
            f"/teams/{team}/minimum-strength",
            f"/roster?team={team}",
        ),
        "admin": ("/shifts", "/shifts/1", "/public-holidays"),
    }.items():
        with window(browser, live_server) as (page, watch):
            page.add_init_script(LISTEN)
            enter(page, name)
            for path in paths:
                found += harm(page, path)
            found += watch.faults
    assert not found, "\n".join(found[:20])


def harm(page: Page, path: str) -> list[str]:
    texts = [] if path.endswith("/1") else NAMES
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    return [f"{path}: {trace}" for trace in page.evaluate(TRACES, texts)]


def test_files_hold_the_names_as_text(ward: Team, live_server: str, browser: Browser) -> None:
    with window(browser, live_server) as (page, _):
        enter(page, "hart")
        files = {ending: page.request.get(f"/roster.{ending}").body() for ending in ("csv", "xlsx", "pdf")}
    rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"), newline="")))
    cells = {cell for row in rows for cell in row}
    assert not [cell for cell in cells if cell.startswith(RUN)]
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    held = [cell for row in book["Roster"].rows for cell in row if cell.column == 3]
    assert {cell.data_type for cell in held} <= {"s", "n"}
    for name in NAMES:
        assert {f"{name} {name}", f"'{name} {name}"} & cells, name
    assert len([cell for cell in held if cell.data_type == "s"]) >= len(NAMES)
    assert len(PdfReader(io.BytesIO(files["pdf"])).pages) >= 1
