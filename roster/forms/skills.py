"""Forms about officers: finding them, granting and ending a skill, changing a posting."""

from collections.abc import Iterable
from typing import Any

from roster.forms.fields import ChoiceField, DayField, Form, WordsField
from roster.models.skill import Skill
from roster.rules.skills import SkillState

STATES = (
    (SkillState.CURRENT, "Current"),
    (SkillState.DUE, "Due in 90 days"),
    (SkillState.DUE_NOW, "Due now"),
    (SkillState.EXPIRED, "Expired"),
    (SkillState.SUSPENDED, "Suspended"),
)


class FindForm(Form):
    """Which officers to list; it lives in the address, so it needs no token."""

    class Meta:
        csrf = False

    name = WordsField("Name or warrant number", longest=80)
    team = ChoiceField("Ward team")
    skill = ChoiceField("Skill")
    state = ChoiceField("State of the skill", coerce=str)

    def offer(self, teams: Iterable[Any], skills: Iterable[Skill]) -> None:
        """Set what there is to choose from."""
        self.team.offer([(team.id, team.name) for team in teams], "All teams")
        self.skill.offer([(skill.id, skill.name) for skill in skills], "Any skill")
        self.state.offer([(state.value, words) for state, words in STATES], "Any state")


class GrantForm(Form):
    """Which skill, from when to when."""

    skill = ChoiceField("Skill", required="Choose a skill")
    first_day = DayField("First day", required="Enter the first day on which it may be used", back=True)
    last_day = DayField("Last day")

    def offer(self, skills: Iterable[Skill]) -> None:
        """Set what there is to choose from, each with how long it lasts."""
        choices = [(skill.id, f"{skill.name} ({skill.validity_months} months)") for skill in skills]
        self.skill.offer(choices, "Choose a skill")


class ExpireForm(Form):
    """The day with which a grant ends."""

    last_day = DayField("Last day on which it may be used", required="Enter the last day")


class PostingForm(Form):
    """Which ward team, from when."""

    team = ChoiceField("Ward team", required="Choose a ward team")
    first_day = DayField("First day there", required="Enter the first day there")

    def offer(self, teams: Iterable[Any]) -> None:
        """Set what there is to choose from."""
        self.team.offer([(team.id, team.name) for team in teams], "Choose a ward team")
