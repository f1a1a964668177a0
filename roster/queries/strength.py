"""Minimum strength over days: what each shift of a team needs, who is there, and what is short."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.columns import DAY_SECONDS
from roster.models.duty import ShiftTemplate
from roster.models.minimum_strength import MinimumStrength
from roster.models.skill import Skill
from roster.planning.patterns import ONE_DAY, Shift, days_between
from roster.queries.engines import fitted, listed
from roster.rules.skills import missing
from roster.rules.strength import Need, Present, filled
from roster.values import Span

# Who is posted, at work, away, and skilled: four kinds of row, by officer.
_FACTS = """
WITH o AS (SELECT DISTINCT officer_id AS id FROM posting
  WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts AND officer_id <> :without)
SELECT p.officer_id, 0 AS layer, p.first_day, p.last_day, p.team_id, f.rank
FROM o JOIN posting p ON p.officer_id = o.id JOIN officer f ON f.id = o.id
WHERE p.team_id IN LIST(:teams) AND p.first_day < :ends AND p.last_day > :starts
UNION ALL
SELECT d.officer_id, 1, d.starts_at, d.ends_at, COALESCE(d.shift_template_id, 0), d.kind
FROM o EACH duty AS d ON d.officer_id = o.id AND d.starts_at >= :starts AND d.starts_at < :ends PINNED
UNION ALL
SELECT h.officer_id, 2, h.starts_at, h.ends_at, 0, ''
FROM o EACH absence AS h ON h.officer_id = o.id
  AND h.ends_at > :starts AND h.starts_at < :after AND h.status = 'approved' PINNED
UNION ALL
SELECT a.officer_id, 2, a.starts_at, a.ends_at, 0, ''
FROM o EACH abstraction AS a ON a.officer_id = o.id
  AND a.starts_at > :before AND a.starts_at < :after AND a.status IN ('confirmed', 'ended_early') PINNED
UNION ALL
SELECT g.officer_id, 3, g.first_day, g.last_day, 0, s.code
FROM o EACH skill_grant AS g ON g.officer_id = o.id
  AND g.last_day > :starts AND g.first_day < :ends AND g.suspended = :never PINNED
JOIN skill s ON s.id = g.skill_id
ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Strength:
    """One shift of one team on one day; short is "" where nobody is missing.

    short: "Late: 1 of 2, no response driver". Drafts count as duty: it is what is being planned.
    """

    team_id: int
    day: date
    code: str
    name: str
    needed: int
    there: int
    short: str


