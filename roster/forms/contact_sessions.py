"""Forms about contact sessions: what is promised, who goes, why it is called off, which to list."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import HiddenField, IntegerField
from wtforms.widgets import HiddenInput

from roster.errors import Changed
from roster.forms.fields import (
    ChoiceField,
    CountField,
    DayField,
    Form,
    MinuteField,
    TicksField,
    WordsField,
)
from roster.forms.spans import in_order, period_of, span_of
from roster.values import Span

# Over midnight is meant; nearly a whole day is an end typed before its start.
LONGEST_OVER_MIDNIGHT = 12 * 60
NO_VENUE = "Choose, or type a new one"
NOT_AFTER = "The end must be after the start"


class ChangingForm(Form):
    """A form that somebody else may have overtaken; what was typed stays, and both values are shown."""

    status = 200
    both: Changed | None = None  # what it is now, and what was entered here

    def crossed(self, changed: Changed) -> None:
        """Show both; sent again, what was entered here is kept."""
        self.status, self.both = 409, changed
        self.refuse("Somebody else changed it first. Send it again to keep what you entered")


class ContactSessionForm(ChangingForm):
    """What, when, where, and who is needed."""

    team = ChoiceField("Ward team", required="Choose a ward team")
    title = WordsField("What it is called", required="Enter what it is called, such as Coffee with a Copper")
    day = DayField("Date", required="Enter the date")
    start = MinuteField("From", required="Enter when it starts")
    end = MinuteField("To", required="Enter when it ends", is_end=True)
    venue = ChoiceField("Venue")
    new_venue = WordsField("Or somewhere new")
    needed = CountField("Officers needed", least=1, most=50, default=1)
    skill = ChoiceField("Skill needed")
    version = IntegerField(widget=HiddenInput(), default=0)

    span: Span | None = None
    venues: Sequence[tuple[str, list[Any]]] = ()  # as the list groups them

    def offer(self, teams: list[Any], venues: dict[int, list[Any]], skills: list[Any]) -> None:
        """Set what there is to choose from: venues by ward team, those of the team that is chosen first."""
        self.team.offer(teams, "" if len(teams) == 1 else "Choose a ward team")
        self.venue.offer([one for theirs in venues.values() for one in theirs], NO_VENUE)
        self.skill.offer(skills, "None")
        chosen_first = sorted(teams, key=lambda team: team[0] != self.team.data)
        self.venues = [(name, venues[team]) for team, name in chosen_first if venues.get(team)]

    def is_now(self, version: int) -> None:
        """After a crossing the person has seen the other's change, and may overrule it."""
        if self.status == 409:
            self.version.data, self.version.raw_data = version, None

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the time and the place as wholes."""
        sound = super().validate(extra_validators)
        if self.venue.data is None and not self.new_venue.data and not self.venue.errors:
            self.refuse("Choose a venue, or type a new one", "venue")
        if self.venue.data is not None and self.new_venue.data:
            self.refuse(f"A venue is chosen too. Empty this, or set the list to “{NO_VENUE}”", "new_venue")
        self.span = self._read_span()
        return bool(sound) and self.span is not None and not self.venue.errors + self.new_venue.errors

    def _read_span(self) -> Span | None:
        start, end = self.start.data, self.end.data
        if (
            start is not None
            and end is not None
            and end < start
            and end + 24 * 60 - start > LONGEST_OVER_MIDNIGHT
        ):
            self.refuse(NOT_AFTER, "end")
            return None
        return span_of(self.day, self.start, self.end)


class NamingForm(ChangingForm):
    """The officers who go; seen are those who were named when the page was made."""

    officers = TicksField("Officers")
    seen = HiddenField()

    def offer(self, officers: list[tuple[int, str]]) -> None:
        """Set whom there is to choose from."""
        self.officers.choices = officers

    def is_now(self, officer_ids: Iterable[int]) -> None:
        """Those named when the page is made; kept over a refusal, renewed once both were shown."""
        if not self.has_typed or self.status == 409:
            self.seen.data = ",".join(str(one) for one in officer_ids)

    @property
    def seen_ids(self) -> set[int] | None:
        """None where the page did not say."""
        if self.seen.data is None:
            return None
        return {int(one) for one in self.seen.data.split(",") if one.isdigit()}


class CancelForm(ChangingForm):
    """Why it is called off."""

    because = WordsField("Why is it cancelled?", required="Enter why it is cancelled", longest=200)


class FilterForm(Form):
    """Which contact sessions to list; it lives in the address, so it needs no token."""

    class Meta:
        csrf = False

    team = ChoiceField("Ward team")
    state = ChoiceField("State", coerce=str)
    first = DayField("From", name="from")
    last = DayField("To", name="to")

    STATES = (
        ("uncovered", "Uncovered"),
        ("at_risk", "At risk"),
        ("covered", "Covered"),
        ("cancelled", "Cancelled"),
    )
    DAYS = 28

    def offer(self, teams: list[Any]) -> None:
        """Set what there is to choose from."""
        self.team.offer(teams, "All my teams")
        self.state.offer(self.STATES, "Every state")

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the two days as a period."""
        return super().validate(extra_validators) and in_order(self.first, self.last)

    def days(self, today: date) -> tuple[date, date]:
        """The first and last day to list, which the form then shows: four weeks from today at first."""
        return period_of(self.first, self.last, today, timedelta(days=self.DAYS - 1))
