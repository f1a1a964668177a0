"""Rows of rostering for tests: patterns, changes, publications, swaps; as factories.py."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from roster import clock
from roster.models.area import Team
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource, NoticeBand, OwedRestDay
from roster.models.duty import Duty, RestKind, ShiftTemplate
from roster.models.leave_allowance import LeaveAllowance
from roster.models.minimum_strength import MinimumStrength
from roster.models.officer import Officer, Rank
from roster.models.pattern import Pattern, PatternDay, PatternLine
from roster.models.public_holiday import PublicHoliday
from roster.models.publication import Publication, PublicationOfficer, PublicationTeam
from roster.models.skill import Skill
from roster.models.swap import Swap, SwapStatus
from tests.factories import LONG_AGO, _next, day, make_template, save


def make_pattern(
    days: str, shifts: Mapping[str, ShiftTemplate] | None = None, *, name: str | None = None
) -> Pattern:
    """A pattern from its codes, a word a day: "E E L L N RD RD"; "-" is a day that is left open."""
    codes = days.split()
    pattern = Pattern(name=name or f"Pattern {_next()}", weeks=-(-len(codes) // 7))
    for place, code in enumerate(codes):
        if code == "-":
            continue
        rest = {"RD": RestKind.REST_DAY, "FD": RestKind.FREE_DAY}.get(code)
        shift = None if rest else (shifts or {}).get(code) or make_template(code)
        pattern.days.append(PatternDay(place=place, shift_template=shift, rest=rest))
    return save(pattern)


def make_pattern_line(
    officer: Officer, pattern: Pattern, *, offset: int = 0, first: str = LONG_AGO, last: str | None = None
) -> PatternLine:
    return save(
        PatternLine(
            officer=officer,
            pattern=pattern,
            offset_weeks=offset,
            first_day=day(first),
            last_day=day(last),
        )
    )


def make_public_holiday(on: str, name: str = "Boxing Day") -> PublicHoliday:
    return save(PublicHoliday(day=day(on), name=name))


def make_cell_change(
    officer: Officer,
    on: str,
    before: str = "",
    after: str = "Early 07:00–15:00",
    *,
    source: str = "hand",
    reason: str | None = None,
) -> CellChange:
    """A reason makes it a change to a published cell, told at once."""
    now = clock.now()
    return save(
        CellChange(
            officer=officer,
            day=day(on),
            at=now,
            source=ChangeSource(source),
            before=before,
            after=after,
            published=reason is not None,
            reason=ChangeReason(reason) if reason else None,
            clear_days=clock.clear_days(day(on), clock.london_date(now)) if reason else None,
            told_at=now if reason else None,
        )
    )


def make_owed_rest_day(officer: Officer, on: str, band: str = "under_15") -> OwedRestDay:
    change = make_cell_change(officer, on, "rest day", reason="exigency")
    return save(
        OwedRestDay(officer=officer, day=day(on), cell_change=change, clear_days=3, band=NoticeBand(band))
    )


def make_publication(
    team: Team, first: str, days: int = 28, *, officers: Collection[Officer] = ()
) -> Publication:
    """A publication of the team from that London day; of these officers only, where some are named."""
    starts_at = clock.midnight(day(first))
    publication = save(
        Publication(
            key=f"key-{_next()}",
            at=clock.now(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(days=days),
            duties=1,
            rest_days=0,
            digest="0" * 64,
        )
    )
    save(PublicationTeam(publication_id=publication.id, team_id=team.id))
    for officer in officers:
        save(PublicationOfficer(publication_id=publication.id, officer_id=officer.id))
    return publication


def make_swap(
    duty: Duty, *, asked_of: Officer | None = None, taker: Officer | None = None, status: str = "offered"
) -> Swap:
    return save(
        Swap(
            officer=duty.officer,
            duty=duty,
            starts_at=duty.starts_at,
            ends_at=duty.ends_at,
            asked_of=asked_of,
            taker=taker,
            status=SwapStatus(status),
            offered_at=clock.now(),
        )
    )


def make_minimum_strength(
    team: Team,
    shift: ShiftTemplate | None = None,
    officers: int = 1,
    *,
    weekday: int | None = None,
    rank: str | None = None,
    skill: Skill | None = None,
) -> MinimumStrength:
    """weekday: 0 is Monday, None every day."""
    return save(
        MinimumStrength(
            team=team,
            shift_template=shift or make_template(),
            officers=officers,
            weekday=weekday,
            rank=Rank(rank) if rank else None,
            skill=skill,
        )
    )


def make_leave_allowance(officer: Officer, year: int, hours: float = 200) -> LeaveAllowance:
    """The leave year begins on 1 April of the year."""
    return save(LeaveAllowance(officer=officer, year=year, minutes=round(hours * 60)))
