"""Minimum strength over days: what each shift of a team needs, who is there, and what is short."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from roster import clock
from roster.planning.patterns import ONE_DAY, days_between
from roster.queries.strength_needs import Asked
from roster.queries.strength_people import Posted, move, needs_and_people_of
from roster.rules.strength import Present, filled
from roster.values import Span


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


Strengths = dict[tuple[int, date], tuple[Strength, ...]]


def strength_of(
    team_ids: Collection[int], first: date, last: date, *, moved: Sequence[tuple[int, int, Span]] = ()
) -> Strengths:
    """By team and day, in the order of the shifts; a day that needs nobody is not in it.

    One statement, however many days and people. moved: as if those duties, from one officer to
    another, had changed hands.
    """
    days = list(days_between(first, last))
    asked, people = needs_and_people_of(team_ids, _whole(days))
    move(people, moved)
    return strengths(asked, people, days)


def strength_without(officer_id: int, away: Span, team_ids: Collection[int]) -> tuple[Strengths, Strengths]:
    """On the days that it touches: as it is, and as if the officer were away then; one statement."""
    # A duty of the evening before may reach in.
    first, last = clock.london_date(away.start) - ONE_DAY, clock.london_date(away.end - 1)
    days = list(days_between(first, last))
    asked, people = needs_and_people_of(team_ids, _whole(days))
    now = strengths(asked, people, days)
    for person in people:
        if person.officer_id == officer_id:
            person.away.append(away)
    return now, strengths(asked, people, days)


def _whole(days: Sequence[date]) -> Span:
    return Span.between(clock.midnight(days[0]), clock.midnight(days[-1] + ONE_DAY))


def strengths(asked: Sequence[Asked], people: Sequence[Posted], days: Iterable[date]) -> Strengths:
    """The same from what was read already."""
    found: Strengths = {}
    for day in days:
        for team_id in sorted({one.team_id for one in asked}):
            today = [one for one in asked if one.holds_on(team_id, day)]
            if today:
                found[team_id, day] = _strengths(today, present(people, team_id, day, today), day)
    return found


def present(people: Iterable[Posted], team_id: int, day: date, asked: Sequence[Asked]) -> list[Present]:
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


def _strengths(asked: Sequence[Asked], present: Sequence[Present], day: date) -> tuple[Strength, ...]:
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


def _missing(one: Asked, count: int) -> str:
    """1 of 2; no response driver; 1 of 2 PC; no PS with Taser."""
    skill = one.skill if one.skill.isupper() else one.skill[:1].lower() + one.skill[1:]
    what = " with ".join(word for word in (one.need.rank, skill) if word)
    if not what:
        return f"{count} of {one.need.officers}"
    return f"{count} of {one.need.officers} {what}" if count else f"no {what}"


def _is_particular(words: str) -> bool:
    return not words[-1].isdigit()
