"""An officer's next duty, in the few words that can be read while walking."""

from collections.abc import Sequence
from dataclasses import dataclass

from roster import clock
from roster.queries.my_duties import Mate, MyWeeks, Named, on_with
from roster.queries.roster_days import ABSENCE, DUTY, TAKING, Mark
from roster.values import Span, subtract
from roster.views.cover_words import listed
from roster.views.my_duties_days import near_day, shift_words, span_of
from roster.views.words import hour, hours, plural

MATES_NAMED = 4  # as many as can be read while walking; the others are counted


@dataclass(frozen=True, slots=True)
class Next:
    """The next duty: when, what, with whom, and which contact sessions fall into it."""

    label: str
    when: str
    what: str
    mates: str
    named: tuple[Named, ...]
    notes: tuple[str, ...] = ()


def next_of(officer_id: int, weeks: MyWeeks) -> Next | None:
    """The duty or abstraction that is on now or comes first; None where none is in sight."""
    now = int(clock.now().timestamp())
    away = [span_of(m) for m in weeks.marks if m.layer == ABSENCE and m.state == "approved"]
    coming = [
        mark
        for mark in weeks.marks
        if mark.layer in (DUTY, TAKING) and mark.end > now and subtract([span_of(mark)], away)
    ]
    if not coming:
        return None
    first = min(coming, key=lambda mark: (mark.start, mark.layer))
    over = [mark for mark in coming if mark.layer == TAKING and mark.start < first.end and mark is not first]
    team, mates = on_with(officer_id, span_of(first))
    what, notes, span = _what(first, over)
    named = tuple(one for one in weeks.named if one.span.overlaps(span))
    return Next("On now" if span.start <= now else "Next duty", _when(span, now), _said(what, team),
                _with(mates, span, taken=bool(over) or first.layer == TAKING), named, notes)  # fmt: skip


def _what(first: Mark, over: Sequence[Mark]) -> tuple[str, tuple[str, ...], Span]:
    """What it is called, what to know besides, and its hours: an abstraction that takes it all is it."""
    if first.layer == TAKING:
        return first.name, (f"asked for by {first.kind}",), span_of(first)
    if over and not subtract([span_of(first)], [span_of(mark) for mark in over]):
        taken_from = f"taken from {shift_words(first)} {hours(span_of(first))}"
        return over[0].name, (taken_from, f"asked for by {over[0].kind}"), span_of(over[0])
    notes = tuple(f"taken to {mark.name} {hours(span_of(mark))}, asked for by {mark.kind}" for mark in over)
    return shift_words(first), notes, span_of(first)


def _when(span: Span, now: int) -> str:
    if span.start <= now:
        return f"Until {hour(span.end)}"
    return f"{near_day(clock.london_date(span.start))} {hours(span)}"


def _said(what: str, team: str) -> str:
    return f"{what} · {team}" if team else what


def _with(mates: Sequence[Mate], span: Span, *, taken: bool) -> str:
    """with PCSO Lewis and PC Okafor 10:00–15:00; whoever is taken works with others."""
    if taken or not mates:
        return "" if taken else "nobody else of your team is on"
    names = []
    for mate in mates[:MATES_NAMED]:
        whole = not subtract([span], mate.together)
        times = "" if whole else " " + " and ".join(hours(one) for one in mate.together)
        names.append(f"{mate.name}{times}")
    if len(mates) > MATES_NAMED:
        names.append(plural(len(mates) - MATES_NAMED, "other"))
    return f"with {listed(names)}"
