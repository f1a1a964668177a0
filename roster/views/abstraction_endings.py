"""An abstraction that is ended early or called off: what that brings is seen before it is confirmed."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import render_template, request

from roster import clock
from roster.forms.abstractions import STATUS_WORDS, EndForm
from roster.queries.abstractions import taken_on
from roster.queries.harm import gain_of
from roster.queries.owed_rest_days import Owed, owed_for
from roster.queries.taken import Taken
from roster.values import Span
from roster.views.abstraction_drafts import CONFIRM, HARM
from roster.views.harm_law_words import rest_day_back, rest_day_kept
from roster.views.harm_words import gain_lines
from roster.views.lines import Line
from roster.views.words import hour


@dataclass(slots=True)
class Ending:
    """The form that says when the officer is back, and what that brings."""

    taken: Taken
    form: EndForm
    lines: list[Line] = field(default_factory=list)
    problem: str = ""

    @property
    def step(self) -> str:
        return request.form.get("step", "")

    @property
    def at(self) -> datetime:
        """When the officer is back, by the time that was entered."""
        return self.form.instant(self.taken.span)

    @property
    def details(self) -> str:
        """All that what it brings depends on."""
        return str(int(self.at.timestamp()))

    @property
    def is_confirmed(self) -> bool:
        """Whether it was pressed below what ending it then brings."""
        return self.step == CONFIRM and self.form.validate() and self.form.shown.data == self.details

    @property
    def has_changed(self) -> bool:
        """Whether it was confirmed below another time: it is shown again first."""
        return self.step == CONFIRM and bool(self.lines) and self.form.shown.data != self.details

    def page(self) -> str:
        """The page, or only the part that changes while the time is typed."""
        if self.step:
            self.form.validate()
        if self.form.ends.data is not None and self.taken.is_standing:
            self._look()
        name = "abstractions/_gain.html" if self.step == HARM else "abstractions/end.html"
        return render_template(name, ending=self, taken=self.taken, form=self.form, words=STATUS_WORDS)

    def _look(self) -> None:
        span, at = self.taken.span, self.at
        if at <= span.starts_at:
            self.problem = f"It starts at {hour(span.start)}: cancel it if it does not happen"
        elif at >= span.ends_at:
            self.problem = f"Enter a time between {hour(span.start)} and {hour(span.end)}"
        else:
            self.lines = end_lines(self.taken, Span.between(at, span.ends_at))
        if self.problem and self.step and not self.form.ends.errors:
            self.form.refuse(self.problem, "ends")


def ending(taken: Taken) -> Ending:
    """The form as it was sent; else with now in it, as long as that lies inside the abstraction."""
    form = EndForm(data={"version": taken.version})
    form.suggest(taken.span)
    return Ending(taken, form)


def end_lines(taken: Taken, given_back: Span) -> list[Line]:
    """What it brings to end it early."""
    lines = gain_lines(gain_of(taken.officer_id, given_back), taken.officer)
    owed = rest_day_of(taken)
    return [*lines, rest_day_kept(owed)] if owed else lines


def cancel_lines(taken: Taken) -> list[Line]:
    """What it brings to call it off."""
    lines = gain_lines(gain_of(taken.officer_id, taken.span), taken.officer)
    if owed := rest_day_of(taken):
        besides = taken_on(taken.officer_id, owed.day, besides=taken.id)
        lines.append(rest_day_back(owed, taken_besides=besides is not None))
    return lines


def rest_day_of(taken: Taken) -> Owed | None:
    """The rest day that it cancels, if it does."""
    return owed_for(taken.id, taken.officer_id, int(clock.now().timestamp()))
