"""What is broken in a period, and in which cells of the grid it is drawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from roster.rules.averages import average_weeks, night_work
from roster.rules.breaches import AnyBreach, Breach, DaysBreach, Found, Rule, Severity
from roster.rules.figures import AVERAGE_WEEK_WEEKS, NIGHT_WORK_WEEKS, in_force
from roster.rules.hours import consecutive_days, consecutive_nights
from roster.rules.london import DAY, WEEK, cell_day, duty_day, monday_of
from roster.rules.periods import Period
from roster.rules.rest import advised_against, long_tours, rest_gaps
from roster.rules.rest_days import rest_days_apart, weekly_rests
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.rules.tours import Tours, tours_of
from roster.values import Span

RUNS = (Rule.CONSECUTIVE_DAYS, Rule.CONSECUTIVE_NIGHTS)
AVERAGES = (Rule.AVERAGE_WEEK, Rule.NIGHT_WORK)


@dataclass(frozen=True, slots=True)
class Worked:
    """One officer's work, drafts and confirmed abstractions too, and rostered rest days."""

    work: Sequence[Span] = ()
    rest_days: frozenset[date] = frozenset()
    rules: RuleSet = OFFICER_RULES

    @property
    def days(self) -> set[date]:
        """The cells that hold something of it."""
        return {cell_day(one.start) for one in self.work} | self.rest_days


def reach(period: Period) -> Period:
    """The days of which a judgement of the period must know: every average that touches it."""
    weeks = max(in_force(figures, period.first).value for figures in (AVERAGE_WEEK_WEEKS, NIGHT_WORK_WEEKS))
    first, last = monday_of(period.first), monday_of(period.last) + WEEK - DAY
    return Period(first - (weeks - 1) * WEEK, last + (weeks - 1) * WEEK)


def rest_reach(period: Period) -> Period:
    """The days of which a judgement of rest alone must know: runs and fortnights that touch the period."""
    return Period(monday_of(period.first) - 4 * WEEK, monday_of(period.last) + 3 * WEEK - DAY)


def findings_of(worked: Worked, period: Period) -> list[Found]:
    """Every broken rule that touches a cell of the period, in the order of days."""
    sheet = _Cells(tours_of(worked.work), period)
    return _found(sheet, worked, _every(sheet, worked))


def parted(worked: Worked, drafts: Worked, period: Period) -> tuple[list[Found], list[Found]]:
    """The same in two: what is broken by the drafts in it, or made worse; and what is without them."""
    sheet = _Cells(tours_of(worked.work), period)
    every = _every(sheet, worked)
    found = _found(sheet, worked, every)
    if all(one.severity is Severity.ADVICE for one in found):
        return found, []  # nobody needs to know whose it is
    without = _without(worked, drafts)
    known = set(_every(_Cells(tours_of(without.work), period), without))
    new, old = [one for one in every if one not in known], [one for one in every if one in known]
    return _found(sheet, worked, new), _found(sheet, worked, old)


def breaches_of(worked: Worked, period: Period) -> list[AnyBreach]:
    """The same before it is drawn: of averages every window, not only the worst."""
    return _every(_Cells(tours_of(worked.work), period), worked)


def found_of(worked: Worked, breaches: Iterable[AnyBreach], period: Period) -> list[Found]:
    """Some of those of that work, as they are drawn; of averages the worst."""
    return _found(_Cells(tours_of(worked.work), period), worked, breaches)


def rest_findings_of(worked: Worked, period: Period) -> list[Found]:
    """The same without advice and averages: what can be mended in the period itself, from fewer weeks."""
    sheet = _Cells(tours_of(worked.work), period)
    found = _found(sheet, worked, _rests(sheet, worked, rest_reach(period)))
    return [one for one in found if one.severity is Severity.BREACH]


def _without(worked: Worked, drafts: Worked) -> Worked:
    """Two may last the same time, such as a duty and an abstraction: one of them stays."""
    left = Counter(worked.work) - Counter(drafts.work)
    return replace(worked, work=list(left.elements()), rest_days=worked.rest_days - drafts.rest_days)


def _found(sheet: _Cells, worked: Worked, breaches: Iterable[AnyBreach]) -> list[Found]:
    found = []
    for breach in without_lesser_averages(breaches):
        if days := sheet.drawn(breach):
            source = worked.rules.figure(breach.rule, _begins(breach)).source
            found.append(Found(sheet.in_cells(breach), days, source, _severity(breach)))
    return sorted(found, key=lambda one: (one.days[0], one.rule))


