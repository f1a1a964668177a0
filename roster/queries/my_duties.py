"""One officer's own weeks: what was, what is next and with whom, in four statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from roster import clock
from roster.extensions import db
from roster.queries.engines import fitted
from roster.queries.roster_days import DUTY, TAKING, Days, Mark
from roster.rules.minutes import Shift, Taking, Worked, minutes, taken_parts
from roster.values import Span, intersect, subtract

# Published and confirmed only: a draft is nobody's duty yet. An abstraction's kind is who asked for it.
_MARKS = """
SELECT 0, d.officer_id, d.starts_at, d.ends_at, coalesce(t.code, ''), coalesce(t.name, ''), d.state, d.kind,
  coalesce(t.colour, '')
FROM duty AS d LEFT JOIN shift_template AS t ON t.id = d.shift_template_id
WHERE d.officer_id = :officer AND d.starts_at > :starts - 86400 AND d.starts_at < :ends
  AND d.ends_at > :starts AND d.state = 'published'
UNION ALL
SELECT 1, a.officer_id, a.starts_at, a.ends_at, c.letters, c.name, a.status, a.requested_by, ''
FROM abstraction AS a JOIN abstraction_category AS c ON c.id = a.category_id
WHERE a.officer_id = :officer AND a.starts_at > :starts - 86400 AND a.starts_at < :ends + 86400
  AND a.ends_at > :starts AND a.status IN ('confirmed', 'ended_early')
UNION ALL
SELECT 2, h.officer_id, h.starts_at, h.ends_at, '', '', h.status, h.kind, ''
FROM absence AS h
WHERE h.officer_id = :officer AND h.ends_at > :starts AND h.starts_at < :ends
  AND h.status IN ('requested', 'approved')
UNION ALL
SELECT 3, r.officer_id, r.day, r.day + 86400, '', '', r.state, r.kind, ''
FROM rest_day AS r
WHERE r.officer_id = :officer AND r.day >= :starts AND r.day < :ends AND r.state = 'published'
ORDER BY 1, 3
"""

_COLUMNS = ("layer", "officer_id", "start", "end", "code", "name", "state", "kind", "colour")

_NAMED = """
SELECT s.id, s.starts_at, s.ends_at, s.title, v.name, t.name
FROM naming AS n
EACH contact_session AS s ON
  s.id = n.contact_session_id AND s.starts_at > :starts - 86400 AND s.starts_at < :ends
  AND s.ends_at > :starts AND s.status = 'planned' PINNED
JOIN venue AS v ON v.id = s.venue_id
JOIN team AS t ON t.id = s.team_id
WHERE n.officer_id = :officer
ORDER BY s.starts_at, s.id
"""

_WITH = """
WITH home AS MATERIALIZED (
  SELECT p.team_id, t.name FROM posting AS p JOIN team AS t ON t.id = p.team_id
  WHERE p.officer_id = :officer AND p.first_day <= :starts AND p.last_day > :starts),
mate AS MATERIALIZED (
  SELECT DISTINCT p.officer_id, o.rank || ' ' || o.last_name AS name FROM home
  EACH posting AS p ON p.team_id = home.team_id AND p.last_day > :starts AND p.first_day < :ends PINNED
  JOIN officer AS o ON o.id = p.officer_id WHERE p.officer_id <> :officer)
SELECT -1, 0, name, 0, 0 FROM home
UNION ALL
SELECT 0, m.officer_id, m.name, d.starts_at, d.ends_at FROM mate AS m
EACH duty AS d ON d.officer_id = m.officer_id AND d.starts_at > :starts - 86400
  AND d.starts_at < :ends AND d.ends_at > :starts AND d.kind = 'ward' AND d.state = 'published' PINNED
UNION ALL
SELECT 1, m.officer_id, m.name, a.starts_at, a.ends_at FROM mate AS m
EACH abstraction AS a ON a.officer_id = m.officer_id AND a.starts_at > :starts - 86400
  AND a.starts_at < :ends AND a.ends_at > :starts AND a.status IN ('confirmed', 'ended_early') PINNED
UNION ALL
SELECT 1, m.officer_id, m.name, h.starts_at, h.ends_at FROM mate AS m
EACH absence AS h ON h.officer_id = m.officer_id
  AND h.ends_at > :starts AND h.starts_at < :ends AND h.status = 'approved' PINNED
ORDER BY 1, 3, 2
"""


class Named(NamedTuple):
    """A planned contact session that the officer is named on."""

    id: int
    start: int
    end: int
    title: str
    venue: str
    team: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Mate(NamedTuple):
    """A colleague of the ward team, and when we are on together."""

    name: str
    together: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """An abstraction of the past weeks: its minutes, and how many of them were ward duty."""

    mark: Mark
    span: Span
    minutes: int
    ward_minutes: int


@dataclass(frozen=True, slots=True)
class MyWeeks:
    """What is known of the officer's time, before today and from today on."""

    before: Days
    ahead: Days
    marks: tuple[Mark, ...]
    named: tuple[Named, ...]

    def losses(self) -> list[Loss]:
        """What was taken until now, the latest first."""
        until = Span(self.before.span.start, int(clock.now().timestamp()))
        takings = [mark for mark in self.marks if mark.layer == TAKING]
        parts = taken_parts(_worked(self.marks, takings), until)
        found = [
            Loss(takings[part.taking.id], part.span, minutes([part.span]) - part.absent, part.lost)
            for part in parts
        ]
        return found[::-1]


def weeks_of(officer_id: int, before: Days, ahead: Days) -> MyWeeks:
    """The officer's own time over those days, and the contact sessions to go to."""
    bound = {"officer": officer_id, "starts": before.span.start, "ends": ahead.span.end}
    now = int(clock.now().timestamp())
    rows = db.session.execute(fitted(_MARKS), bound)
    marks = [Mark(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]
    named = db.session.execute(fitted(_NAMED), {**bound, "starts": now})
    return MyWeeks(before, ahead, tuple(marks), tuple(Named._make(row) for row in named))


def on_with(officer_id: int, span: Span) -> tuple[str, list[Mate]]:
    """The ward team the officer is posted to when the span begins, and who of it is on then."""
    bound = {"officer": officer_id, "starts": span.start, "ends": span.end}
    team = ""
    on: dict[tuple[str, int], list[Span]] = {}
    away: dict[tuple[str, int], list[Span]] = {}
    for layer, mate, name, start, end in db.session.execute(fitted(_WITH), bound):
        if layer < 0:
            team = name
        else:
            (away if layer else on).setdefault((name, mate), []).append(Span(start, end))
    together = {who: subtract(intersect(spans, [span]), away.get(who, ())) for who, spans in on.items()}
    return team, [Mate(name, tuple(spans)) for (name, _), spans in together.items() if spans]


def _worked(marks: Iterable[Mark], takings: list[Mark]) -> Worked:
    """As the rule of minutes reads it; a taking's id is its place in the list."""
    known = list(marks)
    shifts = [Shift(0, Span(m.start, m.end), m.kind == "ward") for m in known if m.layer == DUTY]
    away = [Span(m.start, m.end) for m in known if m.layer > TAKING and m.state == "approved"]
    return Worked(shifts, [Taking(place, Span(m.start, m.end), 0) for place, m in enumerate(takings)], away)
