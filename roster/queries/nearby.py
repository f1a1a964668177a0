"""An officer's time round a span, and the time of the officer's team during it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roster import clock
from roster.extensions import db
from roster.queries.engines import fitted
from roster.queries.losses import left_bare, on_the_ward
from roster.values import Span, intersect, total_minutes

# Rest is looked for this far: what lies beyond is rest enough under every rule.
FAR_SECONDS = 4 * 86_400


@dataclass(frozen=True, slots=True)
class DutyTaken:
    """A duty that the span takes, or takes part of."""

    word: str
    kind: str
    is_draft: bool
    span: Span
    taken_minutes: int


@dataclass(frozen=True, slots=True)
class Already:
    """An abstraction or an absence that already takes the officer during the span."""

    id: int
    word: str
    span: Span


# Every branch: what, whose, which row or team, start, end, a word, and a second word.
_AROUND = """
WITH mine AS MATERIALIZED (
  SELECT team_id, first_day, last_day FROM posting
  WHERE officer_id = :officer AND first_day < :ends AND last_day > :starts),
mate AS MATERIALIZED (
  SELECT p.officer_id, p.team_id, p.first_day, p.last_day FROM mine AS m
  EACH posting AS p ON p.team_id = m.team_id AND p.officer_id <> :officer
    AND p.last_day > :starts AND p.first_day < :ends PINNED)
SELECT 'team', 0, m.team_id, m.first_day, m.last_day, t.name, '' FROM mine AS m
JOIN team AS t ON t.id = m.team_id
UNION ALL SELECT 'posted', officer_id, team_id, first_day, last_day, '', '' FROM mate
UNION ALL SELECT 'mate on', d.officer_id, d.id, d.starts_at, d.ends_at, '', '' FROM mate AS w
EACH duty AS d ON d.officer_id = w.officer_id AND d.starts_at > :starts - 86400
  AND d.starts_at < :ends AND d.ends_at > :starts AND d.kind = 'ward' AND d.state = 'published' PINNED
UNION ALL SELECT 'mate off', a.officer_id, a.id, a.starts_at, a.ends_at, '', '' FROM mate AS w
EACH abstraction AS a ON a.officer_id = w.officer_id AND a.starts_at > :starts - 86400
  AND a.starts_at < :ends AND a.ends_at > :starts AND a.status IN ('confirmed', 'ended_early') PINNED
UNION ALL SELECT 'mate off', b.officer_id, b.id, b.starts_at, b.ends_at, '', '' FROM mate AS w
EACH absence AS b ON b.officer_id = w.officer_id AND b.ends_at > :starts
  AND b.starts_at < :ends AND b.status = 'approved' PINNED
UNION ALL SELECT 'duty', officer_id, d.id, starts_at, ends_at, COALESCE(t.name, ''), d.kind || ' ' || d.state
FROM duty AS d LEFT JOIN shift_template AS t ON t.id = d.shift_template_id
WHERE officer_id = :officer AND starts_at > :starts - :far AND starts_at < :ends + :far
UNION ALL SELECT 'abstraction', officer_id, a.id, starts_at, ends_at, c.name, ''
FROM abstraction AS a JOIN abstraction_category AS c ON c.id = a.category_id
WHERE officer_id = :officer AND starts_at > :starts - :far AND starts_at < :ends + :far
  AND status IN ('confirmed', 'ended_early')
UNION ALL SELECT 'absence', officer_id, id, starts_at, ends_at, kind, '' FROM absence
WHERE officer_id = :officer AND ends_at > :starts AND starts_at < :ends AND status = 'approved'
UNION ALL SELECT 'rest day', officer_id, id, day, day, kind, '' FROM rest_day
WHERE officer_id = :officer AND day > :starts - :far AND day < :ends AND state = 'published'
UNION ALL SELECT 'holiday', 0, id, day, day, name, '' FROM public_holiday
WHERE day > :starts - 172800 AND day <= :starts
UNION ALL SELECT 'skill', officer_id, id, first_day, last_day, '', '' FROM skill_grant
WHERE officer_id = :officer AND skill_id = :skill AND NOT suspended
  AND first_day <= :starts AND last_day > :starts
