"""Rest between tours and the length of tours, minute by minute and over both clock-change nights."""

from datetime import date

import pytest

from roster.rules.figures import DAILY_REST_MINUTES, Figure, in_force
from roster.rules.rest import advised_against, long_tours, rest_around, rest_gaps
from roster.rules.tours import tours_of
from roster.values import Span
from tests.rules.works import work

LATE = work("2026-12-01 14:00", "2026-12-01 22:00")


def test_spans_that_touch_or_overlap_are_one_tour():
    touching = work("2026-12-01 22:00", "2026-12-01 23:00")
    inside = work("2026-12-01 15:00", "2026-12-01 16:00")
    assert tours_of([touching, LATE, inside]) == (work("2026-12-01 14:00", "2026-12-01 23:00"),)


@pytest.mark.parametrize(
    ("next_start", "measured", "short_by"),
    [("08:59", 659, 1), ("09:00", 660, 0), ("09:01", 661, 0), ("06:00", 480, 180)],
)
def test_rest_under_eleven_hours_is_a_breach(next_start, measured, short_by):
    early = work(f"2026-12-02 {next_start}", "2026-12-02 17:00")
    gaps = rest_gaps([early, LATE])
    assert [(gap.measured, gap.limit) for gap in gaps] == ([(measured, 660)] if short_by else [])
    after = rest_around([early], LATE).after
    assert (after.minutes, after.short_by) == (measured, short_by)


@pytest.mark.parametrize(
    ("late", "early", "measured"),
    [
        # The spring night is an hour shorter: 22:00 to 09:00 is only ten hours.
        (("2027-03-27 14:00", "2027-03-27 22:00"), ("2027-03-28 09:00", "2027-03-28 17:00"), 600),
        (("2027-03-27 14:00", "2027-03-27 22:00"), ("2027-03-28 10:00", "2027-03-28 17:00"), None),
        # The autumn night is an hour longer: 22:00 to 08:00 is eleven hours.
        (("2026-10-24 14:00", "2026-10-24 22:00"), ("2026-10-25 08:00", "2026-10-25 16:00"), None),
        (("2026-10-24 14:00", "2026-10-24 22:00"), ("2026-10-25 07:59", "2026-10-25 16:00"), 659),
    ],
)
def test_rest_is_elapsed_time_on_the_nights_the_clocks_change(late, early, measured):
    gaps = rest_gaps([work(*late), work(*early)])
    assert [gap.measured for gap in gaps] == ([] if measured is None else [measured])


@pytest.mark.parametrize(
    ("start", "end", "measured"),
    [
        ("2026-12-01 07:00", "2026-12-01 19:00", None),
        ("2026-12-01 07:00", "2026-12-01 19:01", 721),
        ("2026-10-24 18:00", "2026-10-25 06:00", 780),
        ("2027-03-27 18:00", "2027-03-28 07:00", None),
    ],
)
def test_a_tour_over_twelve_hours_is_a_breach(start, end, measured):
    breaches = long_tours([work(start, end)])
    assert [breach.measured for breach in breaches] == ([] if measured is None else [measured])


@pytest.mark.parametrize(
    ("end", "measured"),
    [("17:00", None), ("17:01", 601), ("19:00", 720), ("19:01", None)],
)
def test_a_tour_over_ten_hours_is_advised_against_until_it_is_a_breach(end, measured):
    found = advised_against([work("2026-12-01 07:00", f"2026-12-01 {end}")])
    assert [(one.measured, one.limit) for one in found] == ([(measured, 600)] if measured else [])


def test_aid_that_runs_late_shortens_the_rest_to_the_next_duty():
    duties = [
        work("2026-12-01 08:00", "2026-12-01 16:00"),
        work("2026-12-02 08:00", "2026-12-02 16:00"),
    ]
    around = rest_around(duties, work("2026-12-01 12:00", "2026-12-01 23:30"))
    assert around.tour == work("2026-12-01 08:00", "2026-12-01 23:30")
    assert (around.after.minutes, around.after.short_by) == (510, 150)
    assert not around.after.already
    assert around.after.owed_by == date(2026, 12, 16)
    assert (around.too_long.measured, around.too_long.limit) == (930, 720)


def test_work_in_a_gap_splits_the_rest_in_two():
    duties = [LATE, work("2026-12-03 14:00", "2026-12-03 22:00")]
    around = rest_around(duties, work("2026-12-02 07:00", "2026-12-02 15:00"))
    assert (around.before.minutes, around.before.short_by) == (540, 120)
    assert (around.after.minutes, around.after.short_by) == (1380, 0)


def test_a_span_inside_a_duty_changes_no_rest():
    duties = [LATE, work("2026-12-02 07:00", "2026-12-02 15:00")]
    around = rest_around(duties, work("2026-12-01 15:00", "2026-12-01 17:00"))
    assert around.before is None
    assert around.after.already
    assert around.after.short_by == 120


def test_a_long_tour_that_stood_before_is_not_blamed_on_the_span():
    long = work("2026-12-01 07:00", "2026-12-01 20:00")
    assert rest_around([long], work("2026-12-01 09:00", "2026-12-01 10:00")).too_long is None


def test_a_second_short_of_eleven_hours_is_short_by_a_minute():
    early = Span(LATE.end + 660 * 60 - 1, LATE.end + 20 * 3600)
    assert rest_around([early], LATE).after.short_by == 1


def test_a_figure_holds_from_its_first_day_to_its_last():
    old = Figure(600, "before", date(2000, 1, 1), date(2026, 12, 1))
    new = Figure(660, "after", date(2026, 12, 2))
    assert in_force((old, new), date(2026, 12, 1)) is old
    assert in_force((old, new), date(2026, 12, 2)) is new
    assert in_force((old, new), date(1990, 1, 1)) is old
    assert all(figure.source for figure in DAILY_REST_MINUTES)
