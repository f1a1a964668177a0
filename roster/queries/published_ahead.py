"""How far each team's roster goes without a hole, and whose first hole it is."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from roster import clock
from roster.extensions import db
from roster.queries.engines import fitted, listed
from roster.rules.lead_time import reached
from roster.rules.london import DAY, begins, cell_day
from roster.rules.periods import Period

# Further than anybody rosters: what is known to this day is known for long enough.
HORIZON = timedelta(days=400)

# Layer 0 who is posted from when to when; 1 a duty or a rest day; 2 an approved absence.
_KNOWN = """
WITH w(id) AS LIST(:teams),
who AS MATERIALIZED (
  SELECT p.team_id, p.officer_id, p.first_day, p.last_day FROM w EACH posting AS p ON
    p.team_id = w.id AND p.last_day > :starts AND p.first_day < :ends PINNED),
o(id) AS (SELECT DISTINCT officer_id FROM who)
SELECT 0 AS layer, who.officer_id, who.first_day AS starts_at, who.last_day AS ends_at,
  who.team_id, t.name AS team, f.rank, f.last_name
FROM who JOIN team t ON t.id = who.team_id JOIN officer f ON f.id = who.officer_id
UNION ALL
SELECT 1, d.officer_id, d.starts_at, d.ends_at, 0, '', '', ''
FROM o EACH duty AS d ON d.officer_id = o.id AND d.starts_at >= :starts AND d.starts_at < :ends
  AND d.state = 'published' PINNED
UNION ALL
SELECT 1, r.officer_id, r.day, r.day, 0, '', '', ''
FROM o EACH rest_day AS r ON r.officer_id = o.id AND r.day >= :starts AND r.day < :ends
  AND r.state = 'published' PINNED
UNION ALL
SELECT 2, h.officer_id, h.starts_at, h.ends_at, 0, '', '', ''
FROM o EACH absence AS h ON h.officer_id = o.id AND h.ends_at > :starts AND h.starts_at < :ends
  AND h.status = 'approved' PINNED
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """A team's roster from a first day to the last one on which everybody has something.

    That is the day before the first where somebody has nothing then. behind: who has nothing on the
    next day, where others have; in the order of names.
    """

    team_id: int
    team: str
    first: date
    has_drafts: bool
    to: date
    behind: list[str]


@dataclass(frozen=True, slots=True)
class _Posted:
    """An officer in a team on these days; leaves: before anybody looks further."""

    officer_id: int
    name: str
    days: Period
    leaves: bool


def reached_by(
    team_ids: Collection[int], firsts: Mapping[int, date], drafts: Mapping[int, Collection[date]]
) -> list[Reached]:
    """By name of the team, each from its own first day, else from today; in one statement.

    drafts: by officer, the days that will be published as well. Rest days and approved absences of
    the whole day leave no hole.
    """
    begin = [firsts.get(team_id, clock.today()) for team_id in team_ids]
    whole = Period(min(begin), max(begin) + HORIZON)
    bound = {"teams": listed(team_ids), "starts": whole.span.start, "ends": whole.span.end}
    rows = db.session.execute(fitted(_KNOWN), bound).all()
    known = _known(rows, whole)
    for officer_id, days in drafts.items():
        known.setdefault(officer_id, set()).update(days)
    teams: dict[int, list[Any]] = {}
    for row in rows:
        if row.layer == 0:
            teams.setdefault(row.team_id, []).append(row)
    found = [_reached(postings, firsts, whole.last, known) for postings in teams.values()]
    return sorted(filter(None, found), key=lambda one: (one.team, one.team_id))


def _reached(
    postings: Sequence[Any],
    firsts: Mapping[int, date],
    last: date,
    known: Mapping[int, Collection[date]],
) -> Reached | None:
    """None where all have left the team by then."""
    team_id, name = postings[0].team_id, postings[0].team
    days = Period(firsts.get(team_id, clock.today()), last)
    people = [posted for row in postings for posted in _posted(row, days)]
    if not people:
        return None
    return Reached(team_id, name, days.first, team_id in firsts, *_first_hole(people, known))


def _known(rows: Iterable[Any], whole: Period) -> dict[int, set[date]]:
    """By officer, the days that hold something."""
    known: dict[int, set[date]] = {}
    for row in rows:
        if row.layer == 1:
            known.setdefault(row.officer_id, set()).add(cell_day(row.starts_at))
        elif row.layer == 2:
            first = max(cell_day(row.starts_at), whole.first)
            last = whole.last if row.ends_at >= whole.span.end else cell_day(row.ends_at)
            days = Period(first, last) if first <= last else ()
            full = (day for day in days if row.starts_at <= begins(day) and begins(day + DAY) <= row.ends_at)
            known.setdefault(row.officer_id, set()).update(full)
    return known


def _posted(row: Any, days: Period) -> Iterator[_Posted]:
    """Nothing where the posting has ended by then."""
    first = max(days.first, cell_day(row.starts_at))
    leaves = row.ends_at < days.span.end
    last = cell_day(row.ends_at - 1) if leaves else days.last
    if first <= last:
        yield _Posted(row.officer_id, f"{row.rank} {row.last_name}", Period(first, last), leaves)


def _first_hole(people: Sequence[_Posted], known: Mapping[int, Collection[date]]) -> tuple[date, list[str]]:
    """The day before it, and whose it is where others go on; whoever leaves before has none."""
    ends = [(one, reached(one.days.first, known.get(one.officer_id, ()), one.days.last)) for one in people]
    holes = [(one.name, last) for one, last in ends if not (one.leaves and last == one.days.last)]
    to = min((last for _, last in holes), default=max(last for _, last in ends))
    behind = sorted(name for name, last in holes if last == to)
    return to, behind if len(behind) < len(holes) else []
