"""What the roster page is asked to show: days, teams and skill, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from roster import clock
from roster.forms.fields import read_date
from roster.queries.roster_days import Days

COUNTS = (14, 28, 42, 56, 84)
COUNT = 28


@dataclass(frozen=True, slots=True)
class Asked:
    """The first Monday, how many days, which teams (none: all of mine) and which skill."""

    first: date
    count: int = COUNT
    teams: tuple[int, ...] = ()
    skill: str = ""

    @property
    def days(self) -> Days:
        """The days to be shown."""
        return Days.starting(self.first, self.count)

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.first + timedelta(days=self.count - 1)

    def query(self, step: int = 0, **others: Any) -> Mapping[str, Any]:
        """The same question for an address; step moves it by whole periods."""
        asked = {
            "from": (self.first + timedelta(days=step * self.count)).isoformat(),
            "days": self.count if self.count != COUNT else None,
            "team": list(self.teams) or None,
            "skill": self.skill or None,
            **others,
        }
        return {key: value for key, value in asked.items() if value is not None}


def asked_of(args: MultiDict[str, str]) -> Asked:
    """The question in the address; what cannot be read there is as if it were not asked."""
    count = args.get("days", COUNT, int)
    return Asked(
        first=_monday(args.get("from", "")),
        count=count if count in COUNTS else COUNT,
        teams=tuple(dict.fromkeys(args.getlist("team", int))),
        skill=args.get("skill", "")[:40],
    )


def _monday(text: str) -> date:
    try:
        day = read_date(text) if text else clock.today()
    except ValueError:
        day = clock.today()
    if not 2000 <= day.year <= 2099:
        day = clock.today()
    return day - timedelta(days=day.weekday())
