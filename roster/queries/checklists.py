"""What is looked at before a roster is published: what is new, who is there, and what stays bare."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from roster import clock
from roster.coverage.gaps import State, Verdict, judge
from roster.extensions import db
from roster.queries.breaches import breaches_in
from roster.queries.coverage import Judged, facts_of
from roster.queries.engines import fitted, listed
from roster.queries.skill_mix import Mix, skill_mix
from roster.rules.breaches import Found
from roster.rules.periods import Period
from roster.values import Span

# What lies on the days: 0 a duty, 1 a draft rest day, 2 what takes the officer away.
_ROSTERED = """
WITH w(id) AS LIST(:teams),
who AS MATERIALIZED (
  SELECT p.team_id, p.officer_id, p.first_day, p.last_day FROM w EACH posting AS p ON
    p.team_id = w.id AND p.last_day > :starts AND p.first_day < :ends PINNED)
SELECT who.team_id, who.officer_id, 0 AS layer, d.starts_at, d.ends_at, d.state, d.kind
FROM who EACH duty AS d ON d.officer_id = who.officer_id AND d.starts_at >= :starts
  AND d.starts_at < :ends AND d.starts_at >= who.first_day AND d.starts_at < who.last_day PINNED
UNION ALL
SELECT who.team_id, who.officer_id, 1, r.day, r.day, r.state, r.kind
FROM who EACH rest_day AS r ON r.officer_id = who.officer_id AND r.day >= :starts AND r.day < :ends
  AND r.day >= who.first_day AND r.day < who.last_day AND r.state = 'draft' PINNED
UNION ALL
SELECT who.team_id, who.officer_id, 2, a.starts_at, a.ends_at, '', ''
FROM who EACH abstraction AS a ON a.officer_id = who.officer_id AND a.starts_at > :starts - 86400
  AND a.starts_at < :ends + 86400 AND a.status IN ('confirmed', 'ended_early') PINNED
UNION ALL
SELECT who.team_id, who.officer_id, 2, h.starts_at, h.ends_at, '', ''
FROM who EACH absence AS h ON h.officer_id = who.officer_id AND h.ends_at > :starts
  AND h.starts_at < :ends + 86400 AND h.status = 'approved' PINNED
"""

# Team and officer by name; to which instant the team's duties are published already.
_NAMES = """
WITH w(id) AS LIST(:teams)
SELECT t.id AS team_id, t.name AS team, o.id, o.rank, o.first_name, o.last_name,
  (SELECT max(d.starts_at) FROM duty d WHERE d.officer_id = o.id AND d.starts_at >= :starts
    AND d.starts_at < p.last_day AND d.state = 'published') AS published_to
FROM w EACH posting AS p ON p.team_id = w.id AND p.last_day > :starts AND p.first_day < :ends PINNED
JOIN team t ON t.id = p.team_id JOIN officer o ON o.id = p.officer_id
ORDER BY t.name, t.id, o.last_name, o.first_name, o.id
"""

_PROMISED = """
WITH w(id) AS LIST(:teams)
SELECT s.id, s.title, v.name AS venue, t.name AS team
FROM w EACH contact_session AS s ON s.team_id = w.id AND s.starts_at >= :starts
  AND s.starts_at < :ends AND s.ends_at > :now AND s.status = 'planned' PINNED
