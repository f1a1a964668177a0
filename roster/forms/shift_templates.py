"""The form for a shift of the list."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField
from wtforms.validators import StopValidation

from roster import clock
from roster.forms.fields import ChoiceField, CountField, Form, MinuteField, WordsField
from roster.models.duty import DutyKind, ShiftTemplate
from roster.planning.library import Shape

KINDS = [
    (DutyKind.WARD.value, "Ward duty"),
    (DutyKind.TRAINING.value, "Training"),
    (DutyKind.COURT.value, "Court"),
    (DutyKind.OFFICE.value, "Office"),
]
LAST_PLACE = 99


class CodeField(WordsField):
    """The letters by which a shift is typed into a cell."""

    def pre_validate(self, form: Any) -> None:
        """Only what can be typed quickly and read in a cell."""
        if self.data and not re.fullmatch(r"[A-Z0-9]{1,6}", self.data.upper()):
            raise StopValidation("Enter 1 to 6 letters or digits, such as E or CRS")


class ShiftTemplateForm(Form):
    """Letters, words, hours, what it is spent on, and how it is drawn."""

    code = CodeField("Code", required="Enter the letters that are typed into a cell", longest=6)
    name = WordsField("Name", required="Enter a name", longest=40)
    start = MinuteField("From", required="Enter when it starts")
    end = MinuteField("To", required="Enter when it ends", is_end=True)
    kind = ChoiceField("Spent on", coerce=str, required="Choose what it is spent on")
    colour = ChoiceField("Colour", coerce=str, required="Choose a colour")
    position = CountField("Place in the list", least=0, most=LAST_PLACE)
    version = HiddenField()

    def offer(self, colours: Iterable[str]) -> None:
        """Set what there is to choose from."""
        self.kind.offer(KINDS)
        self.colour.offer([(colour, colour.capitalize()) for colour in colours])

    def fill(self, template: ShiftTemplate) -> None:
        """Show the template as it stands, where nothing was typed yet."""
        if not self.has_typed:
            self.process(
                data={
                    "code": template.code,
                    "name": template.name,
                    "start": template.start_minute,
                    "end": template.end_minute,
                    "kind": template.kind.value,
                    "colour": template.colour,
                    "position": template.position,
                    "version": template.version,
                }
            )

    @property
    def shape(self) -> Shape:
        """What was entered."""
        return Shape(
            self.code.data.upper(),
            self.name.data,
            self.start.data or 0,
            (self.end.data or 0) % clock.MINUTES_IN_A_DAY,
            self.kind.data,
            self.colour.data,
            self.position.data,
        )

    @property
    def shown_version(self) -> int:
        """The version that the person had in sight; 0 where that was tampered with."""
        return int(self.version.data) if str(self.version.data).isdecimal() else 0
