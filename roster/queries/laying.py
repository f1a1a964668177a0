"""What laying patterns over teams' days would do: read in four statements, however many people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.columns import DAY_SECONDS, FOREVER
from roster.models.public_holiday import PublicHoliday
from roster.planning.laying import Duty, Laid, RestDay, Stands, lay
from roster.planning.patterns import Content, Line, Rest, Shift, days_between, monday, unroll
from roster.queries.engines import fitted, listed
from roster.values import Span

# Everybody posted to the teams in the period, once for each posting and each line of a pattern.
_PEOPLE = """
SELECT o.id, o.rank, o.last_name, t.name AS team, p.first_day, p.last_day,
  l.id AS line_id, l.pattern_id, l.offset_weeks, l.first_day AS line_first, l.last_day AS line_last, r.weeks
FROM posting p
JOIN officer o ON o.id = p.officer_id
JOIN team t ON t.id = p.team_id
LEFT JOIN pattern_line l ON l.officer_id = o.id AND l.first_day < :ends AND l.last_day > :starts
LEFT JOIN pattern r ON r.id = l.pattern_id
WHERE p.team_id IN LIST(:teams) AND p.first_day < :ends AND p.last_day > :starts
ORDER BY t.name, o.last_name, o.first_name, o.id, p.first_day, l.first_day
"""

_PLACES = """
SELECT d.pattern_id, d.place, d.rest, t.id, t.code, t.name, t.start_minute, t.end_minute, t.kind
FROM pattern_day d LEFT JOIN shift_template t ON t.id = d.shift_template_id
WHERE d.pattern_id IN LIST(:patterns)
"""

# A duty may reach in from the evening before, or stand in the way on the morning after.
_STANDS = """
WITH o(id) AS LIST(:officers)
SELECT d.officer_id, 0 AS layer, d.id, d.starts_at, d.ends_at, d.state, d.kind, d.shift_template_id, t.name
FROM o EACH duty AS d ON d.officer_id = o.id
  AND d.starts_at > :before AND d.starts_at < :after PINNED
LEFT JOIN shift_template t ON t.id = d.shift_template_id
UNION ALL
SELECT r.officer_id, 1, r.id, r.day, r.day, r.state, r.kind, NULL, ''
FROM o EACH rest_day AS r ON r.officer_id = o.id AND r.day >= :starts AND r.day < :ends PINNED
UNION ALL
SELECT h.officer_id, 2, h.id, h.starts_at, h.ends_at, '', '', NULL, ''
FROM o EACH absence AS h ON h.officer_id = o.id
  AND h.ends_at > :starts AND h.starts_at < :after AND h.status = 'approved' PINNED
