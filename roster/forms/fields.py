"""The form and fields that every other form is made of: GOV.UK markup, London time, kept input."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovTextInput,
)
from werkzeug.datastructures import MultiDict
from wtforms import Field, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation

from roster.forms.reading import Unread, read_date, read_minute

Choice = tuple[Any, str]


class Form(FlaskForm):
    """A form whose refused input stays as it was typed; also over a sign-in that ran out (kept)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.kept: MultiDict[str, str] | None = None
        if not args and "formdata" not in kwargs and (kept := g.get("typed")):
            self.kept = kwargs["formdata"] = kept
        super().__init__(*args, **kwargs)

    @property
    def has_typed(self) -> bool:
        """Whether somebody filled it in, be it sent now or before signing in again."""
        return self.is_submitted() or self.kept is not None

    def refuse(self, sentence: str, field: str = "") -> None:
        """Show a service's refusal where the person can act on it."""
        if field:
            self[field].errors = [*self[field].errors, sentence]
        else:
            self.form_errors.append(sentence)


class TextOf(StringField):
    """A value read from one line of text; what was typed is what is shown again."""

    widget = GovTextInput()
    complaint = ""

    def __init__(self, label: str, *, required: str = "", **kwargs: Any) -> None:
        validators = [InputRequired(required)] if required else []
        super().__init__(label, validators, **kwargs)

    def read(self, text: str) -> Any:
        """The value that the text means; ValueError when it means none."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """How the value is first shown."""
        raise NotImplementedError

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text, and say how to write it when it cannot be read."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = self.read(valuelist[0])
        except Unread:
            raise  # its words say more
        except (ValueError, OverflowError):
            raise ValueError(self.complaint) from None


class DayField(TextOf):
    """A London date, typed in whichever way comes first to hand; back where the past is asked about."""

    complaint = "Enter a date, such as 3/12/2026, 3 Dec or Thu"

    def __init__(self, label: str, *, back: bool = False, **kwargs: Any) -> None:
        self.back = back
        super().__init__(label, **kwargs)

    def read(self, text: str) -> date:
        """A date between 2000 and 2099: beyond that it is a slip."""
        return read_date(text, back=self.back)

    def write(self, value: date) -> str:
        """3/12/2026."""
        return f"{value.day}/{value.month}/{value.year}"


class MinuteField(TextOf):
    """A London clock time, as minutes after midnight; only an end may be 24:00."""

    complaint = "Enter a time on the 24-hour clock, such as 07:00"

    def __init__(self, label: str, *, is_end: bool = False, **kwargs: Any) -> None:
        self.is_end = is_end
        super().__init__(label, **kwargs)

    def read(self, text: str) -> int:
        """Minutes after midnight."""
        return read_minute(text, is_end=self.is_end)

    def write(self, value: int) -> str:
        """07:00."""
        return f"{value // 60:02}:{value % 60:02}"


class WordsField(StringField):
    """A line of text of limited length, without the characters that databases refuse."""

    widget = GovTextInput()

    def __init__(self, label: str, *, required: str = "", longest: int = 120, **kwargs: Any) -> None:
        checks: list[Any] = [Length(max=longest, message=f"Enter {longest} characters at most"), _no_control]
        if required:
            checks.insert(0, DataRequired(required))  # a blank is nothing typed
        super().__init__(label, checks, filters=[_stripped], **kwargs)


class ChoiceField(SelectField):
    """One of a list, in a drop-down."""

    widget = GovSelect()

    def __init__(
        self, label: str, *, coerce: Callable[[Any], Any] = int, required: str = "", **kwargs: Any
    ) -> None:
        self.complaint = required or "Choose one from the list"
        super().__init__(label, coerce=_or_none(coerce), choices=[], validate_choice=False, **kwargs)

    def offer(self, choices: Sequence[Choice], empty: str = "") -> None:
        """Set what there is to choose from; empty is the words for choosing nothing."""
        self.choices = [*([("", empty)] if empty else []), *choices]

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered: a swapped id looks like any other wrong choice."""
        offered = {str(value) for value, _ in self.choices or []}
        given = "" if self.data is None else str(self.data)
        if given not in offered or (not given and self.complaint != "Choose one from the list"):
            raise StopValidation(self.complaint)


class RadioField(ChoiceField):
    """One of a short list, all in sight."""

    widget = GovRadioInput()


class TicksField(SelectMultipleField):
    """Any of a list, each with a box to tick."""

    widget = GovCheckboxesInput()

    def __init__(self, label: str, *, coerce: Callable[[Any], Any] = int, **kwargs: Any) -> None:
        super().__init__(label, coerce=coerce, choices=[], **kwargs)


class CountField(IntegerField):
    """A whole number within limits."""

    widget = GovTextInput()

    def __init__(self, label: str, *, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, and say its limits when it is none of them."""
        try:
            self.data = int(valuelist[0])
        except (IndexError, ValueError):
            self.data = None  # type: ignore[assignment]  # as WTForms itself does
            raise ValueError(self._complaint()) from None

    def pre_validate(self, form: Any) -> None:
        """Keep to the limits."""
        if self.data is not None and not self.least <= self.data <= self.most:
            raise StopValidation(self._complaint())

    def _complaint(self) -> str:
        return f"Enter a whole number from {self.least} to {self.most}"


def _stripped(text: str | None) -> str:
    return " ".join((text or "").split())


def _no_control(_form: Any, field: Field) -> None:
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in field.data or ""):
        raise StopValidation("Remove the characters that cannot be printed")


def _or_none(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value is None or value == "":
            return None
        try:
            return coerce(value)
        except (TypeError, ValueError):
            return value

    return read
