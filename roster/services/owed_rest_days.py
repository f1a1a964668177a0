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
from roster.services.cell_changes import change_of, keep, notice_key
from roster.services.locks import lock_officer
from roster.services.notices import tell


@transaction()
def re_roster(owed_id: int, day: date, *, by: Actor) -> OwedRestDay:
    """The rest day is on that day instead: published where the officer's days then are, else a draft."""
    owed, name = _held(owed_id)
    team_id = team_at(owed.officer_id, clock.midnight(day))
    if team_id is None or not may(by, "owed-rest-day:re-roster", team_id):
        raise NotAllowed
    if owed.re_rostered_to == day:
        return owed  # a second click
    if owed.re_rostered_to is not None:
        raise Refusal(f"This rest day was re-rostered to {short_day(owed.re_rostered_to)} meanwhile")
    cell = day_to_give(owed.officer_id, name, day)
    if cell.duties:
        db.session.execute(delete(Duty).where(Duty.id.in_([one.id for one in cell.duties])))
    published = is_published(owed.officer_id, team_id, day)
    state = DutyState.PUBLISHED if published else DutyState.DRAFT
    db.session.add(RestDay(officer_id=owed.officer_id, day=day, state=state))
    before, owed.re_rostered_to = owed.re_rostered_to, day
    record(by, "owed-rest-day:re-roster", owed, before={"to": before}, after={"to": day, "state": state})
    _tell(cell, by)
    return owed


def _tell(cell: Cell, actor: Actor) -> None:
    """The cell keeps what happened, and the officer hears of it."""
    change = change_of(
        cell.officer_id, cell.day, cell.words, "rest day", by=actor, source=ChangeSource.OWED, why=None
    )
    change.told_at = clock.now()
    keep([change])
    about = clock.midnight(cell.day)
    tell([cell.officer_id], NoticeKind.DUTY_CHANGED, notice_key(change), about_at=about)


def _held(owed_id: int) -> tuple[OwedRestDay, str]:
    officer_id = db.session.scalar(select(OwedRestDay.officer_id).where(OwedRestDay.id == owed_id))
    if officer_id is None:
        raise NotFound
    officer = lock_officer(officer_id)
    return db.session.get_one(OwedRestDay, owed_id, populate_existing=True), officer.name
