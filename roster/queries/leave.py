"""Leave: an officer's own requests, the sergeant's queue, who else is off, and how much is left."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from roster import clock
from roster.errors import NotFound
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.account import Account
from roster.models.area import Team
from roster.models.columns import DAY_SECONDS
from roster.models.duty import Duty, RestDay
from roster.models.leave_allowance import LeaveAllowance
from roster.models.officer import Officer, Posting, Supervision
from roster.models.public_holiday import PublicHoliday
from roster.queries.absences import STANDING
from roster.rules.leave import Rostered, leave_minutes, leave_year, year_of_leave
from roster.values import Span

LONGEST_LIST = 200
SHOWN_BEHIND = timedelta(days=365)
_TOUCHED = and_(
    Posting.officer_id == Absence.officer_id,
    Posting.first_day < Absence.ends_at,
    Posting.last_day > Absence.starts_at,
)
_DECIDED = and_(Absence.status != AbsenceStatus.REQUESTED, Absence.asked_at.is_not(None))


@dataclass(frozen=True, slots=True)
class Request:
    """An absence as the lists show it."""

    absence: Absence
    officer: str
    teams: tuple[str, ...]
    decider: str

    @property
    def span(self) -> Span:
        return self.absence.span

    @property
    def team(self) -> str:
        """Its ward team; an absence may span two postings."""
        return " and ".join(self.teams)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the officer took it back, and no sergeant cancelled it."""
        return self.absence.status is AbsenceStatus.CANCELLED and self.decider == self.officer


@dataclass(frozen=True, slots=True)
class Left:
    """A leave year's annual leave in minutes; allowance None: nobody has set it yet."""

    year: int
    allowance: int | None
    approved: int
    asked: int

    @property
    def minutes(self) -> int | None:
        """What is left once all that is approved is taken."""
        return None if self.allowance is None else self.allowance - self.approved


def own_absences(officer_id: int) -> list[Request]:
    """The officer's own of the last year and of all time to come, the latest first."""
    since = clock.now() - SHOWN_BEHIND
    asked = _requests().where(Absence.officer_id == officer_id, Absence.ends_at > since)
    return _found(asked.order_by(Absence.starts_at.desc(), Absence.id.desc()).limit(LONGEST_LIST))


def requests_of(
    team_ids: Collection[int],
    *,
    decided: Span | None = None,
    sergeants_of: Collection[int] = (),
    besides: int = 0,
) -> list[Request]:
    """What was asked of these ward teams: what waits, the oldest first; or was decided then, the newest.

    sergeants_of: also what their sergeants ask for themselves; besides: whose own wait for somebody else.
    """
    asked = _requests().where(_asked_of(team_ids, sergeants_of))
    if decided is None:
        asked = asked.where(Absence.status == AbsenceStatus.REQUESTED, Absence.officer_id != besides)
        return _found(asked.order_by(Absence.asked_at, Absence.id).limit(LONGEST_LIST))
    then = and_(Absence.decided_at >= decided.start, Absence.decided_at < decided.end)
    asked = asked.where(_DECIDED, then)
    return _found(asked.order_by(Absence.decided_at.desc(), Absence.id.desc()).limit(LONGEST_LIST))


def first_decided(team_ids: Collection[int], *, sergeants_of: Collection[int] = ()) -> datetime | None:
    """When the first of all that was asked of these ward teams was decided."""
    asked = select(func.min(Absence.decided_at)).join(Posting, _TOUCHED)
    return db.session.scalar(asked.where(_asked_of(team_ids, sergeants_of), _DECIDED))


def one_absence(absence_id: int) -> Request:
    """One of them, with whoever decided it."""
    found = _found(_requests().where(Absence.id == absence_id))
    if not found:
        raise NotFound
    return found[0]


def leave_left(officer_id: int, on: date, besides: int = 0) -> Left:
    """The annual leave of the leave year in which the day lies, without that one absence."""
    year = leave_year(on)
    spans = _annual_leave(officer_id, year, besides)
    rostered = _rostered(officer_id, year)
    allowance = db.session.scalar(
        select(LeaveAllowance.minutes).where(
            LeaveAllowance.officer_id == officer_id, LeaveAllowance.year == year
        )
    )
    costs = {status: leave_minutes(spans.get(status, ()), rostered) for status in STANDING}
    return Left(year, allowance, costs[AbsenceStatus.APPROVED], costs[AbsenceStatus.REQUESTED])


