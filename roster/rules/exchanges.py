"""Whether giving one duty for another breaks a rule of rest and hours that was kept before (pure)."""

from collections.abc import Iterable, Sequence

from roster.rules.breaches import AnyBreach, Breach, DaysBreach, Rule
from roster.rules.hours import consecutive_days, consecutive_nights
from roster.rules.rest import long_tours, rest_gaps
from roster.rules.rule_sets import OFFICER_RULES, RuleSet
from roster.values import Span


def new_breaches(
    work: Iterable[Span],
    *,
    less: Sequence[Span] = (),
    more: Sequence[Span] = (),
    rules: RuleSet = OFFICER_RULES,
) -> list[AnyBreach]:
    """What the exchange makes worse: averages are left out, as a duty for a duty hardly moves them."""
    before = list(work)
    after = list(before)
    for one in less:
        after.remove(one)
    known = _breaches(before, rules)
    return [
        one for one in _breaches([*after, *more], rules) if not any(_is_as_bad(old, one) for old in known)
    ]


def _breaches(work: Sequence[Span], rules: RuleSet) -> list[AnyBreach]:
    return [
        *rest_gaps(work, rules),
        *long_tours(work, rules),
        *consecutive_days(work, rules),
        *consecutive_nights(work, rules),
    ]


def _is_as_bad(old: AnyBreach, new: AnyBreach) -> bool:
    """Whether the breach stood already at that place, no milder than it would be."""
    if old.rule is not new.rule:
        return False
    if isinstance(old, Breach) and isinstance(new, Breach):
        milder = old.measured <= new.measured if old.rule is Rule.REST_GAP else old.measured >= new.measured
        return milder and old.span.overlaps(new.span)
    if isinstance(old, DaysBreach) and isinstance(new, DaysBreach):
        return old.measured >= new.measured and old.first <= new.last and new.first <= old.last
    return False
