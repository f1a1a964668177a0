"""The form that gives a cancelled rest day back."""

from wtforms import HiddenField

from roster.forms.fields import DayField, Form


class ReRosterForm(Form):
    """The day that becomes a rest day; shown keeps of which one the effects were shown."""

    day = DayField("New rest day", required="Enter the day that becomes a rest day")
    shown = HiddenField()

    def was_shown(self) -> bool:
        """Whether what it does on this very day was shown; from now on it is."""
        day = self.day.data.isoformat() if self.day.data else ""
        before, self.shown.data = self.shown.data, day
        return bool(day) and before == day
