"""What the demo makes up can happen, whatever the day it is built on; no database."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from roster.clock import london_date, to_london
from roster.demo.build import make_diary
from roster.demo.calendar import PATTERNS, shift_span
from roster.demo.diary import Diary, Promise
from roster.demo.people import HART_WARDS
from roster.demo.takings import event_on
from roster.models.abstraction import TAKEN
from roster.values import Span

# Each day of a week, the weeks round both clock changes, and Christmas to New Year.
DAYS = [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]
DAYS += [date(2026, 10, 23), date(2026, 10, 25), date(2027, 3, 25), date(2027, 3, 28)]
DAYS += [date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29)]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def diary(request: pytest.FixtureRequest) -> Diary:
    return make_diary(2, request.param)


def _story(diary: Diary) -> Promise:
    (found,) = [
        one
        for one in diary.promises
        if one.ward == "Biggin Hill" and london_date(one.span.start) == diary.window.story
    ]
    return found


def test_next_thursday_has_its_coffee(diary: Diary) -> None:
    story, today = _story(diary), diary.window.today
    begins = to_london(story.span.start)
    assert begins.strftime("%a %H:%M") == "Thu 10:00"
    assert timedelta(0) < begins.date() - today <= timedelta(days=7)
    assert (story.venue, story.title, story.needs) == ("Costa, Main Road", "Coffee with a Copper", 1)
    assert story.span.minutes == 60
    assert [one.name for one in story.named] == ["Amina Shah"]


def test_shah_is_on_early_then_and_only_o_neill_is_free(diary: Diary) -> None:
    story, day = _story(diary), diary.window.story
    (shah,) = story.named
    shift = diary.shifts[shah.number, day]
    assert (shift.code, shift.is_ward) == ("E", True)
    assert not any(one.overlaps(shift.span) for one in diary.lost[shah.number])
    assert [one.name for one in diary.free("Biggin Hill", day, story.span)] == ["Ciarán O'Neill"]


def test_shah_can_be_sent_anywhere(diary: Diary) -> None:
    (shah,) = _story(diary).named
    assert all(shah.holds(skill, diary.window.story) for skill in ("taser", "response_driver", "level_2"))


def test_shah_was_taken_of_late(diary: Diary) -> None:
    (shah,) = _story(diary).named
    taken = [london_date(one.start) for one in diary.taken[shah.number]]
    assert any(timedelta(0) < diary.window.today - day <= timedelta(days=28) for day in taken)


def test_harts_coming_week_has_one_bare_session_and_one_with_nobody_named(diary: Diary) -> None:
    begins = diary.window.today + timedelta(days=1)
    week = [begins + timedelta(days=n) for n in range(7)]
    coming = [
        one
        for one in diary.promises
        if one.ward in HART_WARDS and london_date(one.span.start) in week and not one.cancelled_because
    ]
    unnamed = [one for one in coming if not one.named]
    bare = [
        one
        for one in coming
        for officer in one.named
        if any(taken.overlaps(one.span) for taken in diary.taken[officer.number])
    ]
    assert [one.ward for one in unnamed] == ["Darwin"]
    assert diary.free("Darwin", london_date(unnamed[0].span.start), unnamed[0].span)
    assert [one.ward for one in bare] == ["Chelsfield"]
    assert not diary.free("Chelsfield", london_date(bare[0].span.start), bare[0].span)
    assert len(coming) >= 3


def test_nobody_is_in_two_places(diary: Diary) -> None:
    for who, spans in (_duties(diary) | _takings(diary) | _sessions(diary)).items():
        assert all(first.end <= second.start for first, second in pairwise(sorted(spans))), who


def _duties(diary: Diary) -> dict[tuple[str, int], list[Span]]:
    spans = defaultdict(list)
    for (number, _), shift in diary.shifts.items():
        spans["duty", number].append(shift.span)
    return spans


def _takings(diary: Diary) -> dict[tuple[str, int], list[Span]]:
    spans = defaultdict(list)
    for taking in diary.takings:
        if taking.status in TAKEN:
            spans["abstraction", taking.person.number].append(taking.span)
    return spans


def _sessions(diary: Diary) -> dict[tuple[str, int], list[Span]]:
    spans = defaultdict(list)
    for promise in diary.promises:
        for one in [] if promise.cancelled_because else promise.stand_ins or promise.named:
            spans["session", one.number].append(promise.span)
    return spans


def test_nobody_works_on_a_rest_day(diary: Diary) -> None:
    assert not diary.shifts.keys() & diary.rests.keys()


def test_published_weeks_are_followed_by_drafts(diary: Diary) -> None:
    published = {day for (_, day), shift in diary.shifts.items() if shift.published}
    drafts = {day for (_, day), shift in diary.shifts.items() if not shift.published}
    assert max(published) < min(drafts)
    assert timedelta(weeks=5) <= max(published) - diary.window.today < timedelta(weeks=6)
    assert diary.window.today - min(published) >= timedelta(days=365)
    assert all(diary.window.published_on(day) < min(day, diary.window.today) for day in published)


def test_there_is_a_year_of_takings_of_every_kind(diary: Diary) -> None:
    told = [london_date(one.span.start) for one in diary.takings]
    assert diary.window.today - min(told) > timedelta(days=350)
    assert {one.status.value for one in diary.takings} == {
        "confirmed",
        "ended_early",
        "cancelled",
        "requested",
    }
    assert {one.category for one in diary.takings} >= {"erpt", "l2_aid", "constant_watch", "hospital_guard"}
    for one in diary.takings:
        assert one.span.end <= one.planned_end
        assert (one.confirmed_at is None) == (one.status.value == "requested")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_rest_eleven_hours_and_work_six_days_at_most(pattern: str) -> None:
    letters = PATTERNS[pattern] * 2
    codes = {"X": "LL"}
    start = date(2026, 6, 1)
    worked = [
        shift_span(start + timedelta(days=n), codes.get(letter, letter))
        for n, letter in enumerate(letters)
        if letter not in "RF"
    ]
    assert all(second.start - first.end >= 11 * 3600 for first, second in pairwise(worked))
    runs = "".join("." if letter in "RF" else "x" for letter in letters).split(".")
    assert max(map(len, runs)) <= 6
    assert len(PATTERNS[pattern]) % 7 == 0


def test_great_events_fall_on_their_days() -> None:
    # The August bank holiday of 2026 is Monday 31 August (gov.uk/bank-holidays).
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert {day: event_on(day) for day in days if event_on(day)} == {
        date(2026, 8, 30): "carnival",
        date(2026, 8, 31): "carnival",
        date(2026, 12, 31): "new_years_eve",
    }
