"""Which rules of working time are broken in a period, drafts and abstractions included."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from roster.queries.work import work_of
from roster.rules.breaches import Found
from roster.rules.findings import Worked, findings_of, parted, reach, rest_findings_of, rest_reach
from roster.rules.periods import Period


def breaches_in(officer_ids: Collection[int], first: date, last: date) -> dict[int, list[Found]]:
    """By officer, what is drawn on the cells from first to last, both included; one statement.

    Officers without a breach are not in it.
    """
    period = Period(first, last)
    worked = work_of(officer_ids, reach(period))
    found = {officer_id: findings_of(one, period) for officer_id, one in worked.items()}
    return {officer_id: breaches for officer_id, breaches in found.items() if breaches}


def rest_breaches_in(officer_ids: Collection[int], period: Period) -> dict[int, list[Found]]:
    """The same without advice and 17-week averages, of a quarter of the rows; one statement."""
    worked = work_of(officer_ids, rest_reach(period))
    found = {officer_id: rest_findings_of(one, period) for officer_id, one in worked.items()}
    return {officer_id: breaches for officer_id, breaches in found.items() if breaches}


@dataclass(frozen=True, slots=True)
class Parted:
    """One officer's broken rules: those that drafts break or make worse, and those broken without them."""

    due: list[Found]
    others: list[Found]


def breaches_parted(drafts: Mapping[int, Worked], first: date, last: date) -> dict[int, Parted]:
    """The same of these officers, by whether their drafts are the cause."""
    period = Period(first, last)
    worked = work_of(drafts, reach(period))
    found = {one: Parted(*parted(work, drafts[one], period)) for one, work in worked.items()}
    return {one: breaches for one, breaches in found.items() if breaches.due or breaches.others}
