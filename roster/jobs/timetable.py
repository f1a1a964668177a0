"""Every job and its hour."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from roster.jobs.cover import judge_cover
from roster.queries.accounts import JUDGING
from roster.services.sweeping import sweep_sign_in_attempts


@dataclass(frozen=True, slots=True)
class Job:
    """What runs when: a trigger of APScheduler's and its fields, in UTC."""

    name: str
    work: Callable[[], dict[str, int] | None]
    trigger: str
    fields: dict[str, Any] = field(default_factory=dict)
    at_start: bool = False


# Every so many seconds; the terminal can ask for it at once.
JUDGE = Job(JUDGING, judge_cover, "interval", at_start=True)


def timetable(judge_every_seconds: int) -> list[Job]:
    """The jobs; never one at 01:00-02:00 London, which a year has once twice and once not at all."""
    return [
        replace(JUDGE, fields={"seconds": judge_every_seconds}),
        # 04:30 in winter, 05:30 in summer.
        Job("sweep_sign_in_attempts", sweep_sign_in_attempts, "cron", {"hour": 4, "minute": 30}),
    ]
