"""The table of public holidays: filled from the library, then kept by hand."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from roster import clock
from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.public_holiday import PublicHoliday
from roster.models.setting import Setting
from roster.outside.english_holidays import english_holidays
from roster.permissions import Actor, may
from roster.services.audit import record, record_each

# Last year, for what is still being settled; and as far ahead as anybody plans leave.
YEARS_BACK, YEARS_AHEAD = 1, 5
FIRST_YEAR, LAST_YEAR = 2000, 2099  # as dates are read everywhere


@transaction()
def ensure_holidays() -> None:
    """Fill the years round this one that were never filled."""
    year = clock.today().year
    added = _fill(range(year - YEARS_BACK, year + YEARS_AHEAD + 1))
    record_each(None, "catalogue:add", ((one, {"after": _facts(one)}) for one in added))


@transaction()
def fill_year(year: int, *, by: Actor) -> int:
    """Fill one more year; how many days were added. A year that was filled stays as staff left it."""
    _allow(by)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}")
    added = _fill([year])
    for holiday in added:
        record(by, "public-holiday:change", holiday, after=_facts(holiday))
    return len(added)


@transaction()
def add_holiday(day: date, name: str, *, by: Actor) -> PublicHoliday:
    """A day that the library does not know, such as a coronation."""
    _allow(by)
    there = db.session.scalar(select(PublicHoliday).where(PublicHoliday.day == day))
    if there:
        raise Refusal(f"That day is a public holiday already: {there.name}")
    holiday = PublicHoliday(day=day, name=name)
    db.session.add(holiday)
    record(by, "public-holiday:change", holiday, after=_facts(holiday))
    return holiday


@transaction()
def remove_holiday(holiday_id: int, *, by: Actor) -> None:
    """The day is an ordinary one; filling its year again does not bring it back."""
    _allow(by)
    holiday = db.session.get(PublicHoliday, holiday_id)
    if holiday is None:
        raise NotFound
    record(by, "public-holiday:change", holiday, before=_facts(holiday))
    db.session.delete(holiday)


def _allow(by: Actor) -> None:
    if not may(by, "public-holiday:change"):
        raise NotAllowed


def _fill(years: Iterable[int]) -> list[PublicHoliday]:
    """Each year is filled once: what was removed or renamed since is not put back."""
    added = []
    for year in years:
        if db.session.get(Setting, f"holidays:{year}"):
            continue
        db.session.add(Setting(name=f"holidays:{year}", value="filled"))
        known = english_holidays(year)
        there = set(db.session.scalars(select(PublicHoliday.day).where(PublicHoliday.day.in_(known))))
        added += [PublicHoliday(day=day, name=known[day]) for day in sorted(known) if day not in there]
    db.session.add_all(added)
    db.session.flush()
    return added


def _facts(holiday: PublicHoliday) -> dict[str, object]:
    return {"day": holiday.day, "name": holiday.name}
