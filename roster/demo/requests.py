"""Leave that waits and was decided, how much of it there is, and swaps in every state."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, select

from roster import clock
from roster.demo.calendar import instant
from roster.demo.diary import Diary, ward_days
from roster.demo.people import HART, HART_WARDS, Person
from roster.demo.save import Keys, add
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.account import Account
from roster.models.duty import Duty
from roster.models.leave_allowance import LeaveAllowance
from roster.models.swap import Swap, SwapStatus
from roster.queries.leave import leave_left
from roster.queries.swaps import own_duties_ahead, takers_of
from roster.rules.leave import DAY_OF_LEAVE_MINUTES
from roster.values import Span

ASKED_AHEAD = timedelta(days=35)
# Whose, in how many days at least, how many whole days or which hours, what for, a word to the sergeant.
ASKED: tuple[tuple[str, int, int | tuple[int, int], AbsenceKind, str], ...] = (
    ("Amina Shah", 12, (13 * 60, 15 * 60), AbsenceKind.TIME_OFF_IN_LIEU, "The hours from the late finish"),
    ("Amina Shah", 31, 3, AbsenceKind.ANNUAL_LEAVE, ""),
    ("Dee Lewis", 17, 1, AbsenceKind.TRAINING, "First aid, the course in Bromley"),
)
# How long ago each swap was offered, in which state it is, and whether it is for a duty in return.
SWAPS = (
    ("Ciarán O'Neill", 1, SwapStatus.OFFERED, "A christening in the family"),
    ("Amina Shah", 2, SwapStatus.TAKEN, "A dentist’s appointment"),
    ("Dee Lewis", 6, SwapStatus.DECLINED, ""),
    ("Ciarán O'Neill", 9, SwapStatus.WITHDRAWN, ""),
)
SEES = "Amina Shah"  # the officer who signs in finds a duty that she could take
SPARE_DAYS = 2  # nobody has less left of the leave year, what waits counted too
WHY_NOT = "Two of the three are on leave that week"


def save_requests(diary: Diary, keys: Keys) -> None:
    """Once everything else is in the tables: who may work whose duty is asked of them."""
    hart = db.session.scalars(select(Account).where(Account.officer_id == keys.names[HART])).unique().one()
    _date_what_was_asked(diary, keys, hart.id)
    add(Absence, _asked(diary, keys))
    add(LeaveAllowance, _allowances(diary, keys))
    _save_swaps(diary, keys, hart.id)


def _date_what_was_asked(diary: Diary, keys: Keys, hart: int) -> None:
    """Leave was asked for five weeks ahead and decided the day after; what waits was asked for lately."""
    ours = [
        keys.officers[one.number] for one in diary.people if one.ward_on(diary.window.today) in HART_WARDS
    ]
    lately = at(diary.window.today - timedelta(days=4), 10 * 60)
    kinds = Absence.kind.in_((AbsenceKind.ANNUAL_LEAVE, AbsenceKind.TIME_OFF_IN_LIEU))
    asked = select(Absence.id, Absence.officer_id, Absence.starts_at, Absence.status).where(kinds)
    rows = []
    for row_id, officer_id, starts_at, status in db.session.execute(asked):
        # Each at an hour of its own, so that the queue has an order.
        early = starts_at - ASKED_AHEAD + timedelta(minutes=480 + 7 * (row_id % 80))
        asked_at = min(early, lately - timedelta(minutes=11 * (row_id % 40)))
        decided = status is not AbsenceStatus.REQUESTED
        rows.append(
            {
                "row": row_id,
                "asked_at": asked_at,
                "decided_at": asked_at + timedelta(days=1) if decided else None,
                "decided_by_id": hart if decided and officer_id in ours else None,
            }
        )
    table = cast(Table, Absence.__table__)
    values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "row"}
    db.session.execute(table.update().where(table.c.id == bindparam("row")).values(values), rows)


def _asked(diary: Diary, keys: Keys) -> Iterator[dict[str, Any]]:
    for number, (name, in_days, length, kind, note) in enumerate(ASKED):
        person = _person(diary, name)
        span = _free_time(diary, person, diary.window.today + timedelta(days=in_days), length)
        if span is None:
            continue
        yield {
            "officer_id": keys.officers[person.number],
            "starts_at": span.start,
            "ends_at": span.end,
            "kind": kind,
            "status": AbsenceStatus.REQUESTED,
            "note": note,
            "decline_reason": "",
            "asked_at": instant(diary.window.today - timedelta(days=number + 1), 17 * 60),
        }


def _free_time(diary: Diary, person: Person, first: date, length: int | tuple[int, int]) -> Span | None:
    """From a ward duty on, where no other absence of the person's lies; None where there is none."""
    others = [one.span for one in diary.aways if one.person is person]
    for day in ward_days(diary, person, first, diary.window.end):
        if isinstance(length, tuple):
            span = Span(*(instant(day, minute) for minute in length))
        else:
            span = Span(instant(day), instant(day + timedelta(days=length)))
        if not any(one.overlaps(span) for one in others):
            return span
    return None


