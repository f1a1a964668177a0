"""The rows behind a number of the abstraction report."""

from dataclasses import dataclass

from flask import request

from roster.errors import NotFound
from roster.forms.reports import BehindForm
from roster.queries.report_facts import facts_for
from roster.queries.reports import rows_behind
from roster.rules.abstraction_rows import Measure
from roster.views.report_asked import Asked
from roster.views.report_words import Line, line_of

A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Behind:
    """A number of the report, and the rows it is the sum of."""

    measure: Measure
    events: str
    category: str
    lines: list[Line]

    @property
    def total(self) -> int:
        return sum(line.adds for line in self.lines)


def behind_of(asked: Asked) -> Behind:
    """Not found where the address names no number of this report."""
    facts = facts_for(asked.period, asked.wards)
    form = BehindForm(request.args)
    form.offer(facts.categories.values())
    if not (asked.sound and form.validate()):
        raise NotFound
    measure, category = Measure(form.measure.data or Measure.ABSTRACTED), form.category.data
    found = rows_behind(facts, measure, category, exempt_events=form.events.data != "plain")
    lines = [line_of(row, adds, measure, facts) for row, adds in found]
    name = facts.categories[category].name if category else ""
    return Behind(measure, form.events.data or "every", name, lines)
