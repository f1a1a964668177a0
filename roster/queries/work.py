"""What officers work over a stretch of days, and on which days they rest: one statement for all."""

from collections.abc import Collection
from datetime import date

from roster.extensions import db
from roster.models.columns import DAY_SECONDS
from roster.queries.engines import fitted, listed
from roster.rules.findings import Worked
from roster.rules.london import cell_day
from roster.rules.periods import Period
from roster.rules.rule_sets import RuleSet, rules_for
from roster.values import Span

# Work is every duty of any kind, drafts too, and every confirmed abstraction (RULES 6).
_WORK = """
WITH o(id) AS LIST(:officers)
SELECT f.id, 0 AS layer, 0 AS starts_at, 0 AS ends_at, f.employment, f.rank
FROM o EACH officer AS f ON f.id = o.id PINNED
UNION ALL
SELECT d.officer_id, 1, d.starts_at, d.ends_at, '', ''
FROM o EACH duty AS d ON d.officer_id = o.id AND d.starts_at > :before AND d.starts_at < :ends PINNED
UNION ALL
SELECT a.officer_id, 1, a.starts_at, a.ends_at, '', ''
FROM o EACH abstraction AS a ON a.officer_id = o.id AND a.starts_at > :before AND a.starts_at < :ends
  AND a.status IN ('confirmed', 'ended_early') PINNED
UNION ALL
SELECT r.officer_id, 2, r.day, r.day, '', ''
FROM o EACH rest_day AS r ON r.officer_id = o.id AND r.day >= :starts AND r.day < :ends
  AND r.kind = 'rest_day' PINNED
"""


def work_of(officer_ids: Collection[int], period: Period) -> dict[int, Worked]:
    """By officer, the work that reaches into the period, the rest days in it, and whose rules hold."""
    span = period.span
    bound = {
        "officers": listed(officer_ids),
        # Nothing lasts longer than a day: work that began before this has ended.
        "before": span.start - DAY_SECONDS,
        "starts": span.start,
        "ends": span.end,
    }
    rules: dict[int, RuleSet] = {}
    work: dict[int, list[Span]] = {officer_id: [] for officer_id in officer_ids}
    rest_days: dict[int, set[date]] = {officer_id: set() for officer_id in officer_ids}
    for officer_id, layer, starts, ends, employment, rank in db.session.execute(fitted(_WORK), bound):
        if layer == 0:
            rules[officer_id] = rules_for(employment, rank)
        elif layer == 1:
            work[officer_id].append(Span(starts, ends))
        else:
            rest_days[officer_id].add(cell_day(starts))
    return {
        officer_id: Worked(work[officer_id], frozenset(rest_days[officer_id]), found)
        for officer_id, found in rules.items()
    }
