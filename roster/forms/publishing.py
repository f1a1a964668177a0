"""The form of a publish: its key, what it showed, and the reason where a rule is broken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from roster.forms.fields import Form, WordsField
from roster.forms.reading import read_date
from roster.forms.rosters import asked_of
from roster.rules.periods import Period

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which drafts: the days and teams of the grid, or one officer's of one day."""

    period: Period
    teams: tuple[int, ...]
    officer: int | None
    query: Mapping[str, Any]
    # The grid that it was chosen in.
    back: Mapping[str, Any]

    @property
    def officers(self) -> tuple[int, ...]:
        return () if self.officer is None else (self.officer,)


def selected_in(args: MultiDict[str, str]) -> Selection:
    """The selection in the address, which is the grid's; officer and day make it one cell."""
    asked = asked_of(args)
    period, officer = Period(asked.first, asked.last), args.get("officer", None, int)
    back = asked.query()
    try:
        day = read_date(args["day"]) if officer is not None and "day" in args else None
    except ValueError:
        day = None
    if day is None:
        return Selection(period, asked.teams, None, back, back)
    one_cell = {"officer": officer, "day": day.isoformat(), "team": list(asked.teams) or None}
    return Selection(Period(day, day), asked.teams, officer, one_cell, back)


class PublishForm(Form):
    """key: made with the page, so that a second click is known as the same publish; seen: its marks."""

    reason = WordsField("Reason for publishing over this", longest=400)
    key = HiddenField()
    seen = HiddenField()

    @property
    def marks(self) -> frozenset[str]:
        """Of the drafts and breaches that the page showed."""
        return frozenset((self.seen.data or "").split())

    def show(self, marks: frozenset[str]) -> None:
        """What the page shows now."""
        self.seen.data = " ".join(sorted(marks))

    def new_key(self) -> None:
        """One for this page; a key that is none of ours is not kept."""
        if not _KEY.fullmatch(self.key.data or ""):
            self.key.data = uuid4().hex
