"""Forms for taking an officer, for the true end of it, and for finding abstractions."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import HiddenField
from wtforms.validators import StopValidation

from roster import clock
from roster.forms.fields import (
    ChoiceField,
    DayField,
    Form,
    MinuteField,
    WordsField,
)
from roster.forms.spans import in_order, local_parts, period_of, span_of
from roster.models.abstraction import AbstractionStatus
from roster.values import Span

STATUS_WORDS = {
    AbstractionStatus.CONFIRMED: "Confirmed",
    AbstractionStatus.ENDED_EARLY: "Ended early",
    AbstractionStatus.CANCELLED: "Cancelled",
    AbstractionStatus.REQUESTED: "Requested",
}


# What a list shows unless asked.
BEHIND, AHEAD = timedelta(days=7), timedelta(days=28)


class AbstractionForm(Form):
    """Who is taken, when, what for and who asked; shown keeps what its harm was last shown for."""

    officer = ChoiceField("Officer", required="Choose the officer who is taken")
    day = DayField("Date", required="Enter the date on which it starts")
    starts = MinuteField("From", required="Enter the time from which the officer is taken")
    ends = MinuteField("To", required="Enter the time at which the officer is back", is_end=True)
    category = ChoiceField("What for", required="Choose what the officer is taken for")
    requested_by = WordsField("Requested by", required="Enter who asked for the officer")
    shown = HiddenField()
    next = HiddenField()
    span: Span | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then the span that the day and the times make."""
        sound = super().validate(extra_validators)
        self.read_span()
        return bool(sound) and self.span is not None

    def validate_requested_by(self, field: WordsField) -> None:
        """Blanks alone are nobody."""
        if not field.data:
            raise StopValidation("Enter who asked for the officer")

    def read_span(self) -> None:
        """Make the span of the day and times, if they are all there."""
        self.span = span_of(self.day, self.starts, self.ends)

    def fill_times(self, span: Span) -> None:
        """Put in the times of the officer's duty, for which nothing was typed."""
        for field, instant in ((self.starts, span.starts_at), (self.ends, span.ends_at)):
            _, field.data = local_parts(instant)
            field.raw_data = [field.write(field.data)]
            field.errors = []

    def has_no_times(self) -> bool:
        """Whether neither time was entered."""
        return not any(
            (field.raw_data or [""])[0].strip() or field.data for field in (self.starts, self.ends)
        )

    def forgive(self) -> None:
        """Complain of nothing that the harm does not depend on: it has not been asked for yet."""
        self.category.errors = []
        self.requested_by.errors = []


class EndForm(Form):
    """The true end of an abstraction; version and shown keep what the page showed of it."""

    ends = MinuteField(
        "Back on the ward at", required="Enter the time at which the officer is back", is_end=True
    )
    version = HiddenField()
    shown = HiddenField()

    def suggest(self, span: Span) -> None:
        """Now, as long as that lies inside the abstraction."""
        now = clock.now()
        if not self.has_typed and span.start < now.timestamp() < span.end:
            self.ends.data = local_parts(now)[1]

    def instant(self, span: Span) -> datetime:
        """The first instant after the start at which the clocks of London show the time."""
        wall = datetime.combine(clock.london_date(span.start), time.min)
        wall += timedelta(minutes=self.ends.data or 0)
        same_day, next_day = clock.to_utc(wall), clock.to_utc(wall + timedelta(days=1))
        return same_day if same_day >= span.starts_at else next_day

    def seen(self) -> int | None:
        """The version on the page."""
        return _number(self.version.data)


class CancelForm(Form):
    """Nothing to fill in: which state of the abstraction the page showed."""

    version = HiddenField()

    def seen(self) -> int | None:
        """The version on the page."""
        return _number(self.version.data)


class FindForm(Form):
    """Which abstractions to list; everything is in the URL."""

    class Meta:
        """A question changes nothing: it needs no token."""

        csrf = False

    first = DayField("From", name="from", back=True)
    last = DayField("To", name="to", back=True)
    team = ChoiceField("Ward team")
    category = ChoiceField("What for")
    status = ChoiceField("Status", coerce=AbstractionStatus)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the two days as a period."""
        return super().validate(extra_validators) and in_order(self.first, self.last)

    def days(self, today: date) -> tuple[date, date]:
        """The first and last day to list, which the form then shows: the week behind and four weeks ahead."""
        return period_of(self.first, self.last, today - BEHIND, BEHIND + AHEAD)


def _number(given: object) -> int | None:
    """A version as the page sent it, or as the form was made with."""
    return int(str(given)) if str(given).isascii() and str(given).isdecimal() else None
