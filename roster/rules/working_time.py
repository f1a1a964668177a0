"""Every rule of working time at once: one officer's work in, all breaches out."""

from __future__ import annotations

from collections.abc import Iterable

from roster.rules.averages import average_weeks
from roster.rules.breaches import AnyBreach
from roster.rules.hours import consecutive_days, consecutive_nights
from roster.rules.periods import Period
from roster.rules.rest import long_tours, rest_gaps
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.values import Span


def breaches_of(work: Iterable[Span], period: Period, rules: RuleSet = OFFICER_RULES) -> list[AnyBreach]:
    """Sorted by rule and start. The period bounds the average weeks only: rest knows no period."""
    spans = list(work)
    return [
        *average_weeks(spans, period, rules),
        *consecutive_days(spans, rules),
        *consecutive_nights(spans, rules),
        *rest_gaps(spans, rules),
        *long_tours(spans, rules),
    ]
