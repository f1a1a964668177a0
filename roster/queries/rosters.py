"""The month grid in four statements, whatever its size: Core rows, never entities."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from roster import clock
from roster.extensions import db
from roster.models.columns import DAY_SECONDS, FOREVER
from roster.queries.engines import fitted, listed
from roster.queries.roster_days import Days, Line
from roster.queries.roster_marks import Rows, Shift, line_from, rows_of
from roster.queries.roster_people import Person, postings_of
from roster.queries.roster_promises import Promise, promises_of
from roster.rules.skills import IN_DATE, Grant, SkillState, standing

# A skill that lapsed longer ago than this is no longer drawn beside the name.
LAPSED_SHOWN = timedelta(days=365)

_START = 2  # where a row of the marks says when it begins
_STATE = 6  # where a row of the marks says draft or published
_HOLIDAY = -2  # what stands for the officer in a row of a public holiday
_PEOPLE = """
SELECT t.id AS team_id, t.name AS team, o.id AS officer_id, o.rank, o.first_name, o.last_name,
  o.warrant_number, p.first_day, p.last_day,
  EXISTS (SELECT 1 FROM minimum_strength m WHERE m.team_id = t.id) AS has_minimum
FROM team t
LEFT JOIN posting p ON p.team_id = t.id AND t.id IN LIST(:chosen)
  AND p.last_day > :starts AND p.first_day < :ends
LEFT JOIN officer o ON o.id = p.officer_id
WHERE t.id IN LIST(:mine)
ORDER BY t.name, t.id,
  CASE o.rank WHEN 'Ch Insp' THEN 0 WHEN 'Insp' THEN 1 WHEN 'PS' THEN 2 WHEN 'PC' THEN 3 ELSE 4 END,
  o.last_name, o.first_name, o.id, p.first_day
"""

_SKILLS = """
WITH o(id) AS LIST(:officers)
SELECT -1 AS officer_id, s.id AS skill_id, s.position AS first_day, 0 AS last_day,
  s.open_to_pcso AS suspended, s.code, s.name, s.letters