def _allowances(diary: Diary, keys: Keys) -> Iterator[dict[str, Any]]:
    """From 28 to 33 days, by service; a part-timer's share of it. Carried over where more was granted."""
    day_minutes = DAY_OF_LEAVE_MINUTES[0].value
    for person in diary.people:
        share = 60 if person.pattern == "part_time" else 100
        officer_id = keys.officers[person.number]
        wanted = leave_left(officer_id, diary.window.today)
        days = -(-(wanted.approved + wanted.asked) // day_minutes) + SPARE_DAYS
        yield {
            "officer_id": officer_id,
            "year": wanted.year,
            "minutes": max((28 + person.number % 6) * day_minutes * share // 100, days * day_minutes),
        }


def _save_swaps(diary: Diary, keys: Keys, hart: int) -> None:
    """Duties beyond the story's week, each with a colleague who could lawfully work it."""
    used: set[int] = set()
    for name, days_ago, status, note in SWAPS:
        wanted = keys.names[SEES] if status is SwapStatus.OFFERED else None
        found = _swappable(diary, keys, _person(diary, name), used, wanted)
        if found is None:
            continue
        duty, taker_id = found
        used.add(duty.id)
        offered = at(diary.window.today - timedelta(days=days_ago), 12 * 60)
        is_decided = status is SwapStatus.DECLINED
        swap = Swap(
            officer_id=duty.officer_id,
            duty_id=duty.id,
            starts_at=duty.starts_at,
            ends_at=duty.ends_at,
            taker_id=None if status in (SwapStatus.OFFERED, SwapStatus.WITHDRAWN) else taker_id,
            status=status,
            note=note,
            offered_at=offered,
            decline_reason=WHY_NOT if is_decided else "",
            decided_at=offered + timedelta(days=1) if is_decided else None,
            decided_by_id=hart if is_decided else None,
        )
        swap.taken_at = offered + timedelta(hours=5) if swap.taker_id else None
        db.session.add(swap)
    db.session.add_all(_approved(diary, keys, hart))


def _swappable(
    diary: Diary, keys: Keys, person: Person, used: set[int], wanted: int | None
) -> tuple[Duty, int] | None:
    """A duty that a colleague could work, if there is one; rather one that the wanted colleague could."""
    team = keys.teams[person.ward_on(diary.window.today) or HART_WARDS[0]]
    quiet = diary.window.calm[1] + timedelta(days=3)
    spare: tuple[Duty, int] | None = None
    for duty in own_duties_ahead(keys.officers[person.number]):
        near = duty.id in used or clock.london_date(duty.starts_at) < quiet
        if near or _is_away(diary, person, duty.span):
            continue
        able = [one.person.id for one in takers_of(duty, team) if not one.bars]
        if wanted in able or (able and wanted is None):
            return duty, able[0]
        if able and spare is None:
            spare = duty, able[0]
    return spare


def _is_away(diary: Diary, person: Person, span: Span) -> bool:
    return any(one.overlaps(span) for one in diary.lost[person.number])


def _approved(diary: Diary, keys: Keys, hart: int) -> Iterator[Swap]:
    """A swap of the week before last: O'Neill works what was Shah's."""
    shah, o_neill = (keys.names[name] for name in ("Amina Shah", "Ciarán O'Neill"))
    until = diary.window.today - timedelta(days=8)
    past = select(Duty).where(Duty.officer_id == o_neill, Duty.starts_at < instant(until))
    for duty in db.session.scalars(past.order_by(Duty.starts_at.desc()).limit(1)):
        offered = duty.starts_at - timedelta(days=20)
        yield Swap(
            officer_id=shah,
            duty_id=duty.id,
            starts_at=duty.starts_at,
            ends_at=duty.ends_at,
            taker_id=o_neill,
            status=SwapStatus.APPROVED,
            offered_at=offered,
            taken_at=offered + timedelta(hours=3),
            decided_at=offered + timedelta(days=2),
            decided_by_id=hart,
        )


def at(day: date, minute: int) -> datetime:
    """The instant of a wall time, as the columns take it."""
    return datetime.fromtimestamp(instant(day, minute), UTC)


def _person(diary: Diary, name: str) -> Person:
    return next(one for one in diary.people if one.name == name)
