"""What taking an officer costs, or giving one back brings: pure, from what is known to what is lost."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster import clock
from roster.coverage.gaps import Facts, Need, OfficerId, State, Stretch, Verdict, judge
from roster.coverage.stand_ins import StandIns, stand_ins
from roster.rules.notice import RestDayNotice, rest_day_notice
from roster.values import Span, intersect, subtract

RANK = {State.COVERED: 0, State.AT_RISK: 1, State.UNCOVERED: 2}


@dataclass(frozen=True, slots=True)
class Weighed:
    """One contact session before and after, whether the officer is named on it, and who is free then."""

    need: Need
    before: Verdict
    after: Verdict
    named: bool
    free: StandIns

    @property
    def is_worse(self) -> bool:
        return _badness(self.after) > _badness(self.before)

    @property
    def is_better(self) -> bool:
        return _badness(self.after) < _badness(self.before)


@dataclass(frozen=True, slots=True)
class RestDayTaken:
    """A rest day that the span falls on (whole) or runs into, and how much notice is given of it.

    already: other work had cancelled it before.
    """

    day: date
    kind: str
    whole: bool
    minutes: int
    notice: RestDayNotice
    already: bool = False


def weigh(
    need: Need,
    facts: Iterable[Facts],
    officer: OfficerId,
    *,
    taken: Sequence[Span] = (),
    given_back: Sequence[Span] = (),
) -> Weighed:
    """The contact session as it is judged now, and as it would be with the officer's time changed."""
    known = list(facts)
    then = [_changed(one, taken, given_back) if one.officer == officer else one for one in known]
    return Weighed(need, judge(need, known), judge(need, then), officer in need.named, stand_ins(need, then))


def left_bare(taken: Span, own: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The officer's own ward time inside the span on which nobody else of the team is on the ward."""
    return subtract(intersect([taken], own), others)


def on_the_ward(duties: Iterable[Span], away: Iterable[Span], posted: Iterable[Span]) -> list[Span]:
    """Ward duty of somebody posted to the team, less what takes them from it."""
    return intersect(subtract(duties, away), posted)


def rest_days_taken(
    span: Span, days: Iterable[tuple[date, str]], today: date, worked: Collection[date] = ()
) -> list[RestDayTaken]:
    """The rest days among these that the span touches; a day runs from 07:00 to 07:00.

    worked: the duty dates on which the officer is taken already.
    """
    found = []
    for day, kind in days:
        inside = span.clip(_force_day(day))
        if inside:
            whole, notice = clock.force_day(span.start) == day, rest_day_notice(day, today)
            found.append(RestDayTaken(day, kind, whole, inside.minutes, notice, day in worked))
    return found


def _changed(facts: Facts, taken: Sequence[Span], given_back: Sequence[Span]) -> Facts:
    away = [Span(start, end) for start, end in facts.abstracted]
    left: list[Stretch] = [(one.start, one.end) for one in subtract([*away, *taken], given_back)]
    return replace(facts, abstracted=left)


def _badness(verdict: Verdict) -> tuple[int, int]:
    """First the state, then how many officer-seconds are missing."""
    missing = sum(gap.span.seconds * gap.short_by for gap in verdict.gaps)
    return RANK[verdict.state], missing


def _force_day(day: date) -> Span:
    begins = clock.FORCE_DAY_BEGINS_AT_HOUR * 60
    following = day + timedelta(days=1)
    return Span(
        clock.wall_span(day, begins, begins + 1).start, clock.wall_span(following, begins, begins + 1).start
    )
