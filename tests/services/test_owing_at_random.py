"""After any edits, a rest day that is not free is owed or was given back; one that is free is not owed."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from roster import clock
from roster.errors import Changed, Refusal
from roster.extensions import db
from roster.models.abstraction import TAKEN, Abstraction
from roster.models.cell_change import ChangeReason, OwedRestDay
from roster.models.duty import DutyState, RestDay
from roster.models.officer import Officer
from roster.queries.cells import sheet_of
from roster.services.abstractions import cancel_abstraction, end_early, log_abstraction
from roster.services.cell_answers import Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from roster.services.owed_rest_days import re_roster
from roster.values import Span
from tests.factories import make_actor, make_category, make_officer, make_rest_day, make_team, make_template

EDITS = 120
WHY = Why(ChangeReason.EXIGENCY)
# Rest days in the night to one of which the clocks go back; and those on which they may be given back.
RESTS = [date(2026, 10, 23) + timedelta(days=n) for n in range(4)]
SPARE = [date(2026, 11, 9) + timedelta(days=n) for n in range(30)]


class Hands:
    """The sergeant, pressing one button after another."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        team = make_team()
        self.by, self.category = make_actor(teams=[team]), make_category()
        for code, start in (("E", 7 * 60), ("N", 22 * 60)):
            make_template(code, code, start=start, end=(start + 8 * 60) % 1440)
        self.officers = [make_officer(f"Alex Reed{n}", team=team) for n in range(2)]
        for officer in self.officers:
            for day in RESTS:
                make_rest_day(officer, day)

    def press(self) -> str:
        name = self.random.choice([name for name in dir(self) if name.startswith("do_")])
        try:
            getattr(self, name)()
        except (Refusal, Changed):
            db.session.rollback()
            return f"{name} refused"
        return name

    def officer(self) -> Officer:
        return db.session.get_one(Officer, self.random.choice(self.officers).id)

    def do_take(self) -> None:
        begins = clock.midnight(self.random.choice(RESTS)) + timedelta(hours=self.random.randrange(4, 30))
        span = Span.between(begins, begins + timedelta(hours=self.random.randrange(1, 9)))
        category = db.session.merge(self.category)
        log_abstraction(self.officer(), span, category, f"Desk {self.random.random()}", by=self.by)

    do_take_another = do_take

    def do_cancel(self) -> None:
        if rows := list(db.session.scalars(select(Abstraction).where(Abstraction.status.in_(TAKEN)))):
            cancel_abstraction(self.random.choice(rows), by=self.by)

    do_cancel_another = do_cancel

    def do_end(self) -> None:
        if rows := list(db.session.scalars(select(Abstraction))):
            row = self.random.choice(rows)
            end_early(row, row.starts_at + timedelta(minutes=30), by=self.by)

    def do_write(self) -> None:
        officer_id, day = self.officer().id, self.random.choice(RESTS)
        code = self.random.choice(["E", "N", "RD", "RD"])
        cell = sheet_of([officer_id], day, day).cell(officer_id, day)
        save_cells([Wanted(officer_id, day, code, cell.token)], by=self.by, why=WHY)

    do_write_another = do_write

    def do_give_back(self) -> None:
        if rows := list(db.session.scalars(select(OwedRestDay))):
            re_roster(self.random.choice(rows).id, self.random.choice(SPARE), by=self.by)


def look() -> None:
    """Each rest day of each officer, on what the tables hold."""
    rested = {
        (one.officer_id, one.day)
        for one in db.session.scalars(select(RestDay).where(RestDay.state == DutyState.PUBLISHED))
    }
    taken = {
        (one.officer_id, clock.force_day(one.starts_at))
        for one in db.session.scalars(select(Abstraction).where(Abstraction.status.in_(TAKEN)))
    }
    owed = {(one.officer_id, one.day): one for one in db.session.scalars(select(OwedRestDay))}
    for officer_id in db.session.scalars(select(Officer.id)):
        for day in RESTS:
            key = officer_id, day
            row = owed.get(key)
            if key in rested and key not in taken:
                assert row is None or row.re_rostered_to is not None, f"free, and owed: {key}"
            else:
                assert row is not None, f"cancelled, and not counted: {key}"
                assert row.re_rostered_to != day, f"cancelled, and said to stand: {key}"
            if row is not None and row.re_rostered_to is None:
                assert row.cell_change_id or row.is_taken, f"owed for nothing that stands: {key}"


@pytest.mark.parametrize("seed", range(4))
def test_every_rest_day_is_free_owed_or_given_back(database, at, seed):
    at("2026-10-05 08:00")
    hands = Hands(seed)
    done = set()
    for number in range(EDITS):
        name = hands.press()
        try:
            look()
        except AssertionError as failed:
            raise AssertionError(f"edit {number}, {name}: {failed}") from failed
        done.add(name)
        db.session.rollback()
    assert {"do_take", "do_cancel", "do_end", "do_write", "do_give_back"} <= done
