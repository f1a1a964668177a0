"""What a broken rule is: on a span of time, or on a run of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from roster.values import Span


class Rule(StrEnum):
    """The rules by the names under which breaches are listed."""

    AVERAGE_WEEK = "average_week"
    CONSECUTIVE_DAYS = "consecutive_days"
    CONSECUTIVE_NIGHTS = "consecutive_nights"
    NIGHT_WORK = "night_work"
    REST_DAYS_APART = "rest_days_apart"
    REST_GAP = "rest_gap"
    TOUR_ADVICE = "tour_advice"
    TOUR_LENGTH = "tour_length"
    WEEKLY_REST = "weekly_rest"


class Severity(StrEnum):
    """Publishing over a breach needs a reason; advice is only said."""

    BREACH = "breach"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule is broken on a span: so many minutes were measured against the limit."""

    rule: Rule
    span: Span
    measured: int
    limit: int


@dataclass(frozen=True, slots=True)
class DaysBreach:
    """A rule is broken from a first to a last day, both included: days, nights or minutes a week."""

    rule: Rule
    first: date
    last: date
    measured: int
    limit: int


AnyBreach: TypeAlias = Breach | DaysBreach


@dataclass(frozen=True, slots=True)
class Found:
    """A broken rule as the grid draws it: on the cells of these days, by the figure's source."""

    breach: AnyBreach
    days: tuple[date, ...]
    source: str
    severity: Severity = Severity.BREACH

    @property
    def rule(self) -> Rule:
        return self.breach.rule

    @property
    def measured(self) -> int:
        return self.breach.measured

    @property
    def limit(self) -> int:
        return self.breach.limit
