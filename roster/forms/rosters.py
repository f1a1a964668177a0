"""What the roster page is asked to show: days, teams and skill, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from roster import clock
from roster.errors import Unreadable
from roster.forms.fields import DayField
from roster.forms.reading import Unread, read_date
from roster.queries.roster_days import Days

COUNTS = (14, 28, 42, 56, 84)
COUNT = 28


@dataclass(frozen=True, slots=True)
class Asked:
    """The first Monday, how many days, which teams (none: all of mine) and which skill.

    wrong says of the fields that could not be read why; typed is the first day as it was entered, and
    the list for telephones begins on that very day.
    """

    first: date
    count: int = COUNT
    teams: tuple[int, ...] = ()
    skill: str = ""
    typed: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> Days:
        """The days to be shown."""
        return Days.starting(self.first, self.count)

    @property
    def day(self) -> date:
        """The day that was asked for, in the first week."""
        return read_date(self.typed) if self.typed.strip() and "from" not in self.wrong else self.first

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
    """The question in the address, where acting on another one would be worse than a refusal."""
    asked = read_asked(args)
    if asked.wrong:
        raise Unreadable(
            "; ".join(asked.wrong.values()),
            f"/roster?{urlencode(asked.query(), doseq=True)}",
            "Back to the roster",
        )
    return asked


def read_asked(args: MultiDict[str, str]) -> Asked:
    """The question in the address, with what is wrong with it."""
    day, typed, wrong = clock.today(), args.get("from", "")[:40], {}
    try:
        day = read_date(typed) if typed.strip() else day
    except Unread as reason:
        wrong["from"] = str(reason)
    except ValueError:
        wrong["from"] = DayField.complaint
    count = args.get("days", str(COUNT))
    if count not in map(str, COUNTS):
        wrong["days"] = "Choose how many days from the list"
    return Asked(
        first=day - timedelta(days=day.weekday()),
        count=COUNT if "days" in wrong else int(count),
        teams=tuple(dict.fromkeys(args.getlist("team", int))),
        skill=args.get("skill", "")[:40],
        typed=typed,
        wrong=wrong,
    )
