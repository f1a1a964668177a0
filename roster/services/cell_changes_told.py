"""That an officer was told of a change by phone, and that the officer has acknowledged it."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from roster import clock
from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.cell_change import CellChange, NoticeBand, OwedRestDay
from roster.models.notice import Notice
from roster.permissions import Actor, may
from roster.queries.postings import team_at
from roster.rules.notice import LONGEST_AGO, rest_day_notice
from roster.services.audit import record
from roster.services.cell_changes import PLANNED, notice_key
from roster.services.locks import lock_officer


@transaction()
def tell_by_phone(change_id: int, at: datetime, *, by: Actor) -> CellChange:
    """The officer was told then; the first telling is what counts, and a later one is noted beside it."""
    change = _held(change_id)
    team_id = team_at(change.officer_id, clock.midnight(change.day))
    if team_id is None or not may(by, "cell-change:tell", team_id):
        raise NotAllowed
    before = _may_be_told(change, at)
    record(by, "cell-change:tell", change, before={"told_at": before}, after={"told_at": at})
    if at < before:
        change.told_at = at
        # To the same duty date as before: it may be the day before the cell's, for a start before 07:00.
        sooner = clock.london_date(before) - clock.london_date(at)
        change.clear_days = (change.clear_days or 0) + sooner.days
        _count_again(change)
    return change


def _may_be_told(change: CellChange, at: datetime) -> datetime:
    """When the officer was told until now, by the notice or a call."""
    if at > clock.now():
        raise Refusal("The officer cannot have been told after now")
    if at < change.at - LONGEST_AGO:
        raise Refusal("That is more than three months before the change: enter when the officer was told")
    if change.told_at is None:
        raise Refusal("This change was made to a draft: there was nothing to tell")
    if change.acknowledged_at is not None:
        raise Refusal("The officer has acknowledged this change already")
    return change.told_at


@transaction()
def acknowledge(change_id: int, *, by: Actor) -> CellChange:
    """The officer knows; a second click changes nothing."""
    change = _held(change_id)
    if not may(by, "cell-change:acknowledge", officer_id=change.officer_id):
        raise NotAllowed
    if change.told_at is None:
        raise Refusal("This change was made to a draft: there is nothing to acknowledge")
    if change.acknowledged_at is None:
        change.acknowledged_at = clock.now()
        record(by, "cell-change:acknowledge", change, after={"acknowledged_at": change.acknowledged_at})
        read = update(Notice).where(
            Notice.recipient_id == change.officer_id,
            Notice.key.in_([notice_key(change), notice_key(change) + PLANNED]),
            Notice.read_at.is_(None),
        )
        db.session.execute(read.values(read_at=clock.now()))
    return change


def _held(change_id: int) -> CellChange:
    """The change as it stands, with its officer's row locked."""
    officer_id = db.session.scalar(select(CellChange.officer_id).where(CellChange.id == change_id))
    if officer_id is None:
        raise NotFound
    lock_officer(officer_id)
    return db.session.get_one(CellChange, change_id, populate_existing=True)


def _count_again(change: CellChange) -> None:
    """A rest day that this change cancelled is counted by the notice that was really given."""
    owed = db.session.scalar(select(OwedRestDay).where(OwedRestDay.cell_change_id == change.id))
    # One that an abstraction takes as well was counted when that was told.
    if owed is None or owed.is_taken:
        return
    if change.told_at is not None and change.clear_days is not None:
        told = clock.london_date(change.told_at)
        notice = rest_day_notice(told + timedelta(days=change.clear_days + 1), told)
        owed.clear_days, owed.band = notice.clear_days, NoticeBand(notice.band.value)
