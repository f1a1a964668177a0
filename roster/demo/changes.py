"""Published duties that were changed, and the rest days that are owed for it: told, known or waiting."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from roster import clock
from roster.demo.calendar import instant
from roster.demo.diary import Diary
from roster.demo.people import HART
from roster.demo.save import Keys
from roster.extensions import db
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory
from roster.models.account import Account
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource, NoticeBand, OwedRestDay
from roster.models.columns import DAY_SECONDS
from roster.models.duty import Duty, DutyKind, DutyState, RestDay, RestKind
from roster.models.notice import Notice, NoticeKind
from roster.queries.cell_values import REST_WORDS, shift_words
from roster.rules.notice import rest_day_notice

REST = REST_WORDS[RestKind.REST_DAY]


class Story(NamedTuple):
    """Whose duty, from which day on, told how many days ago, and what it was before."""

    name: str
    from_day: int
    told_ago: int
    before: str
    reason: ChangeReason
    note: str = ""
    known: bool = True
    given_back: bool = False


# Beyond the story's Thursday, or past: it stays as it is.
STORIES = (
    Story("Amina Shah", 10, 1, REST, ChangeReason.EXIGENCY, "Aid for the match at Wembley", known=False),
    Story("Ciarán O'Neill", 12, 3, "Late 14:00–22:00", ChangeReason.OFFICER_REQUEST),
    Story("Dee Lewis", -9, 30, REST, ChangeReason.EXIGENCY, "Christmas market"),
    Story("Ciarán O'Neill", -16, 22, REST, ChangeReason.BRANCH_AGREEMENT, given_back=True),
)


def save_changes(diary: Diary, keys: Keys) -> None:
    """The duties are there: what is made up is how they came to be so."""
    hart = db.session.scalars(select(Account).where(Account.officer_id == keys.names[HART])).unique().one()
    for story in STORIES:
        person = next(one for one in diary.people if one.name == story.name)
        today = diary.window.today
        duty = _duty(keys.officers[person.number], today + timedelta(days=story.from_day))
        told = clock.midnight(today - timedelta(days=story.told_ago)) + timedelta(hours=10)
        change = _change(story, duty, told, hart.id)
        db.session.add(change)
        db.session.flush()
        db.session.add(_notice(change))
        if story.before == REST:
            db.session.add(_owed(story, change, today))
    db.session.add_all(_owed_for_events(diary.window.today))


def _owed_for_events(today: date) -> Iterator[OwedRestDay]:
    """Carnival and New Year's Eve take rest days: those of last time were given back some weeks after."""
    asked = select(Abstraction).join(AbstractionCategory).where(AbstractionCategory.exempt_event)
    for taken in db.session.scalars(asked.where(Abstraction.status.in_(TAKEN)).order_by(Abstraction.id)):
        day = clock.force_day(taken.starts_at)
        if db.session.scalar(select(RestDay.id).where(_rests_on(taken.officer_id, day))) is None:
            continue
        notice = rest_day_notice(day, clock.london_date(taken.confirmed_at or taken.starts_at))
        yield OwedRestDay(
            officer_id=taken.officer_id,
            day=day,
            abstraction_id=taken.id,
            clear_days=notice.clear_days,
            band=NoticeBand(notice.band.value),
            re_rostered_to=_rest_day(taken.officer_id, day) if day < today else None,
        )


def _rests_on(officer_id: int, day: date) -> ColumnElement[bool]:
    published = (RestDay.state == DutyState.PUBLISHED) & (RestDay.kind == RestKind.REST_DAY)
    return (RestDay.officer_id == officer_id) & (RestDay.day == day) & published


def _duty(officer_id: int, first: date) -> Duty:
    """The first ward duty from that day on."""
    asked = select(Duty).where(
        Duty.officer_id == officer_id,
        Duty.starts_at >= instant(first),
        Duty.starts_at < instant(first) + 28 * DAY_SECONDS,
        Duty.kind == DutyKind.WARD,
        Duty.state == DutyState.PUBLISHED,
    )
    return db.session.scalars(asked.order_by(Duty.starts_at).limit(1)).one()


def _change(story: Story, duty: Duty, told: datetime, hart: int) -> CellChange:
    day = clock.london_date(duty.starts_at)
    name = duty.shift_template.name if duty.shift_template else ""
    return CellChange(
        officer_id=duty.officer_id,
        day=day,
        at=told,
        account_id=hart,
        source=ChangeSource.HAND,
        before=story.before,
        after=shift_words(name, duty.kind, duty.span),
        published=True,
        reason=story.reason,
        note=story.note,
        clear_days=clock.clear_days(day, clock.london_date(told)),
        told_at=told,
        acknowledged_at=told + timedelta(hours=4) if story.known else None,
    )


def _notice(change: CellChange) -> Notice:
    """Read: the officer saw it, whether or not it was acknowledged."""
    return Notice(
        recipient_id=change.officer_id,
        kind=NoticeKind.DUTY_CHANGED,
        key=f"cell-change:{change.id}",
        created_at=change.at,
        about_at=clock.midnight(change.day),
        read_at=change.at + timedelta(hours=1),
    )


def _owed(story: Story, change: CellChange, today: date) -> OwedRestDay:
    notice = rest_day_notice(change.day, clock.london_date(change.at))
    return OwedRestDay(
        officer_id=change.officer_id,
        day=change.day,
        cell_change_id=change.id,
        clear_days=notice.clear_days,
        band=NoticeBand(notice.band.value),
        re_rostered_to=_rest_day(change.officer_id, today) if story.given_back else None,
    )


def _rest_day(officer_id: int, since: date) -> date:
    """One of the weeks after that, which then was the one given back."""
    asked = select(RestDay.day).where(
        RestDay.officer_id == officer_id,
        RestDay.day >= instant(since + timedelta(days=9)),
        RestDay.kind == RestKind.REST_DAY,
    )
    return db.session.scalars(asked.order_by(RestDay.day).limit(1)).one()
