"""Leave, sickness, courses and court, so that somebody is always away."""

from datetime import date, timedelta
from random import Random

from roster.demo.calendar import WEEK, Window, instant
from roster.demo.diary import Away, Diary, ward_days
from roster.demo.people import HART_WARDS, Person
from roster.models.absence import AbsenceKind, AbsenceStatus
from roster.models.officer import Rank
from roster.values import Span


def whole_days(first: date, days: int) -> Span:
    return Span(instant(first), instant(first + timedelta(days=days)))


def is_calm(person: Person, window: Window, first: date, days: int = 1) -> bool:
    """Whether the days leave the story alone: its wards are quiet in the coming week."""
    begins, ends = window.calm
    near = first < ends and first + timedelta(days=days) > begins
    return not (near and person.ward_on(window.today) in HART_WARDS)


def make_absences(diary: Diary, chance: Random) -> None:
    """Everybody's year, and the weeks ahead."""
    for person in diary.people:
        _leave(diary, person, chance)
        _sickness(diary, person, chance)
        _time_off(diary, person, chance)
        _courses(diary, person, chance)
    _sick_now(diary)
    _asked_for(diary)


def _leave(diary: Diary, person: Person, chance: Random) -> None:
    """Weeks off through the year and one in the weeks ahead, and single days."""
    window = diary.window
    weeks = [chance.randrange(2, 52) for _ in range(4)] + [chance.randrange(50, 62)]
    blocks = [(window.first + week * WEEK, chance.choice((7, 7, 7, 14))) for week in weeks]
    blocks += [(window.first + timedelta(days=chance.randrange(7, 420)), 1) for _ in range(5)]
    for first, days in blocks:
        if first + timedelta(days=days) <= window.end and is_calm(person, window, first, days):
            diary.add_away(Away(person, whole_days(first, days), AbsenceKind.ANNUAL_LEAVE))


def _sickness(diary: Diary, person: Person, chance: Random) -> None:
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        first = diary.window.first + timedelta(days=chance.randrange(0, 360))
        diary.add_away(Away(person, whole_days(first, chance.randrange(1, 5)), AbsenceKind.SICK))


def _time_off(diary: Diary, person: Person, chance: Random) -> None:
    """The last four hours of a duty, owed from a late finish."""
    days = ward_days(diary, person, diary.window.first, diary.window.today)
    for day in chance.sample(days, min(2, len(days))):
        end = diary.shifts[person.number, day].span.end
        diary.add_away(Away(person, Span(end - 4 * 3600, end), AbsenceKind.TIME_OFF_IN_LIEU))


def _courses(diary: Diary, person: Person, chance: Random) -> None:
    """Days on a course or at court instead of ward duty, planned with the roster."""
    if person.rank is Rank.INSPECTOR or person.pattern == "office":
        return
    days = ward_days(diary, person, diary.window.first, diary.window.drafts_from)
    for day in chance.sample(days, min(7, len(days))):
        code = "CT" if person.rank is not Rank.PCSO and chance.random() < 0.3 else "CRS"
        # An early or mid duty only: a course at 09:00 after a late one would cut the rest short.
        early = diary.shifts[person.number, day].code in ("E", "M")
        before = diary.shifts.get((person.number, day - timedelta(days=1)))
        rested = before is None or before.code in ("E", "M", "CRS", "CT")
        if early and rested and is_calm(person, diary.window, day):
            diary.replace_shift(person, day, code)


def _sick_now(diary: Diary) -> None:
    today = diary.window.today
    for name, began, days in (("Joanna Fenwick", -2, 6), ("Trevor Munnings", -1, 3), ("Osei", 0, 2)):
        for person in diary.people:
            if person.name.endswith(name):
                span = whole_days(today + timedelta(days=began), days)
                diary.add_away(Away(person, span, AbsenceKind.SICK))


def _asked_for(diary: Diary) -> None:
    """Requests that wait, and some that were refused or withdrawn: none of them takes anybody away."""
    asked = (
        ("Ciarán O'Neill", 24, 7, AbsenceStatus.REQUESTED),
        ("Priya Nair", 16, 2, AbsenceStatus.REQUESTED),
        ("Siân Pritchard", 11, 5, AbsenceStatus.REQUESTED),
        ("Abdi Warsame", 20, 7, AbsenceStatus.REQUESTED),
        ("Grace Okonjo-Whitfield", 9, 1, AbsenceStatus.REQUESTED),
        ("Yusuf Demirci", 13, 3, AbsenceStatus.DECLINED),
        ("Ravi Somasundaram", 18, 7, AbsenceStatus.DECLINED),
        ("Ben Okafor", 12, 2, AbsenceStatus.CANCELLED),
        ("Fatou Jallow", -20, 4, AbsenceStatus.CANCELLED),
    )
    for name, in_days, days, status in asked:
        person = next(one for one in diary.people if one.name == name)
        first = diary.window.today + timedelta(days=in_days)
        diary.aways.append(Away(person, whole_days(first, days), AbsenceKind.ANNUAL_LEAVE, status))
