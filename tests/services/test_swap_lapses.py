"""Swaps that end because their cells changed: two at once, many at once, and in few statements."""

from collections.abc import Callable, Collection
from datetime import date
from threading import Barrier
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select

from roster.errors import Refusal
from roster.extensions import db, transaction
from roster.models.audit import AuditEntry
from roster.models.cell_change import ChangeReason
from roster.models.notice import Notice, NoticeKind
from roster.models.swap import Swap, SwapStatus
from roster.queries.cells import sheet_of
from roster.queries.swaps import resting_on
from roster.services import swap_lapses
from roster.services.cell_answers import Saved, Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from roster.services.swaps import offer_duty, take_swap
from tests.factories import make_actor, make_duty, make_officer, make_team, make_template
from tests.roster_factories import make_swap
from tests.statements import heard
from tests.test_races import race

EXIGENCY = Why(ChangeReason.EXIGENCY)
THURSDAY, NEXT = date(2026, 12, 3), date(2026, 12, 10)


@pytest.fixture
def ward(app: Flask, at: Callable[..., object]) -> SimpleNamespace:
    """PC O'Neill takes PC Shah's Early of Thursday, for one of the Thursday after."""
    at("2026-11-23 09:00")
    team, early = make_team(), make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    shah, o_neill = make_officer(team=team), make_officer("Ciarán O'Neill", team=team)
    offered, given = (
        make_duty(who, f"{day} 07:00", template=early) for who, day in ((shah, THURSDAY), (o_neill, NEXT))
    )
    giver, taker = (make_actor("officer", teams=[team], officer=one) for one in (shah, o_neill))
    swap = take_swap(offer_duty(offered, by=giver), given.id, by=taker)
    by = make_actor(teams=[team])
    at("2026-11-23 09:05", tick=True)
    return SimpleNamespace(app=app, team=team, shah=shah, o_neill=o_neill, swap=swap, by=by)


def wanted(officer_id: int, day: date, code: str) -> Wanted:
    token = sheet_of([officer_id], day, day).cell(officer_id, day).token
    return Wanted(officer_id, day, code, token)


def ended() -> tuple[list[SwapStatus], int, int]:
    """What the swaps are, how often that was kept, and how many were told."""
    db.session.rollback()
    kept = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "swap:lapse")
    told = select(func.count()).select_from(Notice).where(Notice.kind == NoticeKind.SWAP_ENDED)
    return list(db.session.scalars(select(Swap.status))), db.session.scalar(kept), db.session.scalar(told)


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("code", ["L", "L+SICK"])
def test_two_sergeants_change_its_two_cells_at_once_and_both_are_saved(ward, code, monkeypatch):
    """Also where one of them, who records sickness, holds the ward's row before."""
    both = Barrier(2)

    def met(cells: Collection[tuple[int, date]]) -> list[Swap]:
        both.wait(timeout=10)
        return resting_on(cells)

    monkeypatch.setattr(swap_lapses, "resting_on", met)
    blocks = [
        [wanted(ward.shah.id, THURSDAY, "L")],
        [wanted(ward.o_neill.id, NEXT, code)],
    ]

    def save(block: list[Wanted]) -> None:
        (answer,) = save_cells(block, by=ward.by, why=EXIGENCY)
        assert isinstance(answer, Saved), answer

    assert race(ward.app, [lambda block=block: save(block) for block in blocks]) == ["done"] * 2
    assert ended() == ([SwapStatus.LAPSED], 1, 2)


def test_the_statements_do_not_grow_with_the_swaps_that_lapse(ward):
    """A week of Shah's is cleared: with one swap on it, then with six."""

    def clear(days: list[date]) -> int:
        block = [wanted(ward.shah.id, day, "") for day in days]
        db.session.rollback()
        with heard() as asked:
            save_cells(block, by=ward.by, why=EXIGENCY)
        return len(asked)

    december = [date(2026, 12, one) for one in range(1, 29)]
    weeks = december[14:20], december[21:27]
    for week, offered in zip(weeks, (1, 6), strict=True):
        duties = [make_duty(ward.shah, f"{day} 07:00") for day in week]
        for duty in duties[:offered]:
            make_swap(duty)
    one, six = (clear(list(week)) for week in weeks)
    assert six == one
    statuses, kept, told = ended()
    assert statuses.count(SwapStatus.LAPSED) == kept == told == 7


def test_a_row_that_changed_underneath_is_refused_in_words(ward):
    """Whoever forgets to hold a row saves nothing, and says so."""

    @transaction()
    def forgetful() -> None:
        swap = db.session.scalars(select(Swap)).one()
        table = Swap.__table__
        db.session.execute(table.update().values(version=table.c.version + 1))
        swap.note = "Mine"

    with pytest.raises(Refusal, match="Somebody changed this at the same moment"):
        forgetful()
    assert ward.swap.note == ""
