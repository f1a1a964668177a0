"""The state of a contact session at every instant, its gaps and their causes (RULES 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from roster.values import Span

OfficerId: TypeAlias = int | str
# Bare pairs in here: a whole force is judged each minute, and a Span costs ten times a pair.
Stretch: TypeAlias = tuple[int, int]


class State(StrEnum):
    COVERED = "covered"
    AT_RISK = "at_risk"
    UNCOVERED = "uncovered"


class CauseKind(StrEnum):
    """Why a posted officer is not available, in the order in which RULES 2 asks."""

    LACKS_SKILL = "lacks_skill"
    OFF_DUTY = "off_duty"
    ABSTRACTED = "abstracted"
    ABSENT = "absent"
    COMMITTED = "committed"


# What frees an officer (True) or takes them away, in that order.
_ASKED = (
    (CauseKind.LACKS_SKILL, True),
    (CauseKind.OFF_DUTY, True),
    (CauseKind.ABSTRACTED, False),
    (CauseKind.ABSENT, False),
    (CauseKind.COMMITTED, False),
)

# A stretch and what holds on it: a cause, or None where the officer is available.
Piece: TypeAlias = tuple[int, int, CauseKind | None]


@dataclass(frozen=True, slots=True)
class Need:
    """A planned contact session: when, how many officers, and who has been told."""

    id: OfficerId
    span: Span
    officers_needed: int
    named: frozenset[OfficerId] = frozenset()


@dataclass(slots=True)  # not frozen: thousands are made for a force, and that takes three times as long
class Facts:
    """What is known of one officer for one need, in stretches of any order, overlapping or not.

    posted: to the need's team. skilled: holds the skill; None when the need asks for none.
    duties: published ward duty. abstracted: confirmed. absent: approved. committed: elsewhere.
    """

    officer: OfficerId
    posted: Sequence[Stretch] = ()
    skilled: Sequence[Stretch] | None = None
    duties: Sequence[Stretch] = ()
    abstracted: Sequence[Stretch] = ()
    absent: Sequence[Stretch] = ()
    committed: Sequence[Stretch] = ()


class Cause(NamedTuple):
    """Why an officer is not available on a stretch of a gap."""

    officer: OfficerId
    kind: CauseKind
    span: Span


class Gap(NamedTuple):
    """A longest stretch on which the same number of officers is missing."""

    span: Span
    short_by: int
    causes: tuple[Cause, ...] = ()


class Verdict(NamedTuple):
    """lost_minutes: officer-minutes of the gaps that taking away every abstraction would close."""

    state: State
    gaps: tuple[Gap, ...] = ()
    lost_to_abstraction: bool = False
    lost_minutes: int = 0


def judge(need: Need, facts: Iterable[Facts]) -> Verdict:
    """The need's state; causes in the order of the facts (one for each officer), then of time."""
    known = list(facts)
    timelines = [timeline(need, one) for one in known]
    state, counted = State.UNCOVERED, list(range(len(known)))
    short = _shortfalls(need, timelines)
    if not short:
        state, counted = State.AT_RISK, [i for i in counted if known[i].officer in need.named]
        short = _shortfalls(need, [timelines[i] for i in counted])
    if not short:
        return Verdict(State.COVERED)
    gaps = tuple([_gap(need, one, known, timelines) for one in short])
    if not any(known[i].abstracted for i in counted):
        return Verdict(state, gaps)
    # Like is compared with like: the pool for uncovered, the named officers for at risk.
    spared = _shortfalls(need, [_unabstracted(need, known[i], timelines[i]) for i in counted])
    lost = _officer_seconds(short) - _officer_seconds(spared)
    return Verdict(state, gaps, lost > 0, lost // 60)


def timeline(need: Need, facts: Facts) -> list[Piece]:
    """The officer's posted time within the need, each piece with the first cause that holds."""
    start, end = need.span.start, need.span.end
    left = _tidy(facts.posted, start, end)
    if not facts.duties and facts.skilled is None:
        # Most of a force is off duty at any hour: the short way for them saves a third.
        return [(a, b, CauseKind.OFF_DUTY) for a, b in left]
    pieces: list[Piece] = []
    known = (facts.skilled, facts.duties, facts.abstracted, facts.absent, facts.committed)
    for (kind, frees), stretches in zip(_ASKED, known, strict=True):
        # And most of the others are neither away nor elsewhere.
        if stretches is None or not left or not (stretches or frees):
            continue
        inside, outside = _split(left, _tidy(stretches, start, end))
        left, taken = (inside, outside) if frees else (outside, inside)
        if taken:
            pieces += [(a, b, kind) for a, b in taken]
    pieces += [(a, b, None) for a, b in left]
    # Pieces never overlap, so their starts alone put them in order.
    pieces.sort(key=itemgetter(0))
    return pieces


def _tidy(stretches: Sequence[Stretch], start: int, end: int) -> list[Stretch]:
    """The stretches clipped to [start, end), in order, those that touch or overlap made one."""
    if len(stretches) == 1 and stretches[0][0] <= start and stretches[0][1] >= end:
        return [(start, end)]
    inside = [
        (a if a > start else start, b if b < end else end)
        for a, b in stretches
        if a < end and b > start and a < b
    ]
    if len(inside) < 2:
        return inside
    inside.sort()
    merged = inside[:1]
    for a, b in inside[1:]:
        if a > merged[-1][1]:
            merged.append((a, b))
        elif b > merged[-1][1]:
            merged[-1] = (merged[-1][0], b)
    return merged


def _split(left: list[Stretch], cover: list[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """What of left lies inside the cover, and what outside; both lists are tidy."""
    if cover == left:
        return left, []
    inside: list[Stretch] = []
    outside: list[Stretch] = []
    for start, end in left:
        for a, b in cover:
            if b <= start or a >= end:
                continue
            if a > start:
                outside.append((start, a))
            inside.append((max(a, start), min(b, end)))
            start = b
        if start < end:
            outside.append((start, end))
    return inside, outside


def _shortfalls(need: Need, timelines: Iterable[list[Piece]]) -> list[tuple[int, int, int]]:
    """The longest stretches on which as many officers are missing: (start, end, how many)."""
    step = {need.span.start: 0, need.span.end: 0}
    for pieces in timelines:
        for start, end, cause in pieces:
            if cause is None:
                step[start] = step.get(start, 0) + 1
                step[end] = step.get(end, 0) - 1
    found: list[tuple[int, int, int]] = []
    missing = need.officers_needed
    for start, end in pairwise(sorted(step)):
        missing -= step[start]
        if missing <= 0:
            continue
        if found and found[-1][1:] == (start, missing):
            start = found.pop()[0]
        found.append((start, end, missing))
    return found


def _gap(need: Need, short: tuple[int, int, int], known: list[Facts], timelines: list[list[Piece]]) -> Gap:
    """Why officers are missing there."""
    start, end, missing = short
    whole = need.span if need.span.end - need.span.start == end - start else Span(start, end)
    causes = [
        Cause(facts.officer, kind, whole if a <= start and b >= end else Span(max(a, start), min(b, end)))
        for facts, pieces in zip(known, timelines, strict=True)
        for a, b, kind in pieces
        if kind is not None and a < end and b > start
    ]
    return Gap(whole, missing, tuple(causes))


def _unabstracted(need: Need, one: Facts, pieces: list[Piece]) -> list[Piece]:
    """The officer's timeline if no abstraction had been logged."""
    if not one.abstracted or all(kind is not CauseKind.ABSTRACTED for _, _, kind in pieces):
        return pieces
    spared = Facts(one.officer, one.posted, one.skilled, one.duties, (), one.absent, one.committed)
    return timeline(need, spared)


def _officer_seconds(short: list[tuple[int, int, int]]) -> int:
    return sum((end - start) * missing for start, end, missing in short)
