"""A change, its entry in the audit and what follows from it: one transaction, so all of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event, func, select

from roster.extensions import Base, db
from roster.models.absence import AbsenceKind
from roster.models.audit import AuditEntry
from roster.models.cell_change import ChangeReason
from roster.models.duty import DutyKind
from roster.services import coverage
from roster.services.absences import approve_absence, cancel_absence, record_absence
from roster.services.abstractions import cancel_abstraction, end_early, log_abstraction
from roster.services.cell_answers import Wanted
from roster.services.cell_changes import Why
from roster.services.cells import save_cells
from roster.services.contact_sessions import (
    cancel_contact_session,
    change_contact_session,
    create_contact_session,
    reinstate_contact_session,
)
from roster.services.duties import add_duty, change_duty, remove_duty
from roster.services.namings import name_officers, name_stand_in
from roster.services.postings import change_posting
from roster.services.promises import Promise
from roster.services.publishing import Given, publish_duties
from roster.services.skills import expire_grant, grant_skill, lift_suspension, suspend_grant
from roster.services.swap_decisions import approve_swap
from roster.services.swaps import offer_duty, take_swap
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_rest_day,
    make_team,
    make_template,
    span,
    wall,
)

WHY = Why(ChangeReason.EXIGENCY)
DAY = span("2026-12-03 07:00", hours=8)
LATER = span("2026-12-03 09:00", hours=8)


class Died(Exception):
    """What happens to a judging that was never meant to end."""


@pytest.fixture
def ward(database: object, at: Callable[..., object]) -> SimpleNamespace:
    """Biggin Hill and Kelsey Green at the beginning of December, with one of everything."""
    at("2026-12-01 09:00")
    team, other = make_team("Biggin Hill"), make_team("Kelsey Green")
    shah, okafor = make_officer("Amina Shah", team=team), make_officer("Ben Okafor", team=team)
    early = make_template()
    make_template("L", "Late", start=14 * 60, end=22 * 60)
    duty = make_duty(shah, "2026-12-03 07:00", template=early)
    make_duty(okafor, "2026-12-04 07:00", published=False)
    make_rest_day(okafor, "2026-12-03")
    taken = make_abstraction(okafor, "2026-12-01 07:00")
    held = grant(shah, "first_aid", "2026-01-01")
    coffee = make_contact_session(team, "2026-12-03 10:00", named=[shah], skill=held.skill)
    off = make_contact_session(team, "2026-12-04 10:00", title="Surgery")
    return SimpleNamespace(
        by=make_actor("sergeant", "administrator", teams=[team, other]),
        team=team,
        other=other,
        shah=shah,
        okafor=okafor,
        duty=duty,
        taken=taken,
        coffee=coffee,
        off=off,
        leave=make_absence(shah, "2026-12-05 07:00", status="requested"),
        sick=make_absence(okafor, "2026-12-05 07:00", kind="sick"),
        held=held,
        category=make_category(),
        as_shah=make_actor("officer", teams=[team], officer=shah),
        as_okafor=make_actor("officer", teams=[team], officer=okafor),
    )


def promise(w: SimpleNamespace, one: Any, hours: int = 0) -> Promise:
    late = timedelta(hours=hours)
    return Promise(w.team.id, "Market", one.starts_at + late, one.ends_at + late, 1, None, one.venue_id)


def swap(w: SimpleNamespace) -> Any:
    grant(w.okafor, "first_aid", "2026-01-01")
    taken = take_swap(offer_duty(w.duty, by=w.as_shah), by=w.as_okafor)
    return lambda: approve_swap(taken, by=w.by)


def called_off(w: SimpleNamespace) -> Any:
    cancel_contact_session(w.off.id, "Flooded", by=w.by)
    return lambda: reinstate_contact_session(w.off.id, by=w.by)


def suspended(w: SimpleNamespace) -> Any:
    suspend_grant(w.held.id, by=w.by)
    return lambda: lift_suspension(w.held.id, by=w.by)


# Each is got ready, and then done.
CHANGES: dict[str, Callable[[SimpleNamespace], Callable[[], object]]] = {
    "abstraction:log": lambda w: lambda: log_abstraction(w.shah, DAY, w.category, "Insp Cole", by=w.by),
    "abstraction:end": lambda w: lambda: end_early(w.taken, wall("2026-12-01 10:00"), by=w.by),
    "abstraction:cancel": lambda w: lambda: cancel_abstraction(w.taken, by=w.by),
    "absence:record": lambda w: lambda: record_absence(w.shah, DAY, AbsenceKind.SICK, by=w.by),
    "absence:approve": lambda w: lambda: approve_absence(w.leave, by=w.by),
    "absence:cancel": lambda w: lambda: cancel_absence(w.sick, by=w.by),
    "duty:add": lambda w: lambda: add_duty(w.okafor, DAY, DutyKind.WARD, by=w.by, why=WHY),
    "duty:change": lambda w: lambda: change_duty(w.duty, LATER, DutyKind.WARD, 1, by=w.by, why=WHY),
    "duty:remove": lambda w: lambda: remove_duty(w.duty, 1, by=w.by, why=WHY),
    "duty:publish": lambda w: (
        lambda: publish_duties(
            [w.team.id], span("2026-12-01 00:00", hours=240), by=w.by, given=Given("k", "x")
        )
    ),
    "cell:change": lambda w: (
        lambda: save_cells([Wanted(w.shah.id, date(2026, 12, 3), "L", f"d{w.duty.id}.1E")], by=w.by, why=WHY)
    ),
    "contact-session:create": lambda w: lambda: create_contact_session(promise(w, w.coffee), by=w.by),
    "contact-session:change": lambda w: (
        lambda: change_contact_session(w.coffee.id, promise(w, w.coffee, 1), version=1, by=w.by)
    ),
    "contact-session:cancel": lambda w: lambda: cancel_contact_session(w.coffee.id, "Flooded", by=w.by),
    "reinstated": called_off,
    "contact-session:name": lambda w: lambda: name_officers(w.coffee.id, [w.okafor.id], by=w.by),
    "stand-in": lambda w: lambda: name_stand_in(w.coffee.id, w.okafor.id, by=w.by),
    "posting:change": lambda w: lambda: change_posting(w.shah.id, w.other.id, date(2026, 12, 2), by=w.by),
    "skill:grant": lambda w: (
        lambda: grant_skill(w.okafor.id, w.held.skill_id, date(2026, 12, 1), None, by=w.by)
    ),
    "skill:expire": lambda w: lambda: expire_grant(w.held.id, date(2026, 12, 2), by=w.by),
    "skill:suspend": lambda w: lambda: suspend_grant(w.held.id, by=w.by),
    "lifted": suspended,
    "swap:approve": swap,
}


def everything() -> dict[str, list[str]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        table.name: sorted(map(str, db.session.execute(select(table)).all()))
        for table in Base.metadata.sorted_tables
    }


@contextmanager
def commits() -> Iterator[list[object]]:
    """Each time that something is kept for good."""
    kept: list[object] = []

    def keep(connection: object) -> None:
        kept.append(connection)

    event.listen(db.engine, "commit", keep)
    try:
        yield kept
    finally:
        event.remove(db.engine, "commit", keep)


def entries() -> int:
    return db.session.scalar(select(func.count(AuditEntry.id))) or 0


@pytest.mark.parametrize("name", CHANGES)
def test_what_dies_on_the_way_leaves_no_row_and_no_entry(
    ward: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    change, before = CHANGES[name](ward), everything()

    def die(*_: object, **__: object) -> None:
        raise Died

    monkeypatch.setattr(coverage, "facts_of", die)
    with pytest.raises(Died):
        change()
    assert everything() == before


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_done_is_kept_once_with_its_entry(ward: SimpleNamespace, name: str) -> None:
    change, before = CHANGES[name](ward), entries()
    db.session.rollback()
    with commits() as kept:
        change()
    assert len(kept) == 1
    assert entries() > before
