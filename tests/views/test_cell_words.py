"""What a change of a published cell means, said before it is made: RULES 5 in a table."""

from datetime import date
from types import SimpleNamespace

import pytest

from roster.models.duty import DutyKind, DutyState
from roster.queries.cell_impact import impacts_of
from roster.queries.cell_values import Cell, Held
from roster.queries.cells import sheet_of
from roster.views.cell_words import Line, impact_lines, notice_line, notice_words
from tests.factories import make_duty, make_officer, make_rest_day, make_team, span
from tests.roster_factories import make_public_holiday

REST = "A rest day becomes duty: it stays owed until it is re-rostered"
HALF = "fewer than 15 clear days: time and a half, 4 hours at least, as pay or time at the officer’s choice"
ANOTHER = "15 clear days or more: another rest day, to be notified within 4 days"
DOUBLE_AND = "fewer than 8 clear days: double time and another day"
DOUBLE = "8 clear days or more: double time"
AUTHORITY = "it needs chief-officer authority"
STAFF = "PCSOs are police staff with a rule set of their own"
OTHERS = "are for constables and sergeants"


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    at("2026-11-23 09:00")
    return SimpleNamespace(team=make_team())


def words(officer, on: str, told: str, starts: str = "07:00") -> str:
    """What is said of an eight-hour duty in place of what stands, told on that day."""
    day = date.fromisoformat(on)
    held = Held(span(f"{on} {starts}", hours=8), DutyKind.WARD, state=DutyState.PUBLISHED)
    before = sheet_of([officer.id], day, day).cell(officer.id, day)
    (impact,) = impacts_of([(before, Cell(officer.id, day, (held,)))], date.fromisoformat(told))
    return " | ".join(line.words for line in impact_lines(impact))


def test_notice_is_counted_to_the_force_day_in_which_the_duty_starts(ward):
    officer = make_officer("Pat Noon", "PC", team=ward.team)
    make_rest_day(officer, "2026-12-24")
    assert HALF in words(officer, "2026-12-24", "2026-12-08", starts="06:59")  # 23 December's force day
    assert ANOTHER in words(officer, "2026-12-24", "2026-12-08", starts="07:00")


def test_the_rest_of_a_block_is_counted_as_the_block_leaves_it(ward):
    officer = make_officer("Pat Noon", "PC", team=ward.team)
    days = [date(2026, 12, 21), date(2026, 12, 22)]
    make_duty(officer, "2026-12-21 07:00")
    make_duty(officer, "2026-12-22 14:00")
    sheet = sheet_of([officer.id], *days)
    spans = [span("2026-12-21 14:00", hours=8), span("2026-12-22 07:00", hours=8)]
    wanted = [
        (
            sheet.cell(officer.id, day),
            Cell(officer.id, day, (Held(one, DutyKind.WARD, state=DutyState.PUBLISHED),)),
        )
        for day, one in zip(days, spans, strict=True)
    ]
    first, second = impacts_of(wanted)
    # 22:00 to 07:00: nine hours, on both sides of which each cell stands.
    assert (first.rest.after.minutes, second.rest.before.minutes) == (540, 540)
    (alone,) = impacts_of(wanted[:1])
    assert alone.rest.after.minutes == 16 * 60


@pytest.mark.parametrize(
    ("rank", "on", "told", "clear", "said"),
    [
        ("PC", "2026-12-24", "2026-12-08", 15, ANOTHER),
        ("PC", "2026-12-24", "2026-12-09", 14, HALF),
        ("PS", "2026-12-24", "2026-12-08", 15, ANOTHER),
        ("PS", "2026-12-24", "2026-12-09", 14, HALF),
        ("PC", "2026-12-24", "2026-12-23", 0, HALF),
        # Over the nights on which the clocks change, days are still days.
        ("PC", "2026-11-09", "2026-10-24", 15, ANOTHER),
        ("PC", "2026-11-09", "2026-10-25", 14, HALF),
        ("PC", "2026-04-13", "2026-03-28", 15, ANOTHER),
        ("PC", "2026-04-13", "2026-03-29", 14, HALF),
        ("PCSO", "2026-12-24", "2026-12-09", 14, STAFF),
        ("PCSO", "2026-12-24", "2026-12-08", 15, STAFF),
        ("Insp", "2026-12-24", "2026-12-09", 14, OTHERS),
    ],
)
def test_a_rest_day_that_becomes_duty(ward, rank, on, told, clear, said):
    officer = make_officer("Pat Noon", rank, team=ward.team)
    make_rest_day(officer, on)
    shown = words(officer, on, told)
    assert shown.startswith(f"{notice_line(clear).words} | {REST} | ")
    assert said in shown
    assert [other for other in (HALF, ANOTHER, STAFF, OTHERS) if other in shown] == [said]


@pytest.mark.parametrize("rest", [True, False])
@pytest.mark.parametrize(
    ("rank", "told", "said", "authority"),
    [
        ("PC", "2026-12-17", DOUBLE_AND, True),  # 7 clear days
        ("PC", "2026-12-16", DOUBLE, True),  # 8
        ("PC", "2026-12-10", DOUBLE, True),  # 14
        ("PC", "2026-12-09", DOUBLE, False),  # 15
        ("PS", "2026-12-17", DOUBLE_AND, True),
        ("PCSO", "2026-12-17", STAFF, False),
    ],
)
def test_a_public_holiday_that_becomes_duty(ward, rank, told, said, authority, rest):
    make_public_holiday("2026-12-25", "Christmas Day")
    officer = make_officer("Pat Noon", rank, team=ward.team)
    if rest:
        make_rest_day(officer, "2026-12-25")
    shown = words(officer, "2026-12-25", told)
    assert "Christmas Day, a public holiday, becomes duty" in shown
    assert (said in shown, AUTHORITY in shown, REST in shown) == (True, authority, rest)
    assert HALF not in shown


def test_another_shift_on_a_public_holiday_that_was_duty_already_changes_nothing(ward):
    make_public_holiday("2026-12-25", "Christmas Day")
    officer = make_officer(team=ward.team)
    make_duty(officer, "2026-12-25 14:00")
    assert "public holiday" not in words(officer, "2026-12-25", "2026-12-17")


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ("08:59", "10 h 59 min of rest before it, 1 min under the 11 hours"),
        ("09:00", "11 h of rest before it |"),
        ("09:01", "11 h 1 min of rest before it |"),
    ],
)
def test_the_rest_that_is_left_before_it(ward, starts, said):
    officer = make_officer(team=ward.team)
    make_duty(officer, "2026-12-08 14:00")
    make_duty(officer, "2026-12-10 14:00")
    assert said in words(officer, "2026-12-09", "2026-11-23", starts)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Told on the day itself or after it"),
        (0, "0 clear days’ notice"),
        (1, "1 clear day’s notice"),
        (15, "15 clear days’ notice"),
    ],
)
def test_notice_in_words(days, said):
    assert notice_words(days) == said


@pytest.mark.parametrize(
    ("days", "tone", "said"),
    [
        (1, "ok", "1 clear day’s notice"),
        (0, "warn", "0 clear days’ notice: the latest telling is midnight before the duty"),
        (
            -1,
            "bad",
            "Told on the day itself or after it, too late: the latest telling is midnight before the duty",
        ),
    ],
)
def test_on_the_eve_midnight_is_near_and_after_it_is_too_late(days, tone, said):
    assert notice_line(days) == Line(tone, said)
