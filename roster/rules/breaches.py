"""What a broken rule is: on a span of time, or on a run of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roster.values import Span


class Rule(StrEnum):
    """The rules by the names under which breaches are listed."""

    AVERAGE_WEEK = "average_week"
    CONSECUTIVE_DAYS = "consecutive_days"
    CONSECUTIVE_NIGHTS = "consecutive_nights"
    REST_GAP = "rest_gap"
    TOUR_LENGTH = "tour_length"


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
