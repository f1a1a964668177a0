"""Every rule of working time at once: one officer's work in, all breaches out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from roster.rules.breaches import Breach, DaysBreach
from roster.rules.figures import OFFICER_RULES, RuleSet
from roster.rules.hours import average_weeks, consecutive_days, consecutive_nights
from roster.rules.periods import Period
from roster.rules.rest import long_tours, rest_gaps
from roster.values import Span

AnyBreach: TypeAlias = Breach | DaysBreach


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
