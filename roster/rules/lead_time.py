"""How long before its start a roster is published, and how much time it covers (RULES 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from roster.rules.figures import PUBLISHED_MONTHS_AHEAD, ROSTER_COVERS_MONTHS, in_force


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Days: how late the period is published, and how many of the days to be covered are missing."""

    publish_by: date
    late: int
    cover_to: date
    missing: int
    publish_source: str
    cover_source: str


def lead_time(first: date, published_to: date, today: date) -> LeadTime:
    """Of a period that starts on the first day and is published today; 0 where the rule is kept."""
    ahead, covers = in_force(PUBLISHED_MONTHS_AHEAD, today), in_force(ROSTER_COVERS_MONTHS, today)
    publish_by = months_from(first, -ahead.value)
    cover_to = months_from(first, covers.value) - timedelta(days=1)
    return LeadTime(
        publish_by,
        max(0, (today - publish_by).days),
        cover_to,
        max(0, (cover_to - published_to).days),
        ahead.source,
        covers.source,
    )


def months_from(day: date, months: int) -> date:
    """The same day so many months on or back; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))
