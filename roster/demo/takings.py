"""Abstractions: a year of officers taken from their wards, a few in the coming weeks."""

from datetime import date, timedelta
from random import Random

from roster.demo.absences import is_calm
from roster.demo.calendar import instant
from roster.demo.diary import Diary, Taking, ward_days
from roster.demo.people import Person
from roster.models.abstraction import AbstractionStatus
from roster.models.officer import Rank
from roster.values import Span

HOUR = 3600
# How often each is asked for, and the skill that it takes; the figures are invented.
ASKED = (
    # category, weight, skill, who asks
    ("erpt", 30, None, "ERPT duty officer"),
    ("erpt_driver", 14, "response_driver", "ERPT duty officer"),
    ("l2_aid", 14, "level_2", "Central aid desk"),
    ("uniform_central", 9, None, "Central aid desk"),
    ("local_aid", 10, None, "BCU operations room"),
    ("constant_watch", 8, None, "Bromley custody"),
    ("hospital_guard", 7, None, "Night duty inspector"),
    ("scene_guard", 5, None, "CID duty sergeant"),
    ("court", 4, None, "Witness care unit"),
    ("mutual_aid", 1, "level_2", "National coordination"),
    ("training", 3, None, "BCU training"),
    ("other", 2, None, "BCU operations room"),
)
OFFICERS_ONLY = {"erpt", "erpt_driver", "uniform_central", "constant_watch", "court"}
CHANCE_OF_A_DUTY = 0.075
CHANCE_AHEAD = 0.03
# How many sessions of other wards stand bare in the weeks ahead: enough to see, few enough to be calm.
MAY_BE_LOST = 3


def make_takings(diary: Diary, chance: Random) -> None:
    """Take officers from their duties, day by day, and some from their rest days for the great events."""
    _events(diary, chance)
    may_be_lost = MAY_BE_LOST
    window = diary.window
    for person in diary.people:
        if person.pattern == "office":
            continue
        for day in ward_days(diary, person, window.first, window.today + timedelta(days=22)):
            ahead = day >= window.today
            likely = (CHANCE_AHEAD if ahead else CHANCE_OF_A_DUTY) * person.drawn_on
            if chance.random() >= likely or not is_calm(person, window, day):
                continue
            taking = _drawn(diary, person, day, chance)
            if ahead and diary.hit(person, taking.span):
                if not may_be_lost:
                    continue
                may_be_lost -= 1
            diary.add_taking(taking)


def _drawn(diary: Diary, person: Person, day: date, chance: Random) -> Taking:
    """One abstraction of that day's duty: the whole of it, a part, or running over its end."""
    duty = diary.shifts[person.number, day].span
    drawn = chance.random()
    start, end = duty.start, duty.end
    if drawn < 0.2:
        start += chance.choice((1, 2, 3)) * HOUR
    elif drawn < 0.3:
        end -= chance.choice((1, 2, 3)) * HOUR
    elif drawn < 0.4:
        end += chance.choice((1, 2)) * HOUR
    category, asked_by = category_for(person, day, chance)
    told = _told(start, day, diary.window.today, chance)
    taking = Taking(person, Span(start, end), category, asked_by, told, planned_end=end)
    return _as_it_went(taking, day, diary.window.today, chance)


def category_for(person: Person, day: date, chance: Random) -> tuple[str, str]:
    open_to = [
        one
        for one in ASKED
        if (one[2] is None or person.holds(one[2], day))
        and not (person.rank is Rank.PCSO and one[0] in OFFICERS_ONLY)
    ]
    category, _, _, asked_by = chance.choices(open_to, [one[1] for one in open_to])[0]
    return category, asked_by


def _told(start: int, day: date, today: date, chance: Random) -> int:
    """Mostly at short notice, now and then weeks before; never later than this morning."""
    days = chance.choice((0, 0, 0, 1, 1, 2, 3, 6, 18, 25))
    told = instant(day - timedelta(days=days), 6 * 60 + chance.randrange(0, 600)) if days else start - HOUR
    return min(told, instant(today, 6 * 60))


def _as_it_went(taking: Taking, day: date, today: date, chance: Random) -> Taking:
    drawn = chance.random()
    if drawn < 0.05:
        taking.status = AbstractionStatus.CANCELLED
    elif drawn < 0.15 and day < today:
        taking.status = AbstractionStatus.ENDED_EARLY
        span = taking.span
        taking.span = Span(span.start, span.end - chance.choice((1, 2)) * HOUR)
    elif drawn < 0.2 and day > today + timedelta(days=2):
        taking.status = AbstractionStatus.REQUESTED
        taking.confirmed_at = None
    return taking


def _events(diary: Diary, chance: Random) -> None:
    """New Year's Eve and the two days of Notting Hill Carnival, planned months before."""
    for day in diary.window.days():
        if day >= diary.window.drafts_from:
            return
        category = event_on(day)
        if category is None:
            continue
        hours = (16 * 60, 26 * 60) if category == "new_years_eve" else (9 * 60, 21 * 60)
        span = Span(*(instant(day, minute) for minute in hours))
        told = min(instant(day - timedelta(days=40), 600), instant(diary.window.today, 360))
        constables = [one for one in diary.people if one.rank is Rank.PC and is_calm(one, diary.window, day)]
        for person in chance.sample(constables, 9):
            if not _is_wanted(diary, person, day, span):
                diary.add_taking(
                    Taking(person, span, category, "Central aid desk", told, planned_end=span.end)
                )


def _is_wanted(diary: Diary, person: Person, day: date, span: Span) -> bool:
    """Whether a coming contact session counts on the person, or the next duty comes too soon after."""
    ahead = day >= diary.window.today and bool(diary.hit(person, span))
    following = diary.shifts.get((person.number, day + timedelta(days=1)))
    return ahead or (following is not None and following.span.start < span.end + 11 * HOUR)


def event_on(day: date) -> str | None:
    """Carnival is the Sunday and Monday of the August bank holiday, the month's last Monday."""
    if (day.month, day.day) == (12, 31):
        return "new_years_eve"
    monday = day if day.weekday() == 0 else day + timedelta(days=1)
    if monday.weekday() == 0 and monday.month == 8 and monday.day > 24 and day.weekday() in (6, 0):
        return "carnival"
    return None
