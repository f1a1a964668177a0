"""The minutes of abstraction (RULES 4): of duty, abstracted, lost to the ward, and their rates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roster.values import Span, intersect, subtract, union


@dataclass(frozen=True, slots=True)
class Shift:
    """A published duty; an officer's shifts never overlap."""

    id: int
    span: Span
    ward: bool


@dataclass(frozen=True, slots=True)
class Taking:
    """A confirmed abstraction up to its true end; an officer's takings never overlap."""

    id: int
    span: Span
    category: int
    counts: bool = True
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """One officer's published duties, confirmed abstractions and approved absences."""

    shifts: Sequence[Shift] = ()
    takings: Sequence[Taking] = ()
    absences: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class TakenPart:
    """What one abstraction adds to the figures of a span of time."""

    taking: Taking
    span: Span
    abstracted: int
    lost: int
    absent: int


@dataclass(frozen=True, slots=True)
class DutyPart:
    """What one duty, or an abstraction outside every duty, adds to the minutes of duty."""

    source: Shift | Taking
    span: Span
    minutes: int
    absent: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that shows what it was made of; of nothing there is no share."""

    numerator: int
    denominator: int

    @property
    def per_mille(self) -> int | None:
        """Tenths of a per cent, halves rounded up; None where there is nothing to divide by."""
        if not self.denominator:
            return None
        return (2000 * self.numerator + self.denominator) // (2 * self.denominator)

    @property
    def words(self) -> str:
        """Written out: 12.5 %, or "insufficient data", never a 0 % that nobody measured."""
        tenths = self.per_mille
        return "insufficient data" if tenths is None else f"{tenths // 10}.{tenths % 10} %"


def minutes(spans: Iterable[Span]) -> int:
    """Whole minutes of spans that do not overlap.

    A minute counts where its first second lies inside, so that parts always add up to their whole.
    """
    return sum(_before(span.end) - _before(span.start) for span in spans)


def taken_parts(worked: Worked, within: Span) -> list[TakenPart]:
    """Each abstraction that reaches into the span, clipped to it, in order."""
    ward = _Near(shift.span for shift in worked.shifts if shift.ward)
    away = _Near(worked.absences)
    parts = []
    for taking in sorted(worked.takings, key=lambda one: one.span):
        if clipped := taking.span.clip(within):
            left = subtract([clipped], away.to(clipped))
            there = minutes(left)
            counted = there if taking.counts else 0
            lost = minutes(intersect(left, ward.to(clipped)))
            parts.append(TakenPart(taking, clipped, counted, lost, minutes([clipped]) - there))
    return parts


def duty_parts(worked: Worked, within: Span) -> list[DutyPart]:
    """Each duty in the span, and each stretch of abstraction that no duty covers, in order."""
    shifts, away = _Near(shift.span for shift in worked.shifts), _Near(worked.absences)
    parts = []
    for shift in worked.shifts:
        if clipped := shift.span.clip(within):
            parts.append(_duty_part(shift, clipped, away))
    for taking in worked.takings:
        if clipped := taking.span.clip(within):
            bare = subtract([clipped], shifts.to(clipped))
            parts += [_duty_part(taking, span, away) for span in bare]
    return sorted(parts, key=lambda part: part.span)


def duty_minutes(worked: Worked, within: Span) -> int:
    """The union of published duties and confirmed abstractions, less approved absences."""
    return sum(part.minutes for part in duty_parts(worked, within))


def abstracted_minutes(worked: Worked, within: Span, *, exempt_events: bool = True) -> int:
    """The confirmed abstractions that count, less approved absences; exempt events on request."""
    parts = taken_parts(worked, within)
    return sum(part.abstracted for part in parts if exempt_events or not part.taking.exempt)


def touching(worked: Worked) -> dict[int, list[Taking]]:
    """By shift, the abstractions that count and take any of it: these make it an abstracted shift."""
    takings = sorted((one for one in worked.takings if one.counts), key=lambda one: one.span)
    starts, ends = [one.span.start for one in takings], [one.span.end for one in takings]
    return {
        shift.id: takings[bisect_right(ends, shift.span.start) : bisect_left(starts, shift.span.end)]
        for shift in worked.shifts
    }


class _Near:
    """Spans in order, to ask for those that a span overlaps without looking at them all."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = union(spans)
        self.starts = [span.start for span in self.spans]
        self.ends = [span.end for span in self.spans]

    def to(self, span: Span) -> list[Span]:
        return self.spans[bisect_right(self.ends, span.start) : bisect_left(self.starts, span.end)]


def _before(instant: int) -> int:
    # The number of minutes that begin before the instant; rounds up, also below zero.
    return -(-instant // 60)


def _duty_part(source: Shift | Taking, span: Span, away: _Near) -> DutyPart:
    there = minutes(subtract([span], away.to(span)))
    return DutyPart(source, span, there, minutes([span]) - there)