def _rests(sheet: _Cells, worked: Worked, around: Period) -> Iterator[AnyBreach]:
    near, tours, rules = sheet.near, sheet.tours, worked.rules
    yield from rest_gaps(near, rules)
    yield from long_tours(near, rules)
    yield from advised_against(near, rules)
    yield from consecutive_days(tours, rules)
    yield from consecutive_nights(tours, rules)
    yield from rest_days_apart(tours, worked.rest_days, rules)
    yield from weekly_rests(tours, around, rules)


def _every(sheet: _Cells, worked: Worked) -> list[AnyBreach]:
    around, rules = reach(sheet.period), worked.rules
    averages = chain(average_weeks(sheet.tours, around, rules), night_work(sheet.tours, around, rules))
    return [*_rests(sheet, worked, around), *averages]


def without_lesser_averages(breaches: Iterable[AnyBreach]) -> Iterator[AnyBreach]:
    """Of averages the worst of each stretch of windows; all the others."""
    averages: dict[Rule, list[DaysBreach]] = {rule: [] for rule in AVERAGES}
    for breach in breaches:
        if isinstance(breach, DaysBreach) and breach.rule in AVERAGES:
            averages[breach.rule].append(breach)
        else:
            yield breach
    for windows in averages.values():
        yield from _worst(windows)


def _worst(windows: Iterable[DaysBreach]) -> Iterator[DaysBreach]:
    """Of windows that follow each other week by week, the worst: mending it comes first."""
    worst = last = None
    for window in windows:
        if worst and last and window.first - last.first > WEEK:
            yield worst
            worst = None
        if worst is None or window.measured > worst.measured:
            worst = window
        last = window
    if worst:
        yield worst


def _begins(breach: AnyBreach) -> date:
    return cell_day(breach.span.start) if isinstance(breach, Breach) else breach.first


def _severity(breach: AnyBreach) -> Severity:
    return Severity.ADVICE if breach.rule is Rule.TOUR_ADVICE else Severity.BREACH


class _Cells:
    """The cells on which one officer's tours stand, and which of them a breach is drawn on."""

    def __init__(self, tours: Tours, period: Period) -> None:
        self.period, self.tours = period, tours
        self.days = [cell_day(tour.start) for tour in tours]
        self.ends = {tour.end: day for tour, day in zip(tours, self.days, strict=True)}
        # The tours drawn in the period, and one more at each side of it for the rest between them.
        first, last = bisect_left(self.days, period.first), bisect_right(self.days, period.last)
        self.near = Tours(tours[max(0, first - 1) : last + 1])
        # A start before 07:00 belongs to the force day before, but is drawn on its own date.
        self.of_duty = {duty_day(tour.start): cell_day(tour.start) for tour in reversed(tours)}

    def drawn(self, breach: AnyBreach) -> tuple[date, ...]:
        """The cells of the period; none where the breach lies outside it."""
        if isinstance(breach, Breach):
            return self._at_tour(breach)
        if breach.rule in RUNS:
            return self._past_limit(breach)
        if breach.rule is Rule.REST_DAYS_APART:
            due = breach.first + timedelta(days=breach.limit)
            if self._inside(due):
                return (due,)
        return self._last_tour(breach.first, breach.last)

    def in_cells(self, breach: AnyBreach) -> AnyBreach:
        """A run of duty dates by the dates of its cells."""
        if isinstance(breach, Breach) or breach.rule not in RUNS:
            return breach
        return replace(breach, first=self.of_duty[breach.first], last=self.of_duty[breach.last])

    def _at_tour(self, breach: Breach) -> tuple[date, ...]:
        if breach.rule is not Rule.REST_GAP:
            return self._kept(cell_day(breach.span.start))
        # The duty after the rest, or the one before it where the next is not on the sheet.
        return self._kept(cell_day(breach.span.end)) or self._kept(self.ends[breach.span.start])

    def _past_limit(self, breach: DaysBreach) -> tuple[date, ...]:
        """Each day of the run that is one too many; the last in sight where all those lie beyond."""
        past = range(breach.limit, breach.measured)
        cells = [self.of_duty[breach.first + timedelta(days=step)] for step in past]
        drawn = tuple(day for day in cells if self._inside(day))
        first, last = self.of_duty[breach.first], self.of_duty[breach.last]
        return drawn or (self._last_tour(first, last) if cells[0] > self.period.last else ())

    def _last_tour(self, first: date, last: date) -> tuple[date, ...]:
        """The last cell with a tour between two days, as far as the sheet goes."""
        first, last = max(first, self.period.first), min(last, self.period.last)
        at = bisect_right(self.days, last)
        return (self.days[at - 1],) if at > bisect_left(self.days, first) else ()

    def _kept(self, day: date) -> tuple[date, ...]:
        return (day,) if self._inside(day) else ()

    def _inside(self, day: date) -> bool:
        return self.period.first <= day <= self.period.last
