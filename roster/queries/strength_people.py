"""Everybody who is posted to ward teams, with what decides whether they fill a shift: one statement."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roster import clock
from roster.extensions import db
from roster.models.columns import DAY_SECONDS
from roster.queries.engines import fitted, listed
from roster.queries.strength_needs import NEEDS, NEEDS_LAYER, Asked, asked_from
from roster.rules.skills import missing
from roster.values import Span, subtract

# Who is posted, at work, away, and skilled: four kinds of row, by officer.
_POSTED = """
WITH o AS (SELECT DISTINCT officer_id AS id FROM posting
  WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
"""
# Of teams that need nobody in particular nobody is read.
_NEEDED = """
WITH o AS (SELECT DISTINCT officer_id AS id FROM posting
  WHERE team_id IN (SELECT team_id FROM minimum_strength WHERE team_id IN LIST(:teams))
  AND first_day < :ends AND last_day > :starts)
"""
_FACTS = """
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
"""
_ORDER = "ORDER BY 1, 2, 3"
_ALONE = f"{_POSTED}{_FACTS}{_ORDER}"
_WITH_NEEDS = f"{_NEEDED}{_FACTS}UNION ALL{NEEDS}{_ORDER}"


@dataclass(slots=True)
class Posted:
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

    def team_at(self, at: int) -> int | None:
        """The team, of those asked about, to which the officer is posted then."""
        return next((team for team, first, last in self.posted if first <= at < last), None)

    def works(self, shift: int, hours: Span | None, day: date) -> bool:
        """Whether a duty of that day counts for the shift, and nothing takes the officer from it."""
        duties = self.duties.get(day, ())
        return any(counts_for(duty, shift, hours) and not self._is_away(duty[0]) for duty in duties)

    def is_on_ward(self, day: date) -> bool:
        """Whether something is left of a ward duty of that day."""
        duties = self.duties.get(day, ())
        return any(kind == "ward" and subtract([span], self.away) for span, _, kind in duties)

    def skills_at(self, at: int) -> frozenset[str]:
        """What may be used then: in date, and with what it needs in date (RULES 8)."""
        in_date = {code for code, first, last in self.grants if first <= at < last}
        return frozenset(code for code in in_date if not missing(code, in_date))

    def _is_away(self, duty: Span) -> bool:
        # Away for a part is away: for that time the shift is one short.
        return any(duty.overlaps(away) for away in self.away)


def people_of(team_ids: Collection[int], span: Span) -> list[Posted]:
    """Everybody who is posted to the teams in that time, with duties, absences and skills."""
    return _people(db.session.execute(fitted(_ALONE), _bound(team_ids, span)).all())


def needs_and_people_of(team_ids: Collection[int], span: Span) -> tuple[list[Asked], list[Posted]]:
    """What the teams need in that time, and everybody who is posted to those that need somebody."""
    rows = db.session.execute(fitted(_WITH_NEEDS), _bound(team_ids, span)).all()
    needs = [row for row in rows if row[1] == NEEDS_LAYER]
    return asked_from(needs), _people([row for row in rows if row[1] != NEEDS_LAYER])


def _bound(team_ids: Collection[int], span: Span) -> dict[str, Any]:
    return {
        "teams": listed(team_ids),
        "starts": span.start,
        "ends": span.end,
        "before": span.start - DAY_SECONDS,
        "after": span.end + DAY_SECONDS,
        "never": False,
    }


def _people(rows: Iterable[Any]) -> list[Posted]:
    people: dict[int, Posted] = {}
    for row in rows:
        _keep(people.setdefault(row[0], Posted(row[0])), row)
    return list(people.values())


def _keep(person: Posted, row: Any) -> None:
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


def counts_for(duty: tuple[Span, int, str], shift: int, hours: Span | None) -> bool:
    """A duty of the shift itself; ward duty of own times counts where it holds all of its hours."""
    span, template_id, kind = duty
    if template_id:
        return template_id == shift
    return hours is not None and kind == "ward" and span.start <= hours.start and hours.end <= span.end


def move(people: Iterable[Posted], moved: Sequence[tuple[int, int, Span]]) -> None:
    """As if these duties had changed hands; every giver first, as they may change places on one day."""
    known = {one.officer_id: one for one in people}
    taken = []
    for giver, taker, span in moved:
        of_day = known[giver].duties.get(clock.london_date(span.start), []) if giver in known else []
        for duty in [one for one in of_day if one[0] == span]:
            of_day.remove(duty)
            taken.append((taker, duty))
    for taker, duty in taken:
        if taker in known:
            known[taker].duties.setdefault(clock.london_date(duty[0].start), []).append(duty)
