"""How lost cover was found and made good: when each flag went up, and who stood in."""

from dataclasses import dataclass
from random import Random

from roster.clock import london_date
from roster.demo.calendar import instant
from roster.demo.diary import Diary, Promise
from roster.models.abstraction import TAKEN

# How often a colleague was found in time, of a hundred sessions that lost an officer; invented.
FOUND_IN_TIME = 55


@dataclass(frozen=True, slots=True)
class Times:
    """When a session's flag went up, and when it came down if it did."""

    opened_at: int
    resolved_at: int


def make_good(diary: Diary, chance: Random) -> None:
    """For past sessions that lost an officer, name a free colleague, often but not always."""
    today = instant(diary.window.today)
    for promise in diary.promises:
        if promise.cancelled_because or promise.span.start >= today:
            continue
        kept = [one for one in promise.named if not _is_lost(diary, one.number, promise)]
        missing = promise.needs - len(kept)
        if len(kept) == len(promise.named) or chance.randrange(100) >= FOUND_IN_TIME:
            continue
        free = diary.free(promise.ward, london_date(promise.span.start), promise.span, promise.skill)
        if len(free) >= missing:
            promise.stand_ins = kept + free[:missing]
            diary.engage(promise, free[:missing])


def times(diary: Diary, promise: Promise) -> Times:
    """A flag goes up when an officer of the session is taken, or a week before if nobody was named."""
    morning = instant(diary.window.today, 6 * 60)
    named = {one.number for one in promise.named}
    told = [
        one.confirmed_at
        for one in diary.takings
        if one.person.number in named
        and one.confirmed_at is not None
        and one.status in TAKEN
        and one.span.overlaps(promise.span)
    ]
    opened = min(max(told, default=promise.span.start - 6 * 86_400), morning)
    return Times(opened, min(opened + 5400, max(promise.span.start, opened)))


def _is_lost(diary: Diary, number: int, promise: Promise) -> bool:
    return any(one.overlaps(promise.span) for one in diary.taken[number])
