"""Where leave, a swap or an abstraction takes a ward team below its minimum strength."""

from collections.abc import Collection, Iterator, Mapping

from roster.queries.strength import Strengths, strength_without
from roster.values import Span
from roster.views.cover_words import listed
from roster.views.lines import Line
from roster.views.words import day

NAMED = 3  # as many as are told apart in one look; the others are counted


def strength_lines(officer_id: int, team_ids: Collection[int], span: Span) -> Iterator[Line]:
    """What is short without the officer and would not be, or not by as much; nothing where none is asked."""
    yield from fallen(*strength_without(officer_id, span, team_ids))


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
