"""The sergeant's queue: all that waits, or four weeks of what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roster import clock
from roster.forms.leave import FindForm
from roster.permissions import Actor
from roster.queries.leave import Request, first_decided, requests_of
from roster.rules.periods import Period
from roster.views.guards import reach

WINDOW = timedelta(days=28)  # four weeks: as far as somebody asks what became of it


@dataclass(frozen=True, slots=True)
class Queue:
    """What the list shows; shown is none while it is what waits."""

    found: Sequence[Request] = ()
    shown: Period | None = None
    earlier: date | None = None
    later: date | None = None


def queue_of(asking: Actor, teams: set[int], form: FindForm) -> Queue:
    """All that is asked of the person's own teams; of those of a manager's area, what sergeants ask for."""
    ours = teams & (reach("absence:approve") or frozenset())
    sergeants_of = teams - ours
    if not form.until:
        me = asking.officer_id or 0
        return Queue(requests_of(ours, sergeants_of=sergeants_of, besides=me))
    today = clock.today()
    last = min(form.until.data or today, today)
    shown = Period(last - WINDOW + timedelta(days=1), last)
    first = first_decided(ours, sergeants_of=sergeants_of)
    return Queue(
        requests_of(ours, decided=shown.span, sergeants_of=sergeants_of),
        shown,
        last - WINDOW if first and first < shown.span.starts_at else None,
        min(last + WINDOW, today) if last < today else None,
    )