def leave_cost(officer_id: int, span: Span) -> dict[int, int]:
    """By leave year, the minutes of annual leave that the time would cost."""
    first, last = leave_year(clock.london_date(span.start)), leave_year(clock.london_date(span.end - 1))
    costs = {}
    for year in range(first, last + 1):
        part = span.clip(year_of_leave(year).span)
        costs[year] = leave_minutes([part] if part else [], _rostered(officer_id, year))
    return costs


def _requests() -> Select[Any]:
    """Each absence with its officer, the ward team at its start (or the first it touches), the decider."""
    decider = select(Officer.id, Officer.rank, Officer.last_name, Account.id.label("account_id"))
    who = decider.join(Account, Account.officer_id == Officer.id).subquery()
    return (
        select(Absence, Team.name, who.c.rank, who.c.last_name)
        .options(joinedload(Absence.officer))
        .outerjoin(Posting, _TOUCHED)
        .outerjoin(Team, Team.id == Posting.team_id)
        .outerjoin(who, who.c.account_id == Absence.decided_by_id)
    )


def _asked_of(team_ids: Collection[int], sergeants_of: Collection[int]) -> Any:
    sergeants = and_(Posting.team_id.in_(list(sergeants_of)), _is_sergeant_there())
    return or_(Posting.team_id.in_(list(team_ids)), sergeants)


def _is_sergeant_there() -> Any:
    """Whether whoever asks supervises the ward team of that posting today."""
    now = int(clock.now().timestamp())
    supervised = select(Supervision.id).where(
        Supervision.officer_id == Absence.officer_id,
        Supervision.team_id == Posting.team_id,
        Supervision.first_day <= now,
        Supervision.last_day > now,
    )
    return supervised.exists()


def _found(asked: Select[Any]) -> list[Request]:
    """An absence that spans two postings comes twice: it is one request, of both teams."""
    found: dict[int, tuple[Absence, str]] = {}
    teams: dict[int, list[str]] = {}
    for absence, team, rank, last_name in db.session.execute(asked):
        found[absence.id] = (absence, f"{rank} {last_name}" if rank else "")
        known = teams.setdefault(absence.id, [])
        if team and team not in known:
            known.append(team)
    return [
        Request(absence, absence.officer.short_name, tuple(teams[one]), decider)
        for one, (absence, decider) in found.items()
    ]


def _annual_leave(officer_id: int, year: int, besides: int) -> dict[AbsenceStatus, list[Span]]:
    period = year_of_leave(year).span
    rows: Iterable[Any] = db.session.execute(
        select(Absence.status, Absence.starts_at, Absence.ends_at).where(
            Absence.officer_id == officer_id,
            Absence.kind == AbsenceKind.ANNUAL_LEAVE,
            Absence.status.in_(STANDING),
            Absence.starts_at < period.end,
            Absence.ends_at > period.start,
            Absence.id != besides,
        )
    )
    found: dict[AbsenceStatus, list[Span]] = {}
    for status, starts_at, ends_at in rows:
        part = Span.between(starts_at, ends_at).clip(period)
        if part:
            found.setdefault(status, []).append(part)
    return found


def _rostered(officer_id: int, year: int) -> Rostered:
    """The year's duties, drafts too, its rest days and public holidays."""
    period = year_of_leave(year)
    duties = db.session.execute(
        select(Duty.starts_at, Duty.ends_at).where(
            Duty.officer_id == officer_id,
            Duty.starts_at > period.span.start - DAY_SECONDS,
            Duty.starts_at < period.span.end,
        )
    )
    in_year = (period.first, period.last)
    rests = select(RestDay.day).where(RestDay.officer_id == officer_id, RestDay.day.between(*in_year))
    holidays = select(PublicHoliday.day).where(PublicHoliday.day.between(*in_year))
    share = db.session.scalar(select(Officer.fte_hundredths).where(Officer.id == officer_id))
    return Rostered(
        tuple(Span.between(*row) for row in duties),
        frozenset(db.session.scalars(rests)),
        frozenset(db.session.scalars(holidays)),
        share or 100,
    )
