"""Why a published cell changes: the fields that every form which may change one ends with."""

from datetime import date, datetime
from typing import Any

from wtforms import HiddenField

from roster import clock
from roster.forms.fields import Form, RadioField, TextOf, WordsField
from roster.forms.reading import read_told
from roster.models.cell_change import ChangeReason

REASONS = [
    (ChangeReason.EXIGENCY, "Exigency of duty"),
    (ChangeReason.OFFICER_REQUEST, "Officer’s request"),
    (ChangeReason.BRANCH_AGREEMENT, "Branch agreement"),
]


_WHY = ("reason", "note", "told")


class _Reason(RadioField):
    """Nothing chosen is no fault of a form that may change a draft; read_why asks for it."""

    def pre_validate(self, form: Any) -> None:
        """Refuse only what was not offered."""
        if self.data:
            super().pre_validate(form)


class ToldField(TextOf):
    """When the officer was told, as in the grid and for a call; None is now, by the notice."""

    def read(self, text: str) -> datetime:
        """A moment of the last three months."""
        return read_told(text)


class WhyForm(Form):
    """shown keeps which change its effects were shown of: another one is shown anew, and not made yet.

    The day on which the officer was told is part of it: the outcome is counted from it (RULES 5).
    """

    reason = _Reason("Why does it change?", coerce=ChangeReason)
    note = WordsField("Note", longest=200)
    told = ToldField("Told at")
    shown = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.offer([(one.value, words) for one, words in REASONS])

    def show(self, what: str) -> None:
        """From now on the effects of this very change have been shown."""
        self.shown.data = self._seen(what)

    def was_shown(self, what: str) -> bool:
        """Whether they were, as told on that day."""
        return bool(self.shown.data == self._seen(what))

    def validate(self, extra_validators: Any = None) -> bool:
        """A fault of the why alone is said by read_why: what the change means stays in sight with it."""
        return super().validate(extra_validators) or not set(self.errors) - {*_WHY}

    @property
    def told_day(self) -> date | None:
        """The day on which the officer was told before; None for today, by the notice."""
        day = clock.london_date(self.told.data) if self.told.data else None
        return day if day and day < clock.today() else None

    def _seen(self, what: str) -> str:
        """Never empty, as the field is at first: to clear a cell is a change too."""
        return f"{what or 'nothing'} {self.told_day or ''}".strip()

    def read_why(self, what: str) -> bool:
        """Whether the effects of this very change were shown, and the reason given is sound."""
        if not self.was_shown(what):
            return False
        if not self.reason.data:
            self.refuse("Choose why it changes", "reason")
        return not any(self[name].errors for name in _WHY)
