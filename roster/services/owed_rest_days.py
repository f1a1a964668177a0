"""Giving a cancelled rest day back on another day."""

from datetime import date

from sqlalchemy import delete, select

from roster import clock
from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.cell_change import ChangeSource, OwedRestDay
from roster.models.duty import Duty, DutyState, RestDay
from roster.models.notice import NoticeKind
from roster.permissions import Actor, may
from roster.queries.cell_values import Cell
from roster.queries.postings import team_at
from roster.queries.publications import is_published
from roster.queries.re_rostering import day_to_give, short_day
from roster.services.audit import record
from roster.services.cell_answers import Refused, Saved, Wanted
from roster.services.cell_changes import PLANNED, Why, change_of, keep, notice_key
from roster.services.cells import save_cells
from roster.services.locks import lock_officer
from roster.services.notices import tell


@transaction()
def re_roster(owed_id: int, day: date, *, by: Actor, why: Why | None = None) -> OwedRestDay:
    """The rest day is on that day instead: published where the officer's days then are, else a draft.

    A published duty makes way as every change of one is made: with why it changes.
    """
    owed, name = _held(owed_id)
    team_id = team_at(owed.officer_id, clock.midnight(day))
    if team_id is None or not may(by, "owed-rest-day:re-roster", team_id):
        raise NotAllowed
    if owed.re_rostered_to == day:
        return owed  # a second click
    if owed.re_rostered_to is not None:
        raise Refusal(f"This rest day was re-rostered to {short_day(owed.re_rostered_to)} meanwhile")
    cell = day_to_give(owed.officer_id, name, day, owed.day)
    state = _change(cell, by, why) if cell.is_published else _lay(cell, team_id, by)
    owed.re_rostered_to = day
    record(by, "owed-rest-day:re-roster", owed, before={"to": None}, after={"to": day, "state": state})
    return owed


def _change(cell: Cell, by: Actor, why: Why | None) -> DutyState:
    """In place of a published duty; the officer is told, and its cover judged, by the change."""
    (answer,) = save_cells([Wanted(cell.officer_id, cell.day, "RD", cell.token)], by=by, why=why)
    if isinstance(answer, Refused):
        raise Refusal(answer.problem)
    if not isinstance(answer, Saved):
        raise Refusal(f"{short_day(cell.day)} was published meanwhile, {cell.words}: say why it changes")
    return DutyState.PUBLISHED


def _lay(cell: Cell, team_id: int, by: Actor) -> DutyState:
    """In place of drafts, or of nothing."""
    if cell.duties:
        db.session.execute(delete(Duty).where(Duty.id.in_([one.id for one in cell.duties])))
    published = is_published(cell.officer_id, team_id, cell.day)
    state = DutyState.PUBLISHED if published else DutyState.DRAFT
    db.session.add(RestDay(officer_id=cell.officer_id, day=cell.day, state=state))
    _tell(cell, by, "" if published else PLANNED)
    return state


def _tell(cell: Cell, actor: Actor, planned: str) -> None:
    """The cell keeps what happened, and the officer hears of it."""
    change = change_of(
        cell.officer_id, cell.day, cell.words, "rest day", by=actor, source=ChangeSource.OWED, why=None
    )
    change.told_at = clock.now()
    keep([change])
    about = clock.midnight(cell.day)
    tell([cell.officer_id], NoticeKind.DUTY_CHANGED, notice_key(change) + planned, about_at=about)


def _held(owed_id: int) -> tuple[OwedRestDay, str]:
    officer_id = db.session.scalar(select(OwedRestDay.officer_id).where(OwedRestDay.id == owed_id))
    if officer_id is None:
        raise NotFound
    officer = lock_officer(officer_id)
    return db.session.get_one(OwedRestDay, owed_id, populate_existing=True), officer.name
