"""How leave came about and ended, as the history of each of its days tells it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind
from roster.models.account import Account
from roster.queries.officer_days import KEPT
from roster.services.absences import approve_absence, cancel_absence, record_absence
from roster.services.leave import ask_absence
from roster.views import day_words
from tests.factories import make_actor, make_officer, make_team, span, wall

WHOLE = "annual leave, Wed 25 Nov 00:00–Sat 28 Nov 00:00"
ASKED = [f"PS Hart approved {WHOLE}", f"PC Shah asked for {WHOLE}"]


def lines(page, officer, day: int) -> list[str]:
    """The history of the day, the newest first, without the moments."""
    shown = page(f"/officers/{officer.id}/days/2026-11-{day}").soup.select(".cell-past > p:first-child")
    return [str(one.contents[0]).strip() for one in shown]


def test_leave_that_sickness_cut_has_on_each_day_what_happened_to_it(app, at, sign_in, page):
    """Asked for Wednesday to Friday and granted; sick on Thursday; then Friday is cancelled."""
    at("2026-11-23 09:00")
    team = make_team()
    shah, hart = make_officer(team=team), make_officer("Morgan Hart", "PS")
    by = make_actor(teams=[team], officer=hart)
    asks = make_actor("officer", officer=shah)
    leave = ask_absence(shah.id, span("2026-11-25 00:00", hours=72), AbsenceKind.ANNUAL_LEAVE, by=asks)
    approve_absence(leave, by=by)
    at("2026-11-23 10:00")
    record_absence(shah, span("2026-11-26 00:00", hours=24), AbsenceKind.SICK, by=by)
    friday = select(Absence).where(Absence.starts_at == wall("2026-11-27 00:00"))
    cancel_absence(db.session.scalars(friday).one(), by=by)
    sign_in(db.session.get_one(Account, asks.account_id))
    assert lines(page, shah, 25) == ASKED
    assert lines(page, shah, 26) == [
        "PS Hart recorded sick, Thu 26 Nov 00:00–Fri 27 Nov 00:00",
        "PS Hart gave back annual leave, Thu 26 Nov 00:00–Fri 27 Nov 00:00",
        *ASKED,
    ]
    assert lines(page, shah, 27) == [
        "PS Hart cancelled annual leave, Fri 27 Nov 00:00–Sat 28 Nov 00:00",
        *ASKED,
    ]


@pytest.mark.engine("sqlite")
def test_every_action_kept_of_a_duty_an_absence_or_an_abstraction_has_words():
    services = Path(day_words.__file__).parents[1] / "services"
    text = "".join(one.read_text(encoding="utf-8") for one in services.glob("*.py"))
    kept = set(re.findall(r'"((?:duty|absence|abstraction):[a-z-]+)"', text))
    elsewhere = {"duty:publish", KEPT}  # a line of its own; and none
    assert {"absence:ask", "absence:give-back"} < kept
    assert kept - elsewhere - set(day_words.DONE) == set()