@dataclass(slots=True)
class _Person:
    """One officer's rows."""

    officer_id: int
    rank: str = ""
    posted: list[tuple[int, int, int]] = field(default_factory=list)
    duties: dict[date, list[tuple[Span, int, str]]] = field(default_factory=dict)
    away: list[Span] = field(default_factory=list)
    grants: list[tuple[str, int, int]] = field(default_factory=list)

    def is_in(self, team_id: int, at: int) -> bool:
        """Whether the officer is posted to the team then."""
        return any(team == team_id and first <= at < last for team, first, last in self.posted)

    def works(self, shift: int, hours: Span | None, day: date) -> bool:
        """Whether a duty of that day counts for the shift, and nothing takes the officer from it."""
        duties = self.duties.get(day, ())
        return any(_counts_for(duty, shift, hours) and not self._is_away(duty[0]) for duty in duties)

    def skills_at(self, at: int) -> frozenset[str]:
        """What may be used then: in date, and with what it needs in date (RULES 8)."""
        in_date = {code for code, first, last in self.grants if first <= at < last}
        return frozenset(code for code in in_date if not missing(code, in_date))

    def _is_away(self, duty: Span) -> bool:
        # Away for a part is away: for that time the shift is one short.
        return any(duty.overlaps(away) for away in self.away)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A need as the table has it, with its words; within the need a skill is its code."""

    team_id: int
    weekday: int | None
    need: Need
    skill: str  # its name
    shift: Shift


Strengths = dict[tuple[int, date], tuple[Strength, ...]]


def strength_of(team_ids: Collection[int], first: date, last: date, *, without: int = 0) -> Strengths:
    """By team and day, in the order of the shifts; a day that needs nobody is not in it.

    Two statements, however many days and people. without: as if that officer were not there.
    """
    asked = _asked(team_ids)
    if not asked:
        return {}
    span = Span.between(clock.midnight(first), clock.midnight(last + ONE_DAY))
    people = _people(team_ids, span, without)
    found: Strengths = {}
    for day in days_between(first, last):
        for team_id in sorted({one.team_id for one in asked}):
            today = [one for one in asked if one.team_id == team_id and one.weekday in (None, day.weekday())]
            if today:
                found[team_id, day] = _strengths(today, _present(people, team_id, day, today), day)
    return found


def _asked(team_ids: Collection[int]) -> list[_Asked]:
    asked = (
        select(MinimumStrength, ShiftTemplate, Skill)
        .join(ShiftTemplate, ShiftTemplate.id == MinimumStrength.shift_template_id)
        .outerjoin(Skill, Skill.id == MinimumStrength.skill_id)
        .where(MinimumStrength.team_id.in_(team_ids))
        .order_by(ShiftTemplate.position, ShiftTemplate.code, MinimumStrength.id)
    )
    return [_need(*row) for row in db.session.execute(asked)]


def _need(row: MinimumStrength, shift: ShiftTemplate, skill: Skill | None) -> _Asked:
    rank, code = row.rank.value if row.rank else None, skill.code if skill else None
    need = Need(shift.id, row.officers, rank, code)
    when = Shift(shift.id, shift.code, shift.name, shift.start_minute, shift.end_minute)
    return _Asked(row.team_id, row.weekday, need, skill.name if skill else "", when)


def _people(team_ids: Collection[int], span: Span, without: int) -> list[_Person]:
    bound = {
        "teams": listed(team_ids),
        "starts": span.start,
        "ends": span.end,
        "before": span.start - DAY_SECONDS,
        "after": span.end + DAY_SECONDS,
        "without": without,
        "never": False,
    }
    people: dict[int, _Person] = {}
    for row in db.session.execute(fitted(_FACTS), bound):
        _keep(people.setdefault(row[0], _Person(row[0])), row)
    return list(people.values())


def _keep(person: _Person, row: Any) -> None:
    _, layer, starts, ends, number, word = row
    if layer == 0:
        person.posted.append((number, starts, ends))
        person.rank = word
    elif layer == 1:
        of_day = person.duties.setdefault(clock.london_date(starts), [])
        of_day.append((Span(starts, ends), number, word))
    elif layer == 2:
        person.away.append(Span(starts, ends))
    else:
        person.grants.append((word, starts, ends))


def _present(people: Iterable[_Person], team_id: int, day: date, asked: Sequence[_Asked]) -> list[Present]:
    """Who of the team is there that day, for which shifts, with what in date."""
    at = int(clock.midnight(day).timestamp())
    shifts = {one.shift.template_id: one.shift.on(day) for one in asked}
    found = []
    for person in people:
        duties = person.duties.get(day)
        if not duties or not person.is_in(team_id, at):
            continue
        counts = frozenset(shift for shift, hours in shifts.items() if person.works(shift, hours, day))
        if counts:
            found.append(Present(person.officer_id, counts, person.rank, person.skills_at(at)))
    return found


def _counts_for(duty: tuple[Span, int, str], shift: int, hours: Span | None) -> bool:
    """A duty of the shift itself; ward duty of own times counts where it holds all of its hours."""
    span, template_id, kind = duty
    if template_id:
        return template_id == shift
    return hours is not None and kind == "ward" and span.start <= hours.start and hours.end <= span.end


def _strengths(asked: Sequence[_Asked], present: Sequence[Present], day: date) -> tuple[Strength, ...]:
    counts = filled([one.need for one in asked], present)
    found = []
    for shift in dict.fromkeys(one.need.shift for one in asked):
        pairs = [(one, count) for one, count in zip(asked, counts, strict=True) if one.need.shift == shift]
        first = pairs[0][0]
        needed, there = sum(one.need.officers for one, _ in pairs), sum(count for _, count in pairs)
        missing = [_missing(one, count) for one, count in pairs if count < one.need.officers]
        # What anybody could do is said first: "1 of 2, no response driver".
        short = f"{first.shift.name}: {', '.join(sorted(missing, key=_is_particular))}" if missing else ""
        found.append(Strength(first.team_id, day, first.shift.code, first.shift.name, needed, there, short))
    return tuple(found)


def _missing(one: _Asked, count: int) -> str:
    """1 of 2; no response driver; 1 of 2 PC; no PS with Taser."""
    skill = one.skill if one.skill.isupper() else one.skill[:1].lower() + one.skill[1:]
    what = " with ".join(word for word in (one.need.rank, skill) if word)
    if not what:
        return f"{count} of {one.need.officers}"
    return f"{count} of {one.need.officers} {what}" if count else f"no {what}"


def _is_particular(words: str) -> bool:
    return not words[-1].isdigit()
