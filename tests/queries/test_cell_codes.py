"""Codes as people type them: own times behind the code of a shift, which may end in a digit."""

from datetime import date

import pytest

from roster import clock
from roster.errors import Refusal
from roster.models.duty import DutyKind
from roster.queries.cell_codes import read_code
from roster.queries.cell_values import Shift
from roster.views.grid_cells import _duty_code

DAY = date(2026, 12, 9)
SHIFTS = {code: Shift(at, code, code, 8 * 60, 16 * 60, DutyKind.WARD) for at, code in enumerate(("D1", "D"))}
HOURS = clock.wall_span(DAY, 7 * 60, 15 * 60)


@pytest.mark.parametrize("typed", ["D10700-1500", "D1 0700-1500", "d107:00-15:00"])
def test_own_times_behind_a_code_that_ends_in_a_digit(typed: str) -> None:
    (held,) = read_code(typed, DAY, SHIFTS).duties
    assert (held.span, held.shift) == (HOURS, SHIFTS["D1"])


def test_what_a_cell_reads_can_be_typed_back() -> None:
    shown = _duty_code("ward", HOURS.start, HOURS.end, None, "")
    assert read_code(shown, DAY, SHIFTS).duties[0].span == HOURS
    for code in SHIFTS:
        shown = f"{code}0700-1500"
        assert read_code(shown, DAY, SHIFTS).duties[0].shift is SHIFTS[code]


def test_digits_that_are_no_shift_s_are_refused() -> None:
    with pytest.raises(Refusal, match="no shift “D2”"):
        read_code("D20700-1500", DAY, SHIFTS)
