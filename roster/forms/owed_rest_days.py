"""The form that gives a cancelled rest day back."""

from roster.forms.fields import DayField
from roster.forms.why import WhyForm


class ReRosterForm(WhyForm):
    """The day that becomes a rest day; why, where a published duty makes way for it."""

    day = DayField("New rest day", required="Enter the day that becomes a rest day")

    @property
    def what(self) -> str:
        """Which change it is: its effects are shown before it is made."""
        return self.day.data.isoformat() if self.day.data else ""
