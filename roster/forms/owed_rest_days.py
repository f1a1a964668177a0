"""The form that gives a cancelled rest day back."""

from roster.forms.fields import DayField, Form


class ReRosterForm(Form):
    """The day that becomes a rest day."""

    day = DayField("New rest day", required="Enter the day that becomes a rest day")
