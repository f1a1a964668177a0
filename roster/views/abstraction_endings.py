"""An abstraction that is called off or ended early: what that brings."""

from roster import clock
from roster.forms.abstractions import EndForm
from roster.queries.abstractions import taken_on
from roster.queries.harm import gain_of
from roster.queries.owed_rest_days import Owed, owed_for
from roster.queries.taken import Taken
from roster.values import Span
from roster.views.harm_law_words import rest_day_back, rest_day_kept
from roster.views.harm_words import gain_lines
from roster.views.lines import Line


def cancel_lines(taken: Taken) -> list[Line]:
    """What it brings to call it off."""
    lines = gain_lines(gain_of(taken.officer_id, taken.span), taken.officer)
    if owed := rest_day_of(taken):
        besides = taken_on(taken.officer_id, owed.day, besides=taken.id)
        lines.append(rest_day_back(owed, taken_besides=besides is not None))
    return lines


def end_lines(taken: Taken, form: EndForm) -> list[Line]:
    """What it brings to end it then; nothing to say while no time inside it was entered."""
    if form.ends.data is None or not taken.is_standing:
        return []
    at = int(form.instant(taken.span).timestamp())
    if not taken.span.start < at < taken.span.end:
        return []
    lines = gain_lines(gain_of(taken.officer_id, Span(at, taken.span.end)), taken.officer)
    owed = rest_day_of(taken)
    return [*lines, rest_day_kept(owed)] if owed else lines


def rest_day_of(taken: Taken) -> Owed | None:
    """The rest day that it cancels, if it does."""
    return owed_for(taken.id, taken.officer_id, int(clock.now().timestamp()))
