"""Many clients in one cell: every request is answered, and nothing is overwritten in silence (R4)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from roster.errors import Busy
from roster.extensions import db
from roster.models.cell_change import CellChange, ChangeReason
from roster.models.duty import Duty
from roster.models.officer import Officer
from roster.permissions import Actor
from roster.queries.cells import sheet_of
from roster.services.cell_answers import Answer, Conflict, Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from tests.factories import make_actor, make_duty, make_officer, make_team, make_template

DAY = date(2026, 12, 9)
CLIENTS, EDITS = 4, 250  # a thousand in all
CODES = ("E", "L", "M", "RD", "N", "")
Tally = list[tuple[str, str]]  # what each request was answered, and the cell after it


def clients(app: Flask, work: Callable[[int], Tally]) -> Tally:
    """Each with a connection of its own, all from one instant."""
    together = Barrier(CLIENTS)

    def run(number: int) -> Tally:
        with app.app_context():
            together.wait(timeout=30)
            try:
                return work(number)
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(CLIENTS) as pool:
        return [one for tally in pool.map(run, range(CLIENTS)) for one in tally]


def world() -> tuple[int, list[Actor]]:
    """An officer whose cell everybody wants, and a sergeant for each client."""
    for code, start in (("E", 7), ("L", 14), ("M", 10), ("N", 22)):
        make_template(code, f"Shift {code}", start=start * 60, end=(start + 8) % 24 * 60)
    team = make_team()
    return make_officer(team=team).id, [make_actor(teams=[team]) for _ in range(CLIENTS)]


def saved(wanted: Wanted, by: Actor, why: Why | None) -> Answer:
    """SQLite may let one wait five seconds and then say that nothing was saved: ask again, as a grid does."""
    while True:
        try:
            (answer,) = save_cells([wanted], by=by, why=why)
        except Busy:
            continue
        return answer


def typing(officer_id: int, by: Actor, number: int, why: Why | None = None) -> Tally:
    """Type one code after another; what is new is learnt only from the answers, as a grid does."""
    cell = sheet_of([officer_id], DAY, DAY).cell(officer_id, DAY)
    told = []
    for edit in range(EDITS // 5 if why else EDITS):
        codes = [code for code in CODES if code != cell.code and (code or not why)]
        wanted = Wanted(officer_id, DAY, codes[(edit + number) % len(codes)], cell.token)
        answer = saved(wanted, by, why)
        assert isinstance(answer, (Saved, Conflict)), answer
        cell = answer.cell
        told.append((type(answer).__name__, cell.words))
    return told


def chain() -> list[CellChange]:
    """The cell's changes in order, each from what the one before it left."""
    db.session.rollback()
    changes = list(db.session.scalars(select(CellChange).order_by(CellChange.id)))
    assert [one.after for one in changes[:-1]] == [one.before for one in changes[1:]]
    assert all(one.before != one.after for one in changes)
    assert all(one.at <= two.at for one, two in pairwise(changes))
    return changes


def test_a_thousand_edits_of_one_cell_lose_nothing_silently(app: Flask, at) -> None:
    at("2026-11-23 09:00", tick=True)
    officer_id, sergeants = world()
    told = clients(app, lambda number: typing(officer_id, sergeants[number], number))
    assert len(told) == CLIENTS * EDITS
    changes = chain()
    # A save answers "so it is": either that request changed the cell, or another had just typed the same.
    met = sum(answer == "Conflict" for answer, _ in told)
    assert 0 < len(changes) <= len(told) - met
    assert met, "nobody met anybody: this was no race"
    stands = sheet_of([officer_id], DAY, DAY).cell(officer_id, DAY)
    assert (changes[0].before, changes[-1].after) == ("", stands.words)
    assert db.session.scalar(select(func.count()).select_from(Duty)) == len(stands.duties)


def test_edits_of_a_published_cell_are_each_kept_with_their_reason(app: Flask, at) -> None:
    at("2026-11-23 09:00", tick=True)
    officer_id, sergeants = world()
    make_duty(db.session.get_one(Officer, officer_id), "2026-12-09 07:00")
    why = Why(ChangeReason.EXIGENCY)
    clients(app, lambda number: typing(officer_id, sergeants[number], number, why))
    assert all(one.published and one.reason is ChangeReason.EXIGENCY and one.told_at for one in chain())
