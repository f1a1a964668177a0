"""Where leave, or a swap, takes a ward team below its minimum strength."""

from collections.abc import Collection, Iterator, Mapping

from roster import clock
from roster.queries.strength import Strengths, strength_of
from roster.values import Span
from roster.views.cover_words import listed
from roster.views.lines import Line
from roster.views.words import day

NAMED = 3  # as many as are told apart in one look; the others are counted


def strength_lines(officer_id: int, team_ids: Collection[int], span: Span) -> Iterator[Line]:
    """What is short without the officer and would not be, or not by as much; nothing where none is asked."""
    first, last = clock.london_date(span.start), clock.london_date(span.end - 1)
    now = strength_of(team_ids, first, last)
    yield from fallen(now, strength_of(team_ids, first, last, without=officer_id))


def fallen(now: Strengths, then: Strengths, names: Mapping[int, str] | None = None) -> Iterator[Line]:
    """What is short then and not now, or not by as much; names: of the ward teams, where several may be."""
    falls = [
        f"{names[after.team_id] + ', ' if names else ''}{day(after.day)} {after.short}"
        for cell, strengths in sorted(then.items(), key=lambda item: (item[0][1], item[0][0]))
        for before, after in zip(now.get(cell, ()), strengths, strict=False)
        if after.there < before.there and after.short
    ]
    if falls:
        more = len(falls) - NAMED
        said = listed([*falls[:NAMED], f"{more} more"] if more > 0 else falls)
        yield Line("bad", "Falls below minimum strength:", f"{said}.")
    elif now:
        yield Line("ok", "Minimum strength:", "no shift falls short of it by this.")
