"""The story that the demo always tells: PC Shah's coffee on Thursday, and what else needs PS Hart."""

from datetime import date, timedelta
from random import Random

from roster.demo.calendar import instant
from roster.demo.diary import Diary, Promise, Taking, ward_days
from roster.demo.people import HART_WARDS, Person
from roster.demo.promises import BRIEFING, COFFEE, venues
from roster.demo.takings import HOUR, category_for
from roster.values import Span

COSTA = "Costa, Main Road"
DAYTIME = (11 * 60, 14 * 60 + 30, 16 * 60, 10 * 60, 19 * 60, 9 * 60)


def make_story(diary: Diary) -> None:
    """Before anything else is planned: what stands whatever the day of the week."""
    _coffee(diary)
    _nobody_named(diary)
    _left_bare(diary)
    _shah_was_taken(diary)


def person(diary: Diary, name: str) -> Person:
    return next(one for one in diary.people if one.name == name)


def _coffee(diary: Diary) -> None:
    """PC Shah is named on Thursday's coffee, and PC O'Neill is on Early too and free."""
    day = diary.window.story
    span = Span(instant(day, 10 * 60), instant(day, 11 * 60))
    shah = person(diary, "Amina Shah")
    diary.add_promise(Promise("Biggin Hill", COSTA, COFFEE, span, named=[shah]))


def _coming(diary: Diary) -> list[tuple[date, Span]]:
    """Hours in the coming week, soonest first, at which a session could be held."""
    days = [diary.window.today + timedelta(days=n) for n in range(1, 8)]
    return [(day, Span(instant(day, at), instant(day, at + 60))) for day in days for at in DAYTIME]


def _nobody_named(diary: Diary) -> None:
    """Darwin has officers free for a session, and nobody has been told to go: at risk."""
    for day, span in _coming(diary):
        if diary.free("Darwin", day, span):
            diary.add_promise(Promise("Darwin", venues("Darwin")[0], BRIEFING, span))
            return


def _left_bare(diary: Diary) -> None:
    """Chelsfield's one officer on duty is taken for the whole of it: uncovered."""
    for day, span in reversed(_coming(diary)):
        free = diary.free("Chelsfield", day, span)
        if len(free) != 1:
            continue
        (only,) = free
        diary.add_promise(Promise("Chelsfield", venues("Chelsfield")[0], "Street stall", span, named=[only]))
        duty = diary.shifts[only.number, day].span
        told = instant(diary.window.today - timedelta(days=1), 15 * 60)
        category = "l2_aid" if only.holds("level_2", day) else "local_aid"
        diary.add_taking(Taking(only, duty, category, "Central aid desk", told, planned_end=duty.end))
        return


def _shah_was_taken(diary: Diary) -> None:
    """PC Shah's own pages have something to show: taken last week, and some weeks before."""
    shah, today = person(diary, "Amina Shah"), diary.window.today
    for first, end, category in ((-12, -3, "erpt_driver"), (-26, -13, "l2_aid")):
        days = ward_days(diary, shah, today + timedelta(days=first), today + timedelta(days=end))
        for day in reversed(days):
            duty = diary.shifts[shah.number, day].span
            told = duty.start - 2 * HOUR
            asked_by = "ERPT duty officer" if category == "erpt_driver" else "Central aid desk"
            if diary.add_taking(Taking(shah, duty, category, asked_by, told, planned_end=duty.end)):
                break


def take_somebody_today(diary: Diary, chance: Random) -> None:
    """The board shows somebody away today, in one of PS Hart's wards, at no session's cost."""
    today = diary.window.today
    for one in diary.people:
        if one.ward_on(today) not in HART_WARDS or one.name == "Amina Shah":
            continue
        for day in ward_days(diary, one, today, today + timedelta(days=1)):
            duty = diary.shifts[one.number, day].span
            category, asked_by = category_for(one, day, chance)
            taking = Taking(one, duty, category, asked_by, duty.start - HOUR, planned_end=duty.end)
            taking.confirmed_at = min(duty.start - HOUR, instant(today, 6 * 60))
            if not diary.hit(one, duty) and diary.add_taking(taking):
                return
