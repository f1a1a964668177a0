"""Breaches in words: which rule, by how much, its source, and what would mend it."""

from datetime import date

import pytest

from roster.rules.breaches import Breach, DaysBreach, Found, Rule
from roster.views.breach_words import sentence
from tests.rules.works import work

SOURCE = "a regulation"


@pytest.fixture(autouse=True)
def this_year(at):
    at("2026-12-01 09:00")


def said_of_tour(rule, start, end, limit, drawn):
    span = work(start, end)
    breach = Breach(rule, span, span.minutes, limit)
    return sentence(Found(breach, (date.fromisoformat(drawn),), SOURCE))


def said_of_days(rule, first, last, measured, limit):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return sentence(Found(DaysBreach(rule, first, last, measured, limit), (last,), SOURCE))


@pytest.mark.parametrize(
    ("rule", "start", "end", "limit", "drawn", "words"),
    [
        (
            Rule.REST_GAP,
            "2026-12-02 22:00",
            "2026-12-03 07:30",
            660,
            "2026-12-03",
            "Rest of 9 h 30 min before this duty, 1 h 30 min under 11 h (a regulation). "
            "Start at 09:00 or later, or end the tour before by 20:30.",
        ),
        (
            Rule.REST_GAP,
            "2026-12-02 22:00",
            "2026-12-03 07:30",
            660,
            "2026-12-02",
            "Rest of 9 h 30 min after this duty, 1 h 30 min under 11 h (a regulation). "
            "Start at 09:00 or later, or end the tour before by 20:30.",
        ),
        # Where the hour alone would be taken for another day's, the day stands beside it.
        (
            Rule.REST_GAP,
            "2026-12-03 02:00",
            "2026-12-03 12:59",
            660,
            "2026-12-03",
            "Rest of 10 h 59 min before this duty, 1 min under 11 h (a regulation). "
            "Start at 13:00 or later, or end the tour before by 01:59.",
        ),
        (
            Rule.REST_GAP,
            "2026-12-03 16:00",
            "2026-12-03 23:00",
            660,
            "2026-12-03",
            "Rest of 7 h before this duty, 4 h under 11 h (a regulation). "
            "Start at Fri 4 Dec 03:00 or later, or end the tour before by 12:00.",
        ),
        # Spring: the hour lost is the sleeper's, and the sentence counts what passed.
        (
            Rule.REST_GAP,
            "2027-03-27 22:00",
            "2027-03-28 09:00",
            660,
            "2027-03-28",
            "Rest of 10 h before this duty, 1 h under 11 h (a regulation). "
            "Start at 10:00 or later, or end the tour before by 21:00.",
        ),
        (
            Rule.TOUR_LENGTH,
            "2026-12-03 07:00",
            "2026-12-03 19:30",
            720,
            "2026-12-03",
            "Tour of 12 h 30 min, 30 min over 12 h (a regulation). End it by 19:00.",
        ),
        (
            Rule.TOUR_ADVICE,
            "2026-12-03 20:00",
            "2026-12-04 07:00",
            600,
            "2026-12-03",
            "Tour of 11 h, 1 h over the advised 10 h (a regulation). End it by 06:00.",
        ),
    ],
)
def test_rest_and_tours(rule, start, end, limit, drawn, words):
    assert said_of_tour(rule, start, end, limit, drawn) == words


@pytest.mark.parametrize(
    ("rule", "first", "last", "measured", "limit", "words"),
    [
        (
            Rule.CONSECUTIVE_DAYS,
            "2026-11-30",
            "2026-12-07",
            8,
            7,
            "8 duty days in a row, Mon 30 Nov to Mon 7 Dec, 1 over 7 (a regulation). "
            "Free one duty day from Mon 30 Nov to Mon 7 Dec.",
        ),
        # Fifteen in a row: only the eighth leaves seven on both sides.
        (
            Rule.CONSECUTIVE_DAYS,
            "2026-11-30",
            "2026-12-14",
            15,
            7,
            "15 duty days in a row, Mon 30 Nov to Mon 14 Dec, 8 over 7 (a regulation). Free Mon 7 Dec.",
        ),
        (
            Rule.CONSECUTIVE_DAYS,
            "2026-11-30",
            "2026-12-15",
            16,
            7,
            "16 duty days in a row, Mon 30 Nov to Tue 15 Dec, 9 over 7 (a regulation). "
            "Free at least one duty day in every 8.",
        ),
        (
            Rule.CONSECUTIVE_NIGHTS,
            "2026-11-30",
            "2026-12-04",
            5,
            4,
            "5 nights in a row, Mon 30 Nov to Fri 4 Dec, 1 over 4 (a regulation). "
            "Free one night from Mon 30 Nov to Fri 4 Dec.",
        ),
        (
            Rule.REST_DAYS_APART,
            "2026-12-01",
            "2026-12-09",
            9,
            7,
            "9 days without a rostered rest day, Tue 1 Dec to Wed 9 Dec, 2 over 7 (a regulation). "
            "Roster a rest day by Tue 8 Dec.",
        ),
        (
            Rule.WEEKLY_REST,
            "2026-11-30",
            "2026-12-06",
            1410,
            1440,
            "Longest rest 23 h 30 min in the week Mon 30 Nov to Sun 6 Dec, 30 min under 24 h (a regulation). "
            "Leave 24 h free of work in this week, or 48 h in a fortnight with it.",
        ),
        (
            Rule.AVERAGE_WEEK,
            "2026-08-10",
            "2026-12-06",
            2910,
            2880,
            "Average week of 48 h 30 min, Mon 10 Aug to Sun 6 Dec, 30 min over 48 h (a regulation). "
            "Take 8 h 47 min of work out of these 17 weeks.",
        ),
        # Rounded down to the limit itself, and over it all the same.
        (
            Rule.AVERAGE_WEEK,
            "2026-08-10",
            "2026-12-06",
            2880,
            2880,
            "Average week of 48 h, Mon 10 Aug to Sun 6 Dec, just over 48 h (a regulation). "
            "Take 17 min of work out of these 17 weeks.",
        ),
        (
            Rule.NIGHT_WORK,
            "2026-08-10",
            "2026-12-06",
            490,
            480,
            "Night work of 8 h 10 min in each 24 hours on average, Mon 10 Aug to Sun 6 Dec, "
            "10 min over 8 h (a regulation). Take 18 h 42 min of work out of these 17 weeks.",
        ),
    ],
)
def test_days_in_a_row_and_averages(rule, first, last, measured, limit, words):
    assert said_of_days(rule, first, last, measured, limit) == words
