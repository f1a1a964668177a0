"""What is new for whom: the drafts of a period, officer by officer, beside what is published there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from roster.extensions import db
from roster.models.cell_change import CellChange
from roster.models.duty import DutyKind, RestKind
from roster.queries.cell_values import REST_WORDS, shift_words
from roster.queries.engines import fitted, listed
from roster.queries.seen import DUTY, REST_DAY, draft_mark
from roster.rules.findings import Worked
from roster.rules.london import cell_day
from roster.rules.periods import Period
from roster.values import Span

# Layer 0 a duty, 1 a rest day; what is published only where it may stand beside a draft.
_ROSTERED = """
WITH w(id) AS LIST(:teams),
who AS MATERIALIZED (
  SELECT p.team_id, p.officer_id, p.first_day, p.last_day FROM w EACH posting AS p ON
    p.team_id = w.id AND p.last_day > :starts AND p.first_day < :ends PINNED)
SELECT who.team_id, who.officer_id, 0 AS layer, d.id, d.version, d.starts_at, d.ends_at, d.state, d.kind,
  COALESCE(t.name, '') AS shift
FROM who EACH duty AS d ON d.officer_id = who.officer_id AND d.starts_at >= :starts
  AND d.starts_at < :ends AND d.starts_at >= who.first_day AND d.starts_at < who.last_day PINNED
LEFT JOIN shift_template t ON t.id = d.shift_template_id
UNION ALL
SELECT who.team_id, who.officer_id, 1, r.id, r.version, r.day, r.day, r.state, r.kind, ''
FROM who EACH rest_day AS r ON r.officer_id = who.officer_id AND r.day >= :starts AND r.day < :ends
  AND r.day >= who.first_day AND r.day < who.last_day PINNED
ORDER BY 6, 3
"""

_NAMES = """
WITH w(id) AS LIST(:teams)
SELECT DISTINCT t.id AS team_id, t.name AS team, o.id, o.rank, o.first_name, o.last_name
FROM w EACH posting AS p ON p.team_id = w.id AND p.last_day > :starts AND p.first_day < :ends PINNED
JOIN team t ON t.id = p.team_id JOIN officer o ON o.id = p.officer_id
ORDER BY t.name, t.id, o.last_name, o.first_name, o.id
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A duty or a rest day that is not published; span is None for a rest day.

    mark: by which it is known again. beside: what is published on that day already, in words;
    instead_of: what was, and was removed.
    """

    day: date
    words: str
    span: Span | None
    is_ward: bool
    mark: str
    beside: str = ""
    instead_of: str = ""


@dataclass(slots=True)
class Newly:
    """What one officer gets in one team."""

    officer_id: int
    officer: str
    team_id: int
    team: str
    drafts: list[Draft] = field(default_factory=list)

    @property
    def duties(self) -> list[Span]:
        return [one.span for one in self.drafts if one.span]

    @property
    def rest_days(self) -> frozenset[date]:
        return frozenset(one.day for one in self.drafts if not one.span)

    @property
    def days(self) -> list[date]:
        """The days that hold a draft, in order."""
        return [one.day for one in self.drafts]

    @property
    def changes(self) -> list[Draft]:
        """Those of days for which the officer knows something else."""
        return [one for one in self.drafts if one.beside or one.instead_of]

    def to_see(self, fresh: Collection[str]) -> list[Draft]:
        """Those, and drafts with one of these marks."""
        return [one for one in self.drafts if one.beside or one.instead_of or one.mark in fresh]

    @property
    def minutes(self) -> int:
        return sum(span.minutes for span in self.duties)


def newly_of(team_ids: Collection[int], period: Period, officer_ids: Collection[int] = ()) -> list[Newly]:
    """In the order of teams and names, in three statements; of these officers only, where some are named."""
    bound = {"teams": listed(team_ids), "starts": period.span.start, "ends": period.span.end}
    rows = [row for row in db.session.execute(fitted(_ROSTERED), bound) if _is_asked(row, officer_ids)]
    people = {
        (row.team_id, row.id): Newly(
            row.id, f"{row.rank} {row.first_name} {row.last_name}", row.team_id, row.team
        )
        for row in db.session.execute(fitted(_NAMES), bound)
    }
    drafts = [row for row in rows if row.state == "draft"]
    published, removed = _published(rows), _removed({row.officer_id for row in drafts}, period)
    for row in drafts:
        key = row.officer_id, cell_day(row.starts_at)
        stands = " and ".join(published.get(key, ()))
        draft = _draft(row, stands, "" if stands else removed.get(key, ""))
        people[row.team_id, row.officer_id].drafts.append(draft)
    return [one for one in people.values() if one.drafts]


def days_of(newly: Iterable[Newly]) -> dict[int, set[date]]:
    """By team, the days that hold a draft."""
    found: dict[int, set[date]] = {}
    for one in newly:
        found.setdefault(one.team_id, set()).update(one.days)
    return found


def drafted(newly: Iterable[Newly]) -> dict[int, Worked]:
    """By officer, what the drafts are to the rules; somebody may have them in two teams."""
    work: dict[int, list[Span]] = {}
    rest: dict[int, set[date]] = {}
    for one in newly:
        work.setdefault(one.officer_id, []).extend(one.duties)
        rest.setdefault(one.officer_id, set()).update(one.rest_days)
    return {officer_id: Worked(work[officer_id], frozenset(rest[officer_id])) for officer_id in work}


def _draft(row: Any, beside: str, instead_of: str) -> Draft:
    span = None if row.layer else Span(row.starts_at, row.ends_at)
    is_ward = row.kind == DutyKind.WARD
    day = cell_day(row.starts_at)
    mark = draft_mark(REST_DAY if row.layer else DUTY, row.id, row.version, (row.officer_id, day))
    return Draft(day, _words(row), span, is_ward, mark, beside, instead_of)


def _is_asked(row: Any, officer_ids: Collection[int]) -> bool:
    return not officer_ids or row.officer_id in officer_ids


def _removed(officer_ids: Collection[int], period: Period) -> dict[tuple[int, date], str]:
    """What was published last and then removed, by officer and day."""
    asked = select(CellChange.officer_id, CellChange.day, CellChange.before).where(
        CellChange.officer_id.in_(officer_ids),
        CellChange.day >= period.first,
        CellChange.day <= period.last,
        CellChange.published,
        CellChange.after == "",
    )
    rows = db.session.execute(asked.order_by(CellChange.id))
    return {(officer_id, day): before for officer_id, day, before in rows}


def _published(rows: Iterable[Any]) -> dict[tuple[int, date], list[str]]:
    """What stands published, by officer and day."""
    found: dict[tuple[int, date], list[str]] = {}
    for row in rows:
        if row.state != "draft":
            day = cell_day(row.starts_at)
            found.setdefault((row.officer_id, day), []).append(_words(row))
    return found


def _words(row: Any) -> str:
    """Early 07:00–15:00; rest day."""
    if row.layer:
        return REST_WORDS[RestKind(row.kind)]
    return shift_words(row.shift, DutyKind(row.kind), Span(row.starts_at, row.ends_at))
