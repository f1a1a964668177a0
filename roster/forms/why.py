"""Why a published cell changes: the fields that every form which may change one ends with."""

from datetime import date, datetime
from typing import Any

from wtforms import HiddenField

from roster import clock
from roster.forms.fields import DayField, Form, MinuteField, RadioField, WordsField
from roster.models.cell_change import ChangeReason
from roster.rules.notice import LONGEST_AGO

REASONS = [
    (ChangeReason.EXIGENCY, "Exigency of duty"),
    (ChangeReason.OFFICER_REQUEST, "Officer’s request"),
    (ChangeReason.BRANCH_AGREEMENT, "Branch agreement"),
]


class _Reason(RadioField):
    """Nothing chosen is no fault of a form that may change a draft; read_why asks for it."""

    def pre_validate(self, form: Any) -> None:
        """Refuse only what was not offered."""
        if self.data:
            super().pre_validate(form)


class WhyForm(Form):
    """shown keeps which change its effects were shown of: another one is shown anew, and not made yet.

    The day on which the officer was told is part of it: the outcome is counted from it (RULES 5).
    """

    reason = _Reason("Why does it change?", coerce=ChangeReason)
    note = WordsField("Note", longest=200)
    told_on = DayField("Told on", back=True)
    told_at = MinuteField("At")
    shown = HiddenField()
    told: datetime | None = None  # once it was read; None is now, by the notice

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.offer([(one.value, words) for one, words in REASONS])

    def show(self, what: str) -> None:
        """From now on the effects of this very change have been shown."""
        self.shown.data = self._seen(what)

    def was_shown(self, what: str) -> bool:
        """Whether they were, as told on that day."""
        return bool(self.shown.data) and self.shown.data == self._seen(what)

    @property
    def told_day(self) -> date | None:
        """The day on which the officer was told before; None for today, by the notice."""
        day = self.told_on.data
        return day if day and day < clock.today() else None

    def _seen(self, what: str) -> str:
        return f"{what} {self.told_day or ''}".strip()

    def read_why(self, what: str) -> bool:
        """Whether the effects of this very change were shown, and the reason given is sound."""
        if not self.was_shown(what):
            return False
        if not self.reason.data:
            self.refuse("Choose why it changes", "reason")
        elif self._read_told():
            return True
        return False

    def _read_told(self) -> bool:
        day, minute = self.told_on.data, self.told_at.data
        if day is None and minute is None:
            return True
        if day is None or minute is None:
            self.refuse("Enter both the day and the time, or neither", "told_on")
            return False
        try:
            self.told = clock.wall_span(day, minute, minute + 1).starts_at
        except ValueError:  # the last minute of the day, and the hour that is skipped
            self.told = clock.midnight(day)
        if self.told > clock.now():
            self.refuse("The officer cannot have been told after now", "told_on")
        elif self.told < clock.now() - LONGEST_AGO:
            self.refuse("That is more than three months ago: enter when the officer was told", "told_on")
        else:
            return True
        return False
