"""London time: the two nights the clocks change, midnights, force days and clear days."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from roster import clock


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_now_is_utc_in_whole_seconds() -> None:
    with time_machine.travel(datetime(2026, 7, 1, 23, 30, 15, 999_999, tzinfo=UTC), tick=False):
        assert clock.now() == utc("2026-07-01T23:30:15")
        assert clock.now().tzinfo is UTC
        # Half past midnight in London already.
        assert clock.today() == date(2026, 7, 2)


WALL_TIMES = [
    ("an ordinary winter hour", "2026-12-03T10:00", "2026-12-03T10:00"),
    ("an ordinary summer hour", "2026-07-01T10:00", "2026-07-01T09:00"),
    ("summer midnight is UTC's day before", "2026-07-01T00:00", "2026-06-30T23:00"),
    ("spring, the last minute before", "2026-03-29T00:59", "2026-03-29T00:59"),
    ("spring, 01:00 does not exist", "2026-03-29T01:00", "2026-03-29T01:00"),
    ("spring, 01:30 is read as 02:30 BST", "2026-03-29T01:30", "2026-03-29T01:30"),
    ("spring, 02:00 BST is the change itself", "2026-03-29T02:00", "2026-03-29T01:00"),
    ("spring, 02:30 BST", "2026-03-29T02:30", "2026-03-29T01:30"),
    ("spring a year later", "2027-03-28T01:30", "2027-03-28T01:30"),
    ("autumn, the last minute that occurs once", "2026-10-25T00:59", "2026-10-24T23:59"),
    ("autumn, 01:00 means its first occurrence", "2026-10-25T01:00", "2026-10-25T00:00"),
    ("autumn, 01:59 means its first occurrence", "2026-10-25T01:59", "2026-10-25T00:59"),
    ("autumn, 02:00 occurs once", "2026-10-25T02:00", "2026-10-25T02:00"),
    ("seconds are kept", "2026-07-01T10:00:30", "2026-07-01T09:00:30"),
]


@pytest.mark.parametrize(("case", "wall", "instant"), WALL_TIMES)
def test_a_wall_time_means_one_instant(case: str, wall: str, instant: str) -> None:
    assert clock.to_utc(datetime.fromisoformat(wall)) == utc(instant)
    # Whatever a caller left in fold, a wall time that occurs twice means the first.
    assert clock.to_utc(datetime.fromisoformat(wall).replace(fold=1)) == utc(instant)


def test_wall_times_and_instants_are_not_taken_for_each_other() -> None:
    with pytest.raises(ValueError, match="offset"):
        clock.to_utc(utc("2026-07-01T10:00"))
    with pytest.raises(ValueError, match="offset"):
        clock.to_london(datetime.fromisoformat("2026-07-01T10:00"))


@pytest.mark.parametrize(
    ("instant", "wall"),
    [
        ("2026-12-03T10:00", "2026-12-03T10:00"),
        ("2026-03-29T00:59", "2026-03-29T00:59"),
        ("2026-03-29T01:00", "2026-03-29T02:00"),
        ("2026-10-25T00:30", "2026-10-25T01:30"),
        ("2026-10-25T01:30", "2026-10-25T01:30"),
        ("2026-10-25T02:00", "2026-10-25T02:00"),
    ],
)
def test_london_reads_an_instant(instant: str, wall: str) -> None:
    moment = utc(instant)
    for shown in (clock.to_london(moment), clock.to_london(int(moment.timestamp()))):
        assert shown.replace(tzinfo=None, fold=0) == datetime.fromisoformat(wall)
        assert shown.tzinfo is clock.LONDON


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-12-02T23:59:59", date(2026, 12, 2)),
        ("2026-12-03T00:00", date(2026, 12, 3)),
        ("2026-06-30T22:59:59", date(2026, 6, 30)),
        ("2026-06-30T23:00", date(2026, 7, 1)),
    ],
)
def test_the_london_date_changes_at_london_midnight(instant: str, day: date) -> None:
    assert clock.london_date(utc(instant)) == day


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2026, 3, 29), "2026-03-29T00:00"),
        (date(2026, 3, 30), "2026-03-29T23:00"),
        (date(2026, 10, 25), "2026-10-24T23:00"),
        (date(2026, 10, 26), "2026-10-26T00:00"),
    ],
)
def test_midnight_is_where_the_date_begins(day: date, instant: str) -> None:
    assert clock.midnight(day) == utc(instant)


SIX, TEN_AT_NIGHT = 6 * 60, 22 * 60


@pytest.mark.parametrize(
    ("day", "start", "end", "minutes"),
    [
        (date(2026, 12, 3), 8 * 60, 16 * 60, 8 * 60),
        (date(2026, 12, 3), TEN_AT_NIGHT, SIX, 8 * 60),
        (date(2026, 3, 28), TEN_AT_NIGHT, SIX, 7 * 60),
        (date(2027, 3, 27), TEN_AT_NIGHT, SIX, 7 * 60),
        (date(2026, 10, 24), TEN_AT_NIGHT, SIX, 9 * 60),
        (date(2026, 12, 3), 16 * 60, 0, 8 * 60),
        (date(2026, 12, 3), 16 * 60, 24 * 60, 8 * 60),
        (date(2026, 12, 3), 7 * 60, 7 * 60, 24 * 60),
        (date(2026, 10, 25), 0, 2 * 60, 3 * 60),
    ],
)
def test_a_duty_lasts_the_hours_that_pass(day: date, start: int, end: int, minutes: int) -> None:
    span = clock.wall_span(day, start, end)
    assert span.minutes == minutes
    assert clock.london_date(span.starts_at) == day


@pytest.mark.parametrize(("start", "end"), [(90, 120), (60, 120), (119, 121)])
def test_a_duty_inside_the_hour_that_is_skipped_has_no_length(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        clock.wall_span(date(2026, 3, 29), start, end)


@pytest.mark.parametrize(("start", "end"), [(-1, 60), (60, 1441)])
def test_a_clock_has_24_hours(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="24 hours"):
        clock.wall_span(date(2026, 12, 3), start, end)


@pytest.mark.parametrize(
    ("wall", "day"),
    [
        ("2026-12-03T07:00", date(2026, 12, 3)),
        ("2026-12-03T06:59", date(2026, 12, 2)),
        ("2026-12-03T00:00", date(2026, 12, 2)),
        ("2026-12-03T23:59", date(2026, 12, 3)),
        # 07:00 on the clock, though six and eight hours after midnight.
        ("2026-03-29T06:59", date(2026, 3, 28)),
        ("2026-03-29T07:00", date(2026, 3, 29)),
        ("2026-10-25T06:59", date(2026, 10, 24)),
        ("2026-10-25T07:00", date(2026, 10, 25)),
        ("2026-07-01T06:59", date(2026, 6, 30)),
        ("2027-01-01T03:00", date(2026, 12, 31)),
    ],
)
def test_a_force_day_begins_at_seven(wall: str, day: date) -> None:
    assert clock.force_day(clock.to_utc(datetime.fromisoformat(wall))) == day


def test_the_hour_at_which_a_force_day_begins_can_be_given() -> None:
    start = clock.to_utc(datetime.fromisoformat("2026-12-03T06:30"))
    assert clock.force_day(start, begins_at_hour=6) == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("duty", "told", "days"),
    [
        (date(2026, 12, 17), date(2026, 12, 1), 15),
        (date(2026, 12, 17), date(2026, 12, 2), 14),
        (date(2026, 12, 17), date(2026, 12, 16), 0),
        (date(2026, 12, 17), date(2026, 12, 17), -1),
        (date(2026, 4, 1), date(2026, 3, 28), 3),
    ],
)
def test_neither_the_day_told_nor_that_worked_is_clear(duty: date, told: date, days: int) -> None:
    assert clock.clear_days(duty, told) == days