UNION ALL
SELECT c.officer_id, 3, c.id, c.day, c.day, c.before, c.source, NULL, c.after
FROM o EACH cell_change AS c ON c.officer_id = o.id AND c.day >= :starts AND c.day < :ends PINNED
ORDER BY 1, 2, 3
"""


# The last duty of each, by the index, without a look at their history.
_LAST = """
SELECT max((SELECT max(d.starts_at) FROM duty d WHERE d.officer_id = p.officer_id)) AS last
FROM posting p WHERE p.team_id IN LIST(:teams) AND p.last_day > :now
"""


@dataclass(slots=True)
class Person:
    """An officer of the teams, with the days posted there and the lines of patterns followed."""

    id: int
    name: str
    team: str
    posted: set[tuple[int, int]] = field(default_factory=set)
    lines: dict[int, Line] = field(default_factory=dict)

    def is_here(self, midnight: int) -> bool:
        return any(first <= midnight < last for first, last in self.posted)


@dataclass(frozen=True, slots=True)
class Laying:
    """What is done to one officer's days."""

    person: Person
    laid: Laid
    holidays: int  # duties made on public holidays
    open_days: int  # days here under no pattern

    @property
    def follows(self) -> bool:
        """Whether a pattern is followed on any of the days."""
        return bool(self.person.lines)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole London days, the last one included."""

    first: date
    last: date

    @property
    def span(self) -> Span:
        """From the first midnight to the one after the last day."""
        return Span.between(clock.midnight(self.first), clock.midnight(self.last + timedelta(days=1)))

    def days(self) -> dict[date, Span]:
        """Each day with its hours: 23, 24 or 25 of them."""
        return {day: clock.wall_span(day, 0, 0) for day in days_between(self.first, self.last)}


def laying_of(team_ids: Collection[int], period: Period, overwrite: bool = False) -> list[Laying]:
    """What laying their patterns does to everybody posted to the teams in the period."""
    people = _people(team_ids, period)
    days, holidays = period.days(), _holidays(period)
    stands = _stands([person.id for person in people], period.span)
    found = []
    for person in people:
        here = {day for day, span in days.items() if person.is_here(span.start)}
        rolled = unroll(list(person.lines.values()), period.first, period.last)
        wanted = {day: content for day, content in rolled.items() if day in here}
        laid = lay(wanted, stands.get(person.id, Stands()), days, overwrite)
        on_holidays = sum(day in holidays for day, *_ in laid.new_duties)
        found.append(Laying(person, laid, on_holidays, len(here) - len(wanted)))
    return found


def free_from(team_ids: Collection[int]) -> date:
    """The first Monday to come on which nobody posted to the teams has a duty yet, nor later."""
    now = int(clock.now().timestamp())
    last = db.session.scalar(fitted(_LAST), {"teams": listed(team_ids), "now": now})
    return monday(clock.london_date(max(last or now, now))) + timedelta(days=7)


def _people(team_ids: Collection[int], period: Period) -> list[Person]:
    bound = {"teams": listed(team_ids), "starts": period.span.start, "ends": period.span.end}
    rows = db.session.execute(fitted(_PEOPLE), bound).all()
    places = _places({row.pattern_id for row in rows if row.pattern_id is not None})
    people: dict[int, Person] = {}
    for row in rows:
        person = people.setdefault(row.id, Person(row.id, f"{row.rank} {row.last_name}", row.team))
        person.posted.add((row.first_day, row.last_day))
        if row.line_id is not None and row.line_id not in person.lines:
            person.lines[row.line_id] = _line(row, places)
    return list(people.values())


def _line(row: Any, places: dict[int, dict[int, Content]]) -> Line:
    open_end = row.line_last >= FOREVER
    return Line(
        officer_id=row.id,
        first_day=clock.london_date(row.line_first),
        last_day=None if open_end else clock.london_date(row.line_last - 1),
        offset_weeks=row.offset_weeks,
        weeks=row.weeks,
        places=places.get(row.pattern_id, {}),
    )


def _places(pattern_ids: Iterable[int]) -> dict[int, dict[int, Content]]:
    """By pattern: what each of its days holds."""
    found: dict[int, dict[int, Content]] = {}
    for pattern_id, place, rest, *shift in db.session.execute(
        fitted(_PLACES), {"patterns": listed(pattern_ids)}
    ):
        found.setdefault(pattern_id, {})[place] = Rest(rest) if rest else Shift(*shift)
    return found


def _stands(officer_ids: Collection[int], span: Span) -> dict[int, Stands]:
    bound = {
        "officers": listed(officer_ids),
        "starts": span.start,
        "ends": span.end,
        "before": span.start - DAY_SECONDS,
        "after": span.end + DAY_SECONDS,
    }
    rows = db.session.execute(fitted(_STANDS), bound).all()
    return {officer_id: _standing(found) for officer_id, found in groupby(rows, lambda row: int(row[0]))}


def _standing(rows: Iterable[Any]) -> Stands:
    duties: list[Duty] = []
    rests: list[RestDay] = []
    away: list[Span] = []
    histories: dict[date, list[tuple[str, str, str]]] = {}
    for _, layer, key, start, end, state, kind, template_id, name in rows:
        if layer == 0:
            named = name or f"{kind.capitalize()} duty"
            day = clock.london_date(start)
            duties.append(Duty(key, day, Span(start, end), template_id, state == "published", named))
        elif layer == 1:
            rests.append(RestDay(key, clock.london_date(start), kind, state == "published"))
        elif layer == 2:
            away.append(Span(start, end))
        else:
            histories.setdefault(clock.london_date(start), []).append((kind, state, name))
    sources = {day: source for day, changes in histories.items() if (source := _source(changes))}
    return Stands(duties, rests, away, sources)


def _source(changes: Iterable[tuple[str, str, str]]) -> str:
    """Where a cell comes from by its changes, the latest last: source, words before and after.

    What a hand put back to what it found is again what it was.
    """
    source, found, is_by_hand = "", None, False
    for kind, before, after in changes:
        if kind != "hand":
            source, found, is_by_hand = kind, after, False
            continue
        found = before if found is None else found
        is_by_hand = after != found
    return "hand" if is_by_hand else source


def _holidays(period: Period) -> set[date]:
    asked = select(PublicHoliday.day).where(
        PublicHoliday.day >= period.first, PublicHoliday.day <= period.last
    )
    return set(db.session.scalars(asked))
