"""The form for an officer who is not there."""

from datetime import date, datetime, time, timedelta
from typing import Any

from roster import clock
from roster.forms.fields import DayField, Form, MinuteField, RadioField
from roster.models.absence import AbsenceKind
from roster.values import Span

KIND_WORDS = {
    AbsenceKind.SICK: "Sick",
    AbsenceKind.ANNUAL_LEAVE: "Annual leave",
    AbsenceKind.TIME_OFF_IN_LIEU: "Time off in lieu",
    AbsenceKind.TRAINING: "Training",
    AbsenceKind.COURT: "Court",
    AbsenceKind.OTHER: "Other",
}
LONGEST = timedelta(days=366)


class AbsenceForm(Form):
    """Whole days, or times of the first and last one."""

    kind = RadioField("Why", coerce=AbsenceKind, required="Choose why the officer is away")
    first = DayField("First day", required="Enter the first day away")
    starts = MinuteField("From")
    last = DayField("Last day", required="Enter the last day away")
    ends = MinuteField("To", is_end=True)
    span: Span  # once the form was found sound

    def offer(self) -> None:
        """Set the reasons there are."""
        self.kind.offer([(kind.value, words) for kind, words in KIND_WORDS.items()])

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then the span that they make."""
        sound = super().validate(extra_validators)
        if not sound or self.first.data is None or self.last.data is None:
            return False
        starts = self._instant(self.first.data, self.starts.data or 0)
        # Without a time the last day is away to its end.
        after = self.last.data if self.ends.data is not None else self.last.data + timedelta(days=1)
        ends = self._instant(after, self.ends.data or 0)
        if ends <= starts:
            self.refuse("The end must be after the start", "last")
            return False
        if ends - starts > LONGEST:
            self.refuse("An absence lasts a year at most. Check the dates", "last")
            return False
        self.span = Span.between(starts, ends)
        return True

    @staticmethod
    def _instant(day: date, minute: int) -> datetime:
        return clock.to_utc(datetime.combine(day, time.min) + timedelta(minutes=minute))