JOIN venue v ON v.id = s.venue_id JOIN team t ON t.id = s.team_id
"""


@dataclass(slots=True)
class Newly:
    """What one officer gets in one team: so many duties and rest days that were not published."""

    officer_id: int
    officer: str
    team: str
    duties: int = 0
    minutes: int = 0
    rest_days: int = 0
    days: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bare:
    """A contact session that is not covered once the drafts count."""

    id: int
    title: str
    venue: str
    team: str
    span: Span
    needed: int
    verdict: Verdict


@dataclass(slots=True)
class Checklist:
    """Everything on the page before a period of some teams is published."""

    period: Period
    newly: list[Newly] = field(default_factory=list)
    breaches: dict[int, list[Found]] = field(default_factory=dict)
    bare: list[Bare] = field(default_factory=list)
    promised: int = 0
    skills: list[str] = field(default_factory=list)
    mix: list[Mix] = field(default_factory=list)
    # By team, the last day on which somebody has a duty once this is published.
    published_to: dict[str, date] = field(default_factory=dict)

    @property
    def duties(self) -> int:
        return sum(one.duties for one in self.newly)

    @property
    def rest_days(self) -> int:
        return sum(one.rest_days for one in self.newly)


def checklist(team_ids: Collection[int], period: Period, officer_ids: Collection[int] = ()) -> Checklist:
    """Read it, in seven statements; drafts of these officers only, where some are named."""
    bound = {"teams": listed(team_ids), "starts": period.span.start, "ends": period.span.end}
    rows = db.session.execute(fitted(_ROSTERED), bound).all()
    names = db.session.execute(fitted(_NAMES), bound).all()
    found = Checklist(period)
    drafts = [row for row in rows if _is_draft(row) and (not officer_ids or row.officer_id in officer_ids)]
    found.newly = _newly(drafts, names)
    people = {one.officer_id for one in found.newly}
    found.breaches = breaches_in(people, period.first, period.last)
    found.bare, found.promised = _bare(drafts, bound)
    found.skills, found.mix = skill_mix(rows, period, bound)
    found.published_to = _published_to(drafts, names)
    return found


def _is_draft(row: Any) -> bool:
    return bool(row.state == "draft")


def _newly(drafts: Iterable[Any], names: Sequence[Any]) -> list[Newly]:
    """In the order of teams and names."""
    people = {
        (row.team_id, row.id): Newly(row.id, f"{row.rank} {row.first_name} {row.last_name}", row.team)
        for row in names
    }
    for row in drafts:
        one = people[row.team_id, row.officer_id]
        one.days.append(clock.london_date(row.starts_at))
        if row.layer == 0:
            one.duties += 1
            one.minutes += (row.ends_at - row.starts_at) // 60
        else:
            one.rest_days += 1
    return [one for one in people.values() if one.days]


def _published_to(drafts: Iterable[Any], names: Sequence[Any]) -> dict[str, date]:
    reached: dict[int, int] = {row.team_id: 0 for row in names}
    for row in names:
        reached[row.team_id] = max(reached[row.team_id], row.published_to or 0)
    for row in drafts:
        reached[row.team_id] = max(reached[row.team_id], row.starts_at)
    teams = {row.team_id: row.team for row in names}
    return {teams[team_id]: clock.london_date(at) for team_id, at in reached.items() if at}


def _bare(drafts: Iterable[Any], bound: dict[str, Any]) -> tuple[list[Bare], int]:
    """The contact sessions judged with the drafts counted as published; and how many there are."""
    asked = bound | {"now": int(clock.now().timestamp())}
    promised = {row.id: row for row in db.session.execute(fitted(_PROMISED), asked)}
    on_ward: dict[int, list[tuple[int, int]]] = {}
    for row in drafts:
        if row.layer == 0 and row.kind == "ward":
            on_ward.setdefault(row.officer_id, []).append((row.starts_at, row.ends_at))
    bare = [_judged(one, promised[one.need.id], on_ward) for one in facts_of(promised)]
    uncovered_first = {State.UNCOVERED: 0, State.AT_RISK: 1}
    kept = [one for one in bare if one.verdict.state in uncovered_first]
    return sorted(kept, key=lambda one: (uncovered_first[one.verdict.state], one.span)), len(promised)


def _judged(one: Judged, row: Any, on_ward: dict[int, list[tuple[int, int]]]) -> Bare:
    facts = [replace(fact, duties=[*fact.duties, *on_ward.get(int(fact.officer), ())]) for fact in one.facts]
    verdict = judge(one.need, facts)
    return Bare(row.id, row.title, row.venue, row.team, one.need.span, one.need.officers_needed, verdict)
