"""An end at 24:00 is the midnight after the day, in every form that asks for one."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from roster.forms.absences import AbsenceForm
from roster.forms.abstractions import EndForm
from roster.forms.shift_templates import ShiftTemplateForm
from roster.values import Span
from tests.factories import wall

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture(autouse=True)
def _asked(app: Flask) -> object:
    with app.test_request_context(method="POST"):
        yield


def test_an_absence_until_24_00_lasts_to_the_end_of_its_last_day() -> None:
    typed = {"kind": "sick", "first": "3/12/2026", "starts": "14", "last": "3/12/2026", "ends": "24:00"}
    form = AbsenceForm(MultiDict(typed), meta={"csrf": False})
    form.offer()
    assert form.validate(), form.errors
    assert (form.span.starts_at, form.span.ends_at) == (wall("2026-12-03 14:00"), wall("2026-12-04 00:00"))


def test_a_shift_until_24_00_is_kept_as_ending_at_midnight() -> None:
    typed = {"code": "X", "name": "Extra", "start": "18", "end": "24:00", "kind": "ward", "position": "1"}
    form = ShiftTemplateForm(MultiDict({**typed, "colour": "blue"}), meta={"csrf": False})
    form.offer(["blue"])
    assert form.validate(), form.errors
    assert (form.shape.start_minute, form.shape.end_minute) == (18 * 60, 0)


def test_an_abstraction_that_began_in_the_afternoon_ends_at_the_next_midnight() -> None:
    form = EndForm(MultiDict({"ends": "24:00"}), meta={"csrf": False})
    taken = Span.between(wall("2026-12-03 14:00"), wall("2026-12-04 02:00"))
    assert form.instant(taken) == datetime(2026, 12, 4, tzinfo=UTC)
