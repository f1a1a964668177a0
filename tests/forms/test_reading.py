"""What people type for dates and times, and what it is taken to mean."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from roster.forms.reading import Unread, read_date, read_minute, read_moment
from tests.factories import wall

MONDAY, NEW_YEARS_EVE, NEW_YEAR = "2026-11-23", "2026-12-31", "2027-01-01"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/12/2026", date(2026, 12, 3)),
        ("03.12.26", date(2026, 12, 3)),
        ("3-12-2026", date(2026, 12, 3)),
        ("2026-12-03", date(2026, 12, 3)),
        ("3 Dec 2026", date(2026, 12, 3)),
        ("3rd Dec", date(2026, 12, 3)),
        ("1st of December 2026", date(2026, 12, 1)),
        ("3Dec", date(2026, 12, 3)),
        ("3dec26", date(2026, 12, 3)),
        ("3 Sept 2026", date(2026, 9, 3)),
        ("Thu 3 December", date(2026, 12, 3)),
        ("thurs, 3/12", date(2026, 12, 3)),
        ("3 12", date(2026, 12, 3)),
        ("today", date(2026, 11, 23)),
        ("Tomorrow", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("Mon", date(2026, 11, 23)),  # today counts
        (" tues ", date(2026, 11, 24)),
        ("Thursday", date(2026, 11, 26)),
        ("sun", date(2026, 11, 29)),
        ("29/2/2028", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_however_it_is_typed(at: Callable[..., datetime], typed: str, meant: date) -> None:
    at(f"{MONDAY} 09:00")
    assert read_date(typed) == meant


@pytest.mark.parametrize(
    ("today", "typed", "ahead", "back"),
    [
        # Three months either way mean the same to whoever plans and to whoever looks back.
        (MONDAY, "22 Nov", date(2026, 11, 22), date(2026, 11, 22)),
        (MONDAY, "24 Nov", date(2026, 11, 24), date(2026, 11, 24)),
        (MONDAY, "2 Jan", date(2027, 1, 2), date(2027, 1, 2)),
        (MONDAY, "30 Jun", date(2027, 6, 30), date(2026, 6, 30)),
        (MONDAY, "23 Aug", date(2026, 8, 23), date(2026, 8, 23)),  # 92 days ago
        (MONDAY, "22 Aug", date(2027, 8, 22), date(2026, 8, 22)),  # 93
        (MONDAY, "23 Feb", date(2027, 2, 23), date(2027, 2, 23)),  # in 92 days
        (MONDAY, "24 Feb", date(2027, 2, 24), date(2026, 2, 24)),  # in 93
        (NEW_YEARS_EVE, "1 Jan", date(2027, 1, 1), date(2027, 1, 1)),
        (NEW_YEARS_EVE, "30/12", date(2026, 12, 30), date(2026, 12, 30)),
        (NEW_YEARS_EVE, "1 Jul", date(2027, 7, 1), date(2026, 7, 1)),
        (NEW_YEARS_EVE, "Fri", date(2027, 1, 1), date(2026, 12, 25)),
        (NEW_YEAR, "31 Dec", date(2026, 12, 31), date(2026, 12, 31)),
        (NEW_YEAR, "2 Jan", date(2027, 1, 2), date(2027, 1, 2)),
        (NEW_YEAR, "30 Sep", date(2027, 9, 30), date(2026, 9, 30)),
        (NEW_YEAR, "Thu", date(2027, 1, 7), date(2026, 12, 31)),
        # The leap day is read wherever the year meant has one.
        ("2027-12-06", "29 Feb", date(2028, 2, 29), date(2028, 2, 29)),
        ("2028-02-29", "29 Feb", date(2028, 2, 29), date(2028, 2, 29)),
        ("2028-05-31", "29 Feb", date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_without_a_year_it_is_the_one_that_is_meant(
    at: Callable[..., datetime], today: str, typed: str, ahead: date, back: date
) -> None:
    at(f"{today} 09:00")
    assert (read_date(typed), read_date(typed, back=True)) == (ahead, back)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/2/2026", "February 2026 has 28 days"),
        ("31 Feb", "February 2027 has 28 days"),
        ("29 Feb", "February 2027 has 28 days"),
        ("30/2/28", "February 2028 has 29 days"),
        ("31 Nov", "November 2026 has 30 days"),
        ("2026-09-31", "September 2026 has 30 days"),
        ("0 Dec", "December 2026 has 31 days"),
        ("12/25/2026", "Enter the day, then the month, such as 3/12/2026: a year has 12 months"),
        ("2026-13-01", "Enter the day, then the month, such as 3/12/2026: a year has 12 months"),
        ("3/12/1926", "Enter a year from 2000 to 2099"),
        ("3/12/2126", "Enter a year from 2000 to 2099"),
        ("Fri 3 Dec", "3 December 2026 is a Thursday"),
    ],
)
def test_a_day_that_is_not_there_is_told_with_why(at: Callable[..., datetime], typed: str, said: str) -> None:
    at(f"{MONDAY} 09:00")
    with pytest.raises(Unread) as refused:
        read_date(typed)
    assert str(refused.value) == said


# 0312 could be the third of December, the twelfth of March or a time.
@pytest.mark.parametrize(
    "typed",
    [
        "3",
        "0312",
        "3 Foo",
        "3 Decay",
        "3 Ma",
        "monthly",
        "next Thu",
        "Dec 3",
        "",
        "٣/١٢",
        "3/12/026",
        "3 Dec 20 26",
    ],
)
def test_what_is_no_date_is_refused(at: Callable[..., datetime], typed: str) -> None:
    at(f"{MONDAY} 09:00")
    with pytest.raises(ValueError, match="not understood"):
        read_date(typed)


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("7", 420),
        ("07", 420),
        ("700", 420),
        ("0700", 420),
        ("7:05", 425),
        ("07.05", 425),
        ("23:59", 1439),
        ("0", 0),
    ],
)
def test_a_time_is_read_however_it_is_typed(typed: str, minute: int) -> None:
    assert read_minute(typed) == read_minute(typed, is_end=True) == minute


@pytest.mark.parametrize("typed", ["24:00", "2400", "24"])
def test_only_an_end_may_be_the_last_midnight_of_the_day(typed: str) -> None:
    assert read_minute(typed, is_end=True) == 1440
    with pytest.raises(ValueError, match="not understood"):
        read_minute(typed)


@pytest.mark.parametrize("typed", ["24:01", "25", "7:60", "seven", "", "7:5", "-1", "12345"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        read_minute(typed, is_end=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09:00", "2026-11-23 09:00"),  # now counts
        ("09:01", "2026-11-22 09:01"),  # the last time that the clocks showed it
        ("22 Nov 14:05", "2026-11-22 14:05"),
        ("Sun 22 Nov  1405", "2026-11-22 14:05"),
        ("yesterday 7", "2026-11-22 07:00"),
        ("2026-11-20 00:00", "2026-11-20 00:00"),
        ("24 Aug 10:00", "2026-08-24 10:00"),  # in summer time
    ],
)
def test_a_moment_is_read_with_its_day_or_as_the_last_one(
    at: Callable[..., datetime], typed: str, meant: str
):
    at(f"{MONDAY} 09:00")
    assert read_moment(typed) == wall(meant)


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "22 Nov", "Tue 22 Nov 10:00", "31 Nov 10:00"])
def test_a_moment_that_is_none_is_refused(at: Callable[..., datetime], typed: str) -> None:
    at(f"{MONDAY} 09:00")
    with pytest.raises(ValueError, match=r"understood|days|Monday|Sunday"):
        read_moment(typed)
