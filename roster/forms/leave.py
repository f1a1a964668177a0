"""The forms of leave: asked for, declined, and how much of it there is."""

from typing import Any

from wtforms.validators import InputRequired

from roster import clock
from roster.forms.absences import KIND_WORDS, AbsenceForm
from roster.forms.fields import ChoiceField, CountField, DayField, Form, WordsField
from roster.queries.absences import ASKED_FOR
from roster.rules.leave import MOST_HOURS, leave_year


class AskForm(AbsenceForm):
    """What an officer asks for: one day where no last one is typed."""

    last = DayField("Last day")
    note = WordsField("A word to your sergeant", longest=200)

    def offer(self) -> None:
        """Set what can be asked for; sickness is called in."""
        self.kind.offer([(kind.value, KIND_WORDS[kind]) for kind in ASKED_FOR])
        self.kind.complaint = "Choose what you ask for"

    def validate(self, extra_validators: Any = None) -> bool:
        """A day alone is its own last day."""
        typed = self.last.raw_data and self.last.raw_data[0].strip()
        if not typed:
            self.last.data = self.first.data
        return super().validate(extra_validators)


class DeclineForm(Form):
    """Why the sergeant says no: the officer reads it."""

    reason = WordsField("Why not", required="Say why you decline it: the officer reads it", longest=200)


class AllowanceForm(Form):
    """The hours of annual leave in a leave year."""

    year = ChoiceField("Leave year", required="Choose a leave year")
    hours = CountField(
        "Hours of annual leave", least=0, most=MOST_HOURS, validators=[InputRequired("Enter the hours")]
    )

    def offer(self) -> None:
        """The leave year that runs, and those on either side."""
        now = leave_year(clock.today())
        self.year.offer([(year, year_words(year)) for year in (now - 1, now, now + 1)])


class FindForm(Form):
    """What the queue shows: kept in the address."""

    class Meta:
        """A question changes nothing: it needs no token."""

        csrf = False

    team = ChoiceField("Ward team")
    state = ChoiceField("Show", coerce=str)
    until = DayField("Up to", back=True)


def year_words(year: int) -> str:
    """2026/27."""
    return f"{year}/{(year + 1) % 100:02}"
