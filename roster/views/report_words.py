"""An abstraction report in words: what each number counts, and why a row adds no more than it does."""

from dataclasses import dataclass

from roster.queries.report_facts import Facts
from roster.rules.abstraction_rows import OUT_OF, Measure, Row
from roster.rules.minutes import Shift, minutes
from roster.values import Span
from roster.views.cover_words import listed

MEASURES = {
    Measure.ABSTRACTED: "Abstracted minutes",
    Measure.LOST: "Ward minutes lost",
    Measure.BEGUN: "Abstractions",
    Measure.TOUCHED: "Shifts touched",
    Measure.DUTY: "Minutes of duty",
    Measure.SHIFTS: "Shifts",
}
IN_MINUTES = frozenset({Measure.ABSTRACTED, Measure.LOST, Measure.DUTY})


@dataclass(frozen=True, slots=True)
class Shown:
    """What the table by category shows: a figure, or the rate that it is the numerator of."""

    value: str
    words: str
    measure: Measure
    out_of: Measure | None = None

    @property
    def formula(self) -> str:
        return f"{MEASURES[self.measure]} ÷ {MEASURES[self.out_of].lower()}" if self.out_of else ""


_RATES = {Measure.ABSTRACTED: "Rate by minutes", Measure.TOUCHED: "Rate by shifts"}
_FIGURES = (Measure.ABSTRACTED, Measure.LOST, Measure.BEGUN, Measure.TOUCHED)
BY_CATEGORY = (
    *(Shown(one.value, MEASURES[one], one) for one in _FIGURES),
    *(Shown(f"{one}-rate", words, one, OUT_OF[one]) for one, words in _RATES.items()),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row behind a number, as the page and the download show it."""

    officer_id: int
    officer: str
    ward: str
    span: Span
    what: str
    adds: int
    why: str


def line_of(row: Row, adds: int, measure: Measure, facts: Facts) -> Line:
    """The row in words; a count shows the whole duty or abstraction, minutes the part that counts."""
    span = row.span if measure in IN_MINUTES else row.source.span
    wards = {ward.id: ward.name for ward in facts.wards}
    officer = row.posted.officer
    what, why = _what(row, measure, facts), listed(_why(row, adds, measure, facts.period.span))
    return Line(officer, facts.officers[officer], wards[row.posted.team], span, what, adds, why)


def _what(row: Row, measure: Measure, facts: Facts) -> str:
    if not isinstance(row.source, Shift):
        return facts.categories[row.source.category].name
    word = "Ward duty" if row.source.ward else "Other duty"
    if measure is not Measure.TOUCHED:
        return word
    names = [facts.categories[one].name for one in sorted(row.categories)]
    return f"{word}, touched by {listed(names)}"


def _why(row: Row, adds: int, measure: Measure, period: Span) -> list[str]:
    """What was left out: outside the period or the posting, under an absence, outside ward duty."""
    if measure not in IN_MINUTES:
        return []
    source, reasons = row.source.span, []
    within = source.clip(period)
    if within != source:
        reasons.append("only the part in the period")
    # A stretch that no duty covers is cut by the duties beside it, not by a posting.
    cut = row.span != within and (isinstance(row.source, Shift) or measure is not Measure.DUTY)
    if cut:
        reasons.append("only the part while posted to the ward")
    if measure is Measure.DUTY and not isinstance(row.source, Shift):
        reasons.append("taken outside published duty")
    if row.absent:
        reasons.append(f"less {row.absent:,} min of approved absence")
    if measure is Measure.LOST and adds < minutes([row.span]) - row.absent:
        reasons.append("the rest was outside ward duty")
    return reasons
