"""The state of a contact session at every instant, its gaps and their causes (RULES 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

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


# A stretch and what holds on it: a cause, or None where the officer is available.
Piece: TypeAlias = tuple[int, int, CauseKind | None]


@dataclass(frozen=True, slots=True)
class Need:
    """A planned contact session: when, how many officers, and who has been told."""

    id: OfficerId
    span: Span
    officers_needed: int
    named: frozenset[OfficerId] = frozenset()


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Cause:
    officer: OfficerId
    kind: CauseKind
    span: Span


@dataclass(frozen=True, slots=True)
class Gap:
    """A longest stretch on which the same number of officers is missing."""

    span: Span
    short_by: int
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
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
        short = _shortfalls(need, (timelines[i] for i in counted))
    if not short:
        return Verdict(State.COVERED)
    gaps = tuple(_gap(one, known, timelines) for one in short)
    # Like is compared with like: the pool for uncovered, the named officers for at risk.
    spared = _shortfalls(need, (_unabstracted(need, known[i], timelines[i]) for i in counted))
    lost = _officer_seconds(short) - _officer_seconds(spared)
    return Verdict(state, gaps, lost > 0, lost // 60)


def timeline(need: Need, facts: Facts) -> list[Piece]:
    """The officer's posted time within the need, each piece with the first cause that holds."""
    start, end = need.span.start, need.span.end
    left = _tidy(facts.posted, start, end)
    pieces: list[Piece] = []
    for kind, stretches, frees in (
        (CauseKind.LACKS_SKILL, facts.skilled, True),
        (CauseKind.OFF_DUTY, facts.duties, True),
        (CauseKind.ABSTRACTED, facts.abstracted, False),
        (CauseKind.ABSENT, facts.absent, False),
        (CauseKind.COMMITTED, facts.committed, False),
    ):
        # Most officers are neither away nor elsewhere: the short way for them saves a third.
        if stretches is None or not left or not (stretches or frees):
            continue
        inside, outside = _split(left, _tidy(stretches, start, end))
        left, taken = (inside, outside) if frees else (outside, inside)
        pieces += [(a, b, kind) for a, b in taken]
    pieces += [(a, b, None) for a, b in left]
    # Pieces never overlap, so their starts alone put them in order.
    pieces.sort(key=lambda piece: piece[0])
    return pieces


def _tidy(stretches: Sequence[Stretch], start: int, end: int) -> list[Stretch]:
    """The stretches clipped to [start, end), in order, those that touch or overlap made one."""
    inside = [(max(a, start), min(b, end)) for a, b in stretches if a < end and b > start and a < b]
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
    if not cover:
        return [], left
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


def _gap(short: tuple[int, int, int], known: list[Facts], timelines: list[list[Piece]]) -> Gap:
    start, end, missing = short
    causes = tuple(
        Cause(facts.officer, kind, Span(max(a, start), min(b, end)))
        for facts, pieces in zip(known, timelines, strict=True)
        for a, b, kind in pieces
        if kind is not None and a < end and b > start
    )
    return Gap(Span(start, end), missing, causes)


def _unabstracted(need: Need, facts: Facts, pieces: list[Piece]) -> list[Piece]:
    """The officer's timeline if no abstraction had been logged."""
    if any(kind is CauseKind.ABSTRACTED for _, _, kind in pieces):
        return timeline(need, replace(facts, abstracted=()))
    return pieces


def _officer_seconds(short: list[tuple[int, int, int]]) -> int:
    return sum((end - start) * missing for start, end, missing in short)
