"""Where leave takes a ward team below its minimum strength."""

from collections.abc import Collection, Iterator

from roster.values import Span
from roster.views.harm_words import Line


def strength_lines(officer_id: int, team_ids: Collection[int], span: Span) -> Iterator[Line]:
    """Nothing until minimum strength is counted."""
    yield from ()
