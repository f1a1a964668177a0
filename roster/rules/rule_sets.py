"""Which figures of working time hold for whom, by employment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roster.rules import figures
from roster.rules.breaches import Rule
from roster.rules.figures import Figure, in_force


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The figures of working time for one type of employment, each with its dates."""

    daily_rest_minutes: Sequence[Figure] = figures.DAILY_REST_MINUTES
    longest_tour_minutes: Sequence[Figure] = figures.LONGEST_TOUR_MINUTES
    advised_tour_minutes: Sequence[Figure] = figures.ADVISED_TOUR_MINUTES
    consecutive_days: Sequence[Figure] = figures.CONSECUTIVE_DAYS
    consecutive_nights: Sequence[Figure] = figures.CONSECUTIVE_NIGHTS
    night_tour_minutes: Sequence[Figure] = figures.NIGHT_TOUR_MINUTES
    average_week_minutes: Sequence[Figure] = figures.AVERAGE_WEEK_MINUTES
    night_work_minutes: Sequence[Figure] = figures.NIGHT_WORK_MINUTES
    weekly_rest_minutes: Sequence[Figure] = figures.WEEKLY_REST_MINUTES
    rest_day_interval_days: Sequence[Figure] = figures.REST_DAY_INTERVAL_DAYS

    def figure(self, rule: Rule, day: date) -> Figure:
        """The figure that the rule measures against on the day, with its source."""
        return in_force(getattr(self, _MEASURED_BY[rule]), day)


_MEASURED_BY: Mapping[Rule, str] = {
    Rule.AVERAGE_WEEK: "average_week_minutes",
    Rule.CONSECUTIVE_DAYS: "consecutive_days",
    Rule.CONSECUTIVE_NIGHTS: "consecutive_nights",
    Rule.NIGHT_WORK: "night_work_minutes",
    Rule.REST_DAYS_APART: "rest_day_interval_days",
    Rule.REST_GAP: "daily_rest_minutes",
    Rule.TOUR_ADVICE: "advised_tour_minutes",
    Rule.TOUR_LENGTH: "longest_tour_minutes",
    Rule.WEEKLY_REST: "weekly_rest_minutes",
}

OFFICER_RULES = RuleSet()
PCSO_RULES = RuleSet(consecutive_days=figures.PCSO_CONSECUTIVE_DAYS)


def rules_for(employment: str, rank: str = "") -> RuleSet:
    """PCSOs are staff, with rules of their own; special constables follow officers."""
    return PCSO_RULES if rank == "PCSO" or employment == "police_staff" else OFFICER_RULES
