"""Which rules of working time more work breaks that were kept, or breaks by more (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from roster.clock import london_date
from roster.rules.breaches import AnyBreach, Breach, DaysBreach, Found
from roster.rules.exchanges import RESTS
from roster.rules.findings import (
    AVERAGES,
    Worked,
    breaches_of,
    found_of,
)
from roster.rules.periods import Period
from roster.values import Span

# Whatever a day of work breaks is drawn on a cell at most so far from it: a run of days, the next
# rest day due, the fortnight of a weekly rest.
SHOWS_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Worse:
    """A rule as it would be broken; already: it is broken there now, but by less."""

    found: Found
    already: bool


def days_around(span: Span) -> Period:
    """Where to look for what a span of work breaks."""
    day = london_date(span.start)
    return Period(day - SHOWS_WITHIN, day + SHOWS_WITHIN)


def worse_with(worked: Worked, more: Span, period: Period) -> Iterator[Worse]:
    """What the judge finds in the period with more work, and does not find, or as bad, without it."""
    return worse_after(worked, replace(worked, work=[*worked.work, more]), period)


def worse_after(worked: Worked, then: Worked, period: Period) -> Iterator[Worse]:
    """The same of any change, from what is worked now to what would be then."""
    before = breaches_of(worked, period)
    worse = [one for one in breaches_of(then, period) if not any(_is_as_bad(old, one) for old in before)]
    # Each window of an average is compared with itself; the worst is said of the known and of the new ones.
    known: dict[bool, list[AnyBreach]] = {True: [], False: []}
    for one in worse:
        known[any(_is_there(old, one) for old in before)].append(one)
    found = [Worse(one, already) for already, some in known.items() for one in found_of(then, some, period)]
    yield from sorted(found, key=lambda one: (one.found.days[0], one.found.rule))


def _is_there(old: AnyBreach, new: AnyBreach) -> bool:
    """Whether the same rule is broken at the same place; of an average in the same weeks."""
    if old.rule is not new.rule:
        return False
    if isinstance(old, Breach) and isinstance(new, Breach):
        return old.span.overlaps(new.span)
    if isinstance(old, DaysBreach) and isinstance(new, DaysBreach):
        if new.rule in AVERAGES:
            return old.first == new.first
        return old.first <= new.last and new.first <= old.last
    return False


def _is_as_bad(old: AnyBreach, new: AnyBreach) -> bool:
    if not _is_there(old, new):
        return False
    return old.measured <= new.measured if old.rule in RESTS else old.measured >= new.measured
