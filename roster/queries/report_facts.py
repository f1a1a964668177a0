"""What an abstraction report is made of: the period's raw rows of some ward teams, as they stand."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from roster.extensions import db
from roster.queries.engines import fitted, listed
from roster.rules.abstraction_rows import Posted
from roster.rules.minutes import Shift, Taking, Worked
from roster.rules.periods import Period
from roster.values import Span


class Ward(NamedTuple):
    """A ward team."""

    id: int
    code: str
    name: str


class Category(NamedTuple):
    """What an officer may be taken for, and how it counts."""

    id: int
    code: str
    name: str
    letters: str
    family: str
    counts: bool
    exempt: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a report of the period is counted from."""

    period: Period
    wards: tuple[Ward, ...]
    categories: dict[int, Category]
    officers: dict[int, str]
    postings: tuple[Posted, ...]
    worked: dict[int, Worked]


_WARDS = "SELECT id, code, name FROM team WHERE id IN LIST(:teams) ORDER BY name, code"
_CATEGORIES = """
SELECT id, code, name, letters, family, counts, exempt_event FROM abstraction_category
ORDER BY position, name
"""
# By team and last day: postings that ended before the period are not looked at.
_POSTINGS = """
SELECT p.officer_id, p.team_id, p.first_day, p.last_day, o.rank || ' ' || o.first_name || ' ' || o.last_name
FROM posting AS p JOIN officer AS o ON o.id = p.officer_id
WHERE p.team_id IN LIST(:teams) AND p.last_day > :starts AND p.first_day < :ends
ORDER BY o.last_name, o.first_name, p.officer_id, p.first_day
"""
_WHO = """
WITH who AS MATERIALIZED (
  SELECT DISTINCT officer_id FROM posting
  WHERE team_id IN LIST(:teams) AND last_day > :starts AND first_day < :ends)
"""
# A duty or an abstraction lasts 24 hours at most (CHECK): the look-back is a day.
_DUTIES = (
    _WHO
    + """
SELECT d.officer_id, d.id, d.starts_at, d.ends_at, d.kind FROM who
EACH duty AS d ON
  d.officer_id = who.officer_id AND d.starts_at > :starts - 86400 AND d.starts_at < :ends
  AND d.ends_at > :starts AND d.state = 'published' PINNED
ORDER BY d.officer_id, d.starts_at
"""
)
# A day further: a shift that begins on the last evening may be touched after the period's end.
_ABSTRACTIONS = (
    _WHO
    + """
SELECT a.officer_id, a.id, a.starts_at, a.ends_at, a.category_id FROM who
EACH abstraction AS a ON
  a.officer_id = who.officer_id AND a.starts_at > :starts - 86400 AND a.starts_at < :ends + 86400
  AND a.ends_at > :starts AND a.status IN ('confirmed', 'ended_early') PINNED
ORDER BY a.officer_id, a.starts_at
"""
)
_ABSENCES = (
    _WHO
    + """
SELECT b.officer_id, b.starts_at, b.ends_at FROM who
EACH absence AS b ON
  b.officer_id = who.officer_id AND b.ends_at > :starts AND b.starts_at < :ends
  AND b.status = 'approved' PINNED
"""
)


def facts_for(period: Period, team_ids: Collection[int]) -> Facts:
    """The rows of the period for these ward teams, in six statements however long it is."""
    asked = {"teams": listed(team_ids), "starts": period.span.start, "ends": period.span.end}
    categories = {
        one: Category(one, code, name, letters, family, bool(counts), bool(exempt))
        for one, code, name, letters, family, counts, exempt in _rows(_CATEGORIES, {})
    }
    officers, postings = _postings(period.span, asked)
    return Facts(
        period,
        tuple(Ward(*row) for row in _rows(_WARDS, {"teams": asked["teams"]})),
        categories,
        officers,
        postings,
        _worked(officers, categories, asked),
    )


def _postings(span: Span, asked: dict[str, Any]) -> tuple[dict[int, str], tuple[Posted, ...]]:
    officers, postings = {}, []
    for officer, team, first, last, name in _rows(_POSTINGS, asked):
        officers[officer] = name
        postings.append(Posted(officer, team, Span(max(first, span.start), min(last, span.end))))
    return officers, tuple(postings)


def _worked(
    officers: Collection[int], categories: dict[int, Category], asked: dict[str, Any]
) -> dict[int, Worked]:
    shifts: defaultdict[int, list[Shift]] = defaultdict(list)
    takings: defaultdict[int, list[Taking]] = defaultdict(list)
    absences: defaultdict[int, list[Span]] = defaultdict(list)
    for officer, one, start, end, kind in _rows(_DUTIES, asked):
        shifts[officer].append(Shift(one, Span(start, end), kind == "ward"))
    for officer, one, start, end, category in _rows(_ABSTRACTIONS, asked):
        counted = categories[category]
        taking = Taking(one, Span(start, end), category, counted.counts, counted.exempt)
        takings[officer].append(taking)
    for officer, start, end in _rows(_ABSENCES, asked):
        absences[officer].append(Span(start, end))
    return {one: Worked(shifts[one], takings[one], absences[one]) for one in officers}


def _rows(statement: str, asked: dict[str, Any]) -> Any:
    return db.session.execute(fitted(statement), asked)
