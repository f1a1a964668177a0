"""What a swap depends on: officers with their time, skills and promises, in six statements for all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select

from roster.clock import london_date, midnight
from roster.extensions import db
from roster.models.area import Team
from roster.models.columns import DAY_SECONDS, FOREVER
from roster.models.contact_session import ContactSession, ContactSessionStatus, Naming
from roster.models.officer import Officer, Posting, Rank, Supervision
from roster.models.skill import Skill, SkillGrant
from roster.queries.engines import fitted, listed
from roster.queries.swap_strength import Manning, manning_of
from roster.queries.work import work_of
from roster.rules.findings import Worked, reach
from roster.rules.london import cell_day
from roster.rules.periods import Period
from roster.values import Span

DUTY, TAKEN, AWAY = "duty", "abstraction", "absence"
# Constables and PCSOs swap among themselves, sergeants among themselves.
GRADES = ((Rank.PCSO, Rank.PC), (Rank.PS,), (Rank.INSPECTOR, Rank.CHIEF_INSPECTOR))

_MARKS = """
WITH o(id) AS LIST(:officers)
SELECT d.officer_id, 'duty', d.id, d.starts_at, d.ends_at
FROM o EACH duty AS d ON d.officer_id = o.id AND d.starts_at > :starts AND d.starts_at < :ends PINNED
UNION ALL
SELECT a.officer_id, 'abstraction', a.id, a.starts_at, a.ends_at
FROM o EACH abstraction AS a ON a.officer_id = o.id AND a.starts_at > :starts AND a.starts_at < :ends
  AND a.status IN ('confirmed', 'ended_early') PINNED
UNION ALL
SELECT h.officer_id, 'absence', h.id, h.starts_at, h.ends_at
FROM o EACH absence AS h ON h.officer_id = o.id AND h.ends_at > :starts AND h.starts_at < :ends
  AND h.status = 'approved' PINNED
ORDER BY 1, 4
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A duty, an abstraction or an approved absence."""

    what: str
    id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill that a contact session asks of whoever is named on it."""

    skill_id: int
    skill: str
    span: Span


