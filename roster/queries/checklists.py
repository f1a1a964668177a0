"""What is looked at before a roster is published: what is new, who is there, and what stays bare."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from roster import clock
from roster.coverage.gaps import State, Verdict, judge
from roster.extensions import db
from roster.queries.breaches import Parted, breaches_parted
from roster.queries.coverage import Judged, facts_of
from roster.queries.earlier_drafts import Earlier, earlier_drafts
from roster.queries.engines import fitted, listed
from roster.queries.newly import Newly, days_of, drafted, newly_of
from roster.queries.published_ahead import Reached, reached_by
from roster.queries.seen import breach_mark
from roster.queries.skill_mix import Mix, Skills, operational_skills, skill_mix
from roster.queries.strength import Strength, strengths
from roster.queries.strength_needs import needs_of
from roster.queries.strength_people import people_of
from roster.rules.breaches import Found
from roster.rules.periods import Period
from roster.values import Span

_PROMISED = """
WITH w(id) AS LIST(:teams)
SELECT s.id, s.title, v.name AS venue, t.name AS team
FROM w EACH contact_session AS s ON s.team_id = w.id AND s.starts_at >= :starts
  AND s.starts_at < :ends AND s.ends_at > :now AND s.status = 'planned' PINNED
JOIN venue v ON v.id = s.venue_id JOIN team t ON t.id = s.team_id
"""


@dataclass(frozen=True, slots=True)
class Bare:
    """A contact session that is not covered once the drafts count."""

    id: int
    title: str
    venue: str
    team: str
    span: Span
    needed: int
    named: frozenset[Any]
    verdict: Verdict


@dataclass(slots=True)
class Checklist:
    """Everything on the page before a period of some teams is published."""

    period: Period
    newly: list[Newly]
    breaches: dict[int, Parted] = field(default_factory=dict)  # by officer
    bare: list[Bare] = field(default_factory=list)
    promised: int = 0
    skills: Skills = field(default_factory=dict)
    mix: list[Mix] = field(default_factory=list)
    has_minimum: bool = False
    short: list[Strength] = field(default_factory=list)  # shifts below minimum strength
    ahead: list[Reached] = field(default_factory=list)
    earlier: Earlier | None = None  # drafts before the period

    @property
    def duties(self) -> int:
        return sum(len(one.duties) for one in self.newly)

    @property
    def rest_days(self) -> int:
        return sum(len(one.rest_days) for one in self.newly)

    @property
    def marks(self) -> frozenset[str]:
        """By which it is known whether somebody has looked at exactly this."""
        drafts = (draft.mark for one in self.newly for draft in one.drafts)
        breaches = (
            mark_of(officer_id, one) for officer_id, parted in self.breaches.items() for one in parted.due
        )
        return frozenset(chain(drafts, breaches))


def mark_of(officer_id: int, found: Found) -> str:
    """By which a breach is known again."""
    return breach_mark(officer_id, found.rule, found.days[0], found.measured)


def checklist(team_ids: Collection[int], period: Period, officer_ids: Collection[int] = ()) -> Checklist:
    """Read it, in ten statements; drafts of these officers only, where some are named."""
    found = Checklist(period, newly_of(team_ids, period, officer_ids))
    if found.newly:
        found.breaches = breaches_parted(drafted(found.newly), period.first, period.last)
        found.bare, found.promised = _bare(found.newly, team_ids, period)
    # What a whole team has and lacks is not the question where one officer's day is published.
    if not officer_ids:
        found.ahead = _ahead(found.newly, team_ids)
        found.earlier = earlier_drafts(team_ids, period.first)
    if found.newly and not officer_ids:
        _look_at_days(found, team_ids)
    return found


def _ahead(newly: Sequence[Newly], team_ids: Collection[int]) -> list[Reached]:
    """How far each team's roster goes, from its first draft where it has one."""
    firsts = {team_id: min(days) for team_id, days in days_of(newly).items()}
    return reached_by(team_ids, firsts, {one: work.days for one, work in drafted(newly).items()})


def _look_at_days(found: Checklist, team_ids: Collection[int]) -> None:
    """Skills and minimum strength on the days that hold a draft: nothing changes about the others."""
    days, people = days_of(found.newly), people_of(team_ids, found.period.span)
    found.skills = operational_skills()
    found.mix = list(skill_mix(people, days, found.skills))
    needs = needs_of(team_ids)
    found.has_minimum = bool(needs)
    for (team_id, day), shifts in strengths(needs, people, found.period).items():
        if day in days.get(team_id, ()):
            found.short += [one for one in shifts if one.short]


def _bare(newly: Iterable[Newly], team_ids: Collection[int], period: Period) -> tuple[list[Bare], int]:
    """The contact sessions judged with the drafts counted as published; and how many there are."""
    span, now = period.span, int(clock.now().timestamp())
    asked = {"teams": listed(team_ids), "starts": span.start, "ends": span.end, "now": now}
    promised = {row.id: row for row in db.session.execute(fitted(_PROMISED), asked)}
    on_ward: dict[int, list[tuple[int, int]]] = {}
    for officer in newly:
        spans = [(one.span.start, one.span.end) for one in officer.drafts if one.span and one.is_ward]
        on_ward.setdefault(officer.officer_id, []).extend(spans)
    bare = [_judged(one, promised[one.need.id], on_ward) for one in facts_of(promised)]
    uncovered_first = {State.UNCOVERED: 0, State.AT_RISK: 1}
    kept = [one for one in bare if one.verdict.state in uncovered_first]
    return sorted(kept, key=lambda one: (uncovered_first[one.verdict.state], one.span)), len(promised)


def _judged(one: Judged, row: Any, on_ward: dict[int, list[tuple[int, int]]]) -> Bare:
    facts = [replace(fact, duties=[*fact.duties, *on_ward.get(int(fact.officer), ())]) for fact in one.facts]
    verdict = judge(one.need, facts)
    need = one.need
    return Bare(row.id, row.title, row.venue, row.team, need.span, need.officers_needed, need.named, verdict)