"""


@dataclass(slots=True)
class Near:
    """The officer's own time round the span, and that of the team during it."""

    duties: list[tuple[Span, str, str, str]] = field(default_factory=list)
    abstractions: list[Already] = field(default_factory=list)
    absences: list[Already] = field(default_factory=list)
    rest_days: list[tuple[date, str]] = field(default_factory=list)
    holidays: dict[date, str] = field(default_factory=dict)
    teams: list[tuple[int, str, Span]] = field(default_factory=list)
    # By officer: postings with their team, ward duty, and what takes them from it.
    posted: dict[int, list[tuple[int, Span]]] = field(default_factory=dict)
    on: dict[int, list[Span]] = field(default_factory=dict)
    off: dict[int, list[Span]] = field(default_factory=dict)
    holds_skill: bool = False

    @property
    def dates_taken(self) -> set[date]:
        """The duty dates of the abstractions that stand."""
        return {clock.force_day(one.span.start) for one in self.abstractions}

    @property
    def ward_duties(self) -> list[Span]:
        return [span for span, _, kind, state in self.duties if (kind, state) == ("ward", "published")]

    def team_at(self, instant: int) -> int | None:
        """The ward team to which the officer is posted at that instant."""
        return next((team for team, _, posted in self.teams if posted.covers(instant)), None)

    def duties_taken(self, span: Span) -> Iterable[DutyTaken]:
        """Each duty that the span overlaps, in order."""
        for duty, word, kind, state in sorted(self.duties):
            taken = total_minutes(intersect([duty], [span]))
            if taken:
                yield DutyTaken(word, kind, state == "draft", duty, taken)

    def holiday_taken(self, span: Span) -> str:
        """The name of the public holiday that becomes duty; "" where it is none, or was duty before."""
        duty_date = clock.force_day(span.start)
        published = [duty for duty, _, _, state in self.duties if state == "published"]
        worked = {clock.force_day(duty.start) for duty in published} | self.dates_taken
        return "" if duty_date in worked else self.holidays.get(duty_date, "")

    def bare(self, span: Span) -> Iterable[tuple[str, tuple[Span, ...]]]:
        """By ward, the spans on which it is left without anyone."""
        away = [one.span for one in (*self.absences, *self.abstractions)]
        for team_id, name, mine in self.teams:
            own = on_the_ward(self.ward_duties, away, [mine])
            spans = left_bare(span, own, self._others(team_id))
            if spans:
                yield name, tuple(spans)

    def _others(self, team_id: int) -> list[Span]:
        found: list[Span] = []
        for officer_id, postings in self.posted.items():
            posted = [posting for team, posting in postings if team == team_id]
            found += on_the_ward(self.on.get(officer_id, ()), self.off.get(officer_id, ()), posted)
        return found

    def take(self, what: str, row: tuple[Any, ...]) -> None:
        """Put one row of the statement where it belongs."""
        officer_id, row_id, start, end, word, second = row
        if what == "rest day":
            self.rest_days.append((clock.london_date(start), word))
        elif what == "holiday":
            self.holidays[clock.london_date(start)] = word
        elif what == "skill":
            self.holds_skill = True
        elif what == "duty":
            self.duties.append((Span(start, end), word, *second.split(" ")))
        elif what in ("abstraction", "absence"):
            already = self.abstractions if what == "abstraction" else self.absences
            already.append(Already(row_id, word, Span(start, end)))
        else:
            self._take_of_team(what, officer_id, row_id, Span(start, end), word)

    def _take_of_team(self, what: str, officer_id: int, team_id: int, span: Span, word: str) -> None:
        if what == "team":
            self.teams.append((team_id, word, span))
        elif what == "posted":
            self.posted.setdefault(officer_id, []).append((team_id, span))
        else:
            stretches = self.on if what == "mate on" else self.off
            stretches.setdefault(officer_id, []).append(span)


def nearby(officer_id: int, span: Span, skill_id: int | None = None) -> Near:
    """Read it in one statement."""
    asked = {
        "officer": officer_id,
        "starts": span.start,
        "ends": span.end,
        "skill": skill_id or 0,
        "far": FAR_SECONDS,
    }
    near = Near()
    for what, *row in db.session.execute(fitted(_AROUND), asked):
        near.take(what, tuple(row))
    return near
