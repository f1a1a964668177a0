"""Contact sessions: each ward's week, planned for hours at which somebody of the team is on."""

from datetime import date, timedelta
from random import Random

from roster.demo.calendar import WEEK, instant
from roster.demo.diary import Diary, Promise
from roster.demo.names import OTHER_VENUES, VENUES, WARDS
from roster.demo.people import HART_WARDS
from roster.values import Span

# Weekday (Monday is 0), start in minutes after midnight, length in minutes: in Biggin Hill's order of
# liking; each other ward has its own.
HOURS = (
    (3, 10 * 60, 60),
    (1, 11 * 60, 60),
    (5, 11 * 60, 90),
    (2, 14 * 60 + 30, 60),
    (4, 16 * 60, 60),
    (0, 10 * 60 + 30, 60),
    (6, 11 * 60, 60),
)
COFFEE = "Coffee with a Copper"
BRIEFING = "Street briefing"
OTHER_TITLES = ("Street stall", "Bike marking", BRIEFING, "Crime prevention advice")
CALLED_OFF = (
    "The venue is closed for repairs",
    "Moved to next week: aid in central London",
    "Severe weather warning",
    "Another event is held there that day",
)
PANEL = "Ward panel"


def venues(ward: str) -> tuple[str, ...]:
    return VENUES.get(ward) or tuple(venue.format(ward) for venue in OTHER_VENUES)


def make_promises(diary: Diary, chance: Random) -> None:
    """A session for most wards and weeks, and now and then an evening panel that needs two."""
    window = diary.window
    kept = {(promise.ward, _week_of(diary, promise)) for promise in diary.promises}
    for ward in WARDS:
        liking = HOURS if ward == "Biggin Hill" else tuple(chance.sample(HOURS, len(HOURS)))
        week = window.first
        while week < window.drafts_from:
            if (ward, week) not in kept and chance.random() < 0.9:
                _weekly(diary, ward, week, liking, chance)
            if chance.random() < 0.15:
                _panel(diary, ward, week, chance)
            week += WEEK


def _week_of(diary: Diary, promise: Promise) -> date:
    weeks = (promise.span.start - instant(diary.window.first)) // (7 * 86_400)
    return diary.window.first + weeks * WEEK


def _weekly(
    diary: Diary, ward: str, week: date, liking: tuple[tuple[int, int, int], ...], chance: Random
) -> None:
    """The first hour of the week at which somebody is free; a few were planned without looking."""
    careless = week < diary.window.monday and chance.random() < 0.04
    for weekday, minute, length in liking:
        day = week + timedelta(days=weekday)
        span = Span(instant(day, minute), instant(day, minute + length))
        skill = "first_aid" if chance.random() < 0.03 else None
        free = diary.free(ward, day, span, skill)
        if free or careless:
            title = COFFEE if chance.random() < 0.6 else chance.choice(OTHER_TITLES)
            promise = Promise(ward, chance.choice(venues(ward)), title, span, skill=skill)
            promise.named = [chance.choice(free)] if free else []
            diary.add_promise(_as_life_goes(diary, promise, day, chance))
            return


def _panel(diary: Diary, ward: str, week: date, chance: Random) -> None:
    """An evening meeting, where two of the team are on late duty."""
    for weekday in (1, 2, 3, 4):
        day = week + timedelta(days=weekday)
        span = Span(instant(day, 19 * 60), instant(day, 20 * 60 + 30))
        free = diary.free(ward, day, span)
        if len(free) >= 2:
            promise = Promise(ward, venues(ward)[-1], PANEL, span, needs=2, named=free[:2])
            diary.add_promise(_as_life_goes(diary, promise, day, chance))
            return


def _as_life_goes(diary: Diary, promise: Promise, day: date, chance: Random) -> Promise:
    """Some are called off; for some nobody has been named yet; most stand as planned."""
    begins, ends = diary.window.calm
    if promise.ward in HART_WARDS and begins <= day < ends:
        return promise
    drawn = chance.random()
    if drawn < 0.05:
        promise.cancelled_because = chance.choice(CALLED_OFF)
    elif drawn < 0.08 or (day > ends and drawn < 0.12):
        promise.named = promise.named[1:]
    return promise
