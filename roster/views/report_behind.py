"""The rows behind a number of the abstraction report, page by page, and where each can be looked at."""

from dataclasses import dataclass

from flask import request, url_for

from roster import clock
from roster.errors import NotFound
from roster.forms.reports import BehindForm
from roster.permissions import may
from roster.queries.report_facts import Facts, facts_for
from roster.queries.reports import rows_behind
from roster.rules.abstraction_rows import Measure, Row
from roster.rules.minutes import Taking
from roster.views.guards import actor
from roster.views.report_asked import Asked
from roster.views.report_words import Line, line_of

A_PAGE = 200
NEAR = 2  # pages on either side that a page leads to


@dataclass(frozen=True, slots=True)
class Behind:
    """A number of the report, and the rows it is the sum of."""

    measure: Measure
    events: str
    category: str
    facts: Facts
    rows: list[tuple[Row, int]]

    @property
    def total(self) -> int:
        return sum(adds for _, adds in self.rows)

    def lines(self, first: int = 0, last: int | None = None) -> list[Line]:
        """The rows in words, or some of them."""
        return [line_of(row, adds, self.measure, self.facts) for row, adds in self.rows[first:last]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the rows, each line with its way to what it tells of."""

    page: int
    pages: int
    first: int
    lines: list[tuple[Line, str]]

    @property
    def near(self) -> range:
        return range(max(1, self.page - NEAR), min(self.pages, self.page + NEAR) + 1)

    @property
    def total(self) -> int:
        return sum(line.adds for line, _ in self.lines)


def behind_of(asked: Asked) -> Behind:
    """Not found where the address names no number of this report."""
    facts = facts_for(asked.period, asked.wards)
    form = BehindForm(request.args)
    form.offer(facts.categories.values())
    if not (asked.sound and form.validate()):
        raise NotFound
    measure, category = Measure(form.measure.data or Measure.ABSTRACTED), form.category.data
    found = rows_behind(facts, measure, category, exempt_events=form.events.data != "plain")
    name = facts.categories[category].name if category else ""
    return Behind(measure, form.events.data or "every", name, facts, found)


def sheet_of(behind: Behind, page: int) -> Sheet:
    """The page that is asked for, or the nearest there is."""
    pages = max(1, -(-len(behind.rows) // A_PAGE))
    page = min(max(1, page), pages)
    first = (page - 1) * A_PAGE
    lines = behind.lines(first, first + A_PAGE)
    ways = [_way_to(row) for row, _ in behind.rows[first : first + A_PAGE]]
    return Sheet(page, pages, first, list(zip(lines, ways, strict=True)))


def _way_to(row: Row) -> str:
    """The abstraction, or the officer's day; nowhere for whoever may see neither.

    What began before the officer's days with this team is another team's: its day with this one is shown.
    """
    source, posted = row.source, row.posted
    is_theirs = isinstance(source, Taking) and posted.span.covers(source.span.start)
    if is_theirs and may(actor(), "abstraction:show", posted.team):
        return url_for("abstractions.show", abstraction_id=source.id)
    if not may(actor(), "officer-day:show", posted.team):
        return ""
    day = clock.london_date(max(source.span.start, posted.span.start))
    return url_for("officer_days.show", officer_id=posted.officer, day=day)
