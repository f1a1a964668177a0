"""Forms for a duty: a shift off the list, or own times."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import HiddenField

from roster import clock
from roster.forms.fields import MinuteField, RadioField
from roster.forms.spans import local_parts
from roster.forms.why import WhyForm
from roster.models.duty import Duty, DutyKind, ShiftTemplate
from roster.values import Span

KIND_WORDS = {
    DutyKind.WARD: "Own times, ward duty",
    DutyKind.TRAINING: "Own times, training",
    DutyKind.COURT: "Own times, court",
    DutyKind.OFFICE: "Own times, office",
}


class DutyForm(WhyForm):
    """What the officer does on that day; version keeps which state of the duty the page showed."""

    shift = RadioField("Shift", coerce=str, required="Choose a shift, or own times")
    starts = MinuteField("From")
    ends = MinuteField("To", is_end=True)
    version = HiddenField()
    span: Span  # these two once the form was read
    chosen: ShiftTemplate | DutyKind

    def offer(self, templates: Iterable[ShiftTemplate]) -> None:
        """Set the shifts there are to choose from."""
        self.templates = {f"shift-{one.id}": one for one in templates}
        shifts = [(key, f"{one.name}, {_hours(one)}") for key, one in self.templates.items()]
        self.shift.offer(shifts + [(kind.value, words) for kind, words in KIND_WORDS.items()])

    def fill(self, duty: Duty) -> None:
        """Start from the duty as it is; what was typed since is kept."""
        if self.has_typed:
            return
        template = duty.shift_template
        plain = template and clock.wall_span(
            clock.london_date(duty.starts_at), template.start_minute, template.end_minute
        )
        if template and not template.withdrawn and plain == duty.span:
            self.shift.data = f"shift-{template.id}"
        else:
            self.shift.data = duty.kind.value
            self.starts.data, self.ends.data = local_parts(duty.starts_at)[1], local_parts(duty.ends_at)[1]
        self.version.data = str(duty.version)

    def read(self, day: date) -> bool:
        """Whether the form is sound; then span and chosen say what it means on that day."""
        if not self.validate_on_submit():
            return False
        template = self.templates.get(self.shift.data)
        self.chosen = template or DutyKind(self.shift.data)
        start = template.start_minute if template else self.starts.data
        end = template.end_minute if template else self.ends.data
        if start is None:
            self.refuse("Enter the time at which the duty starts", "starts")
        if end is None:
            self.refuse("Enter the time at which the duty ends", "ends")
        if start is None or end is None:
            return False
        try:
            self.span = clock.wall_span(day, start, end)
        except ValueError:
            self.refuse("The clocks go forward that night, and this time has no length", "ends")
            return False
        return True

    @property
    def what(self) -> str:
        """Which change it is: its effects are shown before it is made."""
        return f"{self.shift.data} {self.span.start} {self.span.end}"

    @property
    def shown_version(self) -> int:
        """The version the page showed; 0, which no duty has, where it was tampered with."""
        return version_of(self.version)


class RemoveForm(WhyForm):
    """The version that the page showed, and why where it is published."""

    version = HiddenField()
    what = "removed"

    @property
    def shown_version(self) -> int:
        """As for a change."""
        return version_of(self.version)


def version_of(field: HiddenField) -> int:
    """A whole number, or 0."""
    data: Any = field.data
    return int(data) if str(data).isdecimal() and len(str(data)) < 9 else 0


def _hours(template: ShiftTemplate) -> str:
    return "–".join(f"{at // 60:02}:{at % 60:02}" for at in (template.start_minute, template.end_minute))
