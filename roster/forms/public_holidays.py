"""The form for a public holiday that no library knows."""

from datetime import date

from roster.forms.fields import DayField, Form, WordsField


class HolidayForm(Form):
    """Which day, and what it is called."""

    day = DayField("Day", required="Enter the day")
    name = WordsField("Name", required="Enter what it is called", longest=80)

    @property
    def on(self) -> date:
        """The day that was entered."""
        return self.day.data or date.min
