"""Whether giving one duty for another breaks a rule of rest and hours that was kept before (pure)."""

from collections.abc import Collection, Sequence
from datetime import date

from roster.rules.averages import average_weeks, night_work
from roster.rules.breaches import AnyBreach, Breach, DaysBreach, Rule
from roster.rules.findings import Worked, reach
from roster.rules.hours import consecutive_days, consecutive_nights
from roster.rules.london import cell_day
from roster.rules.periods import Period
from roster.rules.rest import long_tours, rest_gaps
from roster.rules.rest_days import rest_days_apart, weekly_rests
from roster.rules.tours import tours_of
from roster.values import Span

# Of these the smaller measure is the worse one.
RESTS = (Rule.REST_GAP, Rule.WEEKLY_REST)
# These have a window of their own for every week: one is compared with itself alone.
WINDOWS = (Rule.WEEKLY_REST, Rule.AVERAGE_WEEK, Rule.NIGHT_WORK)


def new_breaches(
    before: Worked,
    *,
    less: Sequence[Span] = (),
    more: Sequence[Span] = (),
    rests: Collection[date] = (),
) -> list[AnyBreach]:
    """What is worse once that work is given and other work taken, with the rest days that come for it."""
    days = [cell_day(one.start) for one in (*less, *more)]
    if not days:
        return []
    work = list(before.work)
    for one in less:
        work.remove(one)
    after = Worked([*work, *more], before.rest_days | frozenset(rests), before.rules)
    around = reach(Period(min(days), max(days)))
    known = _breaches(before, around)
    return [one for one in _breaches(after, around) if not any(_is_as_bad(old, one) for old in known)]


def _breaches(worked: Worked, around: Period) -> list[AnyBreach]:
    """Every rule but the advice on long tours: that bars nobody."""
    tours, rules = tours_of(worked.work), worked.rules
    return [
        *rest_gaps(tours, rules),
        *long_tours(tours, rules),
        *consecutive_days(tours, rules),
        *consecutive_nights(tours, rules),
        *rest_days_apart(tours, worked.rest_days, rules),
        *weekly_rests(tours, around, rules),
        *average_weeks(tours, around, rules),
        *night_work(tours, around, rules),
    ]


def _is_as_bad(old: AnyBreach, new: AnyBreach) -> bool:
    """Whether the breach stood already at that place, no milder than it would be."""
    if old.rule is not new.rule or not _same_place(old, new):
        return False
    return old.measured <= new.measured if old.rule in RESTS else old.measured >= new.measured


def _same_place(old: AnyBreach, new: AnyBreach) -> bool:
    if isinstance(old, Breach) and isinstance(new, Breach):
        return old.span.overlaps(new.span)
    if isinstance(old, DaysBreach) and isinstance(new, DaysBreach):
        same = old.first == new.first
        return same or (old.rule not in WINDOWS and old.first <= new.last and new.first <= old.last)
    return False
