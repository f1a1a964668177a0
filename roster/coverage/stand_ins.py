"""Who could stand in for a contact session, and why the others could not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roster.coverage.gaps import (
    CauseKind,
    Facts,
    Need,
    OfficerId,
    Stretch,
    judge,
    timeline,
)
from roster.values import Span, union


@dataclass(frozen=True, slots=True)
class StandIns:
    """Officers not yet named: free for the whole of every gap, or for the spans given."""

    whole: tuple[OfficerId, ...] = ()
    part: tuple[tuple[OfficerId, tuple[Span, ...]], ...] = ()


def stand_ins(need: Need, facts: Iterable[Facts]) -> StandIns:
    """Who is free while officers are missing, in the order of the facts; nobody if none are."""
    known = list(facts)
    gaps = [(gap.span.start, gap.span.end) for gap in judge(need, known).gaps]
    missing = sum(end - start for start, end in gaps)
    whole: list[OfficerId] = []
    part: list[tuple[OfficerId, tuple[Span, ...]]] = []
    for one in known:
        if one.officer in need.named:
            continue
        free = _free(need, one, gaps)
        if free and sum(span.seconds for span in free) == missing:
            whole.append(one.officer)
        elif free:
            part.append((one.officer, free))
    return StandIns(tuple(whole), tuple(part))


def availability(need: Need, facts: Iterable[Facts]) -> dict[OfficerId, list[tuple[Span, CauseKind | None]]]:
    """Each officer's posted time within the whole need: None where free, else the cause."""
    return {
        one.officer: [(Span(start, end), cause) for start, end, cause in timeline(need, one)] for one in facts
    }


def cannot_be_there(need: Need, facts: Iterable[Facts]) -> frozenset[OfficerId]:
    """Those named who are free at no instant of it: whoever stands in goes instead of them."""
    there = {
        officer
        for officer, pieces in availability(need, facts).items()
        if any(cause is None for _, cause in pieces)
    }
    return need.named - there


def _free(need: Need, facts: Facts, gaps: list[Stretch]) -> tuple[Span, ...]:
    pieces = timeline(need, facts)
    free = (
        Span(max(a, start), min(b, end))
        for start, end in gaps
        for a, b, cause in pieces
        if cause is None and a < end and b > start
    )
    # Two gaps that touch differ only in how many are missing; free across both is one span.
    return tuple(union(free))
