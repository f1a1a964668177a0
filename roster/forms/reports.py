"""What an abstraction report is asked for: days and ward in the address, and the number clicked."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from roster.forms.fields import ChoiceField, DayField, Form
from roster.rules.abstraction_rows import Measure
from roster.rules.periods import Period, months_back, this_month

LONGEST_DAYS = 366  # twelve whole months
EVENTS = (("every", "With exempt events"), ("plain", "Without exempt events"))


class ReportForm(Form):
    """A period of London days, and a ward; it lives in the address, so it needs no token."""

    class Meta:
        csrf = False

    first = DayField("From", name="from", back=True)
    last = DayField("To", name="to", back=True)
    ward = ChoiceField("Ward")

    def offer(self, wards: Iterable[Any]) -> None:
        """Set what there is to choose from."""
        self.ward.offer([(ward.id, ward.name) for ward in wards], "All wards")

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the two days as a period."""
        if not super().validate(extra_validators):
            return False
        first, last = self.first.data, self.last.data
        if (first is None) is not (last is None):
            self.refuse("Enter both days, or neither", "from" if first is None else "to")
        elif first and last and last < first:
            self.refuse("The last day is before the first", "to")
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.refuse("Ask for 12 months at most", "to")
        return not (self.first.errors or self.last.errors)

    def refuse(self, sentence: str, field: str = "") -> None:
        """By the names in the address."""
        super().refuse(sentence, {"from": "first", "to": "last"}.get(field, field))

    def period(self, today: date) -> Period:
        """The days asked for; the last whole month where none were, or where they make no period."""
        first, last = self.first.data, self.last.data
        sound = first and last and not (self.first.errors or self.last.errors)
        period = Period(first, last) if first and last and sound else months_back(today, 1)
        for field, value in ((self.first, period.first), (self.last, period.last)):
            if sound or not (self.first.errors or self.last.errors):
                field.data, field.raw_data = value, None
        return period


class BehindForm(Form):
    """Which number of the report was clicked."""

    class Meta:
        csrf = False

    measure = ChoiceField("Number", coerce=str)
    events = ChoiceField("Events", coerce=str)
    category = ChoiceField("Category")

    def offer(self, categories: Iterable[Any]) -> None:
        """Set what there is to choose from."""
        self.measure.offer([(measure.value, measure.value) for measure in Measure], "Abstracted minutes")
        self.events.offer(EVENTS, "With exempt events")
        self.category.offer([(one.id, one.name) for one in categories], "All categories")


def presets(today: date) -> list[tuple[str, Period]]:
    """The periods that are asked for most."""
    return [
        ("Last month", months_back(today, 1)),
        ("This month", this_month(today)),
        ("Last 3 months", months_back(today, 3)),
        ("Last 12 months", months_back(today, 12)),
    ]
