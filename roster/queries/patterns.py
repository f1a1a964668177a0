"""The library of patterns, one of them, and who follows which."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from roster import clock
from roster.errors import NotFound
from roster.extensions import db
from roster.models.columns import FOREVER
from roster.models.pattern import Pattern, PatternDay, PatternLine
from roster.planning.patterns import Content, Rest, Shift, WeekSum, sums, week_of
from roster.queries.engines import fitted, listed

_FOLLOWERS = """
SELECT t.id AS team_id, t.name AS team, o.id AS officer_id, o.rank, o.first_name, o.last_name,
  l.id AS line_id, r.id AS pattern_id, r.name AS pattern, r.weeks, l.offset_weeks, l.first_day, l.last_day
FROM posting p
JOIN team t ON t.id = p.team_id
JOIN officer o ON o.id = p.officer_id
LEFT JOIN pattern_line l ON l.officer_id = o.id AND l.last_day > :now
LEFT JOIN pattern r ON r.id = l.pattern_id
WHERE p.team_id IN LIST(:teams) AND p.last_day > :now
ORDER BY t.name, o.last_name, o.first_name, o.id, l.first_day
"""


class Followed(NamedTuple):
    """An officer's pattern, now or to come, with the week of it that the day falls in; or none."""

    team_id: int
    team: str
    officer_id: int
    name: str
    pattern_id: int | None
    pattern: str | None
    week: int | None
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A pattern of the library, what its weeks come to, and how many follow it today or later."""

    pattern: Pattern
    weeks: Sequence[WeekSum]
    followers: int

    @property
    def minutes_a_week(self) -> int:
        """Its average week."""
        return sum(week.minutes for week in self.weeks) // len(self.weeks)

    @property
    def rest_days(self) -> int:
        return sum(week.rest_days for week in self.weeks)


def patterns() -> list[Listed]:
    """The whole library by name, the withdrawn ones last."""
    asked = select(Pattern).options(selectinload(Pattern.days).joinedload(PatternDay.shift_template))
    found = db.session.scalars(asked.order_by(Pattern.withdrawn, Pattern.name)).all()
    followed = _follower_counts()
    return [Listed(one, sums(one.weeks, contents(one.days)), followed.get(one.id, 0)) for one in found]


def choosable() -> Sequence[Pattern]:
    """The patterns that can be followed."""
    return db.session.scalars(
        select(Pattern).where(Pattern.withdrawn.is_(False)).order_by(Pattern.name)
    ).all()


def show_pattern(pattern_id: int) -> Pattern:
    """One pattern with its days."""
    found = db.session.get(
        Pattern, pattern_id, options=[selectinload(Pattern.days).joinedload(PatternDay.shift_template)]
    )
    if found is None:
        raise NotFound
    return found


def contents(days: Iterable[PatternDay]) -> dict[int, Content]:
    """What each place of the pattern holds, for the thinking."""
    found: dict[int, Content] = {}
    for one in days:
        shift = one.shift_template
        if shift is None:
            found[one.place] = Rest(str(one.rest))
        else:
            found[one.place] = Shift(
                shift.id, shift.code, shift.name, shift.start_minute, shift.end_minute, shift.kind
            )
    return found


def follower_count(pattern_id: int) -> int:
    """How many officers follow it today or later."""
    return _follower_counts().get(pattern_id, 0)


def _follower_counts() -> dict[int, int]:
    now = int(clock.now().timestamp())
    asked = (
        select(PatternLine.pattern_id, func.count(PatternLine.officer_id.distinct()))
        .where(PatternLine.last_day > now)
        .group_by(PatternLine.pattern_id)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def followed_in(team_ids: Collection[int], day: date) -> list[Followed]:
    """Everybody posted to the teams that day or later, with the patterns followed then and later."""
    bound = {"teams": listed(team_ids), "now": int(clock.midnight(day).timestamp())}
    return [_followed(row, day) for row in db.session.execute(fitted(_FOLLOWERS), bound)]


def _followed(row: Any, day: date) -> Followed:
    team_id, team, officer_id, rank, first_name, last_name, line_id, *rest = row
    name = f"{rank} {first_name} {last_name}"
    if line_id is None:
        return Followed(team_id, team, officer_id, name, None, None, None, None, None)
    pattern_id, pattern, weeks, offset, first, last = rest
    first_day = clock.london_date(first)
    last_day = None if last >= FOREVER else clock.london_date(last - 1)
    week = week_of(max(day, first_day), first_day, offset, weeks) + 1
    return Followed(team_id, team, officer_id, name, pattern_id, pattern, week, first_day, last_day)


def lines_of(officer_id: int) -> Sequence[PatternLine]:
    """Every pattern that the officer follows or followed, the earliest first."""
    asked = select(PatternLine).options(joinedload(PatternLine.pattern))
    return db.session.scalars(
        asked.where(PatternLine.officer_id == officer_id).order_by(PatternLine.first_day)
    ).all()
