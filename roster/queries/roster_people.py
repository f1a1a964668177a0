"""Who stands in the grid, and on which days it is theirs: their postings to its teams."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from roster.extensions import db
from roster.queries.engines import fitted, listed
from roster.queries.roster_days import Days

Postings = dict[int, list[tuple[int, int]]]  # by officer, half-open seconds

_POSTED = """
SELECT p.officer_id, p.first_day, p.last_day FROM posting p
WHERE p.team_id IN LIST(:teams) AND p.last_day > :starts AND p.first_day < :ends ORDER BY 1, 2
"""


@dataclass(slots=True)
class Person:
    """An officer, with the postings to one team as half-open seconds."""

    id: int
    rank: str
    name: str
    warrant_number: str
    posted: list[tuple[int, int]]


def postings_of(people: Iterable[Person]) -> Postings:
    """By officer, when they are posted to the teams in whose lines they stand."""
    found: Postings = {}
    for person in people:
        found.setdefault(person.id, []).extend(person.posted)
    return found


def postings_in(team_ids: Collection[int], days: Days) -> Postings:
    """The same of those who are posted to the teams on some of the days."""
    found: Postings = {}
    bound = {"teams": listed(team_ids), "starts": days.span.start, "ends": days.span.end}
    for officer_id, first, last in db.session.execute(fitted(_POSTED), bound):
        found.setdefault(officer_id, []).append((first, last))
    return found
