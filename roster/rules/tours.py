"""Tours: the maximal stretches of an officer's work."""

from __future__ import annotations

from collections.abc import Iterable

from roster.values import Span, union


class Tours(tuple[Span, ...]):
    """Stretches of work that neither overlap nor touch, in order."""

    __slots__ = ()


def tours_of(work: Iterable[Span]) -> Tours:
    """Spans that overlap or touch are one tour; tours stay as they are: eight rules ask for them."""
    return work if isinstance(work, Tours) else Tours(union(work))
