"""The table of public holidays: filled once a year, and then as staff keep it."""

from datetime import date

import pytest

from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db
from roster.models.public_holiday import PublicHoliday
from roster.outside.english_holidays import english_holidays
from roster.queries.public_holidays import holidays, last_filled_year
from roster.services.public_holidays import add_holiday, ensure_holidays, fill_year, remove_holiday
from tests.factories import make_actor
from tests.roster_factories import make_public_holiday


@pytest.fixture
def admin(database, at):
    at("2026-12-01 08:00")
    return make_actor("administrator")


def days(year: int) -> list[date]:
    return [one.day for one in holidays() if one.day.year == year]


# The bank holidays of England and Wales that the government announced for these years.
ANNOUNCED = {
    2022: "1-3 4-15 4-18 5-2 6-2 6-3 8-29 9-19 12-26 12-27",
    2023: "1-2 4-7 4-10 5-1 5-8 5-29 8-28 12-25 12-26",
    2026: "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28",
    2027: "1-1 3-26 3-29 5-3 5-31 8-30 12-27 12-28",
}


@pytest.mark.parametrize("year", ANNOUNCED)
def test_the_library_knows_the_days_that_were_announced(year: int) -> None:
    announced = {date(year, *map(int, day.split("-"))) for day in ANNOUNCED[year].split()}
    assert announced <= set(english_holidays(year))
    # What it has besides: the days themselves, where a substitute stands in for a weekend.
    assert all(day.weekday() >= 5 for day in set(english_holidays(year)) - announced)


def test_the_years_round_this_one_are_filled_once(admin) -> None:
    ensure_holidays()
    found = len(holidays())
    assert date(2026, 12, 25) in days(2026)
    assert (days(2024), last_filled_year()) == ([], 2031)
    ensure_holidays()
    assert len(holidays()) == found


def test_what_staff_removed_renamed_or_added_stays_so(admin) -> None:
    made = make_public_holiday("2026-05-04", "Early May bank holiday")
    ensure_holidays()
    assert db.session.get_one(PublicHoliday, made.id).name == "Early May bank holiday"
    boxing = next(one for one in holidays() if one.day == date(2026, 12, 28))
    remove_holiday(boxing.id, by=admin)
    ensure_holidays()
    assert fill_year(2026, by=admin) == 0
    assert date(2026, 12, 28) not in days(2026)


def test_one_more_year_is_filled(admin) -> None:
    assert fill_year(2040, by=admin) == len(english_holidays(2040)) > 7
    for year in (1999, 2100):
        with pytest.raises(Refusal):
            fill_year(year, by=admin)


def test_a_one_off_royal_holiday_is_added_once(admin) -> None:
    add_holiday(date(2027, 6, 12), "Coronation", by=admin)
    assert days(2027) == [date(2027, 6, 12)]
    with pytest.raises(Refusal, match="already: Coronation"):
        add_holiday(date(2027, 6, 12), "Coronation of the King", by=admin)


def test_planners_see_the_table_and_do_not_keep_it(admin) -> None:
    sergeant, holiday = make_actor("sergeant"), make_public_holiday("2026-12-25")
    for change in (
        lambda: add_holiday(date(2027, 6, 12), "Coronation", by=sergeant),
        lambda: remove_holiday(holiday.id, by=sergeant),
        lambda: fill_year(2030, by=sergeant),
    ):
        with pytest.raises(NotAllowed):
            change()
    with pytest.raises(NotFound):
        remove_holiday(999_999, by=admin)
