"""Every ward team that a change will review is held before it writes, in one order: two never cross."""

from collections.abc import Callable
from datetime import date
from types import ModuleType, SimpleNamespace

import pytest
from flask import Flask

from roster import extensions
from roster.errors import Busy
from roster.extensions import transaction
from roster.models.cell_change import ChangeReason
from roster.queries.cells import sheet_of
from roster.services import cells, publishing
from roster.services.cell_answers import Wanted
from roster.services.cell_changes import Why
from roster.services.locks import lock_teams
from tests.factories import (
    make_actor,
    make_duty,
    make_officer,
    make_posting,
    make_team,
    make_template,
    span,
)
from tests.services.test_locks import meanwhile

WEEK = span("2026-12-07 00:00", hours=7 * 24)


@pytest.fixture
def wards(app: Flask, at: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """PC Shah leaves Darwin, of the higher number, for Chelsfield after Wednesday 9 December."""
    at("2026-12-01 08:00")
    monkeypatch.setattr(extensions, "BUSY_TIMEOUT_MS", 200)
    early = make_template()
    make_template("N", "Night", start=22 * 60, end=7 * 60)
    chelsfield, darwin = make_team("Chelsfield"), make_team("Darwin")
    assert chelsfield.id < darwin.id
    shah = make_officer()
    make_posting(shah, darwin, last="2026-12-09")
    make_posting(shah, chelsfield, first="2026-12-10")
    return SimpleNamespace(
        early=early,
        darwin=darwin,
        old=darwin.id,
        new=chelsfield.id,
        shah=shah,
        by=make_actor(teams=[chelsfield, darwin]),
    )


def blocked(app: Flask, wards: SimpleNamespace, work: Callable[[], object]) -> list[Exception]:
    """Somebody holds the new ward meanwhile."""

    @transaction()
    def hold() -> list[Exception]:
        lock_teams([wards.new])
        return meanwhile(app, work)

    return hold()


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> Callable[[ModuleType, str], list[str]]:
    """Whether that step was begun."""

    def watch(room: ModuleType, step: str) -> list[str]:
        seen: list[str] = []
        go_on = getattr(room, step)

        def noted(*given: object) -> object:
            seen.append(step)
            return go_on(*given)

        monkeypatch.setattr(room, step, noted)
        return seen

    return watch


@pytest.mark.engine("postgresql")
def test_a_publish_holds_the_ward_that_an_officer_goes_to_before_it_writes(app, wards, reached):
    make_duty(wards.shah, "2026-12-08 07:00", published=False)
    make_duty(make_officer("Ben Okafor", team=wards.darwin), "2026-12-12 07:00", published=False)
    begun = reached(publishing, "publish_rows")

    def publish() -> None:
        assert publishing.publish_duties([wards.old], WEEK, by=wards.by).duties == 2

    assert [type(fault) for fault in blocked(app, wards, publish)] == [Busy]
    assert begun == []
    assert meanwhile(app, publish) == []


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("code", ["AL", "N+AL"])
def test_a_block_with_an_absence_holds_the_ward_into_which_its_night_reaches(app, wards, reached, code):
    make_duty(wards.shah, "2026-12-09 07:00", template=wards.early)
    sheet = sheet_of([wards.shah.id], date(2026, 12, 8), date(2026, 12, 9))
    block = [
        Wanted(wards.shah.id, date(2026, 12, 8), code),
        Wanted(wards.shah.id, date(2026, 12, 9), "N", sheet.cell(wards.shah.id, date(2026, 12, 9)).token),
    ]
    begun = reached(cells, "judge_all")

    def save() -> None:
        cells.save_cells(block, by=wards.by, why=Why(ChangeReason.EXIGENCY))

    assert [type(fault) for fault in blocked(app, wards, save)] == [Busy]
    assert begun == []
    assert meanwhile(app, save) == []
