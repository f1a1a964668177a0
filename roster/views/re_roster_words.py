"""What giving an owed rest day back would do, as sentences with a mark each."""

from collections.abc import Iterator

from roster.queries.re_rostering import GivenBack
from roster.views.breach_words import sentence
from roster.views.cell_words import impact_lines
from roster.views.lines import Line
from roster.views.strength_words import strength_lines
from roster.views.words import day, when


def done_words(found: GivenBack, name: str) -> str:
    """What was done."""
    on = day(found.cell.day)
    if found.published:
        return f"{name} has a rest day on {on}, and is told"
    return f"A rest day of {name} is planned on {on}, a draft: it stays owed until that is published"


def given_back_lines(found: GivenBack, name: str) -> Iterator[Line]:
    """What makes way first; then cover, strength and the rules, good news too."""
    on, gone = day(found.cell.day), found.gone
    if found.impact:
        yield Line("warn", f"The published duty {found.cell.words}", f"of {on} makes way for it.")
    elif gone:
        yield Line("warn", f"The draft {found.cell.words}", f"of {on} makes way for it.")
    else:
        yield Line("plain", f"Nothing is rostered on {on}:", "no duty makes way for it.")
    if found.published:
        yield Line("plain", "It counts at once:", "that day of the roster is published.")
    else:
        yield Line(
            "plain",
            "It is a draft:",
            "that day of the roster is not published yet. Until then it stays owed.",
        )
    if found.impact:
        yield from (Line(one.tone, f"{one.words}.") for one in impact_lines(found.impact))
    elif gone:
        yield from _cover(found, name)
    if gone:
        yield from strength_lines(found.cell.officer_id, [found.team_id or 0], gone)
    yield from _rules(found)


def _cover(found: GivenBack, name: str) -> Iterator[Line]:
    """A draft covers nothing, but somebody may be named for when it is published."""
    for one in found.named:
        where = f"{one.title}, {one.venue}, {when(one.span)}"
        yield Line("bad", f"{name} is named on {where},", "and is not on duty then: name somebody else.")
    if not found.named:
        yield Line("ok", "Contact sessions:", f"{name} is named on none then.")


def _rules(found: GivenBack) -> Iterator[Line]:
    for one in found.broken:
        yield Line("warn", "Breaks by more:" if one.already else "Breaks a rule:", sentence(one.found))
    if not found.broken:
        yield Line("ok", "Rest and hours:", "no rule is broken by it.")