@dataclass(slots=True)
class Person:
    """An officer and all that decides whether a duty can change hands."""

    id: int
    name: str
    short_name: str
    grade: int
    worked: Worked
    teams: list[tuple[int, str, Span]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    skills: list[tuple[int, Span]] = field(default_factory=list)

    def has_duty_on(self, day: date, besides: Collection[Span]) -> bool:
        """Whether any other duty of the officer's begins on that London day."""
        duties = (one.span for one in self.marks if one.what == DUTY)
        return any(cell_day(one.start) == day and one not in besides for one in duties)

    def team_at(self, instant: int) -> str:
        """The name of the ward team of that instant."""
        return next((name for _, name, span in self.teams if span.covers(instant)), "")

    def holds(self, wanted: Wanted) -> bool:
        """Whether the skill is in date for the whole of what asks for it."""
        return any(
            skill_id == wanted.skill_id and span.clip(wanted.span) == wanted.span
            for skill_id, span in self.skills
        )


@dataclass(frozen=True, slots=True)
class World:
    """The officers, and what their ward teams need."""

    people: dict[int, Person]
    manning: Manning

    def __getitem__(self, officer_id: int) -> Person:
        return self.people[officer_id]


def world_of(officer_ids: Collection[int], spans: Iterable[Span]) -> World:
    """These officers round these duties."""
    ends = list(spans)
    # A day on each side: nothing but absences lasts longer.
    around = Span(min(one.start for one in ends) - DAY_SECONDS, max(one.end for one in ends) + DAY_SECONDS)
    days = Period(london_date(min(one.start for one in ends)), london_date(max(one.start for one in ends)))
    worked = work_of(officer_ids, reach(days))
    people = {one.id: _person(one, worked[one.id]) for one in db.session.scalars(_officers(officer_ids))}
    bound = {"officers": listed(people), "starts": around.start, "ends": around.end}
    for officer_id, what, row_id, start, end in db.session.execute(fitted(_MARKS), bound):
        people[officer_id].marks.append(Mark(what, row_id, Span(start, end)))
    _lay_postings(people, around)
    _lay_wanted(people, around)
    teams = {team for one in people.values() for team, _, _ in one.teams}
    return World(people, manning_of(teams, days.span))


def near_teams(team_ids: Collection[int], at: int) -> set[int]:
    """These ward teams, and those that a sergeant of theirs supervises too."""
    theirs = and_(Supervision.first_day <= at, Supervision.last_day > at)
    sergeants = select(Supervision.officer_id).where(Supervision.team_id.in_(list(team_ids)), theirs)
    asked = select(Supervision.team_id).where(Supervision.officer_id.in_(sergeants), theirs)
    return set(team_ids) | set(db.session.scalars(asked))


def colleagues_of(officer: Officer, at: int, team_id: int) -> list[int]:
    """Who may be asked: officers of the same grade who are posted near the team at that instant."""
    ranks = next(ranks for ranks in GRADES if officer.rank in ranks)
    asked = (
        select(Posting.officer_id)
        .join(Officer, Officer.id == Posting.officer_id)
        .where(
            Posting.team_id.in_(near_teams([team_id], at)),
            Posting.first_day <= at,
            Posting.last_day > at,
            Officer.rank.in_(ranks),
            Officer.id != officer.id,
        )
    )
    return sorted(set(db.session.scalars(asked)))


def _officers(officer_ids: Collection[int]) -> Any:
    asked = select(Officer).where(Officer.id.in_(sorted(set(officer_ids))))
    return asked.order_by(Officer.last_name, Officer.id)


def _person(officer: Officer, worked: Worked) -> Person:
    grade = next(number for number, ranks in enumerate(GRADES) if officer.rank in ranks)
    return Person(officer.id, officer.name, officer.short_name, grade, worked)


def _lay_postings(people: dict[int, Person], around: Span) -> None:
    asked = (
        select(Posting, Team.name)
        .join(Team, Team.id == Posting.team_id)
        .where(
            Posting.officer_id.in_(list(people)),
            Posting.first_day < around.end,
            Posting.last_day > around.start,
        )
    )
    for posting, name in db.session.execute(asked):
        people[posting.officer_id].teams.append((posting.team_id, name, _days(posting)))


def _lay_wanted(people: dict[int, Person], around: Span) -> None:
    """Skills asked for by contact sessions that they are named on; who holds them, where any is."""
    asked = (
        select(Naming.officer_id, ContactSession.starts_at, ContactSession.ends_at, Skill.id, Skill.name)
        .join(ContactSession, ContactSession.id == Naming.contact_session_id)
        .join(Skill, Skill.id == ContactSession.required_skill_id)
        .where(
            Naming.officer_id.in_(list(people)),
            ContactSession.status == ContactSessionStatus.PLANNED,
            ContactSession.starts_at > around.start,
            ContactSession.starts_at < around.end,
        )
    )
    skills = set()
    for officer_id, starts_at, ends_at, skill_id, skill in db.session.execute(asked):
        people[officer_id].wanted.append(Wanted(skill_id, skill, Span.between(starts_at, ends_at)))
        skills.add(skill_id)
    if not skills:
        return
    held = select(SkillGrant).where(
        SkillGrant.officer_id.in_(list(people)), SkillGrant.skill_id.in_(skills), ~SkillGrant.suspended
    )
    for grant in db.session.scalars(held):
        people[grant.officer_id].skills.append((grant.skill_id, _days(grant)))


def _days(dated: Posting | SkillGrant) -> Span:
    """From the first midnight to the one after the last day."""
    last = dated.last_day
    end = int(midnight(last + timedelta(days=1)).timestamp()) if last else FOREVER
    return Span(int(midnight(dated.first_day).timestamp()), end)
