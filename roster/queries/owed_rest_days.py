"""Rest days that were cancelled and are still owed, and those that were given back lately."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, func, or_, select, type_coerce

from roster import clock
from roster.extensions import db
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory
from roster.models.area import Team
from roster.models.cell_change import CellChange, ChangeReason, NoticeBand, OwedRestDay
from roster.models.duty import DutyState, RestDay
from roster.models.officer import Employment, Officer, Posting, Rank
from roster.queries.cell_impact import Terms, terms_of
from roster.rules.london import DAY
from roster.rules.notice import notified_by

MOST = 500
GIVEN_BACK_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Owed:
    """A cancelled rest day; re_rostered_to is None while it is owed and no other is planned.

    is_draft: the other one is not published yet, so that it is owed still.
    """

    id: int
    officer_id: int
    officer: str
    team_id: int | None
    team: str
    day: date
    clear_days: int
    band: NoticeBand
    re_rostered_to: date | None
    reason: ChangeReason | None
    after: str  # what it became; "" where nothing but an abstraction cancels it
    abstraction_id: int | None
    taken_for: str
    told_at: datetime | None = None  # of the change that cancelled it; by an abstraction: see clear_days
    rank: Rank = Rank.PC
    employment: Employment = Employment.OFFICER
    is_draft: bool = False

    @property
    def is_owed(self) -> bool:
        return self.re_rostered_to is None or self.is_draft

    @property
    def notify_by(self) -> date | None:
        """The last day to notify another rest day, where one is owed to a constable or sergeant (RULES 5)."""
        if self.re_rostered_to is not None or self.band is not NoticeBand.AT_LEAST_15:
            return None
        if terms_of(self.rank, self.employment) is not Terms.REGULATIONS:
            return None
        told = clock.london_date(self.told_at) if self.told_at else self.day - (self.clear_days + 1) * DAY
        return notified_by(self.day, told)


def owed_in(team_ids: Collection[int], at: int) -> list[Owed]:
    """Owed to officers who are posted to one of these ward teams at that moment; the longest first."""
    asked = _asked(at).where(Posting.team_id.in_(team_ids), _is_owed())
    return _rows(asked.order_by(Team.name, Officer.last_name, OwedRestDay.day).limit(MOST))


def given_back_in(team_ids: Collection[int], at: int) -> list[Owed]:
    """Those last re-rostered."""
    asked = _asked(at).where(Posting.team_id.in_(team_ids), ~_is_owed())
    return _rows(asked.order_by(OwedRestDay.re_rostered_to.desc()).limit(GIVEN_BACK_SHOWN))


def owed_to(officer_id: int, at: int) -> list[Owed]:
    """All of one officer's, those given back too."""
    asked = _asked(at).where(OwedRestDay.officer_id == officer_id)
    return _rows(asked.order_by(OwedRestDay.day.desc()).limit(MOST))


def owed_count(officer_id: int) -> int:
    """How many are owed to the officer."""
    owed = select(func.count()).select_from(OwedRestDay)
    owed = owed.where(OwedRestDay.officer_id == officer_id, _is_owed())
    return db.session.scalar(owed) or 0


def owed_for(abstraction_id: int, officer_id: int, at: int) -> Owed | None:
    """The rest day of the officer that the abstraction cancels, if it does."""
    cancelled = (OwedRestDay.officer_id == officer_id) & (Abstraction.id == abstraction_id)
    return next(iter(_rows(_asked(at).where(cancelled))), None)


def one_owed(owed_id: int, at: int) -> Owed | None:
    """That one."""
    return next(iter(_rows(_asked(at).where(OwedRestDay.id == owed_id))), None)


def by_band(rows: Sequence[Owed]) -> dict[NoticeBand, int]:
    """How many are owed of each band."""
    counted = Counter(row.band for row in rows if row.is_owed)
    return {band: counted[band] for band in NoticeBand}


def _is_owed() -> Any:
    return or_(OwedRestDay.re_rostered_to.is_(None), _planned())


def _planned() -> Any:
    """The rest day that is to give it back is a draft."""
    return draft_rest_day(OwedRestDay.officer_id, OwedRestDay.re_rostered_to)


def draft_rest_day(officer_id: Any, day: Any) -> Any:
    """Whether the officer's rest day of that day is not published."""
    asked = select(RestDay.id).where(RestDay.officer_id == officer_id, RestDay.day == day)
    return asked.where(RestDay.state == DutyState.DRAFT).exists()


def _asked(at: int) -> Any:
    here = (
        (Posting.officer_id == OwedRestDay.officer_id) & (Posting.first_day <= at) & (Posting.last_day > at)
    )
    takes = (Abstraction.id == OwedRestDay.abstraction_id) & Abstraction.status.in_(TAKEN)
    return (
        select(*_columns())
        .join(Officer, Officer.id == OwedRestDay.officer_id)
        .outerjoin(CellChange, CellChange.id == OwedRestDay.cell_change_id)
        .outerjoin(Abstraction, takes)
        .outerjoin(AbstractionCategory, AbstractionCategory.id == Abstraction.category_id)
        .outerjoin(Posting, here)
        .outerjoin(Team, Team.id == Posting.team_id)
    )


def _columns() -> Iterator[Any]:
    """In the order of Owed."""
    yield from (OwedRestDay.id, OwedRestDay.officer_id)
    yield type_coerce(Officer.rank, String) + " " + Officer.first_name + " " + Officer.last_name
    yield from (Team.id, Team.name)
    yield from (OwedRestDay.day, OwedRestDay.clear_days, OwedRestDay.band, OwedRestDay.re_rostered_to)
    yield from (CellChange.reason, func.coalesce(CellChange.after, ""))
    yield from (Abstraction.id, func.coalesce(AbstractionCategory.name, ""))
    yield from (CellChange.told_at, Officer.rank, Officer.employment, _planned())


def _rows(asked: Any) -> list[Owed]:
    return [Owed(*row) for row in db.session.execute(asked)]