FROM skill s
UNION ALL
SELECT -2, h.id, h.day, 0, h.day < 0, '', h.name, '' FROM public_holiday h
WHERE h.day >= :starts AND h.day < :ends
UNION ALL
SELECT g.officer_id, g.skill_id, g.first_day, g.last_day, g.suspended, '', '', ''
FROM o EACH skill_grant AS g ON g.officer_id = o.id AND g.last_day > :since AND g.first_day <= :now PINNED
ORDER BY 1, 3
"""


class Skill(NamedTuple):
    """A skill of the catalogue."""

    code: str
    name: str
    letters: str
    is_common: bool  # open to everybody, and so worth a mark only where it is lacking


class Held(NamedTuple):
    """A skill that an officer holds or held, and how it stands today."""

    skill: Skill
    state: SkillState
    last_day: date | None


@dataclass(slots=True)
class TeamLines:
    """A ward team: its people in order, and its contact sessions by day of the period."""

    id: int
    name: str
    has_minimum: bool = False  # whether it is said how many a shift needs
    people: list[Person] = field(default_factory=list)
    promises: dict[int, list[Promise]] = field(default_factory=dict)


@dataclass
class Roster:
    """All that the grid draws."""

    days: Days
    teams: list[TeamLines]
    skills: list[Skill]
    held: dict[int, list[Held]]
    rows: dict[int, Rows]  # what lies on each officer's days, as it came
    shifts: list[Shift]
    others: list[tuple[int, str]]  # every ward team that may be chosen
    holidays: dict[int, str] = field(default_factory=dict)  # by day of the period, its name
    skill: str = ""  # the name of the one that everybody shown is in date for

    @cached_property
    def lines(self) -> dict[int, Line]:
        """The same by day; the grid itself draws from the rows, and only those it has not drawn before."""
        return {officer_id: line_from(rows, self.days) for officer_id, rows in self.rows.items()}


def roster_of(
    mine: Collection[int],
    chosen: Collection[int],
    days: Days,
    skill: str = "",
    planned: Collection[int] | None = None,
) -> Roster:
    """The chosen teams of mine over those days; only officers in date for the skill, if one is given.

    planned: of these teams drafts are shown, of all without it.
    """
    chosen = set(chosen) or set(mine)
    span = {"starts": days.span.start, "ends": days.span.end}
    teams, others = _people(mine, chosen, span)
    skills, held, holidays = _skills({person.id for team in teams for person in team.people}, span)
    if skill:
        _keep_only(teams, held, skill)
    rows, shifts = rows_of({person.id for team in teams for person in team.people}, span)
    if planned is not None:
        rows = _without_drafts(rows, teams, planned, days)
    promises = promises_of(chosen, days)
    for team in teams:
        team.promises = promises.get(team.id, {})
    named = {days.number_of(at): name for at, name in holidays}
    only = next((one.name for one in skills if one.code == skill), "")
    return Roster(days, teams, skills, held, rows, shifts, others, named, only)


def _without_drafts(
    rows: dict[int, Rows], teams: Iterable[TeamLines], planned: Collection[int], days: Days
) -> dict[int, Rows]:
    """A draft stays where its officer is posted to a planned team on the day it begins."""
    known = postings_of(person for team in teams if team.id in planned for person in team.people)
    # Most are there throughout, from the day before, from which a night reaches in.
    since, until = days.span.start - DAY_SECONDS, days.span.end
    whole = {one for one, stays in known.items() if any(a <= since and b >= until for a, b in stays)}
    return {
        officer_id: line if officer_id in whole else _posted_then(line, known.get(officer_id, ()))
        for officer_id, line in rows.items()
    }


def _posted_then(line: Rows, stays: Collection[tuple[int, int]]) -> Rows:
    return tuple(
        row
        for row in line
        if row[_STATE] != "draft" or any(first <= row[_START] < last for first, last in stays)
    )


def _people(
    mine: Collection[int], chosen: Collection[int], span: dict[str, int]
) -> tuple[list[TeamLines], list[tuple[int, str]]]:
    teams: dict[int, TeamLines] = {}
    people: dict[tuple[int, int], Person] = {}
    bound = {"mine": listed(mine), "chosen": listed(chosen), **span}
    for row in db.session.execute(fitted(_PEOPLE), bound).all():
        team_id, name, officer_id, rank, first_name, last_name, number, first, last, has_minimum = row
        team = teams.get(team_id)
        if team is None:
            team = teams[team_id] = TeamLines(team_id, name, bool(has_minimum))
        if officer_id is None:
            continue
        person = people.get((team_id, officer_id))
        if person is None:
            person = Person(officer_id, rank, f"{first_name} {last_name}", number, [])
            people[team_id, officer_id] = person
            team.people.append(person)
        person.posted.append((first, last))
    return [team for team in teams.values() if team.id in chosen], [
        (team.id, team.name) for team in teams.values()
    ]


def _skills(
    officer_ids: Collection[int], span: dict[str, int]
) -> tuple[list[Skill], dict[int, list[Held]], list[tuple[int, str]]]:
    """The catalogue in its order, and what each officer holds of it today; the span's public holidays."""
    now, today = clock.now(), clock.today()
    bound = {
        "officers": listed(officer_ids),
        "now": int(now.timestamp()),
        "since": int((now - LAPSED_SHOWN).timestamp()),
        **span,
    }
    rows = db.session.execute(fitted(_SKILLS), bound).all()
    catalogue: dict[int, Skill] = {}
    holidays: list[tuple[int, str]] = []
    grants: dict[tuple[int, int], list[tuple[int, int, bool]]] = {}
    for officer_id, skill_id, first, last, flag, code, name, letters in rows:
        if officer_id == _HOLIDAY:
            holidays.append((first, name))
        elif officer_id < 0:
            catalogue[skill_id] = Skill(code, name, letters, bool(flag))
        else:
            grants.setdefault((officer_id, skill_id), []).append((first, last, bool(flag)))
    held: dict[int, list[Held]] = {}
    order = {skill_id: place for place, skill_id in enumerate(catalogue)}
    for (officer_id, skill_id), found in sorted(grants.items(), key=lambda one: order[one[0][1]]):
        stands = _standing(tuple(found), today)
        held.setdefault(officer_id, []).append(Held(catalogue[skill_id], *stands))
    return list(catalogue.values()), held, holidays


@lru_cache(maxsize=4096)
def _standing(grants: tuple[tuple[int, int, bool], ...], today: date) -> tuple[SkillState, date | None]:
    known = [
        Grant(
            clock.london_date(first),
            None if last >= FOREVER else clock.london_date(last) - timedelta(days=1),
            suspended,
        )
        for first, last, suspended in grants
    ]
    return standing(known, today) or (SkillState.NOT_YET, None)


def _keep_only(teams: Iterable[TeamLines], held: dict[int, list[Held]], code: str) -> None:
    for team in teams:
        team.people = [
            person
            for person in team.people
            if any(one.skill.code == code and one.state in IN_DATE for one in held.get(person.id, ()))
        ]
