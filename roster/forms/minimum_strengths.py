"""The form for a line of minimum strength."""

from collections.abc import Iterable

from roster.forms.fields import ChoiceField, CountField, Form
from roster.models.duty import ShiftTemplate
from roster.models.officer import Rank
from roster.models.skill import Skill

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


class StrengthForm(Form):
    """How many, on which shift, of which weekday, rank and skill."""

    officers = CountField("Officers", least=0, most=99)
    shift = ChoiceField("On", required="Choose a shift")
    weekday = ChoiceField("Weekday")
    rank = ChoiceField("Rank", coerce=str)
    skill = ChoiceField("Skill")

    def offer(self, shifts: Iterable[ShiftTemplate], skills: Iterable[Skill]) -> None:
        """Set what there is to choose from."""
        self.shift.offer(
            [(one.id, f"{one.name} (withdrawn)" if one.withdrawn else one.name) for one in shifts],
            "Choose a shift",
        )
        self.weekday.offer(list(enumerate(WEEKDAYS)), "Every day")
        self.rank.offer([(rank.value, rank.value) for rank in Rank], "Any rank")
        self.skill.offer([(skill.id, skill.name) for skill in skills], "No skill in particular")
