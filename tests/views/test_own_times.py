"""Duties at times of their own keep them in the files, and their letters stand in the key."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.account import Account
from roster.queries.cell_codes import read_code
from roster.values import Span
from tests.factories import make_absence, make_duty, make_officer, make_sergeant, make_team, wall

PERIOD = "from=2026-11-30&days=14"
NOON = "Ward duty, times of its own"


@pytest.fixture
def shah(app, at, sign_in):
    """PC Shah of Biggin Hill, whose sergeant is signed in."""
    at("2026-12-01 09:00")
    team = make_team()
    hart = make_sergeant(team)
    sign_in(db.session.scalars(select(Account).where(Account.officer_id == hart.id)).unique().one())
    return make_officer("Amina Shah", team=team)


def test_the_files_hold_the_hours_of_a_duty_without_a_shift_as_they_are_typed(shah, client) -> None:
    make_duty(shah, "2026-12-03 18:00", hours=12)
    make_duty(shah, "2026-12-04 20:00", hours=4)
    make_absence(shah, "2026-12-04 12:00", hours=12, kind="sick")
    make_duty(shah, "2026-12-05 08:00", hours=2, published=False)
    make_duty(shah, "2026-12-05 12:00", hours=2, kind="court", published=False)
    body = client.get(f"/roster.csv?{PERIOD}").data.decode("utf-8-sig")
    (row,) = [one for one in csv.DictReader(io.StringIO(body)) if one["Name"] == "Amina Shah"]
    found = [row[f"2026-12-0{day}"].partition(" (!)")[0].partition(" !")[0] for day in (3, 4, 5)]
    assert found == ["W1800-0600", "SICK W2000-0000", "W0800-1000+CT1200-1400*"]
    (again,) = read_code(found[0], date(2026, 12, 3), {}).duties
    assert again.span == Span.between(wall("2026-12-03 18:00"), wall("2026-12-04 06:00"))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/roster.xlsx?{PERIOD}").data))
    assert "W1800-0600" in str(list(book["Roster"].values))
    assert ("W", NOON) in list(book["Key"].values)


def test_w_is_in_the_key_where_one_is_on_the_page_only(shah, page) -> None:
    assert NOON not in page(f"/roster?{PERIOD}").words
    make_duty(shah, "2026-12-03 18:00", hours=12)
    assert f"W {NOON}" in page(f"/roster?{PERIOD}").words
