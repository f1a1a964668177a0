"""Before a published cell changes: what it means is shown, then the reason is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from roster.forms.why import WhyForm
from roster.queries.cell_impact import impacts_of
from roster.queries.cell_values import Cell
from roster.services.cell_changes import Why
from roster.views.cell_words import Line, impact_lines


@dataclass(frozen=True, slots=True)
class Said:
    """Whether the change can be made, why, and else what is to be shown first."""

    ready: bool
    why: Why | None = None
    lines: Sequence[Line] = ()


READY = Said(ready=True)


def why_of(form: WhyForm, what: str) -> Why | None:
    """The reason, once the effects of this very change were shown."""
    if form.read_why(what):
        return Why(form.reason.data, form.note.data or "", form.told.data)
    return None


def weighed(form: WhyForm, what: str, before: Cell, after: Cell) -> Said:
    """A draft changes freely; a published cell once its reason is given."""
    if not before.is_published or (before.duties, before.rest) == (after.duties, after.rest):
        return READY
    why = why_of(form, what)
    if why:
        return Said(ready=True, why=why)
    form.show(what)
    (impact,) = impacts_of([(before, after)], form.told_day)
    return Said(ready=False, lines=impact_lines(impact))
